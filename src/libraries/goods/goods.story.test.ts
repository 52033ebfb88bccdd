import { buffer } from 'node:stream/consumers'
import excel from 'exceljs'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type JobContext, jobAbout, startJobs, type Tx } from '#kernel'
import { headOf } from '#libraries/intake'
import { type Row, type Value, xlsxStream } from '#sheets'
import { freshStage } from '#testing'
import { PASSWORD } from '../../demo/cast.ts'
import type { Player } from '../../demo/player.ts'
import type { Stage } from '../../demo/run.ts'
import { importJob } from './actions.ts'
import { goodOf, headings, templateOf } from './template.ts'

const titles = headings('A02010108')
const laptop = (n: number, more: Record<string, Value> = {}): Value[] => {
  const v: Record<string, Value> = {
    货号: `T14-${n}`,
    品目编码: 'A02010108',
    名称: `联想便携式计算机 ThinkPad T14 第${n}款`,
    品牌: '联想',
    型号: `T14 ${n}`,
    计量单位: '台',
    '单价（元）': `${5000 + n}.50`,
    供货地区: n % 2 ? '全区' : '呼和浩特市、包头市',
    处理器: '酷睿 Ultra 5',
    '内存（GB）': n % 3 ? 16 : 32,
    '硬盘容量（GB）': 512,
    '屏幕尺寸（英寸）': 14,
    ...more,
  }
  return titles.map((t) => v[t] ?? null)
}
const table = (rows: Iterable<Value[]>) =>
  buffer(
    xlsxStream(
      '商品',
      titles.map((title) => ({ title })),
      rows,
    ),
  )

describe('参数模板', () => {
  test('下级品目沿用上级的模板', () => {
    expect(templateOf('A02021004').map((a) => a.name)).toContain('打印速度')
    expect(templateOf('A05040102')).toEqual([])
  })
  const row = (cells: Value[]): Row => ({
    no: 2,
    cells: cells.map((c) => (c === null ? null : { kind: 'text', text: String(c) })),
    faults: [],
  })
  const { head } = headOf(row(titles), [])
  const says = (more: Record<string, Value>) =>
    goodOf(row(laptop(1, more)), head).faults.map((f) => `${f.column} ${f.what}`)
  test.each<[Record<string, Value>, string[]]>([
    [{}, []],
    [{ 品目编码: 'A99999999' }, ['B 品目编码“A99999999”不是2022年版目录里的货物品目']],
    [{ 品目编码: 'A02010100' }, ['B 品目编码“计算机”下面还有细分']],
    [{ 品目编码: 'C23120700' }, ['B 品目编码“C23120700”不是2022年版目录里的货物品目']],
    [{ '单价（元）': '0' }, ['G 单价（元）“0”不是大于零、最多两位小数的金额']],
    [{ '单价（元）': '5999.999' }, ['G 单价（元）“5999.999”不是大于零、最多两位小数的金额']],
    [{ '内存（GB）': '16GB' }, ['N 内存（GB）“16GB”不在2至2048GB之间']],
    [{ '内存（GB）': '4096' }, ['N 内存（GB）“4096”不在2至2048GB之间']],
    [{ 处理器: null }, ['M 处理器没有填']],
    [{ 操作系统: '鸿蒙X' }, ['Q 操作系统“鸿蒙X”不是可选的值']],
    [{ 供货地区: '呼市' }, ['H 供货地区“呼市”里有不认识的地区']],
    [{ 节能产品证书号: 'CQC1' }, ['J 节能产品证书有效期至“”不是日期']],
    [{ 计量单位: '坨', 名称: null }, ['C 名称没有填', 'F 计量单位“坨”不在可用单位内']],
  ])('%j', (more, faults) => {
    const found = says(more)
    expect(found.sort()).toEqual(faults)
  })
})

