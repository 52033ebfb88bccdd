import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshStage } from '#testing'
import type { Stage } from '../../src/demo/run.ts'
import { rateCards, serviceLine } from '../../src/demo/services.ts'
import { acted, button, launchBrowser, phoneOf } from '../support/browser.ts'

/** 司机的手机：车坏在路上，选近处的修理厂、下单；厂里报价、增项；审核人点同意；司机验收。 */
let s: Stage
let browser: Browser
const faults: unknown[] = []
beforeAll(async () => {
  s = await freshStage((e) => faults.push(e))
  const p = s.player()
  await rateCards(p)
  await serviceLine(p, s.cast, '30000.00', '托财预指〔2026〕901号')
  browser = await launchBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await s?.stop()
})
const phone = (account: string) => phoneOf(browser, s.url, account, (e) => faults.push(e))

test('一辆坏在路上的车，在三部手机上修好、验收', async () => {
  const driver = await phone('buhe')
  await driver.goto(`${s.url}/desk/services`)
  await driver.getByText('托克托县顺达汽车修理厂').waitFor()
  await button(driver, '选这一家').first().click()
  await driver.getByLabel('车牌').fill('蒙a12345')
  await driver.getByLabel('里程表读数（公里）').fill('86400')
  await driver.getByLabel('什么毛病、要做什么').fill('行驶中熄火')
  await driver.getByLabel(/最多花多少/).fill('２,０００')
  await driver.getByLabel(/最多花多少/).blur()
  await driver.getByText('贰仟元整').waitFor()
  await driver.getByLabel('车现在在哪里').fill('呼托公路42公里处')
  await driver.getByLabel('联系人').fill('布和')
  await driver.getByLabel('联系电话').fill('0471-8500000')
  await button(driver, '下单（冻结预算）').click()
  await driver.getByText('待报价').first().waitFor()
  const page = driver.url()

  const garage = await phone('shunda')
  await garage.goto(page)
  await button(garage, '报价').click()
  const price = garage.getByLabel('单价（元）').first()
  await price.fill('61')
  await price.blur()
  await garage.getByText('高于价目最高60.00元').waitFor()
  await button(garage, '报出').click()
  await garage.getByText('单价不得高于价目').waitFor()
  await price.fill('60')
  await button(garage, '报出').click()
  await garage.getByText('待审批').first().waitFor()

  const head = await phone('zhaog')
  await head.goto(page)
  await acted(head, '同意报价，开工')
  await garage.goto(page)
  await button(garage, '申请增项').click()
  await garage.getByLabel('第1项').click()
  await garage
    .getByText(/机油滤清器　最高/)
    .last()
    .click()
  await garage.getByLabel('为什么要增加').fill('滤清器堵塞')
  await button(garage, '送采购人批准').click()
  await garage.getByText('增项待批').first().waitFor()
  await head.goto(page)
  await acted(head, '同意增项')
  await garage.goto(page)
  await button(garage, '完工，交明细').click()
  await garage.getByLabel('完工说明').fill('换滤清器，路试正常')
  await garage.getByLabel('交车里程（公里）').fill('86410')
  await button(garage, '交采购人验收').click()
  await garage.getByText('待验收').first().waitFor()

  await driver.goto(page)
  await button(driver, '验收').click()
  await driver.getByText('105.00 元').first().waitFor()
  await button(driver, '验收合格，送确认').click()
  await driver.getByText('待确认').first().waitFor()
  await head.goto(page)
  await acted(head, '确认验收')
  await head.getByText('已验收').first().waitFor()
  // Nothing on the page is wider than the phone.
  expect(await driver.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
  expect(faults).toEqual([])
}, 120_000)
