import { buffer } from 'node:stream/consumers'
import excel from 'exceljs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type JobContext, type JobKinds, startJobs, type Tx } from '#kernel'
import { intakeJobs, makeUscc, sheetOf } from '#libraries'
import { type Value, xlsxStream } from '#sheets'
import { bomb, cookieOf, freshStage } from '#testing'
import { expert, unit } from '../../../test/support/registrations.ts'
import type { Player } from '../../demo/player.ts'
import type { Stage } from '../../demo/run.ts'

/** 批量导入：先读、先看，整批入库或一行不入；没有用起来的可以整批撤回。 */
let s: Stage
let p: Player
let cookie = ''
const faults: unknown[] = []
beforeAll(async () => {
  s = await freshStage((e) => faults.push(e))
  p = s.player()
  cookie = await cookieOf(s.url, 'caizheng')
}, 60_000)
afterAll(() => s?.stop())

type Kind = Parameters<typeof sheetOf>[0]
const titlesOf = (kind: Kind) => Object.values(sheetOf(kind).columns).map((c) => c.title)
const table = (kind: Kind, rows: Iterable<Record<string, Value>>) => {
  const titles = titlesOf(kind)
  return buffer(
    xlsxStream(
      kind,
      titles.map((title) => ({ title })),
      (function* () {
        for (const r of rows) yield titles.map((t) => r[t] ?? null)
      })(),
    ),
  )
}
const send = async (bytes: Uint8Array, name = '登记表.xlsx'): Promise<string> => {
  const res = await fetch(`${s.url}/api/upload?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { cookie },
    body: bytes as never,
  })
  return ((await res.json()) as { id: string }).id
}
/** Uploaded and read to the end. */
const read = async (kind: Kind, bytes: Uint8Array) => {
  const { id } = await p.as('caizheng').intake.upload({ kind, file: await send(bytes) })
  await s.app.settle()
  return id as string
}
const get = (id: string) => p.as('caizheng').intake.get({ id })
const section = async (id: string, title: string) =>
  (await get(id)).sections.find((x: { title: string }) => x.title.startsWith(title))?.rows ?? []
const rows = async (sql: string) => (await s.app.pool.query(sql)).rows
const found = async (module: string, q: string) =>
  (
    (await (await fetch(`${s.url}/api/${module}/find?q=${encodeURIComponent(q)}`)).json()) as {
      total: number
    }
  ).total
describe('读表', () => {
  test('每处错误说出行、列、问题和改法；没有错误的行等着入库，入库前库里什么也没有', async () => {
    const good = unit()
    const kangda = (await rows(`select uscc from library.org where name like '北京康达%'`))[0].uscc
    const id = await read(
      '供应商',
      await table('供应商', [
        good,
        unit({ 统一社会信用代码: '91150204ma0n00016j' }),
        unit({ 登记地: '火星' }),
        unit({ 企业规模: '超大' }),
        unit({ 单位名称: null }),
        unit({ 统一社会信用代码: kangda }),
        unit({ 登记地: '赤峰市' }),
        { ...good },
        unit({ 单位名称: '=HYPERLINK("http://x")' }),
      ]),
    )
    const view = await get(id)
    expect(view.state).toBe('待确认')
    expect(view.data).toMatchObject({ rows: 2, faults: 7 })
    expect(
      (await section(id, '有误的行')).map((f: { [k: string]: unknown }) => [
        f['row'],
        f['column'],
        f['what'],
      ]),
    ).toEqual([
      [3, 'A', expect.stringContaining('统一社会信用代码')],
      [4, 'C', '登记地“火星”不是本区的地区'],
      [5, 'G', '企业规模“超大”不是可选的值'],
      [6, 'B', '单位名称没有填'],
      [7, 'A', expect.stringContaining('这个代码已于')],
      [8, 'C', expect.stringContaining('不在呼和浩特市之内')],
      [9, '整行', expect.stringContaining('与第2行是同一个')],
    ])
    expect((await section(id, '有误的行'))[0].cure).toContain('91150204MA0N00016J')
    expect(await found('supplier', String(good['统一社会信用代码']))).toBe(0)
    await p.refused('有误时不说清楚', '有误的行须改正或舍去', () =>
      p.as('caizheng').intake.confirm({ id, onlyGood: false }),
    )
    await p.as('caizheng').intake.confirm({ id, onlyGood: true })
    await s.app.settle()
    expect((await get(id)).state).toBe('已入库')
    expect(await found('supplier', String(good['统一社会信用代码']))).toBe(1)
    const sheet = await fetch(`${s.url}/api/intake/faults.xlsx?id=${id}`, { headers: { cookie } })
    expect(sheet.status).toBe(200)
    const book = new excel.Workbook()
    await book.xlsx.load((await sheet.arrayBuffer()) as never)
    // The heading, seven faults, and who took them.
    expect(book.worksheets[0]?.rowCount).toBe(9)
    expect(String(book.worksheets[0]?.getCell(9, 1).value)).toContain('导出：王晓东')
    for (const row of book.worksheets[0]?.getSheetValues() ?? [])
      for (const cell of (row as unknown[]) ?? []) expect(typeof cell).not.toBe('object')
  })
  test.each<[string, () => Promise<Uint8Array> | Uint8Array, RegExp]>([
    [
      '一百万行',
      () => Buffer.from(`${titlesOf('供应商').join(',')}\n${'甲,乙\n'.repeat(1_000_000)}`),
      /多于5000行/,
    ],
    [
      '不是这张表',
      () => buffer(xlsxStream('x', [{ title: '甲' }], [['乙']])),
      /表头缺少：统一社会信用代码/,
    ],
    ['坏的压缩包', () => Buffer.from('PK\u0003\u0004坏了'), /不完整或已损坏/],
    [
      '国标编码的文本',
      () => Buffer.from([0xb5, 0xa5, 0xce, 0xbb, 0xc3, 0xfb, 0xb3, 0xc6, 0x0a]),
      /表头缺少/,
    ],
    [
      '拉丁文编码的文本',
      () => Buffer.from('Société,Région\nCafé,Orléans\n', 'latin1'),
      /编码|表头缺少/,
    ],
    [
      '同一列有两个',
      () =>
        buffer(
          xlsxStream(
            'x',
            [...titlesOf('供应商'), '联系电话'].map((title) => ({ title })),
            [],
          ),
        ),
      /表头重复：“联系电话”（F、[A-Z]列）/,
    ],
    ['压缩炸弹', bomb, /.+/],
    ['空文件', () => Buffer.from(' '), /.+/],
  ])('%s：说清楚，什么也没有留下', async (_, make, says) => {
    const id = await read('供应商', await make())
    const view = await get(id)
    expect(view.state).toBe('待确认')
    expect(view.data.rows).toBe(0)
    expect((await section(id, '有误的行'))[0].what).toMatch(says)
    await p.refused('空的一批', '表格里须有可以入库的行', () =>
      p.as('caizheng').intake.confirm({ id, onlyGood: true }),
    )
    expect((await p.as('caizheng').intake.discard({ id })).state).toBe('已作废')
  })
  test('合并的单元格、公式：所在的行不入，其余照常', async () => {
    const book = new excel.Workbook()
    const sheet = book.addWorksheet('供应商')
    const titles = titlesOf('供应商')
    sheet.addRow(titles)
    for (let i = 0; i < 3; i++) {
      const u = unit()
      sheet.addRow(titles.map((t) => u[t] ?? null))
    }
    sheet.mergeCells('F3:F4')
    const id = await read('供应商', new Uint8Array(await book.xlsx.writeBuffer()))
    const view = await get(id)
    // Both rows lack a cell of their own, and both are told where.
    expect(view.data).toMatchObject({ rows: 1, faults: 3 })
    expect(
      (await section(id, '有误的行')).map((f: Record<string, unknown>) => [f['row'], f['what']]),
    ).toEqual([
      [3, 'F3至F4是合并的单元格'],
      [4, '联系电话没有填'],
      [4, 'F3至F4是合并的单元格'],
    ])
    await p.as('caizheng').intake.discard({ id })
  })
  test('空表里的下拉、文本格式和填写说明；自己的空表填好读得回来', async () => {
    const res = await fetch(`${s.url}/api/intake/table.xlsx?kind=${encodeURIComponent('供应商')}`)
    const book = new excel.Workbook()
    await book.xlsx.load((await res.arrayBuffer()) as never)
    const [sheet, told, lists] = book.worksheets
    expect(told?.name).toBe('填写说明')
    expect(lists?.state).toBe('hidden')
    const of = (title: string) => titlesOf('供应商').indexOf(title) + 1
    expect(sheet?.getCell(2, of('企业规模')).dataValidation?.type).toBe('list')
    expect(sheet?.getCell(2, of('登记地')).dataValidation?.formulae[0]).toMatch(/^名单!/)
    const u = unit()
    for (const t of titlesOf('供应商'))
      (sheet as excel.Worksheet).getCell(2, of(t)).value = u[t] ?? null
    const id = await read('供应商', new Uint8Array(await book.xlsx.writeBuffer()))
    expect((await get(id)).data).toMatchObject({ rows: 1, faults: 0 })
  })
})
describe('入库和撤回', () => {
  test('采购人连同上下级入库；没有用起来的整批撤回，代码让出来，可以再导入', async () => {
    const parent = unit({ 统一社会信用代码: makeUscc('12', '150122', 'DRPARENT') })
    const child = unit({
      统一社会信用代码: makeUscc('12', '150122', 'DRCH0001'),
      主管预算单位代码: parent['统一社会信用代码'] ?? null,
    })
    const sheet = await table('采购人', [parent, child])
    const id = await read('采购人', sheet)
    await p.as('caizheng').intake.confirm({ id, onlyGood: false })
    await s.app.settle()
    const entered = await section(id, '入库的')
    const [module, one] = String(entered[1].link).split('/')
    expect(module).toBe('purchaser')
    const view = await p.as('quting').purchaser.get({ id: one })
    expect(
      view.sections.find((x: { title: string }) => x.title === '隶属关系').rows[0].parent,
    ).toBe(parent['单位名称'])
    expect(view.trail[0].name).toBe('批量导入')
    await p.as('caizheng').intake.undo({ id, reason: '导错了表' })
    await s.app.settle()
    expect((await get(id)).state).toBe('已撤回')
    expect(await found('purchaser', String(parent['统一社会信用代码']))).toBe(0)
    const again = await read('采购人', sheet)
    expect((await get(again)).data).toMatchObject({ rows: 2, faults: 0 })
    await p.as('caizheng').intake.confirm({ id: again, onlyGood: false })
    await s.app.settle()
    expect(await found('purchaser', String(parent['统一社会信用代码']))).toBe(1)
    // Something rests on one of them now: the batch stays.
    await rows(
      `insert into library.position (id, person, role, org, region)
       select gen_random_uuid(), (select id from library.person where account = 'zhao'), '采购人经办', id, region
       from library.org where uscc = '${String(child['统一社会信用代码'])}' and not withdrawn`,
    )
    await p.refused('撤回用起来的', '已有事项引用的登记不能撤回', () =>
      p.as('caizheng').intake.undo({ id: again, reason: '再撤' }),
    )
  })
  test('代理机构和专家：入库即可查到、可抽取；身份证号哪里都没有留下', async () => {
    const id = await read('代理机构', await table('代理机构', [unit()]))
    expect((await get(id)).data, JSON.stringify(await section(id, '有误'))).toMatchObject({
      rows: 1,
      faults: 0,
    })
    await p.as('caizheng').intake.confirm({ id, onlyGood: false })
    const mine = expert(1)
    const sheet = await table('评审专家', [
      mine,
      expert(2, { 公民身份号码: '150104197906122013' }),
      expert(3, { 工作单位全称: '呼和浩特市财政局' }),
      expert(4, { 账号: 'wang' }),
      expert(5, { 评审专业: 'A99' }),
    ])
    const people = await read('评审专家', sheet)
    expect((await section(people, '有误的行')).map((f: { what: string }) => f.what)).toEqual([
      '公民身份号码不能通过校验',
      '导入专家3：在财政部门任职',
      '导入专家4：账号“wang”已被使用',
      expect.stringContaining('“A99”不是目录里的品目'),
    ])
    await p.as('caizheng').intake.confirm({ id: people, onlyGood: true })
    await s.app.settle()
    expect((await get(people)).state).toBe('已入库')
    expect(
      (
        await rows(
          `select s.state from kernel.subject s where title = '导入专家1' and noun = '评审专家登记'`,
        )
      ).map((r) => r.state),
    ).toEqual(['在库'])
    const dump = JSON.stringify([
      await rows('select data from library.intake_row'),
      await rows('select data, leaf from kernel.journal'),
      await rows('select value from library.fact'),
    ])
    expect(dump).not.toContain(String(mine['公民身份号码']))
    // The same person again, under another name of the table: known by the digest.
    const twice = await read('评审专家', await table('评审专家', [mine]))
    expect((await section(twice, '有误的行'))[0].what).toContain('已有评审专家申请或登记')
    await p.as('caizheng').intake.undo({ id: people, reason: '试' })
    await s.app.settle()
    expect((await get(people)).state).toBe('已撤回')
    const third = await read('评审专家', await table('评审专家', [mine]))
    expect((await get(third)).data).toMatchObject({ rows: 1, faults: 0 })
  })
  test('读好以后有人先登记了：复核不过，什么也不入，请再看一遍', async () => {
    const [one, two] = [unit(), unit()]
    const id = await read('供应商', await table('供应商', [one, two]))
    const other = await read('供应商', await table('供应商', [one]))
    await p.as('caizheng').intake.confirm({ id: other, onlyGood: false })
    await s.app.settle()
    await p.as('caizheng').intake.confirm({ id, onlyGood: false })
    await s.app.settle()
    const view = await get(id)
    expect(view.state).toBe('待确认')
    expect(view.data).toMatchObject({ rows: 1, faults: 1 })
    expect(await found('supplier', String(two['统一社会信用代码']))).toBe(0)
  })
  test('名称相近的给审核的人看', async () => {
    const id = await read(
      '供应商',
      await table('供应商', [unit({ 单位名称: '呼和浩特市赛罕医械有限责任公司' })]),
    )
    expect((await section(id, '名称相近'))[0].alike).toContain('呼和浩特赛罕医械有限公司')
  })
  test('读到一半、入到一半进程没了：接着读不重不漏，入库要么全有要么全无', async () => {
    const many = await table(
      '供应商',
      Array.from({ length: 1500 }, () => unit()),
    )
    const { id } = await p.as('caizheng').intake.upload({ kind: '供应商', file: await send(many) })
    let pieces = 0
    let runner: ReturnType<typeof startJobs> | undefined
    /** The second piece is written and then the power goes. */
    const dying: JobKinds = Object.fromEntries(
      Object.entries(intakeJobs).map(([k, job]) => [
        k,
        {
          run: (c: JobContext) =>
            job.run({
              ...c,
              piece: (run: (tx: Tx) => Promise<{ done: number }>) =>
                c.piece(async (tx) => {
                  const r = await run(tx)
                  pieces += 1
                  if (pieces === 2) {
                    await runner?.stop().catch(() => {})
                    throw new Error('断电')
                  }
                  return r
                }),
            } as JobContext),
        },
      ]),
    )
    const die = async () => {
      runner = startJobs(s.app.pool, s.app.db, s.app.world, dying, () => {}, 3_600_000)
      await runner.settle()
      await s.app.pool.query(
        `update kernel.job set state = '进行', ended = null where about = '${id}' and state = '失败'`,
      )
    }
    await die()
    expect((await get(id)).state).toBe('读入中')
    expect((await get(id)).data.rows).toBe(1000)
    await s.app.settle()
    expect((await get(id)).data).toMatchObject({ rows: 1500, faults: 0 })
    const before = (await rows('select count(*)::int as n from library.org'))[0].n
    await p.as('caizheng').intake.confirm({ id, onlyGood: false })
    pieces = 1
    await die()
    expect((await rows('select count(*)::int as n from library.org'))[0].n).toBe(before)
    expect((await get(id)).state).toBe('入库中')
    await s.app.settle()
    expect((await rows('select count(*)::int as n from library.org'))[0].n).toBe(before + 1500)
    expect((await get(id)).state).toBe('已入库')
  }, 120_000)
  test('别的地方的财政部门看不见这一批，也拿不走错误清单', async () => {
    const id = await read('供应商', await table('供应商', [unit()]))
    const foreign = await cookieOf(s.url, 'chifeng')
    for (const path of [`intake/get?id=${id}`, `intake/faults.xlsx?id=${id}`])
      expect((await fetch(`${s.url}/api/${path}`, { headers: { cookie: foreign } })).status).toBe(
        404,
      )
  })
})
test('没有一处是系统故障', () => {
  expect(faults).toEqual([])
})
