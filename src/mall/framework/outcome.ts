import { type Ask, at, begin, type Day, newId, type Subject, step, subjectOf } from '#kernel'
import { orgOf } from '#libraries'
import { dueOf, factsOf, frameworks, held, hostParties, MACHINE } from './actions.ts'
import { termEnd } from './compute.ts'
import { type Framework, frameworkFlow, memberFlow, responseFlow } from './model.ts'
import { admittedOf } from './reviewing.ts'
import { keepBoxesShut } from './sealing.ts'
import * as store from './store.ts'

/** 入围：名次和淘汰都是算出来的；入围的成为这一框架协议的供应商，等双方签订。 */
async function announceAs(
  ask: Ask,
  action: 'announce' | 'announceMore',
  id: string,
): Promise<Subject> {
  const { s, f, lots } = await held(ask, id)
  const host = await orgOf(ask.tx, f.host)
  const results = await admittedOf(ask, f, lots, s.lawOn)
  for (const { lot, all, stay } of results) {
    // What fell at the opening has its verdict, and no place.
    const before = await store.membersOf(ask.tx, { lot: lot.id })
    const last = Math.max(0, ...before.map((m) => m.turn))
    for (const [n, r] of all.entries()) {
      const rs = await subjectOf(ask.tx, responseFlow, r.id, 'update')
      const stays = n < stay
      const fits = r.verdict?.conforms === true
      await step(
        ask,
        responseFlow,
        stays ? 'admit' : fits ? 'leaveOut' : 'reject',
        rs,
        {} as never,
        { open: { lot: lot.id, place: fits ? n + 1 : null } },
      )
      await store.setResponse(ask.tx, { ...r, place: fits ? n + 1 : null })
      if (!stays) continue
      const m = newId<'member'>(ask.now)
      const supplier = await orgOf(ask.tx, r.supplier)
      await begin(
        ask,
        memberFlow,
        'admit',
        {
          id: m,
          title: `${supplier.name}　${s.title}（第${lot.no}包）`,
          process: s.process,
          lawOn: s.lawOn,
          region: s.region,
          parties: { 供应商: [r.supplier], ...hostParties(host) },
        },
        {} as never,
        { open: { framework: id, lot: lot.id, price: r.price, place: n + 1, turn: last + n + 1 } },
      )
      await store.addMember(ask.tx, {
        id: m,
        framework: id,
        lot: lot.id,
        supplier: r.supplier,
        round: f.round,
        price: r.price,
        extras: r.extras,
        thing: r.thing,
        agents: r.agents,
        proposal: null,
        place: n + 1,
        turn: last + n + 1,
        score: r.verdict?.score ?? null,
        joined: null,
        leftOn: null,
        ground: null,
        reason: null,
        asked: null,
      })
    }
    if (action === 'announce')
      await store.setLot(ask.tx, lot.id, { original: stay, failed: stay === 0 })
  }
  const facts = await factsOf(ask, f, lots, s)
  await store.setFramework(ask.tx, {
    ...f,
    notified: ask.today,
    ...(action === 'announceMore' ? { topLot: null } : {}),
  })
  return step(ask, frameworkFlow, action, s, facts, {
    due: action === 'announce' ? dueOf(ask, '框架协议签订期', s.lawOn) : s.due,
    open: { admitted: results.reduce((n, r) => n + r.stay, 0) },
  })
}
export const announce = (ask: Ask, { id }: { id: string }) => announceAs(ask, 'announce', id)
export const announceMore = (ask: Ask, { id }: { id: string }) =>
  announceAs(ask, 'announceMore', id)

/** 生效：从这一刻起适用范围内的采购人都查得到、用得上，告知因此不必另办（第三十条，3个工作日）。 */
export async function conclude(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const { f, s: before } = await held(ask, id)
  const ends = termEnd(ask.today, f.document.months) as Day
  const s = await frameworks.take(ask, 'conclude', id, undefined, {
    due: dueOf(ask, '框架协议备案期', before.lawOn) ?? at(ends, 24),
    open: { signed: ask.today, ends },
  })
  await store.setFramework(ask.tx, { ...f, signed: ask.today, ends })
  return s
}
export async function report(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const { f } = await held(ask, id)
  const s = await frameworks.take(ask, 'report', id, undefined, {
    due: f.ends === null ? null : at(f.ends, 24),
  })
  await store.setFramework(ask.tx, { ...f, filed: ask.today })
  return s
}
/** What is still in the way of what was given: nothing, or the responses of a round that came to nothing. */
async function dropRound(ask: Ask, f: Framework): Promise<void> {
  for (const r of await store.responsesOf(ask.tx, f.id, f.round)) {
    const rs = await subjectOf(ask.tx, responseFlow, r.id, 'update')
    if (rs.state === '已开启')
      await step(MACHINE(ask), responseFlow, 'leaveOut', rs, {} as never, {
        open: { lot: r.lot, place: null },
      })
  }
}
export async function stopMore(ask: Ask, i: { id: string; reason: string }): Promise<Subject> {
  const { f } = await held(ask, i.id)
  await keepBoxesShut(ask, f, '补充征集失败')
  const s = await frameworks.take(ask, 'stopMore', i.id, undefined, (x) => ({
    due: x.due,
    open: { reason: i.reason },
  }))
  await dropRound(ask, f)
  await store.setFramework(ask.tx, { ...f, topLot: null })
  return s
}
export async function fail(ask: Ask, i: { id: string; reason: string }): Promise<Subject> {
  const { f } = await held(ask, i.id)
  await keepBoxesShut(ask, f, '终止征集')
  const s = await frameworks.take(ask, 'fail', i.id, undefined, { open: { reason: i.reason } })
  await dropRound(ask, f)
  return s
}
