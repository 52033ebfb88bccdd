import { type ColumnType, sql } from 'kysely'
import {
  type BidEnvelope,
  type FileHead,
  type Instant,
  NotFound,
  type SuiteName,
  type Tx,
  ts,
} from '#kernel'
import type { Box, BoxParams } from './model.ts'

type At = ColumnType<Instant, string, string>
type MaybeAt = ColumnType<Instant | null, string | null, string>
type Json<T> = ColumnType<T, string, string>
/** `sha256` is missing where the opening was before digests were kept. */
export type OpenedFile = FileHead & { readonly sha256?: string }
export interface Entry {
  readonly id: string
  readonly box: string
  readonly owner: string
  readonly envelope: BidEnvelope
  readonly digest: string
  readonly ciphertext: Buffer | null
  readonly upload: string | null
  readonly at: Instant
  readonly seed: string | null
  readonly files_at: number | null
  readonly files: readonly OpenedFile[] | null
}
export interface Upload {
  readonly id: string
  readonly box: string
  readonly owner: string
  readonly size: number
  readonly received: number
  readonly parts: string
  readonly began: Instant
  readonly touched: Instant
  readonly entry: string | null
}
type Tables = {
  'trade.custody_key': {
    id: string
    org: string
    suite: SuiteName
    public_key: string
    registered: At
  }
  'trade.box': {
    id: string
    lot: string
    part: string
    suite: SuiteName
    k: number
    params: Json<BoxParams>
    digest: string
    least: number
    closes: At
    gate: string | null
    permitted_at: MaybeAt
    admitted: ColumnType<readonly string[] | null, string | null, string>
    own_clock: boolean
    suspended: string | null
    sealed_set: string | null
  }
  'trade.upload': Omit<Upload, 'began' | 'touched'> & { began: At; touched: At }
  'trade.entry': Omit<Entry, 'envelope' | 'at' | 'files'> & {
    envelope: Json<BidEnvelope>
    at: At
    files: ColumnType<Entry['files'], string | null, string | null>
  }
  'trade.release': { entry: string; no: number; share: string | null; fault: string | null }
  'trade.recovery': { entry: string; seed: string; at: At }
  'kernel.subject': { id: string; state: string }
}
const t = (tx: Tx) => tx.withTables<Tables>()

export const addKey = (
  tx: Tx,
  k: { id: string; org: string; suite: SuiteName; publicKey: string; registered: Instant },
) =>
  t(tx)
    .insertInto('trade.custody_key')
    .values({
      id: k.id,
      org: k.org,
      suite: k.suite,
      public_key: k.publicKey,
      registered: ts(k.registered),
    })
    .execute()
/** Keys in use of these organisations, newest first. */
export const keysInUse = (tx: Tx, orgs: readonly string[], suite: SuiteName) =>
  t(tx)
    .selectFrom('trade.custody_key as k')
    .innerJoin('kernel.subject as s', 's.id', 'k.id')
    .select(['k.id', 'k.org', 'k.public_key'])
    .where('k.org', 'in', orgs.length > 0 ? [...orgs] : [''])
    .where('k.suite', '=', suite)
    .where('s.state', '=', '在用')
    .orderBy('k.registered', 'desc')
    .execute()
export async function keyOf(tx: Tx, id: string) {
  const k = await t(tx)
    .selectFrom('trade.custody_key')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!k) throw new NotFound('开标密钥')
  return k
}

export const addBox = (
  tx: Tx,
  b: Omit<Box, 'permittedAt' | 'admitted' | 'sealedSet' | 'suspended'>,
) =>
  t(tx)
    .insertInto('trade.box')
    .values({
      id: b.id,
      lot: b.lot,
      part: b.part,
      suite: b.suite,
      k: b.k,
      params: JSON.stringify(b.params),
      digest: b.digest,
      least: b.least,
      closes: ts(b.closes),
      gate: b.gate,
      permitted_at: null,
      admitted: null,
      own_clock: b.ownClock,
      suspended: null,
      sealed_set: null,
    })
    .execute()
const boxes = (tx: Tx) =>
  t(tx)
    .selectFrom('trade.box')
    .select([
      'id',
      'lot',
      'part',
      'suite',
      'k',
      'params',
      'digest',
      'least',
      'closes',
      'gate',
      'permitted_at as permittedAt',
      'admitted',
      'own_clock as ownClock',
      'suspended',
      'sealed_set as sealedSet',
    ])
export const findBox = (tx: Tx, lot: string, part: string): Promise<Box | undefined> =>
  boxes(tx).where('lot', '=', lot).where('part', '=', part).executeTakeFirst()
export const boxesOf = (tx: Tx, lot: string): Promise<Box[]> =>
  boxes(tx).where('lot', '=', lot).orderBy('id').execute()
export async function boxOf(tx: Tx, id: string): Promise<Box> {
  const b = await boxes(tx).where('id', '=', id).executeTakeFirst()
  if (!b) throw new NotFound('标箱')
  return b
}
/** Boxes with a clock of their own that still take papers, by when they close. */
export const ownClockBetween = (tx: Tx, after: Instant, before: Instant): Promise<Box[]> =>
  boxes(tx)
    .where('own_clock', '=', true)
    .where('closes', '>', sql<Instant>`${ts(after)}::timestamptz`)
    .where('closes', '<', sql<Instant>`${ts(before)}::timestamptz`)
    .where(
      sql<boolean>`exists (select from kernel.subject s where s.id = box.id and s.state = '收件')`,
    )
    .orderBy('id')
    .execute()
