import { createHash } from 'node:crypto'
import { type IncomingHttpHeaders, request } from 'node:http'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Content, compose, fill, forms, kinds } from '#disclosure'
import { canonical } from '#kernel'
import { freshStage } from '#testing'
import { hospital } from '../demo/hospital.ts'
import type { Stage } from '../demo/run.ts'
import { feed } from './feed.ts'
import { Body } from './notice.tsx'
import { css } from './style.ts'

const EVIL = `<script>alert(1)</script>"'><img src=x onerror=alert(1)>&lt;javascript:alert(1)`

describe('转义', () => {
  test.each(kinds)('%s：每一栏都是文字，不是标记', (kind) => {
    const given = Object.fromEntries(
      forms[kind].sections.map((s) => [
        s.heading,
        {
          values: Object.fromEntries(
            (s.fields ?? []).map((f) => [f.group ? `${f.group} ${f.label}` : f.label, EVIL]),
          ),
          ...(s.columns ? { rows: [Object.fromEntries(s.columns.map((c) => [c.key, EVIL]))] } : {}),
        },
      ]),
    )
    const c: Content = compose(
      { kind, title: EVIL, opening: EVIL, tail: EVIL, publisher: EVIL, given },
      { category: '货物' },
      '2026-10-16',
    )
    expect(fill(kind, '货物', given).length).toBeGreaterThan(0)
    const html = String(Body({ c }))
    expect(html).not.toMatch(/<(script|img)/i)
    expect(html).toContain('&lt;script&gt;')
  })
  test('订阅也一样', () => {
    const notice = { id: 'x', title: EVIL, publisher: EVIL, kind: '招标公告', published: 0 }
    expect(
      feed('http://a"b', { title: EVIL, self: '/feed.atom?<' }, [notice as never]),
    ).not.toMatch(/<(script|img)|http:\/\/a"b/)
  })
})

describe('门户', () => {
  let s: Stage
  let process: string
  const faults: unknown[] = []
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(s.url + path, { headers, redirect: 'manual' })
  const notices = async () =>
    (
      (await (await get('/api/disclosure/list')).json()) as {
        notices: { id: string; kind: string; ocid: string; sha256: string }[]
      }
    ).notices
  beforeAll(async () => {
    s = await freshStage((e) => faults.push(e))
    process = (await hospital(s.player(), s.clock, s.cast, '招标')).process
    await s.app.settle()
  }, 120_000)
  afterAll(async () => {
    expect(faults).toEqual([])
    await s.stop()
  })

  test('每一页都完整：没有脚本，50KB 以内，只认本站的样式', async () => {
    const all = await notices()
    const paths = [
      '/',
      '/notices',
      '/search?q=医疗',
      '/law',
      '/law?on=2021-06-01&region=150422',
      '/journal',
      `/projects/${all[0]?.ocid}`,
      ...all.map((n) => `/notices/${n.id}`),
    ]
    for (const path of paths) {
      const res = await get(path)
      const html = await res.text()
      expect(res.status, path).toBe(200)
      expect(html, path).toMatch(/^<!doctype html><html lang="zh-CN"/)
      expect(html, path).not.toContain('<script')
      expect(html.match(/<h1/g)?.length, path).toBe(1)
      expect(Buffer.byteLength(html), path).toBeLessThan(50 * 1024)
      expect(res.headers.get('content-security-policy'), path).toContain(
        "default-src 'none'; style-src 'self'",
      )
      expect(
        (await get(path, { 'if-none-match': res.headers.get('etag') ?? '' })).status,
        path,
      ).toBe(304)
    }
  })
  test('规则一页一页读完，一条不少，哪一页都在 50KB 以内', async () => {
    const read = async (path: string) => {
      const html = await (await get(path)).text()
      expect(Buffer.byteLength(html), path).toBeLessThan(50 * 1024)
      return html
    }
    const links = (html: string) =>
      [...html.matchAll(/href="(\/law\?[^"]*of=[^"]*)"/g)].map((m) =>
        (m[1] ?? '').replaceAll('&amp;', '&'),
      )
    const first = await read('/law?on=2026-10-10&region=150000')
    let shown = 0
    const seen = new Set<string>()
    const todo = links(first)
    for (const path of todo) {
      if (seen.has(path)) continue
      seen.add(path)
      const html = await read(path)
      shown += html.split('<div class="title">').length - 1
      todo.push(...links(html))
    }
    expect(shown).toBe(Number(/共(\d+)条/.exec(first)?.[1]))
    expect(shown).toBeGreaterThan(200)
  })
  test('从首页走得到的每一页：都打得开，50KB 以内；整部的法规、登记和权限表压缩后也在 50KB 以内', async () => {
    const LONG = /^\/(law|privacy|access)([/?]|$)/
    const kind = (path: string) =>
      path
        .replace(/\?.*/, '?')
        .replace(/[0-9a-f-]{36}/g, ':id')
        .replace(/%[0-9A-F]{2}|\d+/g, '0')
    const [seen, many] = [new Set<string>(), new Map<string, number>()]
    const todo = ['/', '/alerts', '/obligations', '/law/texts', '/law/settings', '/catalogue']
    const faulty: string[] = []
    for (const path of todo) {
      const of = kind(path)
      if (seen.has(path) || (many.get(of) ?? 0) >= (LONG.test(path) ? 40 : 4)) continue
      seen.add(path)
      many.set(of, (many.get(of) ?? 0) + 1)
      const res = await get(path)
      if (!(res.headers.get('content-type') ?? '').startsWith('text/html')) {
        await res.body?.cancel()
        continue
      }
      const html = await res.text()
      const size = Buffer.byteLength(html)
      // The sealing page is a program to take away, not a page to read.
      if (path === '/seal/offline.html') continue
      if (res.status !== 200) faulty.push(`${path} 答 ${res.status}`)
      if (size >= 50_000 && !LONG.test(path)) faulty.push(`${path} ${size}`)
      if (gzipSync(html).length >= 50_000) faulty.push(`${path} 压缩后 ${gzipSync(html).length}`)
      for (const [, to = ''] of html.matchAll(/href="(\/[^"#]*)/g))
        if (!/^\/(desk|language|elder|sandbox)/.test(to)) todo.push(to.replaceAll('&amp;', '&'))
    }
    expect(faulty).toEqual([])
    expect(seen.size).toBeGreaterThan(100)
    expect([...many.keys()].length).toBeGreaterThan(25)
  }, 60_000)
  test('样式写在页里，策略只认它；打印和竖排的另取，不挡屏幕，名字随内容而变，可以一直存着', async () => {
    expect(Buffer.byteLength(css)).toBeLessThan(12 * 1024)
    const res = await get('/', { cookie: 'lang=mn' })
    const html = await res.text()
    const [, inside = ''] = /<style>([\s\S]*?)<\/style>/.exec(html) ?? []
    const hash = createHash('sha256').update(inside).digest('base64')
    expect(res.headers.get('content-security-policy')).toContain(`'sha256-${hash}'`)
    expect(html).toContain('media="print"')
    const sheets = [...html.matchAll(/href="(\/(print|upright)-[0-9a-f]{12}\.css)"/g)]
    expect(sheets.map((m) => m[2])).toEqual(['upright', 'print'])
    for (const [, href = ''] of sheets)
      expect((await get(href)).headers.get('cache-control')).toContain('immutable')
    const [, font = ''] =
      /url\(([^)]+\.woff2)\)/.exec(await (await get(sheets[0]?.[1] ?? '')).text()) ?? []
    expect((await get(font)).headers.get('content-type')).toBe('font/woff2')
    expect(await (await get('/')).text()).not.toContain('upright-')
  })
  test('肯收压缩的给压缩的，说的一样；不肯收的照旧，哪一种都认得出没有变', async () => {
    const bare = (encoding: string, tag = '') =>
      new Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }>((done, fail) => {
        const headers = { 'accept-encoding': encoding, ...(tag ? { 'if-none-match': tag } : {}) }
        request(new URL('/notices', s.url), { headers }, (r) => {
          const parts: Buffer[] = []
          r.on('data', (b: Buffer) => parts.push(b))
          r.on('end', () =>
            done({ status: r.statusCode ?? 0, headers: r.headers, body: Buffer.concat(parts) }),
          )
        })
          .on('error', fail)
          .end()
      })
    const plain = await bare('identity')
    expect(plain.headers['content-encoding']).toBeUndefined()
    for (const [encoding, packed] of [
      ['gzip', true],
      ['br, gzip;q=0.5', true],
      ['gzip;q=0', false],
      ['gzip;q=0.0, br', false],
      ['br', false],
      ['xgzip', false],
    ] as const) {
      const r = await bare(encoding)
      expect(r.headers['content-encoding'], encoding).toBe(packed ? 'gzip' : undefined)
      expect((packed ? gunzipSync(r.body) : r.body).equals(plain.body), encoding).toBe(true)
      expect(r.headers.vary).toContain('Accept-Encoding')
      if (packed) expect(r.body.length).toBeLessThan(plain.body.length / 3)
      expect((await bare(encoding, r.headers.etag)).status, encoding).toBe(304)
      expect((await bare(encoding, plain.headers.etag)).status, encoding).toBe(304)
    }
  })
  test('公告的摘要人人可算，流水的那一条替它作证', async () => {
    for (const n of await notices()) {
      const data = (await (await get(`/notices/${n.id}.json`)).json()) as {
        content: unknown
        sha256: string
        journal: { index: number; leaf: string }
      }
      expect(createHash('sha256').update(canonical(data.content)).digest('hex')).toBe(data.sha256)
      const leaf = await (await get(`/journal/entries/${data.journal.index}`)).text()
      expect(JSON.parse(leaf)).toMatchObject({
        noun: '公告',
        subject: n.id,
        open: { sha256: data.sha256 },
      })
      expect(
        createHash('sha256')
          .update(Buffer.concat([Buffer.from([0]), Buffer.from(leaf)]))
          .digest('hex'),
      ).toBe(data.journal.leaf)
    }
  })
  test('招标公告说明已被更正，更正公告指回原公告', async () => {
    const all = await notices()
    const id = (kind: string) => all.find((n) => n.kind === kind)?.id ?? ''
    expect(await (await get(`/notices/${id('招标公告')}`)).text()).toContain(
      `href="/notices/${id('更正公告')}"`,
    )
    const correction = await (await get(`/notices/${id('更正公告')}`)).text()
    expect(correction).toContain(`href="/notices/${id('招标公告')}"`)
    expect(correction).toContain('更正前')
  })
  test('截止以前，项目页不说有谁投标、有几家', async () => {
    const ocid = (await notices())[0]?.ocid
    const html = await (await get(`/projects/${ocid}`)).text()
    expect(html).toContain('采购计划备案')
    expect(html).not.toMatch(/收到投标|康达|华瑞|赛罕|蒙医科技/)
    const { rows } = await s.app.pool.query<{ n: string }>(
      `select count(*) as n from kernel.journal where process = $1 and noun = '投标'`,
      [process],
    )
    expect(Number(rows[0]?.n)).toBeGreaterThanOrEqual(0)
  })
  test('没有公告的采购，连名字也不公开', async () => {
    await s.app.pool.query(`insert into library.project (id, ocid, no, title, buyer, region, category, began)
      select gen_random_uuid(), 'ocds-yiwang-secret', 'secret', '还没有公开的采购', buyer, region, category, began from library.project limit 1`)
    const res = await get('/projects/ocds-yiwang-secret')
    expect(res.status).toBe(404)
    expect(await res.text()).not.toContain('还没有公开的采购')
  })
  test.each([
    ['/notices?before=9999999999999999,x', 200],
    ['/notices?before=99999999999999,00000000-0000-0000-0000-000000000000', 200],
    ['/notices?before=1,------------------------------------', 200],
    ['/notices?q=%00%25_%5C%27&kind=x&region=x', 200],
    ['/search?q=%F0%9F%98%80'.padEnd(600, 'a'), 200],
    ['/law?on=2026-02-30&region=999999', 200],
    ['/law?on=1990-01-01', 200],
    ['/law?page=0&of=x', 200],
    ['/law?page=9999', 200],
    ['/notices/00000000-0000-0000-0000-000000000000', 404],
    ['/notices/00000000-0000-0000-0000-000000000000.json', 404],
    ['/notices/------------------------------------', 404],
    ['/projects/%00', 404],
    ['/projects/%E4%B8%AD', 404],
    ['/nowhere', 404],
  ])('奇怪的网址 %s 答 %i，不出故障', async (path, status) => {
    expect((await get(path)).status).toBe(status)
  })
  test('权限表按岗位看：办什么、读什么，都与流程一致；没有的岗位是 404', async () => {
    const all = await (await get('/access')).text()
    const roles = [...all.matchAll(/href="\/access\?role=([^"]+)"/g)].map((m) => m[1] as string)
    expect(roles.length).toBeGreaterThan(10)
    for (const role of roles) {
      const html = await (await get(`/access?role=${role}`)).text()
      expect(html, decodeURIComponent(role)).not.toMatch(/<script/i)
      expect(gzipSync(html).length).toBeLessThan(50_000)
    }
    const expert = await (await get(`/access?role=${encodeURIComponent('评审专家')}`)).text()
    expect(expert).toMatch(/<td>签署评审意见<\/td><td>评审中<\/td><td>已签署<\/td><td>须<\/td>/)
    expect(expert).not.toContain('审核并送国库')
    expect((await get('/access?role=nobody')).status).toBe(404)
  })
  test.each([
    ['/notices?q=a', '/notices?q=a'],
    ['//evil.example/', '/'],
    ['/\\evil.example', '/'],
    ['https://evil.example', '/'],
  ])('大字版回到 %s → %s', async (back, want) => {
    const res = await get(`/elder?on=1&back=${encodeURIComponent(back)}`)
    expect(res.headers.get('location')).toBe(want)
    expect(await (await get('/', { cookie: 'elder=1' })).text()).toContain(
      '<html lang="zh-CN" class="elder">',
    )
  })
})

describe('法规台', () => {
  let s: Stage
  beforeAll(async () => {
    s = await freshStage()
  }, 60_000)
  afterAll(() => s.stop())
  const post = (path: string, body: string) =>
    fetch(`${s.url}/api/law/${path}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    })

  test('期间照算，遇放假顺延，并给出依据', async () => {
    const a = await (await post('period', '{"from":"2026-09-22","length":20,"unit":"day"}')).json()
    expect(a).toMatchObject({ end: '2026-10-12', rolled: false })
    const b = (await (
      await post('period', '{"from":"2026-09-02","length":30,"unit":"day"}')
    ).json()) as { cites: unknown[] }
    expect(b).toMatchObject({ end: '2026-10-08', rolled: true })
    expect(b.cites.length).toBeGreaterThan(0)
  })
  test.each([
    ['period', '{"from":"2026-02-30","length":1,"unit":"day"}', 400],
    ['period', '{"from":"2026-02-03","length":0,"unit":"day"}', 400],
    ['period', '{"from":"2026-02-03","length":1,"unit":"day","x":1}', 400],
    ['period', '{"from":"2026-02-03","from":"2026-02-04","length":1,"unit":"day"}', 400],
    ['period', '{', 400],
    ['period', '{"from":"2099-02-03","length":5,"unit":"workday"}', 422],
    ['method', '{"region":"999999","on":"2026-01-01","category":"goods","amount":"1.00"}', 400],
    [
      'method',
      '{"region":"150100","on":"2026-01-01","category":"goods","amount":"4000000.00"}',
      200,
    ],
    ['evaluate', `{"x":"${'a'.repeat(1_100_000)}"}`, 413],
    ['nothing', '{}', 404],
  ])('%s %s → %i', async (path, body, status) => {
    const res = await post(path, body)
    expect(res.status).toBe(status)
    if (status >= 400) expect(res.headers.get('content-type')).toContain('application/problem+json')
  })
  test('工作日与某日的规则', async () => {
    expect(await (await fetch(`${s.url}/api/law/workday/2026-10-10`)).json()).toEqual({
      date: '2026-10-10',
      workday: true,
    })
    expect((await fetch(`${s.url}/api/law/workday/2031-01-01`)).status).toBe(422)
    const rules = (await (
      await fetch(`${s.url}/api/law/rules?on=2026-10-10&region=150100`)
    ).json()) as { id: string; cites: unknown[] }[]
    expect(rules.length).toBeGreaterThan(100)
    expect(rules.every((r) => r.cites.length > 0)).toBe(true)
  })
})
