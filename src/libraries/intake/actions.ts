import { sql } from 'kysely'
import {
  type Actor,
  type Ask,
  askAs,
  begin,
  beginJob,
  type Job,
  type JobContext,
  JobFault,
  type JobKinds,
  lawToday,
  newId,
  nextNumber,
  type Subject,
  story,
  subjectOf,
  system,
  type Tx,
  uploadOf,
  type World,
  yearOf,
} from '#kernel'
import { numberOf, type Settings } from '#law'
import type { AnyStory } from '#libraries/register'
import type { Fault } from '#sheets'
import { type Column, type Head, valuesOf } from './columns.ts'
import { type IntakeFacts, intakeFlow, type Kind } from './model.ts'
import { readInPieces } from './pieces.ts'
import * as store from './store.ts'

/** The table whose rows are judged. */
export interface Table {
  /** Where its columns stand; empty when the table itself is no longer at hand. */
  readonly head: Head
  /** Rows of it that were read before, by their keys. */
  earlier(keys: readonly string[]): Promise<store.Line[]>
}
/** What one library says of its table: its columns, what a row becomes, and what stands against rows there and then. */
export interface Sheet<V = Record<string, unknown>> {
  readonly kind: Kind
  readonly columns: Readonly<Record<string, Column>>
  /** What is kept of a row until it enters: nothing that may not be kept. */
  line(world: World, values: V): { key: string; title: string; region: string; data: object }
  /** Reasons against these rows as the library stands now; a row without a fault may enter. */
  against(ask: Ask, lines: readonly store.Line[], table: Table): Promise<Fault[]>
  /** All of them, in order; answers the ids of their registrations. */
  enter(ask: Ask, lines: readonly store.Line[]): Promise<string[]>
  readonly story: AnyStory
  /** Of what the registrations are one with, and which rows they brought themselves (table.column). */
  readonly target: 'library.org' | 'library.person'
  readonly own: readonly string[]
  withdraw(tx: Tx, ids: readonly string[]): Promise<unknown>
}
export type Sheets = Readonly<Record<Kind, Sheet>>

