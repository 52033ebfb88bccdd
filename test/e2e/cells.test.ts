import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { flows } from '#flows'
import {
  type Actor,
  type AnyFlow,
  isQuery,
  jsonSchema,
  openSession,
  readAs,
  regions,
  type Subject,
  toSubject,
} from '#kernel'
import { publishSealer } from '#tender'
import { freshStage } from '#testing'
import { type Row, rowsOf, verdictOf } from '../../src/access.ts'
import { api } from '../../src/api.ts'
import { type Offer, plainBid, seal } from '../../src/demo/papers.ts'
import { partsOf } from '../../src/demo/parts.ts'
import { Player } from '../../src/demo/player.ts'
import type { Stage } from '../../src/demo/run.ts'
import { type Schema, sample } from '../support/sample.ts'

/** The access table, every cell of it, against the running service; and the second wall, in SQL. */
let s: Stage
let records: Subject[] = []
const rows = rowsOf(api)
const complaints: unknown[] = []

beforeAll(async () => {
  s = await freshStage((e) => complaints.push(e))
  const play = new Player(
    (path, init) => s.app.http.request(`http://127.0.0.1${path}`, init),
    s.clock,
  )
  for (const [, part] of partsOf(play, s.clock, s.cast)) await part()
  // One bid that is still sealed.
  const open = (await play.as('kangda').lot.list()).find(
    (l: { state: string }) => l.state === '招标中',
  )
  const view = (await play.as('kangda').lot.get({ id: open.id })).data.seal
  const offer: Offer = {
    name: '内窥镜系统',
    brand: '康达',
    model: 'K',
    quantity: 3,
    unitPrice: '1000000.00',
    price: '3000000.00',
    sme: 'none',
  }
  await play.as('kangda').bid.submit({ lot: open.id, ...(await seal(view, plainBid(offer))) })
  await publishSealer(s.app.db, s.app.world, Buffer.from('一页'))
  // Two minutes in which nobody beat, far from any deadline: registered, and nothing moves.
  await s.app.pool.query(
    "update kernel.pulse set at = at - interval '2 min', db_at = db_at - interval '2 min'",
  )
  await s.app.settle()
  records = await all()
}, 400_000)
afterAll(() => s.stop())

const all = () =>
  s.app.db.transaction().execute(async (tx) => {
    // biome-ignore lint/suspicious/noExplicitAny: the row as the table has it
    const { rows } = await sql<any>`select * from kernel.subject order by since, id`.execute(tx)
    return rows.map(toSubject)
  })
