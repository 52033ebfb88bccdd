import axe from 'axe-core'
import { Secret, TOTP } from 'otpauth'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { instant } from '#kernel'
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
  await signOut(page)
  await page.goto(home())
  await page.getByRole('button', { name: '张帆' }).first().click()
  await page.getByRole('button', { name: '用通行密钥登录' }).click()
  await page.getByRole('heading', { name: '待办' }).waitFor()
  await context.close()
})
const signOut = (page: Page) =>
  page.evaluate(
    `fetch('/api/session/signOut',{method:'POST',headers:{'content-type':'application/json'},body:'{}'})`,
  )
const clean = async (page: Page, what: string) => {
  await page.addScriptTag({ content: axe.source })
  const found = (await page.evaluate(`axe.run().then(r => r.violations.map(v =>
    v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(' | ')))`)) as string[]
  expect(found, what).toEqual([])
}
test('供应商登记数字证书，用它登录；私钥没有离开这一页', async () => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 900 },
    bypassCSP: true,
  })
  const page = await context.newPage()
  page.on('pageerror', (e) => faults.push(e))
  const sent: string[] = []
  page.on('request', (r) => sent.push(r.postData() ?? ''))
  await enter(page, '白云')
  await page.goto(`${home()}security`)
  const file = await (await fetch(`${s.url}/api/session/demoCertificate?account=tumd`)).text()
  const choose = async () => {
    await page
      .getByLabel('证书文件')
      .setInputFiles({ name: 'my.pem', mimeType: 'text/plain', buffer: Buffer.from(file) })
    await page.getByLabel('证书口令').fill('yiwang-demo-2026')
  }
  await page.getByRole('button', { name: '登记数字证书' }).click()
  await choose()
  await page.getByRole('button', { name: '登记这张证书' }).click()
  await page.getByRole('button', { name: '已经记好' }).click()
  await page.getByText('政府采购一张网演示区）颁发').waitFor()
  await clean(page, '我的安全')
  await signOut(page)
  await page.goto(home())
  await page.getByRole('button', { name: '白云' }).first().click()
  await choose()
  await page.getByLabel('证书口令').fill('cuo')
  await page.getByRole('button', { name: '用数字证书登录' }).click()
  await page.getByText('证书口令不对').waitFor()
  await page.getByLabel('证书口令').fill('yiwang-demo-2026')
  await clean(page, '第二步')
  await page.getByRole('button', { name: '用数字证书登录' }).click()
  await page.getByRole('heading', { name: '待办' }).waitFor()
  const secret = file.split('ENCRYPTED PRIVATE KEY-----')[1]?.replace(/\s/g, '').slice(0, 60) ?? ''
  expect(secret).toHaveLength(60)
  expect(sent.some((b) => b.replace(/\\n|\s/g, '').includes(secret))).toBe(false)
  await context.close()
})
test('三员：系统管理员申请，安全管理员审核，审计管理员看得见', async () => {
  const page = await (
    await browser.newContext({ viewport: { width: 1440, height: 900 }, bypassCSP: true })
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
  await page.goto(`${home()}issuer`)
  await page.getByText('演示证书颁发机构').first().click()
  await page.getByText('现行列表签发于').waitFor()
  await clean(page, '颁发机构')
  await page.goto(`${home()}entrance`)
  // An act of weight, later than the proof: asked once more, and done.
  await s.clock.toInstant(instant(s.clock.now() + 11 * 60_000))
  await page.getByLabel('再次验证的有效分钟数').fill('20')
  await page.getByRole('button', { name: '改定' }).first().click()
  await page.getByLabel('口令', { exact: true }).fill('yiwang-demo-2026')
  await page.getByRole('button', { name: '验证', exact: true }).click()
  await page.getByText('已改为20').waitFor()
  await clean(page, '登录设定')
  await out()
  await enter(page, '包晓光')
  await page.goto(`${home()}audit`)
  await page.getByText('审核通过：呼格任审计管理员').waitFor()
  await page.getByText('由10改为20').waitFor()
  await clean(page, '安全审计')
  if (process.env['SHOTS']) await page.screenshot({ path: '/tmp/id-audit.png' })
  await page.context().close()
})
test('没有一次页面错误或系统故障', () => expect(faults).toEqual([]))