export function intakes(sheets: Sheets) {
  const sheetOf = (kind: string): Sheet => sheets[kind as Kind]
  const told = story(intakeFlow, async (ask, s): Promise<IntakeFacts> => {
    const i = await store.intakeOf(ask.tx, s.id)
    return {
      rows: i.rows,
      faults: i.faults,
      resting: s.state === '已入库' ? await restingOn(ask.tx, sheetOf(i.kind), i.id) : [],
    }
  })

  const beginReading = (ask: Ask, about: string, sha256: string) =>
    beginJob(ask, { kind: '登记表读入', about, input: { sha256, actor: ask.actor } })
  async function upload(ask: Ask, i: { kind: Kind; file: string }): Promise<Subject> {
    const file = await uploadOf(ask, i.file)
    const id = newId<'intake'>(ask.now)
    const year = yearOf(ask.today)
    const n = await nextNumber(ask.tx, `导入-${ask.actor.region}-${year}`)
    const s = await begin(
      ask,
      intakeFlow,
      'upload',
      {
        id,
        title: `${i.kind}登记表：${file.name}`,
        process: id,
        lawOn: lawToday(ask),
        region: ask.actor.region,
        parties: {},
      },
      { rows: 0, faults: 0, resting: [] },
      {
        no: `DR-${ask.actor.region}-${year}-${String(n).padStart(4, '0')}`,
        open: { file: file.sha256 },
      },
    )
    await store.addIntake(ask.tx, { id, kind: i.kind, source: file.name })
    await beginReading(ask, id, file.sha256)
    return s
  }
  async function reread(ask: Ask, i: { id: string; file: string }): Promise<Subject> {
    const file = await uploadOf(ask, i.file)
    const { kind } = await store.intakeOf(ask.tx, i.id)
    const s = await told.take(ask, 'reread', i.id, undefined, {
      open: { file: file.sha256 },
      title: `${kind}登记表：${file.name}`,
    })
    await store.empty(ask.tx, i.id, file.name)
    await beginReading(ask, i.id, file.sha256)
    return s
  }
  async function confirm(ask: Ask, i: { id: string; onlyGood: boolean }): Promise<Subject> {
    const s = await told.take(ask, 'confirm', i.id, { input: { onlyGood: i.onlyGood } })
    await beginJob(ask, { kind: '登记入库', about: i.id, input: { actor: ask.actor } })
    return s
  }
  async function undo(ask: Ask, i: { id: string; reason: string }): Promise<Subject> {
    const s = await told.take(ask, 'undo', i.id, undefined, { data: { reason: i.reason } })
    await beginJob(ask, { kind: '登记撤回', about: i.id, input: { actor: ask.actor } })
    return s
  }
  async function discard(ask: Ask, i: { id: string }): Promise<Subject> {
    const s = await told.take(ask, 'discard', i.id)
    await store.empty(ask.tx, i.id)
    return s
  }

  /** Whoever confirmed it enters it: the job asks in that person's name, at whatever hour it runs. */
  const asBefore = (c: JobContext, tx: Tx) => askAs(c.world, tx, c.job.input['actor'] as Actor)
  const machine = (world: World, tx: Tx) => askAs(world, tx, system)
  /** A job that failed or was cancelled leaves the batch where a person can go on. */
  const goBack =
    (action: 'checked' | 'returned' | 'kept', from: string) =>
    async (tx: Tx, job: Job, world: World) => {
      if ((await subjectOf(tx, intakeFlow, job.about)).state !== from) return
      // Half a table is no table.
      if (action === 'checked') await blame(tx, job.about, '没有读完')
      await told.take(machine(world, tx), action, job.about)
    }

  const read = async (c: JobContext): Promise<string> => {
    const id = c.job.about
    const sheet = await c.db
      .transaction()
      .execute(async (tx) => sheetOf((await store.intakeOf(tx, id)).kind))
    try {
      await readInPieces(c, {
        needed: Object.values(sheet.columns).flatMap((x) => (x.optional ? [] : [x.title])),
        most: numberOf('登记导入最多行数', c.world.settings as Settings),
        async take(tx, rows, head) {
          const lines: store.Line[] = []
          const faults: Fault[] = []
          for (const r of rows) {
            const one = valuesOf(sheet.columns, r, head)
            faults.push(...one.faults)
            if (one.values)
              lines.push({ ...(sheet.line(c.world, one.values) as store.Line), no: r.no })
          }
          const fresh = await onceEach(tx, id, lines, faults)
          const against = await sheet.against(asBefore(c, tx), fresh, {
            head,
            earlier: (keys) => store.linesBy(tx, id, keys),
          })
          const bad = new Set(against.map((f) => f.row))
          await store.addLines(
            tx,
            id,
            fresh.filter((l) => !bad.has(l.no)),
          )
          await store.faults.add(tx, id, [...faults, ...against])
          await store.recount(tx, id)
        },
        async takeBack(tx, rows) {
          const nos = rows.map((r) => r.no)
          await store.dropLines(tx, id, nos)
          const told = rows.flatMap((r) => r.faults)
          await store.faults.addOnce(tx, id, told)
          await store.recount(tx, id)
        },
      })
    } catch (e) {
      if (!(e instanceof JobFault)) throw e
      await c.piece(async (tx) => {
        await blame(tx, id, e.message)
        await told.take(machine(c.world, tx), 'checked', id)
        return { done: 0 }
      })
      return e.message
    }
    let note = ''
    await c.piece(async (tx) => {
      if (sheet.target === 'library.org') await store.markAlike(tx, id, sheet.kind)
      const i = await store.intakeOf(tx, id)
      note = `读好${i.rows}行，有误${i.faults}处`
      await told.take(machine(c.world, tx), 'checked', id)
      return { done: i.rows, total: i.rows, note }
    })
    return note
  }
  /** All lines in one transaction, judged again: the library may have changed since they were read. */
  const enter = async (c: JobContext): Promise<string> => {
    const id = c.job.about
    let note = ''
    await c.piece(async (tx) => {
      const i = await store.intakeOf(tx, id)
      const sheet = sheetOf(i.kind)
      const lines = await store.linesOf(tx, id)
      // One batch of a library at a time, and nobody registers between the question and the answer.
      await sql`select pg_advisory_xact_lock(hashtext(${`导入 ${i.kind}`}))`.execute(tx)
      const ask = asBefore(c, tx)
      const against = await sheet.against(ask, lines, { head: new Map(), earlier: async () => [] })
      if (against.length > 0) {
        await store.dropLines(
          tx,
          id,
          against.map((f) => f.row),
        )
        await store.faults.add(tx, id, against)
        await store.recount(tx, id)
        await told.take(machine(c.world, tx), 'returned', id)
        note = `复核时有${against.length}行不能再入库，请再看一遍；什么也没有入库`
        return { done: 0, total: lines.length, note }
      }
      const ids = await sheet.enter(ask, lines)
      await store.entered(
        tx,
        id,
        lines.map((l, k) => ({ no: l.no, subject: ids[k] as string })),
      )
      await told.take(machine(c.world, tx), 'entered', id, undefined, {
        open: { entered: lines.length },
      })
      note = `入库${lines.length}项`
      return { done: lines.length, total: lines.length, note }
    })
    return note
  }
  const retract = async (c: JobContext): Promise<string> => {
    const id = c.job.about
    let note = ''
    await c.piece(async (tx) => {
      const { kind } = await store.intakeOf(tx, id)
      const sheet = sheetOf(kind)
      const ids = (await store.linesOf(tx, id)).flatMap((l) => l.subject ?? [])
      const rests = await restingOn(tx, sheet, id)
      if (rests.length > 0) {
        await told.take(machine(c.world, tx), 'kept', id)
        note = `没有撤回：${rests.slice(0, 5).join('、')}已经用起来`
        return { done: 0, total: ids.length, note }
      }
      const ask = asBefore(c, tx)
      for (const one of ids) await sheet.story.take(ask, 'retract', one)
      await sheet.withdraw(tx, ids)
      await told.take(machine(c.world, tx), 'retracted', id, undefined, {
        open: { retracted: ids.length },
      })
      note = `撤回${ids.length}项`
      return { done: ids.length, total: ids.length, note }
    })
    return note
  }
  const jobs: JobKinds = {
    登记表读入: { run: read, undo: goBack('checked', '读入中') },
    登记入库: { run: enter, undo: goBack('returned', '入库中') },
    登记撤回: { run: retract, undo: goBack('kept', '撤回中') },
  }
  return { told, upload, reread, confirm, undo, discard, jobs, sheetOf }
}

