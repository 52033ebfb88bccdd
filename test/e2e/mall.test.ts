import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshStage } from '#testing'
import { goods } from '../../src/demo/goods.ts'
import { mall } from '../../src/demo/mall.ts'
import type { Stage } from '../../src/demo/run.ts'
import { acted, button, launchBrowser, phoneOf } from '../support/browser.ts'

/** 手机上的一单：采购人搜、比、下单，审批，供应商接单发货，扫码清点；再进一次竞价现场。 */
let s: Stage
let browser: Browser
const faults: unknown[] = []
beforeAll(async () => {
  s = await freshStage((e) => faults.push(e))
  await goods(s.player(), s.clock)
  await mall(s.player(), s.clock, s.cast)
  browser = await launchBrowser()
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await s?.stop()
})
const phone = (account: string) => phoneOf(browser, s.url, account, (e) => faults.push(e))

test('一单在手机上从搜索走到确认验收', async () => {
  const buyer = await phone('wang')
  await buyer.goto(`${s.url}/desk/mall?q=笔记本电脑 14英寸&order=价低`)
  await buyer.getByRole('link', { name: /便携式计算机 14英寸.*华瑞/ }).click()
  await buyer.getByText('同款在售报价3家').waitFor()
  await buyer.getByLabel('数量', { exact: true }).fill('3')
  await button(buyer, '放进购物车').click()
  await buyer.getByRole('link', { name: '去购物车' }).click()
  await buyer.getByLabel('收货地址').fill('信息科')
  await buyer.getByLabel('收货人').fill('王静')
  await buyer.getByLabel('联系电话').fill('0471-6500000')
  await button(buyer, '下单（冻结预算）').click()
  await buyer.getByText('已下单，预算已冻结').waitFor()
  const href = await buyer.locator('main a[href*="/order/"]').first().getAttribute('href')
  const page = `${s.url}${href}`

  const head = await phone('wuyun')
  await head.goto(page)
  await button(head, '审批订单').click()
  await button(head, '核对后办理').click()
  await button(head, '确认办理').click()
  await button(head, '知道了').click()

  const maker = await phone('huarui')
  await maker.goto(page)
  await button(maker, '接单').click()
  await maker.getByLabel('开户行').fill('中国银行')
  await maker.getByLabel('收款账号').fill('6222020409000012345')
  await button(maker, '核对后办理').click()
  await button(maker, '确认办理').click()
  await button(maker, '知道了').click()
  await button(maker, '发货').click()
  await maker.getByLabel(/承运人/).fill('自送')
  await maker.getByLabel(/运单号/).fill('13800000000')
  await maker.getByLabel(/序列号一行一个/).fill('PH-1\nPH-2\nPH-3')
  await button(maker, '确认发货').click()
  await maker.getByText('已发货').first().waitFor()

  await buyer.goto(page)
  await button(buyer, '验收清点').click()
  const scan = buyer.getByLabel(/序列号：扫码/)
  await scan.fill('PH-9')
  await scan.press('Enter')
  await buyer.getByRole('status').getByText('PH-9 不是这一单发出的').waitFor()
  await button(buyer, '去掉').click()
  for (const code of ['PH-1', 'PH-2', 'PH-3']) {
    await scan.fill(code)
    await scan.press('Enter')
  }
  await buyer.getByText('3 / 3 齐了').waitFor()
  await button(buyer, '清点完，送确认').click()
  await buyer.getByText('待确认验收').first().waitFor()
  await head.goto(page)
  await acted(head, '确认验收合格')
  await head.getByText('已验收').first().waitFor()
  expect(faults).toEqual([])
}, 120_000)

test('竞价现场：手机上报价，防错位数，别处的变化自己跳出来', async () => {
  const shop = await phone('kangda')
  const [live] = (await s.player().as('kangda').auction.list({ state: '报价中' })) as {
    id: string
  }[]
  await shop.goto(`${s.url}/desk/auction-room/${live?.id}`)
  await shop.getByText('2 家报价').waitFor()
  await shop.getByLabel('所报商品').click()
  await shop.getByText('便携式计算机 14英寸（N14）').last().click()
  const price = shop.getByLabel(/单价（元）/)
  await price.fill('５,７００')
  await price.blur()
  await shop.getByText('伍仟柒佰元整').waitFor()
  await price.fill('570')
  await button(shop, '报出 570.00 元').click()
  await shop.getByText('像是错了位数').first().waitFor()
  await price.fill('5700')
  await button(shop, '报出 5,700.00 元').click()
  await shop.getByText('已受理').waitFor()
  await shop.getByText(/现最低 5,700.00 元（本单位）/).waitFor()
  const quote = (await s.player().as('huarui').auction.get({ id: live?.id })).data.quote
  await s.player().as('huarui').price.lower({ id: quote, price: '5600.00' })
  await shop.getByText(/现最低 5,600.00 元（报价人1）/).waitFor()
  expect(faults).toEqual([])
}, 120_000)
