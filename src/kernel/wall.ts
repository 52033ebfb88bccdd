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
import type { AnyFlow } from './flow.ts'
import { type Actor, type Ask, entrusted } from './op.ts'
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

/** Relations by which one position may be a party: that of its unit's records, and that of its own (任职、账号). */
const RELATIONS = 2
/** Who is asking, in the words of the policies: how far his role reaches is each flow's own to say. */
export function standing(flows: readonly AnyFlow[], actor: Actor): string {
  const mine = new Set<string>()
  const nouns = { region: [] as string[], below: [] as string[] }
  for (const flow of flows) {
    const role = flow.roles[actor.role]
    if (!role || !entrusted(actor, flow.noun)) continue
    if (role.reach === 'any' || role.reach === 'system') return AS_HOUSE
    if (role.reach === 'region' || role.reach === 'below') nouns[role.reach].push(flow.noun)
    else {
      const me = role.reach === 'org' ? actor.org : actor.person
      if (me !== null) mine.add(JSON.stringify({ [role.relation]: [me] }))
    }
  }
  if (mine.size > RELATIONS)
    throw new Error(`岗位“${actor.role}”有${mine.size}种当事关系，第二道墙只认${RELATIONS}种`)
  const [first = '', second = ''] = [...mine]
  const regional = nouns.region.length + nouns.below.length > 0
  const list = (xs: readonly string[]) => (xs.length > 0 ? `{${xs.join(',')}}` : '')
  const settings = {
    person: actor.person ?? '',
    org: actor.org ?? '',
    me: first,
    self: second,
    regions: list(regional ? under(actor.region) : []),
    nouns: list(nouns.region),
    below: list(nouns.below),
  }
  return Object.entries(settings)
    .map(([k, v]) => `set local yiwang.${k} = ${pg.escapeLiteral(v)}`)
    .join('; ')
}
