import { readFileSync } from 'node:fs'
import { Agent, get, request } from 'node:http'

/** The watchers and bidders of mall.bench.ts, in a process of their own: every one of them watches, and every one bids. */
interface Plan {
  url: string
  auction: string
  ceiling: number
  bidders: { cookie: string; offer: string }[]
  lanes: number
}
const plan = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Plan
const { hostname, port } = new URL(plan.url)
/** For each watcher, when it first heard of each price's number. */
const heard: { upto: number; at: { id: number; t: number }[] }[] = []
await Promise.all(
  plan.bidders.map(
    ({ cookie }) =>
      new Promise<void>((ready, fail) => {
        const mine = { upto: 0, at: [] as { id: number; t: number }[] }
        heard.push(mine)
        get(
          {
            hostname,
            port,
            path: `/api/auction/live?id=${plan.auction}`,
            headers: { cookie },
            agent: false,
          },
          (res) => {
            if (res.statusCode !== 200) fail(new Error(`直播答${res.statusCode}`))
            res.setEncoding('utf8')
            res.on('data', (text: string) => {
              const t = performance.now()
              for (const m of text.matchAll(/^data: \d+\.(\d+)$/gm)) {
                const id = Number(m[1])
                if (id > mine.upto) {
                  mine.upto = id
                  mine.at.push({ id, t })
                }
              }
            })
            ready()
          },
        ).on('error', fail)
      }),
  ),
)
const agent = new Agent({ keepAlive: true, maxSockets: plan.lanes })
const bid = (who: Plan['bidders'][number], price: number) =>
  new Promise<{ status: number; seq: number }>((ok) => {
    const yuan = `${Math.trunc(price / 100)}.${String(price % 100).padStart(2, '0')}`
    const body = JSON.stringify({
      auction: plan.auction,
      offer: who.offer,
      price: yuan,
      sure: true,
    })
    const r = request(
      {
        hostname,
        port,
        agent,
        method: 'POST',
        path: '/api/price/offer',
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          cookie: who.cookie,
        },
      },
      (res) => {
        let text = ''
        res.setEncoding('utf8')
        res.on('data', (c: string) => {
          text += c
        })
        res.on('end', () =>
          ok({
            status: res.statusCode ?? 0,
            seq: res.statusCode === 200 ? JSON.parse(text).seq : 0,
          }),
        )
      },
    )
    r.on('error', () => ok({ status: 0, seq: 0 }))
    r.end(body)
  })
const accepted: { seq: number; t: number }[] = []
let refused = 0
let broken = 0
let next = 0
let price = plan.ceiling
const began = performance.now()
await Promise.all(
  Array.from({ length: plan.lanes }, async () => {
    for (let i = next++; i < plan.bidders.length; i = next++) {
      price = Math.floor(price * 0.9949)
      const a = await bid(plan.bidders[i] as Plan['bidders'][number], price)
      if (a.status === 200) accepted.push({ seq: a.seq, t: performance.now() })
      else if (a.status === 422) refused++
      else broken++
    }
  }),
)
const seconds = (performance.now() - began) / 1000
await new Promise((r) => setTimeout(r, 2000))
const last = Math.max(...accepted.map((a) => a.seq))
const unheard = heard.filter((h) => h.upto < last).length
const waits: number[] = []
for (const h of heard) {
  let n = 0
  for (const a of [...accepted].sort((x, y) => x.seq - y.seq)) {
    while (n < h.at.length && (h.at[n]?.id ?? 0) < a.seq) n++
    const at = h.at[n]
    if (at) waits.push(Math.max(0, at.t - a.t))
  }
}
waits.sort((a, b) => a - b)
const q = (p: number) => Math.round((waits[Math.floor(waits.length * p)] ?? 0) * 10) / 10
process.stdout.write(
  JSON.stringify({
    accepted: accepted.map((a) => a.seq),
    refused,
    broken,
    seconds,
    unheard,
    p50: q(0.5),
    p99: q(0.99),
    seen: waits.length,
  }),
)
process.exit(0)
