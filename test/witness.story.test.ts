import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  append,
  consistencyProof,
  cosignatureVerifier,
  ed25519Signer,
  emptyEdge,
  leafHash,
  memoryReader,
  openNote,
  root,
  sha256,
  signCheckpoint,
} from '#merkle'
import { freshStage } from '#testing'
import { hospital } from '../src/demo/hospital.ts'
import type { Stage } from '../src/demo/run.ts'
import { startWitnessing, witnessesOf } from '../src/journal/index.ts'
import { entriesFrom, noticeFaults, vouchedIn } from '../src/verify/index.ts'
import { look, witnessServer } from '../src/witness/index.ts'

const dirs: string[] = []
const dir = () => {
  const d = mkdtempSync(join(tmpdir(), 'yiwang-witness-'))
  dirs.push(d)
  return d
}
afterAll(() => {
  for (const d of dirs) rmSync(d, { recursive: true, force: true })
})

describe('见证人（C2SP tlog-witness）', () => {
  const log = ed25519Signer('example.org/log', new Uint8Array(32).fill(1))
  const leaves = (n: number, salt = '') =>
    Array.from({ length: n }, (_, i) => leafHash(sha256, Buffer.from(`${salt}条目${i}`)))
  const note = (list: Uint8Array[], signer = log, origin = 'example.org/log') =>
    signCheckpoint({ origin, size: list.length, root: append(sha256, emptyEdge, list).root }, [
      signer,
    ])
  const proofOf = async (list: Uint8Array[], from: number) =>
    (await consistencyProof(sha256, memoryReader(sha256, list), from, list.length)).map(
      (p) => `${Buffer.from(p).toString('base64')}\n`,
    )
  const w = (dataDir = dir()) =>
    witnessServer({
      logs: [log.vkey],
      name: 'witness.example.org',
      dataDir,
      seconds: () => 1_700_000_000,
    })
  const post = (server: ReturnType<typeof w>, body: string) =>
    server.app.request('/add-checkpoint', { method: 'POST', body })

  test('第一次见、接着见、再问一次，都签；签名验得过，带着时间', async () => {
    const d = dir()
    const server = w(d)
    const all = leaves(20)
    const first = note(all.slice(0, 7))
    const one = await post(server, `old 0\n\n${first}`)
    expect(one.status).toBe(200)
    const line = await one.text()
    expect(line).toMatch(/^— witness\.example\.org [A-Za-z0-9+/=]+\n$/)
    const v = cosignatureVerifier(server.vkey)
    expect(openNote(first + line, [v]).verified).toEqual(['witness.example.org'])
    expect(Buffer.from(line.split(' ')[2] ?? '', 'base64').readBigUInt64BE(4)).toBe(1_700_000_000n)
    const second = note(all)
    expect(
      (await post(server, `old 7\n${(await proofOf(all, 7)).join('')}\n${second}`)).status,
    ).toBe(200)
    // Another process later: what was seen is on the disk.
    expect((await post(w(d), `old 20\n\n${second}`)).status).toBe(200)
    expect(() => openNote(second + line, [v])).toThrow('签名无效')
  })
  test.each<[string, number, (all: Uint8Array[]) => Promise<string>]>([
    [
      '不认识的日志',
      404,
      async (all) =>
        `old 7\n\n${note(all, ed25519Signer('other.org/log', new Uint8Array(32).fill(2)), 'other.org/log')}`,
    ],
    [
      '别人的签名',
      403,
      async (all) =>
        `old 7\n\n${note(all, ed25519Signer('example.org/log', new Uint8Array(32).fill(3)))}`,
    ],
    ['旧的比新的大', 400, async (all) => `old 21\n\n${note(all)}`],
    ['不是请求', 400, async () => '你好'],
    ['前导零', 400, async (all) => `old 07\n\n${note(all)}`],
    ['证明不成立', 422, async (all) => `old 7\n${(await proofOf(all, 6)).join('')}\n${note(all)}`],
    ['没有证明', 422, async (all) => `old 7\n\n${note(all)}`],
    [
      '另一段历史',
      422,
      async () => {
        const x = leaves(20, '假')
        return `old 7\n${(await proofOf(x, 7)).join('')}\n${note(x)}`
      },
    ],
  ])('不签：%s', async (_, status, body) => {
    const server = w()
    await post(server, `old 0\n\n${note(leaves(7))}`)
    expect((await post(server, await body(leaves(20)))).status).toBe(status)
    expect((await post(server, `old 7\n\n${note(leaves(7))}`)).status, '见过的没有变').toBe(200)
  })
  test('旧的大小对不上，答以见过的大小；同样大小的另一棵树不签', async () => {
    const server = w()
    await post(server, `old 0\n\n${note(leaves(7))}`)
    const res = await post(server, `old 0\n\n${note(leaves(20))}`)
    expect([res.status, res.headers.get('content-type'), await res.text()]).toEqual([
      409,
      'text/x.tlog.size',
      '7\n',
    ])
    expect((await post(server, `old 7\n\n${note(leaves(7, '假'))}`)).status).toBe(409)
  })
})

