import type { Kysely, Transaction } from 'kysely'
import pg from 'pg'
import type { Instant } from './day.ts'

// biome-ignore lint/complexity/noBannedTypes: no tables here on purpose; each store adds its own
type NoTables = {}
/** An open transaction that knows no tables. A store says tx.withTables<Tables>() and sees only its own. */
export type Tx = Transaction<NoTables>
export type Db = Kysely<NoTables>

/** bigint → number, date → 'YYYY-MM-DD', timestamptz → milliseconds: one meaning each, whatever the caller. */
const parsers: Record<number, (s: string) => unknown> = {
  20: (s) => {
    const n = Number(s)
    if (!Number.isSafeInteger(n)) throw new RangeError(`bigint too large for a number: ${s}`)
    return n
  },
  1082: (s) => s,
  1184: (s) => Date.parse(`${s.replace(' ', 'T')}:00`) as Instant,
}

/**
 * `role`: what its connections are after signing in; an owner's connections are for migrations and operators only.
 * `lazy`: commits do not wait for the disk. For a first filling only, whose last act is one commit that does.
 */
export function openPool(url: string, max = 10, role?: string, lazy = false): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    types: {
      getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
        parsers[oid] ?? pg.types.getTypeParser(oid, format as 'text')) as never,
    },
    application_name: 'yiwang',
    // At a deadline people stand in line: better half a minute than being turned away.
    connectionTimeoutMillis: 30_000,
    // A session in another zone would print offsets with minutes; the parser expects whole hours. Compiling a plan costs more
    // than any question asked here: the policies make plans look dear, and each was compiled anew.
    options: `-c TimeZone=UTC -c jit=off -c lock_timeout=15s -c statement_timeout=60s${role ? ` -c role=${role}` : ''}${lazy ? ' -c synchronous_commit=off' : ''}`,
  })
  // An idle connection that breaks is replaced at the next checkout; without a listener it would end the process.
  pool.on('error', () => {})
  return pool
}

/** No connection was to be had, so nothing was begun: every place taken for too long, or a database that is not up (again) yet. */
export const noRoom = (e: unknown): boolean => {
  const { code, message, syscall } = e as { code?: string; message?: string; syscall?: string }
  return (
    message === 'timeout exceeded when trying to connect' ||
    code === '53300' ||
    code === '57P03' ||
    syscall === 'connect'
  )
}

/** How an instant is written into a timestamptz column. */
export const ts = (at: Instant): string => new Date(at).toISOString()
