import { sql } from 'kysely'
import type pg from 'pg'
import { type Db, type Tx, ts } from './db.ts'
import { NotFound, Refused } from './flow.ts'
import { newId } from './id.ts'
import type { Ask, World } from './op.ts'

/** Work that takes longer than a request: it has a progress, can be cancelled, and outlives the process that began it. */
export interface Job {
  readonly id: string
  readonly kind: string
  readonly about: string
  readonly input: Readonly<Record<string, unknown>>
  readonly state: '等待' | '进行' | '完成' | '失败' | '取消'
  readonly done: number
  /** null: not known yet. */
  readonly total: number | null
  readonly note: string
  readonly person: string | null
}
export interface JobContext {
  readonly db: Db
  readonly world: World
  readonly job: Job
  /** One piece of the work and its progress in one transaction; throws Cancelled once somebody asked for it. */
  piece(
    run: (tx: Tx) => Promise<{ done: number; total?: number | null; note?: string }>,
  ): Promise<void>
}
export interface JobKind {
  run(c: JobContext): Promise<string>
  /** What is undone when it is cancelled or fails, in the transaction that says so. */
  undo?(tx: Tx, job: Job, world: World): Promise<void>
}
export type JobKinds = Readonly<Record<string, JobKind>>
export class Cancelled extends Error {
  override name = 'Cancelled'
}
/** Something is wrong with what the job was given: its message is for the person, not for the log. */
export class JobFault extends Error {
  override name = 'JobFault'
}

export async function beginJob(
  ask: Ask,
  j: { kind: string; about: string; input: Record<string, unknown> },
): Promise<string> {
  const id = newId(ask.now)
  await sql`insert into kernel.job (id, kind, about, input, person, began)
    values (${id}, ${j.kind}, ${j.about}, ${JSON.stringify(j.input)}, ${ask.actor.person}, ${ts(ask.now)})`.execute(
    ask.tx,
  )
  return id
}
const columns = sql`id, kind, about, input, state, done, total, note, person`
export async function jobOf(tx: Tx, id: string): Promise<Job> {
  const { rows } = await sql<Job>`select ${columns} from kernel.job where id = ${id}`.execute(tx)
  if (!rows[0]) throw new NotFound('作业')
  return rows[0]
}
/** The newest about a thing; null when there is none. */
export async function jobAbout(tx: Tx, about: string): Promise<Job | null> {
  const { rows } = await sql<Job>`select ${columns} from kernel.job where about = ${about}
    order by began desc, id desc limit 1`.execute(tx)
  return rows[0] ?? null
}
/** Asked by whoever began it; the runner stops at the next piece. One that runs nowhere is stopped here and now. */
export async function cancelJob(ask: Ask, id: string): Promise<void> {
  const { numAffectedRows } = await sql`update kernel.job set state = '取消', ended = ${ts(ask.now)}
    where id = ${id} and person = ${ask.actor.person} and state in ('等待', '进行')`.execute(ask.tx)
  if (numAffectedRows === 0n) throw new NotFound('作业')
}

const LOCK = 7
/**
 * One loop over waiting jobs, one job at a time. Who works on a job holds a session lock on it: when the process dies the lock
 * is gone and the next process goes on from the last piece that was committed.
 */
export function startJobs(
  pool: pg.Pool,
  db: Db,
  world: World,
  kinds: JobKinds,
  complain: (e: unknown, about: string) => void,
  everyMs = 500,
) {
  let stopped = false
  let running: Promise<unknown> = Promise.resolve()
  const end = (tx: Tx, id: string, state: Job['state'], note: string) =>
    sql`update kernel.job set state = ${state}, note = ${note}, ended = ${ts(world.now())}
      where id = ${id} and state in ('等待', '进行')`.execute(tx)
  async function work(job: Job): Promise<void> {
    const kind = kinds[job.kind]
    const stop = (state: Job['state'], note: string) =>
      db.transaction().execute(async (tx) => {
        await end(tx, job.id, state, note)
        await kind?.undo?.(tx, job, world)
      })
    if (!kind) return void (await stop('失败', '系统不认识这种作业'))
    const context: JobContext = {
      db,
      world,
      job,
      async piece(run) {
        if (stopped) throw new Cancelled('停机')
        await db.transaction().execute(async (tx) => {
          const p = await run(tx)
          const { numAffectedRows } =
            await sql`update kernel.job set state = '进行', done = ${p.done},
            total = coalesce(${p.total ?? null}, total), note = ${p.note ?? ''}
            where id = ${job.id} and state in ('等待', '进行')`.execute(tx)
          if (numAffectedRows === 0n) throw new Cancelled('已取消')
        })
      },
    }
    try {
      const note = await kind.run(context)
      await db.transaction().execute((tx) => end(tx, job.id, '完成', note))
    } catch (e) {
      if (e instanceof Cancelled) {
        // Stopping is no end: the next process goes on.
        if (!stopped) await db.transaction().execute(async (tx) => kind.undo?.(tx, job, world))
        return
      }
      const said = e instanceof JobFault || e instanceof Refused
      if (!said) complain(e, `作业 ${job.id}`)
      await stop('失败', said ? (e as Error).message : '系统出了故障，已记录')
    }
  }
  async function once(): Promise<boolean> {
    const { rows } = await pool.query<Job>(
      `select id, kind, about, input, state, done, total, note, person from kernel.job
       where state in ('等待', '进行') order by began, id limit 20`,
    )
    for (const found of rows) {
      const holder = await pool.connect()
      try {
        const got = await holder.query<{ ok: boolean }>(
          'select pg_try_advisory_lock($1, hashtext($2)) as ok',
          [LOCK, found.id],
        )
        if (!got.rows[0]?.ok) continue
        try {
          const now = await db.transaction().execute((tx) => jobOf(tx, found.id))
          if (now.state === '等待' || now.state === '进行') await work(now)
        } finally {
          await holder.query('select pg_advisory_unlock($1, hashtext($2))', [LOCK, found.id])
        }
        return true
      } finally {
        holder.release()
      }
    }
    return false
  }
  const settle = async () => {
    while (!stopped && (await once()));
  }
  const loop = setInterval(() => {
    running = running.then(settle).catch((e) => complain(e, '作业'))
  }, everyMs)
  return {
    settle,
    async stop() {
      stopped = true
      clearInterval(loop)
      await running
    },
  }
}
