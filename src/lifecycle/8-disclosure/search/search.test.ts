import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { at, pathOf, rfc3339 } from '#kernel'
import { type Column, type Value, xlsxStream } from '#sheets'
import { freshStage } from '#testing'
import { hospital } from '../../../demo/hospital.ts'
import type { Stage } from '../../../demo/run.ts'

/** One region, one purchase with attachments, asked in every way a person would. */
let s: Stage
const faults: unknown[] = []
interface Found {
  notices: {
    id: string
    kind: string
    title: string
    content: { attachments?: { sha256: string }[] }
  }[]
  next: string | null
}
const list = async (query: Record<string, string>) => {
  const res = await fetch(`${s.url}/api/disclosure/list?${new URLSearchParams(query)}`)
  return { status: res.status, ...((await res.json()) as Found) }
}
const kindsFor = async (query: Record<string, string>) =>
  (await list(query)).notices.map((n) => n.kind).sort()
const page = async (path: string) => (await fetch(s.url + path)).text()
const sheet = async () => {
  const columns: Column[] = [{ title: '部件' }, { title: '要求' }]
  const rows: Value[][] = [['钛合金离心泵头', '转速不低于五千转']]
  const parts: Buffer[] = []
  for await (const c of xlsxStream('清单', columns, rows)) parts.push(Buffer.from(c as Uint8Array))
  return Buffer.concat(parts)
}

beforeAll(async () => {
  s = await freshStage((e) => faults.push(e))
  const p = s.player()
  await hospital(p, s.clock, s.cast, '招标')
  const agent = p.as('guo')
  const id = (await agent.tender.list({}))[0]?.id ?? ''
  const tender = await agent.tender.get({ id })
  const document = tender.data.document as object
  const good = await p.upload('guo', '配置清单.xlsx', await sheet())
  const bad = await p.upload('guo', '图纸.pdf', Buffer.from('%PDF-1.7\n这不是一份完整的 PDF'))
  await agent.tender.correct({
    id,
    subjectOf: '采购文件',
    reason: '补充附件',
    affects: false,
    changes: [{ item: '附件', before: '无', after: '增加配置清单和图纸' }],
    document: {
      ...document,
      attachments: [
        { title: '配置清单', file: good },
        { title: '安装图纸', file: bad },
      ],
    } as never,
  })
  await s.app.settle()
}, 120_000)
afterAll(async () => {
  expect(faults).toEqual([])
  await s.stop()
})