/** One record of each noun in each state. */
const samples = () => [...new Map(records.map((r) => [`${r.noun}${r.state}`, r])).values()]
async function sit(actor: Actor): Promise<string> {
  const { token } = await s.app.db.transaction().execute((tx) =>
    openSession(tx, actor, s.clock.now(), {
      position: null,
      factor: null,
      proved: s.clock.now(),
      agent: '',
      address: '',
    }),
  )
  return `yw_session=${token}`
}
/** Everybody who can stand to this record in some way: each role as its party, as a stranger, and from each place. */
function people(r: Subject): (Actor | null)[] {
  const place = regions.find((x) => x.code === r.region)
  const near = [
    r.region,
    place?.parent,
    regions.find((x) => x.code === place?.parent)?.parent,
    regions.find((x) => x.parent === r.region)?.code,
    regions.find((x) => x.parent === place?.parent && x.code !== r.region)?.code,
  ].filter((x): x is string => typeof x === 'string')
  const make = (role: string, over: Partial<Actor>): Actor => ({
    person: randomUUID(),
    name: '甲',
    role,
    org: randomUUID(),
    orgName: '某单位',
    region: r.region,
    ...over,
  })
  return [
    null,
    ...Object.entries((flows.find((f) => f.noun === r.noun) as AnyFlow).roles).flatMap(
      ([role, spec]) => {
        if ((spec.reach as string) === 'system') return []
        if (spec.reach === 'region' || spec.reach === 'below')
          return near.map((region) => make(role, { region }))
        const party = r.parties[spec.relation]?.[0]
        return [
          make(role, {}),
          ...(party ? [make(role, spec.reach === 'org' ? { org: party } : { person: party })] : []),
        ]
      },
    ),
  ]
}
type Answer = { status: number; text: string; rules: string[] }
async function call(
  row: Row,
  cookie: string | null,
  input: Record<string, unknown>,
): Promise<Answer> {
  const [module, name] = row.address.split('.') as [string, string]
  const headers: Record<string, string> = cookie === null ? {} : { cookie }
  const path = `http://127.0.0.1/api/${module}/${name}`
  const res = isQuery(name)
    ? await s.app.http.request(`${path}?${new URLSearchParams(input as Record<string, string>)}`, {
        headers,
      })
    : await s.app.http.request(`${path}?dry=1`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(input),
      })
  const text = await res.text()
  const body = text.startsWith('{') ? (JSON.parse(text) as { refusals?: { rule: string }[] }) : {}
  return { status: res.status, text, rules: (body.refusals ?? []).map((x) => x.rule) }
}
/** What the table says against what came back; '' when they agree. */
function differs(said: string, got: Answer, gone: string): string {
  const wrong = `应为${said}，得到 ${got.status} ${got.rules.join('、')} ${got.text.slice(0, 120)}`
  switch (said) {
    case '401':
    case '403':
      return got.status === Number(said) ? '' : wrong
    case '404':
      return got.status === 404 && got.text === gone ? '' : wrong
    case '职责':
      return got.status === 403 || got.status === 404 || got.status === 422 ? '' : wrong
    case '状态':
      return [404, 409, 422].includes(got.status) ? '' : wrong
    case '可读':
      return got.status === 200 ? '' : wrong
    default:
      return [200, 404, 409, 422].includes(got.status) && !got.rules.includes('职责') ? '' : wrong
  }
}
const once = <K, V>(make: (k: K) => V) => {
  const known = new Map<K, V>()
  return (k: K): V => {
    if (!known.has(k)) known.set(k, make(k))
    return known.get(k) as V
  }
}
const seedOf = (row: Row): Schema => jsonSchema(row.op.input) as Schema
const idsOf = (r: Subject | null) => ({
  ...Object.fromEntries(
    flows.map((f) => [f.module, records.find((x) => x.noun === f.noun)?.id ?? '']),
  ),
  line: records.find((x) => x.noun === '预算指标')?.id ?? '',
  ...(r ? { id: r.id } : {}),
})
/** Ops that ask about one record of this noun by its id. */
const opsOn = once((flow: AnyFlow) =>
  rows.filter(
    (row) =>
      seedOf(row).properties?.['id'] !== undefined &&
      ((row.step?.flow === flow &&
        !row.op.takes &&
        (row.step.flow.steps[row.step.action]?.from.length ?? 0) > 0) ||
        (!row.step && !row.op.public && row.reads.length === 1 && row.reads[0] === flow)),
  ),
)
async function lanes<T>(work: readonly T[], run: (x: T) => Promise<void>) {
  let next = 0
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      for (let i = next++; i < work.length; i = next++) await run(work[i] as T)
    }),
  )
}
const gone = new Map<string, string>()
/** The answer for a record that does not exist: the same for everybody. */
async function nothing(row: Row, cookie: string | null, input: object) {
  const key = `${row.address}${cookie === null}`
  const known = gone.get(key)
  if (known !== undefined) return known
  const text = (await call(row, cookie, { ...input, id: randomUUID() })).text
  gone.set(key, text)
  return text
}
async function everyCell(
  who0: (a: Actor | null) => boolean,
): Promise<{ cells: number; wrong: string[]; malformed: string[] }> {
  const wrong: string[] = []
  const malformed = new Set<string>()
  let cells = 0
  const work = samples().flatMap((r) =>
    people(r)
      .filter(who0)
      .map((who) => ({ r, who })),
  )
  await lanes(work, async ({ r, who }) => {
    const flow = flows.find((f) => f.noun === r.noun) as AnyFlow
    const cookie = who && (await sit(who))
    for (const row of opsOn(flow)) {
      const input = { ...(sample(seedOf(row), idsOf(r)) as object), id: r.id }
      let got = await call(row, cookie, input)
      // Two lanes on one purchase: whoever waited too long asks again.
      for (let i = 0; i < 8 && got.status === 409; i++) got = await call(row, cookie, input)
      cells++
      if (got.status === 400 || got.status === 413) {
        malformed.add(`${row.address} ${got.text.slice(0, 200)}`)
        continue
      }
      const why = differs(verdictOf(row, who, r), got, await nothing(row, cookie, input))
      if (why)
        wrong.push(
          `${row.address} ${r.noun}“${r.state}” ${who?.role ?? '未登录'} ${who?.region ?? ''}：${why}`,
        )
    }
  })
  return { cells, wrong, malformed: [...malformed] }
}

