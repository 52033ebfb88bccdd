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
import type { AnyFlow, Reach } from './flow.ts'
import type { Actor, Ask } from './op.ts'
import { regions, under } from './region.ts'

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
  flows: readonly AnyFlow[],
  actor: Actor,
  run: (tx: Tx) => Promise<T>,
): Promise<T> {
  const pool = pools.get(db)
  if (!pool || !walled.has(pool)) return db.transaction().execute(run)
  const mine: Db = new Kysely({ dialect: new Begun(pool, standing(flows, actor)) })
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

const ARMS = 3
/** Who is asking, in the words of the policies: as `mayRead` has it, for every story at once. */
export function standing(flows: readonly AnyFlow[], actor: Actor): string {
  const spec = (f: AnyFlow) => f.roles[actor.role]
  if (spec(flows[0] as AnyFlow)?.reach === 'system') return AS_HOUSE
  const of = (...reach: Reach[]) => flows.filter((f) => reach.includes(spec(f)?.reach as Reach))
  const parties = new Set(
    of('org', 'person').flatMap((f) => {
      const me = spec(f)?.reach === 'org' ? actor.org : actor.person
      return me === null ? [] : [JSON.stringify({ [spec(f)?.relation as string]: [me] })]
    }),
  )
  if (parties.size > ARMS) throw new Error(`${actor.role}的关系多于${ARMS}种：给 walls.sql 加一支`)
  const supervises = of('region')
  const administers = of('below', 'any')
  const everywhere = of('any').length > 0
  const settings: Record<string, string> = {
    person: actor.person ?? '',
    org: actor.org ?? '',
    role: actor.role,
    ...Object.fromEntries(
      Array.from({ length: ARMS }, (_, i) => [`me${i}`, [...parties][i] ?? '']),
    ),
    regions:
      supervises.length + administers.length > 0
        ? list(everywhere ? regions.map((r) => r.code) : under(actor.region))
        : '',
    supervises: list(supervises.map((f) => f.noun)),
    administers: list(administers.map((f) => f.noun)),
    entrusted: actor.behalf ? list(actor.behalf.nouns) : '',
  }
  return Object.entries(settings)
    .map(([k, v]) => `set local yiwang.${k} = ${pg.escapeLiteral(v)}`)
    .join('; ')
}
const list = (xs: readonly string[]) => `{${xs.map((x) => JSON.stringify(x)).join(',')}}`
