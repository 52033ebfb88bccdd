import {
  type Ask,
  begin,
  type Day,
  mineOf,
  NotFound,
  newId,
  type Subject,
  step,
  story,
  subjectOf,
} from '#kernel'
import { orgOf } from '#libraries'
import { dueOf, hostParties, MACHINE } from './actions.ts'
import type { MemberFacts } from './facts.ts'
import {
  type Agent,
  type Extra,
  frameworkFlow,
  type Lot,
  type Member,
  memberFlow,
  type Replacement,
  type removals,
  type Thing,
} from './model.ts'
import * as store from './store.ts'

async function factsOf(
  ask: Ask,
  m: Omit<Member, 'id' | 'round' | 'place' | 'turn'>,
  own: string | null,
): Promise<MemberFacts> {
  const f = await store.frameworkOf(ask.tx, m.framework)
  const s = await subjectOf(ask.tx, frameworkFlow, f.id)
  const supplier = await orgOf(ask.tx, m.supplier)
  const others = (await store.membersOf(ask.tx, { framework: f.id })).filter(
    (x) => x.supplier === m.supplier && x.id !== own,
  )
  return {
    kind: f.kind,
    frameworkState: s.state,
    supplierName: supplier.name,
    supplierState: supplier.state,
    category: f.category,
    standing: m.thing.standing,
    agents: m.agents.length,
    agentsAllowed: f.document.agents,
    removed: others.some((x) => x.state === '已清退'),
    already: others.some((x) => x.lot === m.lot && ['待审核', '协议有效'].includes(x.state)),
    asked: m.asked,
    ground: null,
    evidence: '',
    refusals: await store.refusalsOf(ask.tx, f.id, m.supplier),
    replacing: m.proposal !== null,
    proposal: m.proposal && compared(m, m.proposal, await store.lotOf(ask.tx, m.lot)),
  }
}
/** The machine's half of 质量不降低、价格不提高: which price went up, which is missing, and whether it is another product at all. */
function compared(
  m: Pick<Member, 'thing' | 'price' | 'extras'>,
  r: Replacement,
  lot: Lot,
): MemberFacts['proposal'] {
  const priced = (all: readonly Extra[], name: string) => all.find((x) => x.name === name)?.price
  const names = lot.consumables.map((c) => c.name)
  return {
    same: r.thing.brand === m.thing.brand && r.thing.model === m.thing.model,
    price: r.price,
    agreed: m.price,
    dearer: names.filter((n) => (priced(r.extras, n) ?? 0) > (priced(m.extras, n) ?? Infinity)),
    missing: names.filter((n) => priced(r.extras, n) === undefined),
    comparison: r.comparison,
  }
}
export const members = story(memberFlow, async (ask, s) =>
  factsOf(ask, await store.memberOf(ask.tx, s.id), s.id),
)
/** 申请加入开放式框架协议：付费标准就是协议价格。 */
export async function apply(
  ask: Ask,
  i: { lot: string; thing: Thing; agents: readonly Agent[] },
): Promise<Subject> {
  if (ask.actor.org === null) throw new NotFound('采购包')
  // One after another, so that the turns of a package are numbered once.
  const lot = await store.lotOf(ask.tx, i.lot, true)
  const f = await store.frameworkOf(ask.tx, lot.framework)
  const fs = await subjectOf(ask.tx, frameworkFlow, f.id)
  if (!frameworkFlow.open.includes(fs.state)) throw new NotFound('采购包')
  const me = await orgOf(ask.tx, ask.actor.org)
  const turn = (await store.membersOf(ask.tx, { lot: lot.id })).length + 1
  const m: Member = {
    id: newId<'member'>(ask.now),
    framework: f.id,
    lot: lot.id,
    supplier: me.id,
    round: 1,
    price: lot.ceiling,
    extras: [],
    thing: i.thing,
    agents: i.agents,
    proposal: null,
    place: turn,
    turn,
    score: null,
    joined: null,
    leftOn: null,
    ground: null,
    reason: null,
    asked: null,
  }
  const s = await begin(
    ask,
    memberFlow,
    'apply',
    {
      id: m.id,
      title: `${me.name}　${fs.title}（第${lot.no}包）`,
      process: fs.process,
      lawOn: fs.lawOn,
      region: fs.region,
      parties: { 供应商: [me.id], ...hostParties(await orgOf(ask.tx, f.host)) },
    },
    await factsOf(ask, m, null),
    { data: { lot: lot.id, thing: { ...i.thing } }, due: dueOf(ask, '开放式审核期', ask.today) },
  )
  await store.addMember(ask.tx, m)
  return s
}
/** The seven working days are over and nobody answered: it is written down, and the application stays. */
export const late = (ask: Ask, id: string) =>
  members.take(MACHINE(ask), 'late', id, undefined, { open: { over: '7个工作日' } })