test('演示走到的每种状态都有一件，每个事项都有', () => {
  const shown = new Set(records.map((r) => r.noun))
  expect(flows.map((f) => f.noun).filter((noun) => !shown.has(noun))).toEqual([])
})
test('每一格都经 HTTP 执行：岗位×关系×级次×状态×接口', async () => {
  let cells = 0
  // The same records moved to each tier in turn: a league's, a banner's, the region's own.
  for (const region of ['150100', '150122', '150000']) {
    await s.app.pool.query('update kernel.subject set region = $1', [region])
    await s.app.pool.query('update library.expert set region = $1', [region])
    records = await all()
    // A party or a stranger stands to a record as before wherever it is; the finance departments do not.
    const found = await everyCell(
      (a) =>
        region === '150100' ||
        (a !== null &&
          ['财政监管', '国库支付', '系统管理员', '安全管理员', '审计管理员'].includes(a.role)),
    )
    cells += found.cells
    expect(found.malformed, '这些接口没有拼出合格的输入：补 test/support/sample.ts').toEqual([])
    expect(found.wrong.slice(0, 60), `${found.wrong.length} 格与表不符`).toEqual([])
  }
  await s.app.pool.query(`update kernel.subject set region = '150100'`)
  await s.app.pool.query(`update library.expert set region = '150100'`)
  records = await all()
  process.stdout.write(`access cells executed: ${cells}\n`)
  expect(complaints).toEqual([])
}, 600_000)

test('墙后裸查：换了人、忘了条件，密封的投标、专家名单、别处的事项一行也没有', async () => {
  const nosy = (role: string, region = '150400'): Actor => ({
    person: randomUUID(),
    name: '甲',
    role,
    org: randomUUID(),
    orgName: '某单位',
    region,
  })
  const count = (who: Actor, table: string) =>
    readAs(s.app.db, flows, who, async (tx) => {
      const { rows } = await sql<{
        n: number
      }>`select count(*)::int as n from ${sql.table(table)}`.execute(tx)
      return rows[0]?.n
    })
  const secret = [
    'trade.bid',
    'trade.qualification',
    'trade.review',
    'trade.score',
    'trade.conformity',
    'trade.member',
    'trade.draw',
    'kernel.idempotency',
  ]
  for (const table of secret) {
    const { rows } = await s.app.pool.query<{ n: number }>(
      `select count(*)::int as n from ${table}`,
    )
    expect(rows[0]?.n, `${table} 有内容可泄露`).toBeGreaterThan(0)
    for (const who of [
      nosy('财政监管'),
      nosy('采购人经办'),
      nosy('代理经办'),
      nosy('供应商经办'),
      nosy('评审专家'),
    ])
      expect(await count(who, table), `${who.role} ${table}`).toBe(0)
  }
  // Even its own supervisor sees no bid that is still sealed.
  const own = await readAs(s.app.db, flows, nosy('财政监管', '150100'), async (tx) => {
    const { rows } = await sql<{
      state: string
    }>`select s.state from trade.bid b join kernel.subject s on s.id = b.id`.execute(tx)
    return new Set(rows.map((r) => r.state))
  })
  expect(own.has('已提交')).toBe(false)
  const away = await readAs(s.app.db, flows, nosy('财政监管'), async (tx) => {
    const { rows } = await sql<{
      n: number
    }>`select count(*)::int as n from kernel.subject where not open`.execute(tx)
    return rows[0]?.n
  })
  expect(away).toBe(0)
})
