import type { TransactionSettings } from 'kysely'
import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  PostgresDialect,
  PostgresDriver,
} from 'kysely'
import pg from 'pg'
import type { Db, Tx } from './db.ts'
import type { Roles } from './flow.ts'
import type { Actor, Ask } from './op.ts'
import { under } from './region.ts'

/**
 * The second wall: row-level security. A connection is `yiwang_app`, which no policy lets see anything; a transaction
 * either is the house (the clock, the sequencer, an act judging its rules) or reads for one person, and then the
 * policies of src/walls.sql answer only what the access table allows, whatever the query forgot.
 */
export const APP_ROLE = 'yiwang_app'
export const HOUSE_ROLE = 'yiwang_house'
const AS_HOUSE = `set local role ${HOUSE_ROLE}`

/** Pools whose connections are `yiwang_app`; on any other the walls do not stand (docs/operations.md). */
const walled = new WeakSet<pg.Pool>()
const pools = new WeakMap<Db, pg.Pool>()
export const wall = (pool: pg.Pool) => walled.add(pool)

/** A transaction begins together with who it is for, in one round trip; at its end the pool gets the connection back bare. */
class BegunAs extends PostgresDriver {
  readonly #prelude: string
  constructor(pool: pg.Pool, prelude: string) {
    super({ pool })
    this.#prelude = prelude
  }
  override async beginTransaction(c: DatabaseConnection, s: TransactionSettings) {
    const begin =
      `begin${s.isolationLevel ? ` isolation level ${s.isolationLevel}` : ''}` +
      `${s.accessMode ? ` ${s.accessMode}` : ''}`
    await c.executeQuery(CompiledQuery.raw(this.#prelude ? `${begin}; ${this.#prelude}` : begin))
  }
}
class Begun extends PostgresDialect {
  readonly #make: () => PostgresDriver
  constructor(pool: pg.Pool, prelude: string) {
    super({ pool })
    this.#make = () => new BegunAs(pool, prelude)
  }
  override createDriver() {
    return this.#make()
  }
}

/** The house's own database: its transactions see everything. */
export function openDb(pool: pg.Pool): Db {
  const db: Db = new Kysely({ dialect: new Begun(pool, walled.has(pool) ? AS_HOUSE : '') })
  pools.set(db, pool)
  return db
}

const readers = new WeakSet<Tx>()
/** Read for one person: every row the transaction sees, this person may see. */
export function readAs<T>(
  db: Db,
  roles: Roles | undefined,
  actor: Actor,
  run: (tx: Tx) => Promise<T>,
): Promise<T> {
  const pool = pools.get(db)
  if (!pool || !walled.has(pool)) return db.transaction().execute(run)
  const mine: Db = new Kysely({ dialect: new Begun(pool, standing(roles, actor)) })
  return mine.transaction().execute((tx) => {
    readers.add(tx)
    return run(tx)
  })
}
/**
 * Facts that a rule needs and the asker may not read (how many have bid), or a part of a record that its state has made
 * public. Whoever calls this answers for what it lets out. Not for two queries of one transaction at a time.
 */
export async function asHouse<T>(ask: Ask, run: () => Promise<T>): Promise<T> {
  if (!readers.has(ask.tx)) return run()
  const be = (role: string) => ask.tx.executeQuery(CompiledQuery.raw(`set local role ${role}`))
  await be(HOUSE_ROLE)
  readers.delete(ask.tx)
  try {
    const answer = await run()
    await be(APP_ROLE)
    return answer
  } catch (e) {
    // A statement that failed has ended the transaction, and with it the role; a refusal of ours has not.
    await be(APP_ROLE).catch(() => {})
    throw e
  } finally {
    readers.add(ask.tx)
  }
}

/** Who is asking, in the words of the policies. */
export function standing(roles: Roles | undefined, actor: Actor): string {
  const role = roles?.[actor.role]
  if (role?.reach === 'any' || role?.reach === 'system') return AS_HOUSE
  const me = role?.reach === 'org' ? actor.org : role?.reach === 'person' ? actor.person : null
  const settings = {
    person: actor.person ?? '',
    org: actor.org ?? '',
    me: role && me !== null ? JSON.stringify({ [role.relation]: [me] }) : '',
    regions: role?.reach === 'region' ? `{${under(actor.region).join(',')}}` : '',
  }
  return Object.entries(settings)
    .map(([k, v]) => `set local yiwang.${k} = ${pg.escapeLiteral(v)}`)
    .join('; ')
}
