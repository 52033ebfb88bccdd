import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'

/** The bidders of storm.bench.ts, in a process of their own: each commit at its moment, some twice, some with a dead session. */
interface Job {
  at: number
  cookie: string
  key: string
  body: string
  again: boolean
  stale: boolean
}
const [file, url] = process.argv.slice(2)
const jobs = readFileSync(file ?? '', 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((x) => JSON.parse(x) as Job)
const { hostname, port } = new URL(url ?? '')
const agent = new Agent({ keepAlive: true, maxSockets: 256 })
const send = (j: Job, cookie: string) =>
  new Promise<{ status: number; text: string }>((ok) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(j.body),
      cookie,
      'idempotency-key': j.key,
    }
    const r = request(
      { hostname, port, agent, method: 'POST', path: '/api/bid/submit', headers },
      (res) => {
        let text = ''
        res.setEncoding('utf8')
        res.on('data', (c: string) => {
          text += c
        })
        res.on('end', () => ok({ status: res.statusCode ?? 0, text }))
      },
    )
    r.on('error', () => ok({ status: 0, text: '' }))
    r.end(j.body)
  })
const began = Date.now()
process.stdout.write(`${JSON.stringify({ began })}\n`)
const out = await Promise.all(
  jobs.map(async (j) => {
    await new Promise((r) => setTimeout(r, Math.max(0, began + j.at - Date.now())))
    const from = performance.now()
    if (j.stale) await send(j, 'yw_session=stale')
    let a = send(j, j.cookie)
    // A blind retry while the first is still on its way: both must get the same answer.
    const b = j.again ? await send(j, j.cookie) : null
    let first = await a
    for (
      let i = 0;
      (first.status === 0 || first.status >= 500 || first.status === 409) && i < 20;
      i++
    ) {
      await new Promise((r) => setTimeout(r, 100))
      a = send(j, j.cookie)
      first = await a
    }
    return {
      key: j.key,
      status: first.status,
      text: first.text,
      ms: performance.now() - from,
      same: b === null || b.status !== 200 || b.text === first.text,
    }
  }),
)
// A pipe takes its time: whoever ends before it is empty loses the answers, not the commits.
process.stdout.write(out.map((o) => `${JSON.stringify(o)}\n`).join(''), () => process.exit(0))
