import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askAs, system } from '#kernel'
import { freshStage } from '#testing'
import { boxFor } from '#trade/box'
import { planning } from '../../src/demo/hospital-plan.ts'
import { tendering } from '../../src/demo/hospital-tender.ts'
import type { Stage } from '../../src/demo/run.ts'
import { axeClean, launchBrowser, signInAs } from '../support/browser.ts'

/** 断网封存：下载一页，拔掉网线，封好，回来上传，拿到回执，到时开启。 */
let s: Stage
let browser: Browser
let lot = ''
const dir = mkdtempSync(join(tmpdir(), 'yiwang-offline-'))
const faults: unknown[] = []
beforeAll(async () => {
  s = await freshStage((e) => faults.push(e))
  const p = s.player()
  const ids = await planning(p, s.clock, s.cast, true)
  const t = await tendering(p, s.clock, s.cast, ids)
  lot = t.lots.find((l) => l.no === 1)?.id ?? ''
  await s.clock.to('2026-05-06', 14)
  browser = await launchBrowser()
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await s?.stop()
  rmSync(dir, { recursive: true, force: true })
  expect(faults).toEqual([])
})
async function saved(page: Page, press: () => Promise<unknown>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()])
  const path = join(dir, download.suggestedFilename())
  await download.saveAs(path)
  return path
}
const choose = async (page: Page, button: string, path: string | string[]) => {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.locator('button', { hasText: button }).first().click(),
  ])
  await chooser.setFiles(path)
}

test('断网封存，联网上传，回执由本机核对，到时开启；页面改一个字节就对不上公布的摘要', async () => {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    acceptDownloads: true,
  })
  const desk = await context.newPage()
  desk.on('pageerror', (e) => faults.push(e))
  await desk.goto(`${s.url}/seal`)
  const told = await desk.locator('code.wrap-any').first().textContent()
  const html = await saved(desk, () => desk.getByRole('link', { name: '下载离线封存页' }).click())
  const bytes = readFileSync(html)
  const digest = (b: Uint8Array) => createHash('sha256').update(b).digest('hex')
  if (told === null) throw new Error('没有公布摘要')
  expect(digest(bytes)).toBe(told)
  const { rows } = await s.app.pool.query(
    "select leaf from kernel.journal where noun = '离线封存页'",
  )
  expect(rows.some((r) => r.leaf.includes(told))).toBe(true)
  const changed = Buffer.from(bytes)
  changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1
  expect(rows.some((r) => r.leaf.includes(digest(changed)))).toBe(false)
  const notice = await s.app.pool.query(
    "select content::text as t from disclosure.notice where kind = '招标公告'",
  )
  expect(notice.rows.some((r) => r.t.includes(told))).toBe(true)

  await signInAs(desk, s.url, 'kangda')
  await desk.goto(`${s.url}/desk/lot/${lot}`)
  await desk.getByRole('button', { name: '对这一包投标' }).click()
  const data = await saved(desk, () =>
    desk.getByRole('button', { name: '保存离线封存数据' }).click(),
  )

  // 拔掉网线：这一页连本机的文件以外什么也取不到。
  const away = await browser.newContext({
    viewport: { width: 390, height: 844 },
    offline: true,
    acceptDownloads: true,
  })
  const page = await away.newPage()
  const asked: string[] = []
  page.on('request', (r) => asked.push(r.url()))
  page.on('pageerror', (e) => faults.push(e))
  await page.goto(pathToFileURL(html).href)
  await page.getByRole('heading', { name: '离线封存' }).waitFor()
  const broken = join(dir, 'broken.json')
  writeFileSync(broken, readFileSync(data, 'utf8').replace('"k": 3', '"k": 2'))
  await choose(page, '选择离线封存数据', broken)
  await page.getByText('参数与摘要对不上').waitFor()
  await choose(page, '选择离线封存数据', data)
  await page.getByRole('heading', { name: '二、填写并封存' }).waitFor()
  await page.getByRole('button', { name: '封存', exact: true }).click()
  await page
    .getByText(/还有\d+处没有填好/)
    .first()
    .waitFor()
  await axeClean(page, '离线封存')
  const form = JSON.parse(readFileSync(data, 'utf8'))
  const keyed = (xs: { key: string }[]) => Object.fromEntries(xs.map((x) => [x.key, '满足']))
  const draft = join(dir, 'draft.json')
  writeFileSync(
    draft,
    JSON.stringify({
      price: '2980000.00',
      items: form.items.map((i: { name: string; quantity: number }) => ({
        name: i.name,
        quantity: i.quantity,
        brand: '康达',
        model: 'K-1',
        unitPrice: '1490000.00',
      })),
      sme: 'none',
      domestic: 'none',
      delivery: '40日内',
      contact: '金丝雀离线联系人',
      qualifications: keyed(form.qualifications),
      responses: keyed(form.criteria),
      substantial: keyed(form.substantial),
    }),
  )
  await choose(page, '读入投标文件副本', draft)
  const attachment = join(dir, '技术方案.pdf')
  writeFileSync(attachment, Buffer.alloc(1_500_000, '离线'))
  await choose(page, '选择附件', attachment)
  await page.locator('li', { hasText: '技术方案.pdf' }).waitFor()
  await page.getByRole('button', { name: '封存', exact: true }).click()
  await page
    .getByRole('heading', { name: '三、已封存，并在本机试开通过' })
    .waitFor({ timeout: 60_000 })
  const sealed = await saved(page, () => page.getByRole('button', { name: /保存密封包/ }).click())
  const recovery = await saved(page, () =>
    page.getByRole('button', { name: '保存恢复文件' }).click(),
  )
  expect(readFileSync(sealed).includes('金丝雀离线联系人')).toBe(false)
  expect(JSON.parse(readFileSync(recovery, 'utf8')).kind).toBe('投标恢复文件')
  expect(asked.filter((u) => !/^(file|data|blob):/.test(u))).toEqual([])
  await away.close()

  await choose(desk, '上传密封包', attachment)
  await desk.getByText('这不是投标密封包').waitFor()
  await choose(desk, '上传密封包', sealed)
  const settling = setInterval(() => s.app.settle().catch((e) => faults.push(e)), 300)
  await desk.getByRole('heading', { name: '投标文件提交成功' }).waitFor({ timeout: 60_000 })
  clearInterval(settling)
  const { rows: bids } = await s.app.pool.query('select id from trade.bid where lot = $1', [lot])
  const bid = bids[0].id as string
  await desk.goto(`${s.url}/desk/bid/${bid}`)
  await choose(desk, '选择恢复文件并试一次', recovery)
  await desk.getByText('绿灯：到时可以开启').waitFor({ timeout: 30_000 })
  // 截止以前平台不收恢复文件；以后收。
  await choose(desk, '选择恢复文件并提交', recovery)
  await desk.getByText(/截止封箱以后再提交/).waitFor()
  await axeClean(desk, '投标')
  await s.clock.to('2026-05-08', 9, 31)
  const { id: box } = await s.app.db
    .transaction()
    .execute((tx) => boxFor(askAs(s.app.world, tx, system), lot, '投标'))
  expect((await s.player().as('guo').box.get({ id: box })).state).toBe('已封箱')
  await context.close()
}, 240_000)
