import { Secret, TOTP } from 'otpauth'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshStage } from '#testing'
import type { Stage } from '../../src/demo/run.ts'
import { launchBrowser } from '../support/browser.ts'

let s: Stage
let browser: Browser
const faults: unknown[] = []
beforeAll(async () => {
  s = await freshStage((e) => faults.push(e))
  browser = await launchBrowser()
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await s?.stop()
})
// A passkey belongs to a domain; an address of numbers is none.
const home = () => `${s.url.replace('127.0.0.1', 'localhost')}/desk/`
async function enter(page: Page, name: string) {
  await page.goto(home())
  await page.getByRole('button', { name }).first().click()
  await page.getByRole('heading', { name: '待办' }).waitFor()
}

test('供应商添加动态口令和通行密钥，再用通行密钥登录', async () => {
  const context = await browser.newContext({ viewport: { width: 390, height: 900 } })
  const page = await context.newPage()
  page.on('pageerror', (e) => faults.push(e))
  const cdp = await context.newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await enter(page, '张帆')
  await page.goto(`${home()}security`)
  await page.getByRole('button', { name: '添加动态口令' }).click()
  const shown = await page.getByText('扫不了就手工输入密钥').textContent()
  const secret = Secret.fromBase32(shown?.split('：')[1] ?? '')
  await page
    .getByLabel('六位动态口令')
    .fill(new TOTP({ secret }).generate({ timestamp: s.clock.now() }))
  await page.getByRole('button', { name: '确认添加' }).click()
  await page.getByRole('heading', { name: '请记下恢复码' }).waitFor()
  await page.getByRole('button', { name: '已经记好' }).click()
  await page.getByLabel('给新的通行密钥起个名字').fill('我的手机')
  await page.getByRole('button', { name: '添加通行密钥' }).click()
  await page.getByText('通行密钥已添加').waitFor()
  if (process.env['SHOTS']) await page.screenshot({ path: '/tmp/id-security.png', fullPage: true })
  await page.evaluate(
    `fetch('/api/session/signOut',{method:'POST',headers:{'content-type':'application/json'},body:'{}'})`,
  )
  await page.goto(home())
  await page.getByRole('button', { name: '张帆' }).first().click()
  await page.getByRole('button', { name: '用通行密钥登录' }).click()
  await page.getByRole('heading', { name: '待办' }).waitFor()
  await context.close()
})
test('三员：系统管理员申请，安全管理员审核，审计管理员看得见', async () => {
  const page = await (
    await browser.newContext({ viewport: { width: 1440, height: 900 } })
  ).newPage()
  page.on('pageerror', (e) => faults.push(e))
  const out = () => page.getByRole('button', { name: '退出' }).click()
  await enter(page, '孟凡')
  await page.goto(`${home()}people`)
  await page.getByLabel('姓名', { exact: true }).fill('呼格')
  await page.getByLabel('账号', { exact: true }).fill('huge')
  await page.getByLabel('岗位', { exact: true }).click()
  await page.getByTitle('审计管理员').click()
  await page.getByRole('button', { name: '提交申请' }).click()
  await page.getByRole('heading', { name: '启用码' }).waitFor()
  if (process.env['SHOTS']) await page.screenshot({ path: '/tmp/id-people.png' })
  await out()
  await enter(page, '敖登')
  await page.goto(`${home()}people`)
  await page.getByRole('button', { name: '审核通过呼格任审计管理员' }).click()
  await page.getByText('审核通过，已在任').waitFor()
  await out()
  await enter(page, '包晓光')
  await page.goto(`${home()}audit`)
  await page.getByText('审核通过：呼格任审计管理员').waitFor()
  if (process.env['SHOTS']) await page.screenshot({ path: '/tmp/id-audit.png' })
  await page.context().close()
})
test('没有一次页面错误或系统故障', () => expect(faults).toEqual([]))