describe('流水在众人眼前', () => {
  let s: Stage
  beforeAll(async () => {
    s = await freshStage()
    await hospital(s.player(), s.clock, s.cast)
    await s.app.settle()
  }, 300_000)
  afterAll(() => s.stop())
  const text = async (path: string) => (await fetch(s.url + path)).text()
  /** The past is changed behind the house's back; what was done is undone afterwards. */
  const behind = async <T>(
    table: string,
    run: (c: { query: (q: string, v?: unknown[]) => Promise<unknown> }) => Promise<T>,
  ) => {
    const c = await s.app.pool.connect()
    try {
      await c.query(`alter table ${table} disable trigger user`)
      return await run(c)
    } finally {
      await c.query(`alter table ${table} enable trigger user`)
      c.release()
    }
  }

  test('检查点请见证人会签，会签随检查点公布', async () => {
    const vkey = (await text('/journal/vkey')).trim()
    const server = witnessServer({
      logs: [vkey],
      name: 'audit.example.cn',
      dataDir: dir(),
      seconds: () => 1_800_000_000,
    })
    const listening = await new Promise<{ port: number; close: () => void }>((done) => {
      const l = serve({ fetch: server.app.fetch, port: 0, hostname: '127.0.0.1' }, (i) =>
        done({ port: i.port, close: () => l.close() }),
      )
    })
    try {
      const said: unknown[] = []
      const asking = startWitnessing(
        s.app.db,
        s.app.world,
        witnessesOf(`${server.vkey} http://127.0.0.1:${listening.port}`),
        (e) => said.push(e),
        0,
      )
      await asking.round()
      expect(said).toEqual([])
      const opened = openNote(await text('/journal/checkpoint'), [cosignatureVerifier(server.vkey)])
      expect(opened.verified).toEqual(['audit.example.cn'])
      // Started anew, the log does not know how far the witness is, and asks.
      await startWitnessing(
        s.app.db,
        s.app.world,
        witnessesOf(`${server.vkey} http://127.0.0.1:${listening.port}`),
        (e) => said.push(e),
        0,
      ).round()
      expect(said).toEqual([])
    } finally {
      listening.close()
    }
  })
  test('监测：记得住，接得上；流水被改、公告被改、流水缩短，都报警', async () => {
    const o = { base: s.url, dataDir: dir() }
    const first = await look(o)
    expect(first.alarms).toEqual([])
    expect(first.grown).toBe(first.size)
    expect(first.notices).toBeGreaterThan(5)
    expect(await look(o)).toMatchObject({ grown: 0, alarms: [] })
    await behind('disclosure.notice', async (c) => {
      const swap = (a: string, b: string) =>
        c.query(
          `update disclosure.notice set content = replace(content::text, $1, $2)::jsonb where kind = '合同公告'`,
          [a, b],
        )
      await swap('合同', '合仝')
      expect((await look(o)).alarms.join()).toContain('摘要不符')
      await swap('合仝', '合同')
    })
    expect((await look(o)).alarms).toEqual([])
    await behind('kernel.checkpoint', async (c) => {
      await c.query(
        'create temp table kept as select * from kernel.checkpoint where size = (select max(size) from kernel.checkpoint)',
      )
      await c.query(
        'create temp table signed as select * from kernel.cosignature where size = (select size from kept)',
      )
      await c.query('alter table kernel.cosignature disable trigger user')
      await c.query('delete from kernel.cosignature where size = (select size from kept)')
      await c.query('delete from kernel.checkpoint where size = (select size from kept)')
      expect((await look(o)).alarms.join()).toContain('缩短')
      await c.query('insert into kernel.checkpoint select * from kept')
      await c.query('insert into kernel.cosignature select * from signed')
      await c.query('alter table kernel.cosignature enable trigger user')
    })
    expect((await look(o)).alarms).toEqual([])
    // A monitor that comes late finds a changed entry all the same: it computes the tree itself.
    await behind('kernel.journal', async (c) => {
      const swap = (a: string, b: string) =>
        c.query(
          `update kernel.journal set leaf = replace(leaf, $1, $2) where seq = (select min(seq) from kernel.journal where leaf like '%' || $1 || '%')`,
          [a, b],
        )
      await swap('已备案', '己备案')
      expect((await look({ base: s.url, dataDir: dir() })).alarms.join()).toContain('树根')
      await swap('己备案', '已备案')
    })
  })
  test('公告里随便改一个字节，一千次，次次查得出', async () => {
    const get = async (path: string) => fetch(s.url + path)
    const size = Number((await text('/journal/checkpoint')).split('\n')[1])
    const vouched = vouchedIn(await entriesFrom(get, 0, size))
    const { rows } = await s.app.pool.query<{ id: string; content: string }>(
      'select id, content::text as content from disclosure.notice',
    )
    let seed = 20_261_125
    const random = (n: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      return seed % n
    }
    /** One byte of the stored text becomes another, so that it is still JSON and says something else. */
    const bend = (content: string): string => {
      const was = Buffer.from(content)
      for (;;) {
        const bytes = Buffer.from(was)
        bytes[random(bytes.length)] = random(256)
        try {
          const decoded = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
          if (decoded.includes('\\u0000')) continue
          if (JSON.stringify(JSON.parse(decoded)) !== JSON.stringify(JSON.parse(content)))
            return decoded
        } catch {
          // Not text or not JSON any more: the database would refuse it.
        }
      }
    }
    let found = 0
    let changed = 0
    await behind('disclosure.notice', async (c) => {
      const put = (list: { id: string; content: string }[]) =>
        c.query(
          `update disclosure.notice n set content = x.content::jsonb from unnest($1::uuid[], $2::text[]) as x(id, content) where n.id = x.id`,
          [list.map((r) => r.id), list.map((r) => r.content)],
        )
      while (changed < 1000) {
        await put(rows.map((r) => ({ id: r.id, content: bend(r.content) })))
        const { faults } = await noticeFaults(get, vouched)
        changed += rows.length
        found += rows.filter((r) =>
          faults.some((f) => f.includes(r.id) && f.includes('流水所记')),
        ).length
      }
      await put(rows)
    })
    expect(found).toBe(changed)
    expect(await noticeFaults(get, vouched)).toMatchObject({ faults: [], unvouched: [] })
  }, 240_000)
  test('分片、束、证明的网址照 C2SP；不是正名的网址没有', async () => {
    const size = Number((await text('/journal/checkpoint')).split('\n')[1])
    const partial = size % 256
    for (const tree of ['/journal', '/journal/sm3']) {
      const tile = await fetch(`${s.url}${tree}/tile/0/${size > 256 ? '001' : '000'}.p/${partial}`)
      expect(tile.headers.get('content-type')).toBe('application/octet-stream')
      expect((await tile.arrayBuffer()).byteLength).toBe(partial * 32)
    }
    const list = await entriesFrom((p) => fetch(s.url + p), 0, size)
    const top = await root(
      sha256,
      memoryReader(
        sha256,
        list.map((e) => leafHash(sha256, e)),
      ),
      size,
    )
    expect(await text('/journal/checkpoint')).toContain(Buffer.from(top).toString('base64'))
    for (const bad of [
      'tile/0/0',
      'tile/0/x000/000',
      'tile/0/000.p/256',
      'tile/0/000.p/0',
      'tile/64/000',
      'tile/entries/999',
      `tile/0/000.p/${'9'.repeat(4)}`,
    ])
      expect((await fetch(`${s.url}/journal/${bad}`)).status, bad).toBe(404)
  })
})
