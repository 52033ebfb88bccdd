import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { instant } from '#kernel'
import { freshStage } from '#testing'
import { hospital } from '../demo/hospital.ts'
import type { Player } from '../demo/player.ts'
import type { Stage } from '../demo/run.ts'
import { sealed } from '../evidence/make.ts'
import { type Bundle, Untrue, verifyBundle } from './bundle.ts'

/** 证据包：离线重算，改一个字节就露馅。 */
let s: Stage
let p: Player
let open = ''
let full = ''
let url = ''
const faults: unknown[] = []
beforeAll(async () => {
  s = await freshStage((e) => faults.push(e))
  p = s.player()
  const { process } = await hospital(p, s.clock, s.cast, '合同')
  await s.clock.toInstant(instant(s.clock.now() + 1000))
  const { ocid } = (await p.as('wang').project.get({ id: process })).project
  url = `/api/evidence/bundle?ocid=${ocid}`
  open = await (await p.get(url)).text()
  full = await (await p.getAs('caizheng', url)).text()
}, 180_000)
afterAll(() => s.stop())

test('公开的与完整的证据包都经得起离线验证，并说出查了什么', async () => {
  expect(faults).toEqual([])
  const said = (await verifyBundle(open)).join('\n')
  expect(said).toMatch(/\d+条流水逐条证明在签名检查点之下/)
  expect(said).toContain('8份投标与开标时公布的承诺一致')
  expect(said).toContain('1次专家抽取由承诺、信标和揭示重算')
  expect(said).toContain('2个采购包由评分重算')
  expect((await verifyBundle(full)).join()).toMatch(/[1-9]\d*条流水所隐的内容打开后/)
  expect(JSON.parse(open).files['project.json'].kind).toBe('公开')
  expect(JSON.parse(full).files['project.json'].kind).toBe('完整')
})
test('公开的证据包里没有密文，也没有落选专家是谁', () => {
  const b = JSON.parse(open) as Bundle
  const text = JSON.stringify(b)
  expect(text).not.toContain('"envelope"')
  const draw = b.files['draws/1.json'] as { opened: unknown[]; leaves: unknown[]; seats: unknown[] }
  expect(draw.opened).toHaveLength(4)
  expect(draw.leaves.length).toBeGreaterThan(4)
})
test('随机翻动二百处字节，次次都被拒绝，并说出在哪里（一千处见 bench verify）', async () => {
  const bytes = Buffer.from(open)
  let seed = 20261124
  const next = (n: number) => {
    seed = (seed * 1103515245 + 12345) % 2147483648
    return Math.floor((seed / 2147483648) * n)
  }
  const missed: number[] = []
  for (let i = 0; i < 200; i++) {
    const at = next(bytes.length)
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] as number) ^ (1 + next(255))
    const e = await verifyBundle(changed.toString('utf8')).then(
      () => null,
      (x: unknown) => x,
    )
    if (!(e instanceof Untrue) || e.place === '') missed.push(at)
  }
  expect(missed).toEqual([])
}, 120_000)

type Change = (f: Record<string, never>) => void
/** Someone who changes a fact and makes the manifest right again is still found out. */
test.each<[string, string, Change]>([
  [
    '改一个评分',
    'lots/1.json',
    (f) => {
      const l = f['lots/1.json'] as never as { input: string }
      l.input = l.input.replace(/"plan":\[(\d)/, '"plan":[1')
    },
  ],
  [
    '换第一名',
    'lots/1.json/order',
    (f) => {
      ;(f['lots/1.json'] as never as { order: string[][] }).order.reverse()
    },
  ],
  [
    '改一家报价',
    'bids/',
    (f) => {
      const k = Object.keys(f).find((x) => x.startsWith('bids/')) ?? ''
      ;(f[k] as never as { price: string }).price = '1.00'
    },
  ],
  [
    '换一份密文',
    'bids/',
    (f) => {
      const k = Object.keys(f).find((x) => x.startsWith('bids/')) ?? ''
      ;(f[k] as never as { envelope: string }).envelope = '{}'
    },
  ],
  [
    '换一名专家',
    'draws/1.json/opened/0',
    (f) => {
      ;(f['draws/1.json'] as never as { opened: { expert: string }[] }).opened[0] = {
        ...(f['draws/1.json'] as never as { opened: { expert: string }[] }).opened[0],
        expert: 'x',
      }
    },
  ],
  [
    '调换通知次序',
    'draws/1.json/seats/0',
    (f) => {
      const d = f['draws/1.json'] as never as { seats: { turn: number; place: number }[] }
      const [a, b] = d.seats as unknown as [{ place: number }, { place: number }]
      const t = a.place
      a.place = b.place
      b.place = t
    },
  ],
  [
    '改流水一条',
    'journal.json/entries/3',
    (f) => {
      const e = (f['journal.json'] as never as { entries: { leaf: string }[] }).entries[3]
      if (e) e.leaf = e.leaf.replace('"v":1', '"v":2')
    },
  ],
  [
    '改公告内容',
    'notices.json/0',
    (f) => {
      const n = (f['notices.json'] as never as { content: Record<string, unknown> }[])[0]
      if (n) n.content['title'] = '改过'
    },
  ],
])('重写清单也没有用：%s', async (_, place, change) => {
  const files = structuredClone((JSON.parse(full) as Bundle).files) as Record<string, never>
  change(files)
  const e = await verifyBundle(sealed(files)).then(
    () => null,
    (x: unknown) => x as Untrue,
  )
  expect(e).toBeInstanceOf(Untrue)
  expect(e?.place).toContain(place)
})
test('结果公告之前，外人拿不到；不相干的公钥不认', async () => {
  expect((await p.get('/api/evidence/bundle?ocid=no-such')).status).toBe(404)
  await expect(verifyBundle(open, 'x+00000000+AA==')).rejects.toThrow('不是您给出的那把公钥')
})
test('yiwang verify 文件：属实退出 0，不实退出 1 并说出在哪里', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'yiwang-bundle-'))
  const run = promisify(execFile)
  try {
    writeFileSync(join(dir, 'good.json'), open)
    writeFileSync(join(dir, 'bad.json'), open.replace('"price":"3', '"price":"4'))
    const good = await run('node', ['bin/yiwang.js', 'verify', join(dir, 'good.json')])
    expect(good.stdout).toContain('属实')
    const bad = await run('node', ['bin/yiwang.js', 'verify', join(dir, 'bad.json')]).catch(
      (e: { code: number; stdout: string }) => e,
    )
    expect((bad as { code: number }).code).toBe(1)
    expect(bad.stdout).toContain('✗ bids/')
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}, 60_000)