describe('一批商品的一生', () => {
  let s: Stage
  let p: Player
  let cookie: string
  beforeAll(async () => {
    s = await freshStage()
    p = s.player()
    const res = await fetch(`${s.url}/api/session/signIn`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account: 'tumd', password: PASSWORD }),
    })
    cookie = res.headers
      .getSetCookie()
      .map((c) => c.split(';')[0])
      .join('; ')
  })
  afterAll(() => s.stop())
  const send = async (bytes: Buffer, name: string) => {
    const res = await fetch(`${s.url}/api/upload?name=${encodeURIComponent(name)}`, {
      method: 'POST',
      headers: { cookie },
      body: new Uint8Array(bytes),
    })
    return ((await res.json()) as { id: string }).id
  }
  const listed = async (title: string, bytes: Buffer) => {
    const me = p.as('tumd')
    const { id } = await me.listing.register({ title })
    const file = await send(bytes, `${title}.xlsx`)
    await me.listing.upload({ id, file })
    return id
  }
  const about = (id: string) => s.app.db.transaction().execute((tx) => jobAbout(tx, id))
  // In a transaction, which is the house's: what is not in the library yet is seen by its supplier and its reviewers only.
  const count = async (id: string) =>
    (
      await s.app.db
        .transaction()
        .execute((tx) =>
          sql<{ n: number }>`select count(*) as n from goods.offer where listing = ${id}`.execute(
            tx,
          ),
        )
    ).rows[0]?.n

  test('登记、上传、逐行指出错误、提交、审核、查到', async () => {
    const rows = [
      laptop(1),
      laptop(2, { '单价（元）': '便宜' }),
      laptop(3),
      laptop(3),
      laptop(4, { 节能产品证书号: 'CQC26', 节能产品证书有效期至: '2027-03-31' }),
    ]
    const id = await listed('笔记本', await table(rows))
    await s.app.settle()
    const me = p.as('tumd')
    expect((await about(id))?.note).toBe('读入3项，有误2处')
    const seen = await me.listing.get({ id })
    expect(
      seen.sections.find((x: { title: string }) => x.title.startsWith('有误'))?.rows,
    ).toMatchObject([
      { row: 3, column: 'G' },
      { row: 5, column: '整行', what: '货号“T14-3”重复' },
    ])
    const report = await fetch(`${s.url}/api/listing/faults.xlsx?id=${id}`, { headers: { cookie } })
    expect(report.status).toBe(200)
    expect(
      Buffer.from(await report.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK')
    await p.refused('提交有误的表', '有误的行须改正或舍去', () =>
      me.listing.submit({ id, onlyGood: false }),
    )
    await me.listing.submit({ id, onlyGood: true })
    expect((await me.goods.find({ q: '笔记本' })).offers).toEqual([])
    await p
      .as('quting')
      .listing.approve({ id })
      .then(
        () => {
          throw new Error('不是本地区的财政部门')
        },
        (e: { status: number }) => expect(e.status).toBe(404),
      )
    await p.as('caizheng').listing.approve({ id })
    const found = await me.goods.find({ q: '笔记本 联想' })
    expect(found.offers.map((o: { sku: string }) => o.sku).sort()).toEqual([
      'T14-1',
      'T14-3',
      'T14-4',
    ])
    expect(
      (await me.goods.find({ q: '笔记本', region: '150400' })).offers
        .map((o: { sku: string }) => o.sku)
        .sort(),
    ).toEqual(['T14-1', 'T14-3'])
    expect(
      (await me.goods.find({ q: '笔记本', attributes: '内存>=32' })).offers.map(
        (o: { sku: string }) => o.sku,
      ),
    ).toEqual(['T14-3'])
    expect(
      (await me.goods.find({ item: 'A020101', most: '5001.50' })).offers.map(
        (o: { sku: string }) => o.sku,
      ),
    ).toEqual(['T14-1'])
    expect((await me.goods.find({ q: '!!!' })).note).not.toBe('')
    // 调价留下历史；下架即不见；停用整批不见，恢复又见。
    const offer = found.offers.find((o: { sku: string; id: string }) => o.sku === 'T14-1')?.id ?? ''
    await s.clock.toInstant((s.clock.now() + 60_000) as never)
    await me.listing.reprice({ id, offer, price: '4888.00' })
    expect(
      (await me.goods.get({ id: offer })).prices.map((x: { price: string }) => x.price),
    ).toEqual(['4888.00', '5001.50'])
    await me.listing.delist({ id, offer, reason: '停产' })
    expect((await me.goods.find({ q: '笔记本' })).offers).toHaveLength(2)
    await me.listing.stop({ id, reason: '换代' })
    expect((await me.goods.find({ q: '笔记本' })).offers).toHaveLength(0)
  })
  test('证书过期的批次提交不了', async () => {
    const id = await listed(
      '过期',
      await table([laptop(50, { 节能产品证书号: 'CQC1', 节能产品证书有效期至: '2020-01-01' })]),
    )
    await s.app.settle()
    await p.refused('过期证书', '节能、环境标志证书须在有效期内', () =>
      p.as('tumd').listing.submit({ id, onlyGood: false }),
    )
  })
  test('不是商品表、坏文件：说清楚，什么也没有留下', async () => {
    const id = await listed('坏', await buffer(xlsxStream('x', [{ title: '甲' }], [['乙']])))
    await s.app.settle()
    expect(await about(id)).toMatchObject({
      state: '失败',
      note: expect.stringContaining('表头缺少：货号'),
    })
    const file = await send(Buffer.from('PK\u0003\u0004坏了'), '坏.xlsx')
    await p.as('tumd').listing.upload({ id, file })
    await s.app.settle()
    expect(await about(id)).toMatchObject({
      state: '失败',
      note: expect.stringContaining('不完整或已损坏'),
    })
    expect(await count(id)).toBe(0)
  })
  test('合并的单元格：涉及的每一行都不入，说出在哪里；其余照常', async () => {
    const book = new excel.Workbook()
    const sheet = book.addWorksheet('商品')
    sheet.addRow(titles)
    for (let i = 0; i < 4; i++) sheet.addRow(laptop(500 + i))
    const at = titles.indexOf('品牌') + 1
    sheet.mergeCells(3, at, 4, at)
    const id = await listed('合并', Buffer.from(await book.xlsx.writeBuffer()))
    await s.app.settle()
    expect((await about(id))?.note).toBe('读入2项，有误3处')
    const seen = await p.as('tumd').listing.get({ id })
    expect(
      seen.sections
        .find((x: { title: string }) => x.title.startsWith('有误'))
        ?.rows.map((r: { row: number; what: string }) => `${r.row} ${r.what}`),
    ).toEqual(['3 D3至D4是合并的单元格', '4 品牌没有填', '4 D3至D4是合并的单元格'])
    expect(await count(id)).toBe(2)
  })
  const many = (n: number, from: number) =>
    table(
      (function* () {
        for (let i = 0; i < n; i++) yield laptop(from + i)
      })(),
    )
  test('读到一半进程没了，下一个进程接着读，不重不漏', async () => {
    const id = await listed('接着读', await many(1500, 1000))
    let pieces = 0
    const dying = {
      ...importJob,
      run: (c: JobContext) =>
        importJob.run({
          ...c,
          piece: (run: (tx: Tx) => Promise<{ done: number }>) => {
            pieces += 1
            // 第二块写到一半断电：这一块连同进度一起没有发生。
            return c.piece(async (tx) => {
              const r = await run(tx)
              if (pieces === 2) await runner.stop().catch(() => {})
              if (pieces === 2) throw new Error('断电')
              return r
            })
          },
        } as JobContext),
    }
    const runner = startJobs(
      s.app.pool,
      s.app.db,
      s.app.world,
      { 商品导入: { run: dying.run } },
      () => {},
      3_600_000,
    )
    await runner.settle()
    await sql`update kernel.job set state = '进行', ended = null where about = ${id}`.execute(
      s.app.db,
    )
    expect(await count(id)).toBe(1000)
    // Two thirds of the file, as far as anybody can tell from its bytes: the bar stands between.
    const half = (await about(id)) as { done: number; total: number }
    expect(half.done / half.total).toBeGreaterThan(0.4)
    expect(half.done / half.total).toBeLessThan(0.9)
    await s.app.settle()
    expect(await about(id)).toMatchObject({ state: '完成', note: '读入1500项，有误0处' })
    expect(await count(id)).toBe(1500)
  }, 120_000)
  test('取消之后什么也没有留下，可以重新上传', async () => {
    const id = await listed('取消', await many(1200, 9000))
    const job = await about(id)
    const asking = {
      ...importJob,
      run: (c: JobContext) =>
        importJob.run({
          ...c,
          piece: async (run: (tx: Tx) => Promise<{ done: number }>) => {
            await c.piece(run)
            await p
              .as('tumd')
              .job.cancel({ id: job?.id ?? '' })
              .catch(() => {})
          },
        } as JobContext),
    }
    const runner = startJobs(
      s.app.pool,
      s.app.db,
      s.app.world,
      { 商品导入: asking },
      (e) => console.error(e),
      3_600_000,
    )
    await runner.settle()
    await runner.stop()
    expect((await about(id))?.state).toBe('取消')
    expect(await count(id)).toBe(0)
  }, 120_000)
})