export const setBox = (
  tx: Tx,
  id: string,
  set: {
    closes?: Instant
    permittedAt?: Instant
    admitted?: readonly string[]
    sealedSet?: string
    suspended?: string | null
  },
) =>
  t(tx)
    .updateTable('trade.box')
    .set({
      ...(set.closes === undefined ? {} : { closes: ts(set.closes) }),
      ...(set.permittedAt === undefined ? {} : { permitted_at: ts(set.permittedAt) }),
      ...(set.admitted === undefined ? {} : { admitted: JSON.stringify(set.admitted) }),
      ...(set.suspended === undefined ? {} : { suspended: set.suspended }),
      ...(set.sealedSet === undefined ? {} : { sealed_set: set.sealedSet }),
    })
    .where('id', '=', id)
    .execute()

/** What is in a box, in order of digest: an order nobody chose. */
export const entriesOf = (tx: Tx, box: string): Promise<Entry[]> =>
  t(tx).selectFrom('trade.entry').selectAll().where('box', '=', box).orderBy('digest').execute()
/** Of these, what may be opened. */
export const admittedOf = async (tx: Tx, box: Pick<Box, 'id' | 'admitted'>): Promise<Entry[]> =>
  (await entriesOf(tx, box.id)).filter((e) => box.admitted?.includes(e.id) ?? true)
export const findEntry = (tx: Tx, id: string): Promise<Entry | undefined> =>
  t(tx).selectFrom('trade.entry').selectAll().where('id', '=', id).executeTakeFirst()
export const addEntry = (
  tx: Tx,
  e: Omit<Entry, 'seed' | 'files_at' | 'files' | 'envelope'> & { envelope: BidEnvelope },
) =>
  t(tx)
    .insertInto('trade.entry')
    .values({
      ...e,
      envelope: JSON.stringify(e.envelope),
      at: ts(e.at),
      seed: null,
      files_at: null,
      files: null,
    })
    .execute()
export const removeEntry = (tx: Tx, id: string) =>
  t(tx).deleteFrom('trade.entry').where('id', '=', id).execute()
export const setOpened = (
  tx: Tx,
  id: string,
  o: { seed: string; filesAt: number; files: readonly OpenedFile[] },
) =>
  t(tx)
    .updateTable('trade.entry')
    .set({ seed: o.seed, files_at: o.filesAt, files: JSON.stringify(o.files) })
    .where('id', '=', id)
    .execute()

export async function addReleases(
  tx: Tx,
  rows: { entry: string; no: number; share: string | null; fault: string | null }[],
) {
  for (let i = 0; i < rows.length; i += 1000)
    await t(tx)
      .insertInto('trade.release')
      .values(rows.slice(i, i + 1000))
      .execute()
}
export const releasesOf = (tx: Tx, box: string) =>
  t(tx)
    .selectFrom('trade.release as r')
    .innerJoin('trade.entry as e', 'e.id', 'r.entry')
    .select(['r.entry', 'r.no', 'r.share', 'r.fault'])
    .where('e.box', '=', box)
    .orderBy('r.no')
    .execute()
/** Numbers of the custodians who let go, without reading a single share. */
export async function releasedBy(tx: Tx, box: string): Promise<number[]> {
  const { rows } = await sql<{ no: number }>`
    select distinct r.no from trade.release r join trade.entry e on e.id = r.entry where e.box = ${box} order by 1`.execute(
    tx,
  )
  return rows.map((r) => r.no)
}
export const addRecovery = (tx: Tx, entry: string, seed: string, at: Instant) =>
  t(tx)
    .insertInto('trade.recovery')
    .values({ entry, seed, at: ts(at) })
    .onConflict((c) => c.column('entry').doUpdateSet({ seed, at: ts(at) }))
    .execute()
export const recoveriesOf = (tx: Tx, box: string) =>
  t(tx)
    .selectFrom('trade.recovery as r')
    .innerJoin('trade.entry as e', 'e.id', 'r.entry')
    .select(['r.entry', 'r.seed'])
    .where('e.box', '=', box)
    .execute()

const uploads = (tx: Tx) => t(tx).selectFrom('trade.upload').selectAll()
export async function uploadOf(tx: Tx, id: string, lock = false): Promise<Upload> {
  const q = uploads(tx).where('id', '=', id)
  const u = await (lock ? q.forUpdate() : q).executeTakeFirst()
  if (!u) throw new NotFound('上传')
  return u
}
export const addUpload = (tx: Tx, u: Upload) =>
  t(tx)
    .insertInto('trade.upload')
    .values({ ...u, began: ts(u.began), touched: ts(u.touched) })
    .execute()
export const setUpload = (
  tx: Tx,
  id: string,
  set: { received?: number; parts?: string; touched?: Instant; entry?: string | null },
) =>
  t(tx)
    .updateTable('trade.upload')
    .set({
      ...(set.received === undefined ? {} : { received: set.received }),
      ...(set.parts === undefined ? {} : { parts: set.parts }),
      ...(set.touched === undefined ? {} : { touched: ts(set.touched) }),
      ...(set.entry === undefined ? {} : { entry: set.entry }),
    })
    .where('id', '=', id)
    .execute()
export const removeUpload = (tx: Tx, id: string) =>
  t(tx).deleteFrom('trade.upload').where('id', '=', id).execute()
/** Bytes that one organisation has standing in uploads not yet committed. */
export async function pendingBytes(tx: Tx, owner: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select coalesce(sum(size), 0)::bigint as n from trade.upload where owner = ${owner} and entry is null`.execute(
    tx,
  )
  return rows[0]?.n ?? 0
}
export const orphansBefore = (tx: Tx, before: Instant) =>
  uploads(tx)
    .where('entry', 'is', null)
    .where('touched', '<', sql<Instant>`${ts(before)}::timestamptz`)
    .limit(100)
    .forUpdate()
    .skipLocked()
    .execute()