/** The whole table is wrong, and nothing of it waits. */
async function blame(tx: Tx, id: string, what: string) {
  await store.empty(tx, id)
  await store.faults.add(tx, id, [{ row: 0, column: '', what, cure: '改正后换一份表格' }])
  await store.recount(tx, id)
}
/** Of two lines about one body, in this table, the first is meant. */
async function onceEach(tx: Tx, id: string, lines: readonly store.Line[], faults: Fault[]) {
  const seen = await store.keysIn(
    tx,
    id,
    lines.map((l) => l.key),
  )
  return lines.filter((l) => {
    const before = seen.get(l.key)
    seen.set(l.key, before ?? l.no)
    if (before === undefined || before === l.no) return true
    faults.push({
      row: l.no,
      column: '',
      what: `“${l.title}”与第${before}行是同一个`,
      cure: '同一个只留一行',
    })
    return false
  })
}
async function restingOn(tx: Tx, sheet: Sheet, intake: string): Promise<string[]> {
  const lines = await store.linesOf(tx, intake)
  const titles = new Map(lines.map((l) => [l.subject, l.title]))
  const found = await store.resting(
    tx,
    { target: sheet.target, own: sheet.own, relation: sheet.kind },
    lines.flatMap((l) => l.subject ?? []),
  )
  return [...new Set(found.map((f) => titles.get(f.id) ?? ''))]
}