type Extras = { open?: Record<string, unknown>; data?: Record<string, unknown> }
async function moved(
  ask: Ask,
  action: Parameters<typeof members.take>[1],
  id: string,
  set: Partial<Member> | ((m: Member) => Partial<Member>) = {},
  extra: Extras | ((m: Member) => Extras) = {},
  facts: Partial<MemberFacts> = {},
): Promise<Subject> {
  await mineOf(ask, memberFlow, id)
  const { state: _, name: __, ...m } = await store.memberOf(ask.tx, id)
  const next = { ...m, ...(typeof set === 'function' ? set(m) : set) }
  const f = { ...(await factsOf(ask, m, id)), ...facts }
  // Written first: the notice that follows the step finds it there.
  await store.setMember(ask.tx, next)
  return step(
    ask,
    memberFlow,
    action,
    await subjectOf(ask.tx, memberFlow, id, 'update'),
    f,
    typeof extra === 'function' ? extra(m) : extra,
  )
}
const joined = (ask: Ask) => ({ joined: ask.today as Day })
export const pass = (ask: Ask, { id }: { id: string }) => moved(ask, 'pass', id, joined(ask))
export const reject = (ask: Ask, i: { id: string; reason: string }) =>
  moved(ask, 'reject', i.id, { reason: i.reason }, { data: { reason: i.reason } })
export const signSupplier = (ask: Ask, { id }: { id: string }) => moved(ask, 'signSupplier', id)
export const signHost = (ask: Ask, { id }: { id: string }) =>
  moved(ask, 'signHost', id, joined(ask))
export const setAgents = (ask: Ask, i: { id: string; agents: readonly Agent[] }) =>
  moved(
    ask,
    'setAgents',
    i.id,
    { agents: i.agents },
    { open: { agents: i.agents.map((a) => a.uscc) } },
    { agents: i.agents.length },
  )
/** 请求替代：产品停产或者升级换代，换成质量不低、价格不高的（第十六条第四项）。 */
export async function propose(ask: Ask, { id, ...proposal }: { id: string } & Replacement) {
  await mineOf(ask, memberFlow, id)
  const m = await store.memberOf(ask.tx, id)
  const f = await factsOf(ask, { ...m, proposal }, id)
  return moved(
    ask,
    'propose',
    id,
    { proposal },
    { data: { reason: proposal.reason, model: proposal.thing.model, price: proposal.price } },
    { proposal: f.proposal, replacing: m.proposal !== null },
  )
}
/** 同意：从此采购人买到的就是新产品，协议价格随之；原来的写进流水。 */
export const replace = (ask: Ask, i: { id: string; opinion: string }) =>
  moved(
    ask,
    'replace',
    i.id,
    (m) =>
      m.proposal === null
        ? {}
        : {
            thing: m.proposal.thing,
            price: m.proposal.price,
            extras: m.proposal.extras,
            proposal: null,
          },
    (m) => ({
      open:
        m.proposal === null
          ? {}
          : {
              reason: m.proposal.reason,
              before: { brand: m.thing.brand, model: m.thing.model, price: m.price },
              after: {
                brand: m.proposal.thing.brand,
                model: m.proposal.thing.model,
                price: m.proposal.price,
              },
              opinion: i.opinion,
            },
    }),
  )
export const keep = (ask: Ask, i: { id: string; reason: string }) =>
  moved(ask, 'keep', i.id, { proposal: null }, { data: { reason: i.reason } })
const gone = (ask: Ask, reason: string | null) => ({
  leftOn: ask.today as Day,
  reason,
  asked: null,
})
export const leave = (ask: Ask, i: { id: string; reason: string }) =>
  moved(ask, 'leave', i.id, gone(ask, i.reason), { open: { reason: i.reason } })
export const askLeave = (ask: Ask, i: { id: string; reason: string }) =>
  moved(ask, 'askLeave', i.id, { asked: i.reason }, { data: { reason: i.reason } })
export const agreeLeave = (ask: Ask, { id }: { id: string }) =>
  moved(ask, 'agreeLeave', id, (m) => gone(ask, m.asked))
export const refuseLeave = (ask: Ask, i: { id: string; reason: string }) =>
  moved(ask, 'refuseLeave', i.id, { asked: null }, { data: { reason: i.reason } })
export const remove = (
  ask: Ask,
  i: { id: string; ground: (typeof removals)[number]; evidence: string },
) =>
  moved(
    ask,
    'remove',
    i.id,
    { ...gone(ask, i.evidence), ground: i.ground },
    { open: { ground: i.ground }, data: { evidence: i.evidence } },
    { ground: i.ground, evidence: i.evidence },
  )
export const memberOf = (ask: Ask, id: string) => store.memberOf(ask.tx, id)
