import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { canonical, type Db, type Instant, rfc3339, type Tx, ts } from '#kernel'

/** A notice as it goes up: what it says and its digest, under our own number, which is what makes it the same one again. */
export interface Upward {
  readonly ref: string
  readonly kind: string
  readonly title: string
  readonly region: string
  readonly projectNo: string
  readonly publisher: string
  /** RFC 3339 */
  readonly published: string
  readonly content: Readonly<Record<string, unknown>>
  readonly sha256: string
}
export type CentralAnswer =
  | {
      readonly outcome: '已接收'
      readonly receipt: string
      readonly at: string
      readonly sha256: string
    }
  | { readonly outcome: '退回'; readonly why: string }
/** What we need of 中国政府采购网. The real interface is not public: shape and names here are ours (△). */
export interface Central {
  /** Throws when the other side is away. The same notice gets the same receipt, however often it is sent. */
  submit(u: Upward): Promise<CentralAnswer>
  /** What the other side has of these, for reconciling. Throws when it is away. */
  known(refs: readonly string[]): Promise<{ ref: string; sha256: string; receipt: string }[]>
}
export class Away extends Error {
  override name = 'Away'
}

/** The sandbox of the central site: checks as a medium must (who, what, complete) and keeps its own book. */
export function centralSandbox(
  db: Db | Tx,
  now: () => Instant,
): Central & {
  setDown(down: boolean): Promise<void>
  isDown(): Promise<boolean>
} {
  const run = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    db.isTransaction ? work(db as Tx) : db.transaction().execute(work)
  const isDown = async () =>
    run(async (tx) => {
      const { rows } = await sql<{ down: boolean }>`select down from outside.central_state`.execute(
        tx,
      )
      return rows[0]?.down === true
    })
  const here = async () => {
    if (await isDown()) throw new Away('中国政府采购网（沙箱）没有应答')
  }
  return {
    isDown,
    async setDown(down) {
      await run((tx) => sql`update outside.central_state set down = ${down}`.execute(tx))
    },
    async submit(u) {
      await here()
      if (u.title === '' || u.publisher === '')
        return { outcome: '退回', why: '缺少标题或者发布主体' }
      const digest = createHash('sha256').update(canonical(u.content)).digest('hex')
      if (digest !== u.sha256) return { outcome: '退回', why: '内容与摘要不符' }
      const receipt = `ZY${createHash('sha256').update(`central/${u.ref}`).digest('hex').slice(0, 18).toUpperCase()}`
      const kept = await run(async (tx) => {
        await sql`insert into outside.central_notice (ref, receipt, sha256, body, at)
          values (${u.ref}, ${receipt}, ${u.sha256}, ${JSON.stringify(u)}, ${ts(now())}) on conflict (ref) do nothing`.execute(
          tx,
        )
        const { rows } = await sql<{ receipt: string; sha256: string; at: Instant }>`
          select receipt, sha256, at from outside.central_notice where ref = ${u.ref}`.execute(tx)
        return rows[0]
      })
      if (!kept) throw new Error('中央网站沙箱没有记下公告')
      return kept.sha256 === u.sha256
        ? { outcome: '已接收', receipt: kept.receipt, at: rfc3339(kept.at), sha256: kept.sha256 }
        : { outcome: '退回', why: '同一编号已有内容不同的公告；公告不能改，更正须另行发布' }
    },
    async known(refs) {
      await here()
      const { rows } = await run((tx) =>
        sql<{ ref: string; sha256: string; receipt: string }>`
          select ref, sha256, receipt from outside.central_notice where ref = any(${[...refs]}::uuid[])`.execute(
          tx,
        ),
      )
      return rows
    },
  }
}
