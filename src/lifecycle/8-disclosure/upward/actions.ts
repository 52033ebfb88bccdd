import { type Notice, noticeOf } from '#disclosure'
import { type Ask, type Db, type Follower, NotFound, rfc3339, type Tx, type World } from '#kernel'
import {
  Away,
  type Central,
  centralSandbox,
  parcels,
  post,
  type Sender,
  type Upward,
} from '#outside'
import * as store from './store.ts'

export const KIND = '报送'
/** Every notice goes up: the parcel is written with the notice, and whether it arrives changes nothing here (101号令第八条). */
export const queue: Follower = async (ask, e) => {
  await post(ask.tx, { kind: KIND, key: e.subject, body: { notice: e.subject }, at: ask.now })
}
export const upwardOf = (n: Notice): Upward => ({
  ref: n.id,
  kind: n.kind,
  title: n.title,
  region: n.region,
  projectNo: n.projectNo ?? '',
  publisher: n.publisher,
  published: rfc3339(n.published),
  content: { ...n.content },
  sha256: n.sha256,
})
/** The sandbox stands for the central site everywhere today; a training region keeps to it when a real one is linked: what is practised does not leave the house. */
export const centralOf = (tx: Tx | Db, now: World['now']): Central => centralSandbox(tx as Db, now)

export const upwardSender = (db: Db, world: World): Sender => ({
  // A notice that the law wants on the medium is never given up: the operator sees how often it was tried.
  tries: Number.POSITIVE_INFINITY,
  async send(p) {
    const n = await db.transaction().execute((tx) => noticeOf(tx, p.key))
    try {
      const a = await centralOf(db, world.now).submit(upwardOf(n))
      return a.outcome === '已接收' ? { done: { ...a } } : { refused: a.why }
    } catch (e) {
      if (e instanceof Away) return { failed: e.message }
      throw e
    }
  },
})
export interface Difference {
  readonly notice: string
  readonly title: string
  readonly what: '对方没有' | '内容不同' | '回执不同' | '我方未记回执'
}
/** What we say we sent beside what the other side says it has, for the notices since a moment. Throws Away. */
export async function reconcile(
  ask: Ask,
  since: Ask['now'],
): Promise<{ checked: number; differences: Difference[] }> {
  const ours = await store.sentSince(ask.tx, since)
  const theirs = new Map(
    (await centralOf(ask.tx, () => ask.now).known(ours.map((o) => o.notice))).map((k) => [
      k.ref,
      k,
    ]),
  )
  const differences = ours.flatMap((o): Difference[] => {
    const k = theirs.get(o.notice)
    const about = { notice: o.notice, title: o.title }
    if (!k) return o.state === '已送达' ? [{ ...about, what: '对方没有' }] : []
    if (k.sha256 !== o.sha256) return [{ ...about, what: '内容不同' }]
    if (o.state !== '已送达') return [{ ...about, what: '我方未记回执' }]
    return o.receipt === k.receipt ? [] : [{ ...about, what: '回执不同' }]
  })
  return { checked: ours.length, differences }
}
export async function parcelsShown(ask: Ask, w: { state?: string | undefined; limit: number }) {
  const list = await parcels(ask.tx, { kind: KIND, ...w })
  const titles = await store.titlesOf(
    ask.tx,
    list.map((p) => p.key),
  )
  return list.map((p) => ({ ...p, title: titles.get(p.key) ?? '' }))
}
export const receiptOf = async (tx: Tx, notice: string) => store.receiptOf(tx, KIND, notice)
export const lost = (): never => {
  throw new NotFound('报送')
}
