import {
  type Ask,
  begin,
  mineOf,
  NotFound,
  newId,
  rfc3339,
  type Subject,
  step,
  story,
  subjectOf,
} from '#kernel'
import { orgOf } from '#libraries'
import { envelopeDigestOf, type Handed, holdBox, put, recover, takeOut } from '#trade/box'
import type { ResponseFacts } from './facts.ts'
import { frameworkFlow, type Response, responseFlow } from './model.ts'
import { askedLots } from './reviewing.ts'
import { boxOfLot } from './sealing.ts'
import * as store from './store.ts'

/** Held until the response is committed: it is in before its box is closed, or it is refused. */
async function boxFor(ask: Ask, framework: string, lot: string) {
  const f = await store.frameworkOf(ask.tx, framework)
  const box = await boxOfLot(ask, f, await store.lotOf(ask.tx, lot))
  if (!box) throw new NotFound('标箱')
  return holdBox(ask, box.id)
}
async function factsOf(
  ask: Ask,
  i: Pick<Response, 'lot' | 'supplier'>,
  own: string | null,
): Promise<ResponseFacts> {
  const lot = await store.lotOf(ask.tx, i.lot)
  const f = await store.frameworkOf(ask.tx, lot.framework)
  const s = await subjectOf(ask.tx, frameworkFlow, f.id)
  const me = await orgOf(ask.tx, i.supplier)
  const asked = askedLots(f, await store.lotsOf(ask.tx, f.id)).some((l) => l.id === lot.id)
  const box = await boxOfLot(ask, f, lot)
  const members = (await store.membersOf(ask.tx, { framework: f.id })).filter(
    (m) => m.supplier === me.id,
  )
  const mine = await store.ownResponses(ask.tx, f.id, me.id)
  return {
    state: s.state,
    before: f.deadline !== null && ask.now < f.deadline,
    boxState: box ? (await holdBox(ask, box.id)).state : asked ? '未设' : '收件',
    supplierName: me.name,
    supplierState: me.state,
    category: f.category,
    standing: '',
    agents: 0,
    agentsAllowed: f.document.agents,
    already:
      mine.some((r) => r.lot === lot.id && r.round === f.round && !r.withdrawn && r.id !== own) ||
      members.some((m) => m.lot === lot.id && m.state === '协议有效'),
    removed: members.some((m) => m.state === '已清退'),
    lotAsked: asked,
  }
}
export const responses = story(responseFlow, async (ask, s) => {
  const r = await store.responseOf(ask.tx, s.id)
  return factsOf(ask, r, r.id)
})
export interface Receipt {
  readonly id: string
  readonly state: string
  readonly sha256: string
  readonly size: number
  readonly receivedAt: string
}
const receipt = (s: Subject, sha256: string, size: number): Receipt => ({
  id: s.id,
  state: s.state,
  sha256,
  size,
  receivedAt: rfc3339(s.since),
})
/** 提交：内容在供应商自己的浏览器里封存，这里只有密文；流水里只有加盐的摘要。 */
export async function submit(ask: Ask, i: Handed & { lot: string }): Promise<Receipt> {
  if (ask.actor.org === null) throw new NotFound('采购包')
  const lot = await store.lotOf(ask.tx, i.lot)
  // The framework before its box, as whoever closes them does.
  const fs = await subjectOf(ask.tx, frameworkFlow, lot.framework, 'share')
  if (!frameworkFlow.open.includes(fs.state)) throw new NotFound('采购包')
  const f = await store.frameworkOf(ask.tx, lot.framework)
  const sha256 = await envelopeDigestOf(i.envelope)
  const r: Response = {
    id: newId<'response'>(ask.now),
    framework: f.id,
    lot: lot.id,
    round: f.round,
    supplier: ask.actor.org,
    sha256,
    size: 0,
    price: null,
    extras: [],
    thing: null,
    agents: [],
    at: ask.now,
    withdrawn: false,
    verdict: null,
    place: null,
  }
  const s = await begin(
    ask,
    responseFlow,
    'submit',
    {
      id: r.id,
      title: `${fs.title}（第${lot.no}包）`,
      process: fs.process,
      lawOn: fs.lawOn,
      region: fs.region,
      parties: { 供应商: [r.supplier] },
    },
    await factsOf(ask, r, null),
    { data: { sha256, lot: lot.id, supplier: r.supplier } },
  )
  const { box } = await boxFor(ask, f.id, lot.id)
  const { size } = await put(ask, box, { ...i, id: r.id, owner: r.supplier })
  await store.addResponse(ask.tx, { ...r, size })
  return receipt(s, sha256, size)
}
export async function replace(ask: Ask, i: Handed & { id: string }): Promise<Receipt> {
  const s = await mineOf(ask, responseFlow, i.id)
  const before = await store.responseOf(ask.tx, i.id)
  await subjectOf(ask.tx, frameworkFlow, before.framework, 'share')
  const sha256 = await envelopeDigestOf(i.envelope)
  const done = await step(ask, responseFlow, 'replace', s, await factsOf(ask, before, before.id), {
    data: { sha256 },
  })
  const { box } = await boxFor(ask, before.framework, before.lot)
  await takeOut(ask, i.id)
  const { size } = await put(ask, box, { ...i, owner: before.supplier })
  await store.setResponse(ask.tx, {
    ...before,
    sha256,
    size,
    price: null,
    thing: null,
    agents: [],
    at: ask.now,
  })
  return receipt(done, sha256, size)
}
export async function withdraw(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const before = await store.responseOf(ask.tx, id)
  await subjectOf(ask.tx, frameworkFlow, before.framework, 'share')
  const s = await responses.take(ask, 'withdraw', id)
  await takeOut(ask, id)
  await store.setResponse(ask.tx, { ...before, withdrawn: true })
  return s
}
/** 恢复文件：保管人到不齐时的第二条路。 */
export async function recoverWith(ask: Ask, i: { id: string; seed: string }) {
  await recover(ask, { ...i, owner: ask.actor.org ?? '' })
  return { id: i.id }
}
