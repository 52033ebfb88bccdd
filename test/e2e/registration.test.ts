import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askAs, instant, system } from '#kernel'
import { idCheck, makeUscc, poolFor } from '#libraries'
import { freshStage } from '#testing'
import { PASSWORD } from '../../src/demo/cast.ts'
import { hospital } from '../../src/demo/hospital.ts'
import type { Stage } from '../../src/demo/run.ts'
import { axeClean, launchBrowser, signInAs } from '../support/browser.ts'

/** 一地登记、全区通用，都在手机上：供应商登记后到另一地投标，专家申请后可抽取，审核人只看得见自己的地方。 */
let s: Stage
let browser: Browser
const faults: unknown[] = []
beforeAll(async () => {
  s = await freshStage((e) => faults.push(e))
  await hospital(s.player(), s.clock, s.cast, '招标')
  browser = await launchBrowser()
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await s?.stop()
})
async function phone(): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    bypassCSP: true,
  })
  context.setDefaultTimeout(10_000)
  const page = await context.newPage()
  page.on('pageerror', (e) => faults.push(e))
  return page
}
const fill = async (page: Page, answers: Record<string, string>) => {
  for (const [label, text] of Object.entries(answers))
    await page.getByLabel(label, { exact: true }).fill(text)
}
const choose = async (page: Page, label: string, word: string, option: string | RegExp) => {
  const field = page.getByRole('combobox', { name: label, exact: true })
  await field.click()
  if (word) await field.fill(word)
  await page.getByTitle(option).last().click()
}
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const next = async (page: Page, title: string) => {
  await button(page, '下一页').click()
  await page.getByRole('heading', { name: title, exact: true }).waitFor()
}
const uscc = makeUscc('91', '150122', 'MAT77777')

test('供应商在托克托县登记，一小时后在呼和浩特市的项目里投标', async () => {
  const page = await phone()
  await page.goto(`${s.url}/desk/register/supplier`)
  // A code that is wrong by one digit is judged as it is typed, and says which.
  await fill(page, { 统一社会信用代码: '91150204MA0N00016K' })
  await page.getByText('统一社会信用代码须能通过校验').first().waitFor()
  await fill(page, {
    统一社会信用代码: uscc,
    单位名称: '<img src=x onerror=alert(1)>托克托县测试商贸有限公司',
    住所: '托克托县双河镇',
  })
  await choose(page, '登记地', '托克托', /托克托县/)
  await axeClean(page, '登记')
  await next(page, '负责人')
  await fill(page, { 单位负责人: '李四', 联系电话: '0471-8510000' })
  await choose(page, '企业规模', '', '微型')
  await next(page, '经办人账号')
  await fill(page, { 经办人姓名: '李四', 账号: 'wang' })
  await page.getByLabel('口令（不少于10位）').fill('short')
  await button(page, '下一页').click()
  await page.getByText(/10/).first().waitFor()
  await fill(page, { 账号: 'lisi' })
  await page.getByLabel('口令（不少于10位）').fill(PASSWORD)
  await next(page, '核对并承诺')
  await page.getByText('托克托县').first().waitFor()
  expect(await page.locator('img').count()).toBe(0)
  await axeClean(page, '核对')
  await page.getByRole('checkbox').check()
  await button(page, '提交').click()
  await page.getByRole('heading', { name: '供应商登记：已办' }).waitFor()
  await axeClean(page, '已办')

  await s.clock.toInstant(instant(s.clock.now() + 3_600_000))
  await page.goto(`${s.url}/desk/`)
  await fill(page, { 账号: 'lisi', 口令: PASSWORD })
  await button(page, '登录').click()
  await page.getByRole('heading', { name: '待办' }).waitFor()
  await page.goto(`${s.url}/desk/lot`)
  await page.locator('ul.todo a', { hasText: '第1包' }).first().click()
  await button(page, '对这一包投标').click()
  await fill(page, { '投标总价（元）': '4321000.00', 品牌: '甲', 规格型号: '乙' })
  await fill(page, { '单价（元）': '4321000.00', '交货或服务期限、地点': '四十日内，本院' })
  await fill(page, { 联系人与电话: '李四' })
  await button(page, '封存并提交').click()
  await page.getByRole('heading', { name: /^(提交成功|平台已收到)/ }).waitFor()
  const { rows } = await s.app.pool.query(
    `select o.region from trade.bid b join library.org o on o.id = b.supplier where o.uscc = '${uscc}'`,
  )
  expect(rows).toEqual([{ region: '150122' }])
  await page.context().close()
}, 40_000)

