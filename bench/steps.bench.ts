import { createHash, randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'
import { cpus } from 'node:os'
import { instant, newId, openPool } from '#kernel'
import { PASSWORD } from '../src/demo/cast.ts'
import { stage } from '../src/demo/run.ts'

const ROUNDS = 5
const EACH = 300
const LANES = 8
const median = (xs: number[]) => [...xs].sort((a, b) => a - b)[Math.floor(xs.length / 2)] as number

/** Run `one` EACH times over LANES at once; per second. */
async function rate(one: (i: number) => Promise<void>): Promise<number> {
  const began = performance.now()
  let next = 0
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      for (let i = next++; i < EACH; i = next++) await one(i)
    }),
  )
  return (EACH / (performance.now() - began)) * 1000
}

/**
 * (a) Steps per second through HTTP (session, idempotency key, scope, rules, journal, ledger entry, answer), beside the
 * floor: the same statements for one such step, written out by hand to match what the server sends, through `pg` alone
 * in one transaction, on a pool of the same size, interleaved in the same run. When the step's statements change,
 * this list must be changed with them.
 */
export async function bench() {
  const s = await stage((e) => console.error(e))
  try {
    const res = await fetch(`${s.url}/api/session/signIn`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account: 'caizheng', password: PASSWORD }),
    })
    const cookie = res.headers
      .getSetCookie()
      .map((c) => c.split(';')[0])
      .join('; ')
    const org = s.cast.orgs['hospital'] ?? ''
    const agent = new Agent({ keepAlive: true, maxSockets: LANES })
    const { hostname, port } = new URL(s.url)
    // node:http with kept-alive connections: the lightest driver at hand, for it shares the server's core.
    const http = () =>
      new Promise<void>((done, fail) => {
        const body = JSON.stringify({
          name: '测速',
          org,
          year: 2026,
          docNo: newId(),
          proCode: '4'.repeat(21),
          fundType: '111',
          expFunc: '2100201',
          depEco: '31003',
          govEco: '50601',
          amount: '1.00',
        })
        const headers = {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          cookie,
          'idempotency-key': newId(),
        }
        const r = request(
          { hostname, port, agent, method: 'POST', path: '/api/budget/receive', headers },
          (res) => {
            res.resume()
            res.once('end', () =>
              res.statusCode === 200 ? done() : fail(new Error(String(res.statusCode))),
            )
          },
        )
        r.once('error', fail)
        r.end(body)
      })
    const pool = openPool(`${s.databaseUrl}`, 10)
    const token = randomBytes(32)
    const floor = async () => {
      const id = newId()
      const at = new Date(s.clock.now()).toISOString()
      const c = await pool.connect()
      try {
        await c.query(
          'select actor, seen from kernel.session where token = $1 and ends > $2 and seen > $3',
          [createHash('sha256').update(token).digest(), at, at],
        )
        await c.query('begin')
        await c.query(
          'insert into kernel.idempotency (actor, key, body, at) values ($1, $2, $3, $4) on conflict do nothing',
          [id, id, token, at],
        )
        await c.query('select * from library.org where id = $1', [org])
        await c.query(
          'insert into kernel.subject (id, noun, process, title, no, region, parties, state, since, due, law_on) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)',
          [
            id,
            '预算指标',
            id,
            '测速',
            id,
            '150100',
            JSON.stringify({ 采购人: [org] }),
            '已下达',
            at,
            null,
            at.slice(0, 10),
          ],
        )
        await c.query(
          `insert into kernel.journal (subject, process, noun, action, "from", "to", person, person_name, role, org, org_name, region, at, data, salt, leaf)
           values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16) returning seq`,
          [
            id,
            id,
            '预算指标',
            'receive',
            null,
            '已下达',
            null,
            '王晓东',
            '财政监管',
            org,
            '呼和浩特市财政局',
            '150100',
            at,
            '{"amount":100}',
            null,
            `{"id":"${id}","v":1}`,
          ],
        )
        await c.query(
          'insert into budget.line (id, org, year, doc_no, pro_code, fund_type, exp_func, dep_eco, gov_eco) values ($1,$2,$3,$4,$5,$6,$7,$8,$9)',
          [id, org, 2026, id, '4'.repeat(21), '111', '2100201', '31003', '50601'],
        )
        await c.query(
          'insert into budget.entry (line, credit, debit, amount, subject, at) values ($1,$2,$3,$4,$5,$6)',
          [id, 'appropriated', 'available', 100, id, at],
        )
        await c.query('update kernel.idempotency set answer = $1 where actor = $2 and key = $3', [
          '{}',
          id,
          id,
        ])
        await c.query('commit')
      } finally {
        c.release()
      }
    }
    await rate(http)
    await rate(floor)
    const a: number[] = []
    const b: number[] = []
    for (let i = 0; i < ROUNDS; i++) {
      a.push(await rate(http))
      b.push(await rate(floor))
    }
    await s.clock.toInstant(instant(s.clock.now() + 1))
    await pool.end()
    const cpu = process.cpuUsage()
    const clock = performance.now()
    await rate(http)
    const used = process.cpuUsage(cpu)
    const busy = (used.user + used.system) / 1000 / (performance.now() - clock)
    agent.destroy()
    return {
      machine: `${cpus().length}核 ${cpus()[0]?.model ?? ''} Node ${process.version}`,
      stepsPerSecond: Math.round(median(a)),
      floorPerSecond: Math.round(median(b)),
      ratio: Math.round((median(a) / median(b)) * 100) / 100,
      rounds: a.map((x, i) => Math.round((x / (b[i] as number)) * 100) / 100),
      cpuBusyDuringHttp: Math.round(busy * 100) / 100,
    }
  } finally {
    await s.stop()
  }
}