describe('检索', () => {
  test('题名、正文、单位、编号都查得到；同义词、品目代码的开头也查得到', async () => {
    expect(await kindsFor({ q: '体外循环' })).toContain('招标公告')
    expect(await kindsFor({ q: '青城医院 更正' })).toEqual(['更正公告', '更正公告'])
    expect(await kindsFor({ q: '国产膜式氧合器 不限定' })).toEqual([])
    expect(await kindsFor({ q: '配套膜式氧合器（国产或进口均可）' })).toEqual(['更正公告'])
    const { notices } = await list({ kind: '招标公告' })
    const code = JSON.stringify(notices[0]?.content).match(/A\d{8}/)?.[0] ?? ''
    expect(await kindsFor({ item: code.slice(0, 5) })).toContain('招标公告')
    expect(await kindsFor({ item: 'C' })).toEqual([])
  })
  test('条件合起来用：种类、地区、方式、类别、金额、时间', async () => {
    const whole = { kind: '招标公告', region: '150100', method: '公开招标', category: '货物' }
    expect(await kindsFor(whole)).toEqual(['招标公告'])
    expect(await kindsFor({ ...whole, region: '150400' })).toEqual([])
    expect(await kindsFor({ ...whole, method: '询价' })).toEqual([])
    expect(await kindsFor({ ...whole, least: '1000000', most: '99999999.99' })).toEqual([
      '招标公告',
    ])
    expect(await kindsFor({ ...whole, most: '100' })).toEqual([])
    expect(await kindsFor({ ...whole, from: '2026-04-07', to: '2026-04-07' })).toEqual(['招标公告'])
    expect(await kindsFor({ ...whole, from: '2026-04-08' })).toEqual([])
    // A correction says no method and no things; its purchase did.
    expect(await kindsFor({ kind: '更正公告', method: '公开招标' })).toEqual([
      '更正公告',
      '更正公告',
    ])
  })
  test('附件先编题名，读过以后内容也查得到；读不了的写明，不妨碍别的', async () => {
    expect(await kindsFor({ q: '钛合金' })).toEqual([])
    expect(await kindsFor({ q: '安装图纸' })).toEqual(['更正公告'])
    await s.app.settleFiles()
    expect(await kindsFor({ q: '钛合金离心泵' })).toEqual(['更正公告'])
    const html = await page(`/search?q=${encodeURIComponent('钛合金')}`)
    expect(html).toContain('附件《配置清单》')
    expect(html).toMatch(/<mark>钛合金/)
    const [n] = (await list({ q: '钛合金' })).notices
    const notice = await page(`/notices/${n?.id}`)
    expect(notice).toContain('没有提取文字')
    const file = await fetch(`${s.url}/notices/${n?.id}/files/1`)
    expect(file.headers.get('content-disposition')).toContain('attachment')
    expect(
      Buffer.from(await file.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK')
    expect((await fetch(`${s.url}/notices/${n?.id}/files/3`)).status).toBe(404)
  })
  test('别人上传的文件不能写进采购文件', async () => {
    const p = s.player()
    const theirs = await p.upload('wang', '别人的.txt', Buffer.from('别人的'))
    const tender = (await p.as('guo').tender.list({}))[0]
    const document = ((await p.as('guo').tender.get({ id: tender?.id ?? '' })).data.document ??
      {}) as object
    await expect(
      p.as('guo').tender.correct({
        id: tender?.id ?? '',
        subjectOf: '采购文件',
        reason: '附件',
        affects: false,
        changes: [{ item: '附件', before: '无', after: '有' }],
        document: { ...document, attachments: [{ title: '别人的', file: theirs }] } as never,
      }),
    ).rejects.toThrow()
  })
  test('题名里的词加亮；摘出正文里答得最好的一段', async () => {
    const html = await page(`/search?q=${encodeURIComponent('体外膜肺氧合')}`)
    expect(html).toMatch(/<mark>体外/)
    expect(html).toContain('class="hit"')
  })
  test('一万字的查询：说清楚太长，没有查；查不出词的也说清楚', async () => {
    const res = await fetch(`${s.url}/search?q=${encodeURIComponent('采购'.repeat(5000))}`)
    expect(res.status).toBe(200)
    expect(await res.text()).toContain('查找的内容有10000字，最多200字')
    expect((await list({ q: '采购'.repeat(5000) })).status).toBe(400)
    for (const q of ['%', '_', '！！', "'''"])
      expect(await page(`/search?q=${encodeURIComponent(q)}`)).toContain('没有可以查找的词')
  })
  test('按时间翻页不重不漏', async () => {
    const seen: string[] = []
    let before: string | null = ''
    while (before !== null) {
      const got: Awaited<ReturnType<typeof list>> = await list({
        q: '采购',
        limit: '1',
        ...(before ? { before } : {}),
      })
      seen.push(...got.notices.map((n) => n.id))
      before = got.next
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBe((await list({ q: '采购', limit: '100' })).notices.length)
  })
  test('每一次查找都是一份订阅源', async () => {
    const res = await fetch(`${s.url}/search.atom?q=${encodeURIComponent('更正')}&region=150100`)
    expect(res.headers.get('content-type')).toContain('application/atom+xml')
    expect((await res.text()).match(/<entry>/g)).toHaveLength(2)
  })
  test('附件改一个字节、短一截、不在了，verify 都查得出；改过的 PDF 不给人看，重新排', async () => {
    const { verifyUrl } = await import('../../../verify/index.ts')
    expect((await verifyUrl(s.url)).faults).toEqual([])
    const { rows } = await s.app.pool.query<{ sha256: string; notice: string }>(
      'select sha256, notice from disclosure.attachment order by no limit 1',
    )
    const [file] = rows
    const path = pathOf(s.app.world.dataDir, file?.sha256 ?? '')
    const was = readFileSync(path)
    const bent = Buffer.from(was)
    bent[bent.length >> 1] = (bent[bent.length >> 1] ?? 0) ^ 1
    for (const bytes of [bent, was.subarray(1)]) {
      writeFileSync(path, bytes)
      expect((await verifyUrl(s.url)).faults.join()).toMatch(/附件《配置清单》与公告所记摘要不符/)
    }
    renameSync(path, `${path}.away`)
    expect((await verifyUrl(s.url)).faults.join()).toContain('附件《配置清单》取不到')
    // A file that is gone is the operator's to know.
    expect(faults.splice(0).map(String).join()).toContain('ENOENT')
    renameSync(`${path}.away`, path)
    writeFileSync(path, was)
    expect((await verifyUrl(s.url)).faults).toEqual([])
    const pdf = async () =>
      Buffer.from(await (await fetch(`${s.url}/notices/${file?.notice}.pdf`)).arrayBuffer())
    const first = await pdf()
    const folder = join(s.app.world.dataDir, 'papers')
    const kept = join(folder, readdirSync(folder).find((f) => f.endsWith('.pdf')) ?? '')
    const wrong = Buffer.from(first)
    wrong[1000] = (wrong[1000] ?? 0) ^ 1
    writeFileSync(kept, wrong)
    expect((await pdf()).equals(wrong)).toBe(false)
    expect((await pdf()).subarray(0, 5).toString()).toBe('%PDF-')
  }, 60_000)
  test('体检：附件、附件题名、附件文字改了一处，都说得出是哪一处', async () => {
    const { examine, told } = await import('../../../doctor/index.ts')
    const seen = async () =>
      (await examine(s.app.db, s.app.world)).filter((c) => c.first !== null).map(told)
    expect(await seen()).toEqual([])
    const text = (sql: string) => s.app.pool.query(`update disclosure.file_text set text = ${sql}`)
    await text(`text || '改'`)
    expect((await seen()).join()).toContain('✗ 附件文字与附件不符：附件《配置清单》')
    await text(`left(text, length(text) - 1)`)
    await s.app.pool.query(`update disclosure.attachment set title = title || '。' where no = 1`)
    expect((await seen()).join()).toContain('更正公告')
    await s.app.pool.query(`update disclosure.attachment set title = left(title, -1) where no = 1`)
    const { rows } = await s.app.pool.query<{ sha256: string }>(
      'select sha256 from disclosure.attachment order by no limit 1',
    )
    const path = pathOf(s.app.world.dataDir, rows[0]?.sha256 ?? '')
    const was = readFileSync(path)
    writeFileSync(path, was.subarray(1))
    expect((await seen()).join()).toContain('✗ 附件与其摘要不符：附件《配置清单》')
    writeFileSync(path, was)
    expect(await seen()).toEqual([])
  }, 30_000)
  test('索引可以整个重建，公告还是那些公告', async () => {
    const before = (await list({ q: '钛合金' })).notices.map((n) => n.id)
    await s.app.pool.query('update disclosure.indexed set edition = 0')
    await s.app.pool.query(`update disclosure.found set words = ''::tsvector`)
    expect((await list({ q: '钛合金' })).notices).toEqual([])
    await s.app.settle()
    expect((await list({ q: '钛合金' })).notices.map((n) => n.id)).toEqual(before)
    expect(rfc3339(at('2026-04-16'))).toContain('+08:00')
  })
})
