import { readFileSync, writeFileSync } from 'node:fs'
import type { PoolClient } from 'pg'
import { instant, pathOf } from '#kernel'
import { hospital } from '../src/demo/hospital.ts'
import { living } from '../src/demo/living.ts'
import { type Stage, stage } from '../src/demo/run.ts'
import { verifyBundle } from '../src/verify/bundle.ts'
import { verifyUrl } from '../src/verify/index.ts'

const CHANGES = Number(process.env['TAMPER_CHANGES'] ?? 1000)
const CONTROLS = 20

/** Somewhere bytes of a published notice lie: what they are, how to put others there, and who is asked whether they are true. */
interface Place {
  readonly where: string
  readonly bytes: Buffer
  /** False when whoever keeps them will not have these: another change is drawn. */
  readonly put: (bytes: Buffer) => Promise<boolean>
  readonly holds: () => Promise<boolean>
}
const any = (below: number) => Math.floor(Math.random() * below)
const pick = <T>(list: readonly T[]): T => list[any(list.length)] as T

/** Every column of every notice, and the entry of the journal that vouches for it, as whoever owns the database could write them. */
async function inDatabase(c: PoolClient, holds: Place['holds']): Promise<Place[]> {
  const put =
    (table: string, column: string, type: string, key: string, id: string) => async (b: Buffer) => {
      // One byte more or less may be no text any more, no date, no JSON, or the same value written otherwise.
      const text = b.toString('utf8')
      if (!Buffer.from(text).equals(b) || text.includes('\0')) return false
      const sql = `update ${table} set ${column} = $1::${type} where ${key} = $2 and ${column} is distinct from $1::${type}`
      return c.query(sql, [text, id]).then(
        (r) => r.rowCount === 1,
        () => false,
      )
    }
  const { rows: columns } = await c.query<{ column: string; type: string }>(
    `select attname as column, format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = 'disclosure.notice'::regclass and attnum > 0 and not attisdropped`,
  )
  const out: Place[] = []
  for (const { column, type } of columns) {
    const { rows } = await c.query<{ id: string; was: string }>(
      `select id, ${column}::text as was from disclosure.notice where ${column} is not null`,
    )
    for (const r of rows)
      out.push({
        where: `公告的 ${column}`,
        bytes: Buffer.from(r.was),
        put: put('disclosure.notice', column, type, 'id', r.id),
        holds,
      })
  }
  const { rows } = await c.query<{ seq: string; leaf: string }>(
    `select seq::text, leaf from kernel.journal where noun = '公告'`,
  )
  for (const r of rows)
    out.push({
      where: '流水里的那一条',
      bytes: Buffer.from(r.leaf),
      put: put('kernel.journal', 'leaf', 'text', 'seq', r.seq),
      holds,
    })
  return out
}
async function onDisk(s: Stage, holds: Place['holds']): Promise<Place[]> {
  const { rows } = await s.app.pool.query<{ sha256: string }>(
    'select distinct sha256 from disclosure.attachment',
  )
  return rows.map(({ sha256 }) => {
    const path = pathOf(s.app.world.dataDir, sha256)
    return {
      where: '附件',
      bytes: readFileSync(path),
      put: async (b) => {
        writeFileSync(path, b)
        return true
      },
      holds,
    }
  })
}
/** The bundle that a reader took home. */
function inBundle(text: string): Place {
  let now = text
  return {
    where: '证据包',
    bytes: Buffer.from(text),
    put: async (b) => {
      now = b.toString('utf8')
      return true
    },
    holds: () =>
      verifyBundle(now).then(
        () => true,
        () => false,
      ),
  }
}

/**
 * One byte of a published notice changed, a thousand times: in any column of the notice, in the journal's entry for it, in its
 * attachments, in the evidence bundle of its purchase. Each time the site is asked as `yiwang verify` asks it (the bundle: as
 * `yiwang verify FILE` reads it), then the byte is put back. The control is the same question with nothing changed; a change that the
 * database itself refuses is counted and drawn again.
 */
export async function bench() {
  // A row that is no notice any more makes the server complain; what counts here is what a stranger is told.
  const s = await stage(() => {})
  const c = await s.app.pool.connect()
  try {
    const p = s.player()
    const { process: first } = await hospital(p, s.clock, s.cast)
    await living(s.player(), s.clock, s.cast)
    await s.clock.toInstant(instant(s.clock.now() + 1000))
    const { ocid } = (await p.as('wang').project.get({ id: first })).project
    const bundle = await (await p.getAs('caizheng', `/api/evidence/bundle?ocid=${ocid}`)).text()
    await c.query('alter table disclosure.notice disable trigger user')
    await c.query('alter table kernel.journal disable trigger user')
    const site = async () =>
      verifyUrl(s.url).then(
        (v) => v.faults.length === 0,
        () => false,
      )
    const places = {
      库里的公告: await inDatabase(c, site),
      附件: await onDisk(s, site),
      证据包: [inBundle(bundle)],
    }
    const ms: number[] = []
    const ask = async (holds: Place['holds']) => {
      const began = performance.now()
      const held = await holds()
      ms.push(performance.now() - began)
      return held
    }
    let alarms = 0
    for (let i = 0; i < CONTROLS; i++) if (!(await ask(site))) alarms++
    const control = ms.splice(0).sort((a, b) => a - b)[CONTROLS / 2] ?? 0
    const found: Record<string, number> = {}
    const missed: string[] = []
    let refused = 0
    for (let i = 0; i < CHANGES; ) {
      const kind = i % 10 === 8 ? '附件' : i % 10 === 9 ? '证据包' : '库里的公告'
      // Every column as often as the others, however little stands in it.
      const list = places[kind]
      const where = pick([...new Set(list.map((x) => x.where))])
      const place = pick(list.filter((x) => x.where === where))
      const bytes = Buffer.from(place.bytes)
      const at = any(bytes.length)
      bytes[at] = ((bytes[at] as number) + 1 + any(255)) % 256
      if (!(await place.put(bytes))) {
        refused++
        continue
      }
      i++
      if (await ask(place.holds)) missed.push(`${place.where} 第${at}个字节`)
      else found[place.where] = (found[place.where] ?? 0) + 1
      if (!(await place.put(place.bytes))) throw new Error(`${place.where}：没有改回去`)
    }
    for (let i = 0; i < CONTROLS; i++) if (!(await ask(site))) alarms++
    const { rows } = await c.query<{ notices: number; entries: number }>(
      `select (select count(*)::int from disclosure.notice) as notices, (select count(*)::int from kernel.leaf) as entries`,
    )
    return {
      ...rows[0],
      changes: CHANGES,
      found: Object.values(found).reduce((a, n) => a + n, 0),
      foundIn: found,
      missed: missed.slice(0, 10),
      refusedByTheDatabase: refused,
      controls: CONTROLS * 2,
      falseAlarms: alarms,
      checkMs: Math.round(control * 10) / 10,
    }
  } finally {
    c.release()
    await s.stop()
  }
}