test('专家在手机上申请，本地审核人通过后才可抽取；旁的盟市看不见', async () => {
  const page = await phone()
  const head = '15010419680315002'
  await page.goto(`${s.url}/desk/register/expert`)
  await fill(page, { 公民身份号码: head + idCheck(head), 手机号: '13800000000' })
  await choose(page, '申请地', '托克托', /托克托县/)
  await next(page, '职称和专业')
  await choose(page, '职称等级', '', '正高级')
  await fill(page, { 职称名称: '主任医师', '从事相关工作（年）': '20' })
  await button(page, '加一项').click()
  await choose(page, '评审专业（品目）第1项', '医疗设备', /^A02320000/)
  await next(page, '单位和回避')
  await fill(page, { 工作单位全称: '托克托县医院' })
  await next(page, '姓名和账号')
  await page.getByLabel(/姓名/).fill('阿拉坦')
  await fill(page, { 账号: 'alatan' })
  await page.getByLabel(/口令/).fill(PASSWORD)
  await next(page, '核对并承诺')
  await page.getByText(/A02320000 \S/).waitFor()
  await page.getByRole('checkbox').check()
  await button(page, '提交').click()
  await page.getByRole('heading', { name: /已办$/ }).waitFor()
  const { rows } = await s.app.pool.query(`select id from library.person where account = 'alatan'`)
  const drawable = () =>
    s.app.db.transaction().execute(async (tx) => {
      const pool = await poolFor(tx, 'A02320100', askAs(s.app.world, tx, system).today)
      return pool.filter((e) => e.person === rows[0].id).length
    })
  await page.context().close()

  const neighbour = await phone()
  await signInAs(neighbour, s.url, 'chifeng')
  await neighbour.goto(`${s.url}/desk/expert?q=阿拉坦`)
  await neighbour.getByText('没有符合条件的').waitFor()
  await neighbour.context().close()

  const reviewer = await phone()
  await signInAs(reviewer, s.url, 'tuoxian')
  await reviewer.goto(`${s.url}/desk/expert`)
  await reviewer.locator('td a', { hasText: '阿' }).first().click()
  await reviewer.getByRole('heading', { name: '经过' }).waitFor()
  await axeClean(reviewer, '审核专家申请')
  expect(await drawable()).toBe(0)
  await button(reviewer, '审核通过').click()
  await reviewer.getByLabel(/意见/).fill('符合条件')
  await button(reviewer, '核对后办理').click()
  await button(reviewer, '确认办理').click()
  await reviewer.getByText('现在处于“在库”').waitFor()
  expect(await drawable()).toBe(1)
  await reviewer.context().close()
}, 40_000)

test('旗县审核人看不见别的旗县的计划、指标和登记，只有公开的名录', async () => {
  const page = await phone()
  await signInAs(page, s.url, 'chifeng')
  for (const module of ['budget', 'plan', 'requirement', 'contract']) {
    await page.goto(`${s.url}/desk/${module}`)
    await page.getByText('这里还没有内容').waitFor()
  }
  const { rows } = await s.app.pool.query(`select id from plan.plan limit 1`)
  await page.goto(`${s.url}/desk/plan/${rows[0].id}`)
  await page.getByText('没有这项内容').first().waitFor()
  await page.goto(`${s.url}/desk/supplier?q=${uscc}`)
  await page.getByText('共 1 条').waitFor()
  expect(await page.locator('td a').count()).toBe(0)
  expect(await page.locator('main').textContent()).not.toContain('0471-')
  await page.context().close()
}, 30_000)
test('没有一次页面错误或系统故障', () => expect(faults).toEqual([]))
