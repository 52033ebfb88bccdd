import { Agent, request } from 'node:http'
import { hospital } from '../src/demo/hospital.ts'
import { stage } from '../src/demo/run.ts'

const CONNECTIONS = 16
const SECONDS = 4
const TURNS = 3

/** One path for some seconds over kept connections: requests a second, and how long the slowest twentieth took. */
function load(base: string, path: string, headers: Record<string, string> = {}) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const url = new URL(path, base)
  const until = performance.now() + SECONDS * 1000
  const times: number[] = []
  const one = () =>
    new Promise<void>((done, fail) => {
      const t = performance.now()
      request(url, { agent, headers }, (res) => {
        if (res.statusCode !== 200 && res.statusCode !== 304)
          return fail(new Error(`${path} ${res.statusCode}`))
        res.resume()
        res.on('end', () => {
          times.push(performance.now() - t)
          done()
        })
      })
        .on('error', fail)
        .end()
    })
  const worker = async () => {
    while (performance.now() < until) await one()
  }
  return Promise.all(Array.from({ length: CONNECTIONS }, worker)).then(() => {
    agent.destroy()
    const sorted = [...times].sort((a, b) => a - b)
    return {
      perSecond: Math.round(times.length / SECONDS),
      p95Ms: Math.round((sorted[Math.floor(sorted.length * 0.95)] ?? 0) * 10) / 10,
    }
  })
}
const median = (xs: readonly number[]) =>
  [...xs].sort((a, b) => a - b)[Math.floor(xs.length / 2)] ?? 0

/**
 * The notice page as the public reads it, beside a bare route of the same server (/healthz, which asks the database nothing), in
 * turns, in one run: requests a second, 16 kept connections. The loader runs in the same process group and takes its share of
 * the machine, from both alike. `again` is a reader who has the page already (If-None-Match).
 */
export async function bench() {
  const s = await stage((e) => {
    throw e
  })
  try {
    await hospital(s.player(), s.clock, s.cast, '招标')
    await s.app.settle()
    const { notices } = (await (await fetch(`${s.url}/api/disclosure/list`)).json()) as {
      notices: { id: string; kind: string }[]
    }
    const notice = `/notices/${notices.find((n) => n.kind === '招标公告')?.id}`
    const etag = (await fetch(s.url + notice)).headers.get('etag') ?? ''
    const paths: [string, string, Record<string, string>][] = [
      ['bare', '/healthz', {}],
      ['notice', notice, {}],
      ['again', notice, { 'if-none-match': etag }],
      ['list', '/notices', {}],
      ['search', `/search?q=${encodeURIComponent('体外循环')}`, {}],
      ['home', '/', {}],
    ]
    const out: Record<string, { perSecond: number[]; p95Ms: number[] }> = {}
    for (const [, path, h] of paths) await load(s.url, path, h)
    for (let i = 0; i < TURNS; i++)
      for (const [name, path, h] of paths) {
        const r = await load(s.url, path, h)
        const o = out[name] ?? { perSecond: [], p95Ms: [] }
        out[name] = o
        o.perSecond.push(r.perSecond)
        o.p95Ms.push(r.p95Ms)
      }
    const said = Object.fromEntries(
      Object.entries(out).map(([k, v]) => [
        k,
        { perSecond: median(v.perSecond), p95Ms: median(v.p95Ms) },
      ]),
    )
    return {
      connections: CONNECTIONS,
      ...said,
      noticeToBare:
        Math.round(
          ((said['notice']?.perSecond ?? 0) / Math.max(1, said['bare']?.perSecond ?? 1)) * 100,
        ) / 100,
    }
  } finally {
    await s.stop()
  }
}
