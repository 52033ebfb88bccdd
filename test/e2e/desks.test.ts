import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshStage } from '#testing'
import { living } from '../../src/demo/living.ts'
import type { Stage } from '../../src/demo/run.ts'
import { axeClean, launchBrowser, signInAs } from '../support/browser.ts'

/** 真浏览器里办事：手机与桌面两种宽度。 */
let s: Stage
let browser: Browser
const faults: unknown[] = []
beforeAll(async () => {
  s = await freshStage((e) => faults.push(e))
  await living(s.player(), s.clock, s.cast)
  browser = await launchBrowser()
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await s?.stop()
})
async function open(width: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, bypassCSP: true })
  const page = await context.newPage()
  page.on('pageerror', (e) => faults.push(e))
  return page
}
async function enter(page: Page, name: string) {
  await page.goto(`${s.url}/desk/`)
  const out = page.getByRole('button', { name: '退出' })
  await page
    .getByText(/登录办事|待办/)
    .first()
    .waitFor()
  if (await out.count()) await out.click()
  await page.getByRole('button', { name }).first().click()
  await page.getByRole('heading', { name: '待办' }).waitFor()
}

describe.each([390, 1440])('%d 像素宽', (width) => {
  test('门户各页：脚本关掉也完整，无障碍检查干净', async () => {
    const list = (await (await fetch(`${s.url}/api/disclosure/list`)).json()) as {
      notices: { id: string; kind: string; ocid: string }[]
    }
    const tender = list.notices.find((n) => n.kind === '招标公告')
    const [agency] = (
      await s.app.pool.query(`select uscc from library.org where kind = '代理机构' order by name`)
    ).rows
    const page = await open(width)
    for (const path of [
      '/',
      '/notices',
      `/notices/${tender?.id}`,
      `/projects/${tender?.ocid}`,
      '/agencies',
      `/agencies/${agency.uscc}`,
      '/law',
      '/journal',
      '/incidents',
      '/venues',
      '/access',
      '/seal',
    ]) {
      await page.goto(s.url + path)
      expect(await page.locator('script').count(), path).toBe(0)
      await axeClean(page, path)
    }
    await page.goto(`${s.url}/notices?q=${encodeURIComponent('内窥镜')}`)
    expect(await page.getByRole('link', { name: /内窥镜/ }).count()).toBeGreaterThan(0)
    await page.context().close()
  })
  test('登录、待办、记录：无障碍检查干净', async () => {
    const page = await open(width)
    await page.goto(`${s.url}/desk/`)
    await page.getByRole('heading', { name: '演示人员' }).waitFor()
    await axeClean(page, '登录')
    await enter(page, '乌云')
    await page.locator('ul.todo a').first().waitFor()
    await axeClean(page, '待办')
    await page.locator('ul.todo a', { hasText: '采购计划' }).first().click()
    await page.getByRole('heading', { name: '经过' }).waitFor()
    await axeClean(page, '记录')
    await page.context().close()
  })
  test('宽表、长记录和空的一览：不横向滚动，无障碍检查干净', async () => {
    for (const [account, paths] of [
      ['caizheng', ['progress', 'upward', 'performance', 'regulation']],
      ['shenji', ['audit']],
      ['wang', ['contract']],
    ] as const) {
      const page = await open(width)
      await signInAs(page, s.url, account)
      for (const path of paths) {
        await page.goto(`${s.url}/desk/${path}`)
        await page.getByRole('heading', { level: 1 }).waitFor()
        await page.waitForLoadState('networkidle')
        await axeClean(page, path)
      }
      if (account === 'wang') {
        await page.locator('ul.todo a').first().click()
        await page.getByRole('heading', { name: '经过' }).waitFor()
        await axeClean(page, '合同')
      }
      await page.context().close()
    }
  }, 60_000)
})

test('审核人在手机上备案一份计划：确认、回执、指标冻结', async () => {
  const page = await open(390)
  await enter(page, '乌云')
  await page.locator('ul.todo a', { hasText: '采购计划' }).first().click()
  await page.getByRole('button', { name: '审核并备案', exact: true }).click()
  await page.getByRole('button', { name: '确认办理' }).click()
  await page.getByText('现在处于“已备案”').waitFor()
  await page.getByRole('button', { name: '知道了' }).click()
  await page.locator('.chip.state', { hasText: '已备案' }).first().waitFor()
  const { rows } = await s.app.pool.query(
    `select frozen from plan.plan order by filed desc limit 1`,
  )
  expect(rows[0].frozen).toBe(170_000_000)
  await page.context().close()
})
test('不能办的按钮说出规则、依据和改法', async () => {
  const page = await open(1440)
  await enter(page, '郭敏')
  await page.goto(`${s.url}/desk/lot`)
  await page.locator('ul.todo a', { hasText: '招标中' }).first().click()
  await page.getByRole('button', { name: '开标（不能办）' }).click()
  const why = page.getByRole('alert')
  await why.getByText('不得提前开标').waitFor()
  expect(await why.textContent()).toContain('《87号令》第三十九条')
  await page.context().close()
})
test('采购人填一份需求，规则边填边判，改法一点就改', async () => {
  const page = await open(1440)
  await enter(page, '王静')
  await page.goto(`${s.url}/desk/new/requirement/draft`)
  await page.getByLabel('采购项目名称').fill('便携超声采购')
  await page.getByText('没有填').first().waitFor()
  await page.getByLabel('采购预算（元）').first().fill('318000.00')
  await page.getByText('叁拾壹万捌仟元整').waitFor()
  await page.context().close()
})
test('供应商在浏览器里封存投标：送出的是密文，收到回执', async () => {
  const page = await open(390)
  let sent = ''
  page.on('request', (r) => {
    if (r.url().endsWith('/api/bid/submit')) sent = r.postData() ?? ''
  })
  await enter(page, '刘洋')
  await page.goto(`${s.url}/desk/lot`)
  await page.locator('ul.todo a', { hasText: '招标中' }).first().click()
  await page.getByRole('button', { name: '对这一包投标' }).click()
  await page.getByLabel('投标总价（元）').fill('4321000.00')
  // What would not open is said before it is sealed.
  await page.getByRole('button', { name: '封存并提交' }).click()
  await page.getByText('处没有填好').waitFor()
  expect(sent).toBe('')
  await page.getByLabel('品牌').fill('华瑞')
  await page.getByLabel('规格型号').fill('HR-1')
  await page.getByLabel('单价（元）').fill('4321000.00')
  await page.getByLabel('交货或服务期限、地点').fill('四十日内，本院')
  await page.getByLabel('联系人与电话').fill('刘洋')
  await page.getByRole('button', { name: '封存并提交' }).click()
  await page.getByRole('heading', { name: /^(提交成功|平台已收到)/ }).waitFor()
  expect(sent).toContain('ciphertext')
  expect(sent).not.toContain('4321000')
  expect(sent).not.toContain('华瑞')
  const { rows } = await s.app.pool.query(
    `select e.ciphertext as c, b.opened from trade.bid b join trade.entry e on e.id = b.id order by b.submitted desc limit 1`,
  )
  expect(rows[0].opened).toBeNull()
  expect(rows[0].c.includes('4321000')).toBe(false)
  await page.context().close()
})
test('专家逐份评审，存得住，别人的看不见', async () => {
  const page = await open(1440)
  const { rows } = await s.app.pool.query(
    `select p.name from trade.review r join library.person p on p.id = r.person join kernel.subject s on s.id = r.id where s.state = '评审中' order by p.name limit 1`,
  )
  await enter(page, rows[0].name)
  await page.locator('ul.todo a').first().click()
  await page
    .getByLabel(/技术参数响应，满分40分/)
    .first()
    .fill('41')
  await page.getByRole('button', { name: '保存这一份' }).first().click()
  await page.getByText('分值范围0至40分').first().waitFor()
  await page
    .getByLabel(/技术参数响应，满分40分/)
    .first()
    .fill('38.5')
  await page.getByRole('button', { name: '保存这一份' }).first().click()
  await page.getByText('已保存').waitFor()
  await page.context().close()
})
test('公告里的标记不会执行', async () => {
  const page = await open(1440)
  let ran = false
  page.on('dialog', () => {
    ran = true
  })
  await page.goto(
    `${s.url}/notices?q=${encodeURIComponent('<img src=x onerror=alert(1)><script>alert(1)</script>')}`,
  )
  await page.goto(`${s.url}/elder?on=1&back=${encodeURIComponent('//evil.example')}`)
  expect(new URL(page.url()).host).toBe(new URL(s.url).host)
  expect(ran).toBe(false)
  await page.context().close()
})
test('没有一次页面错误或系统故障', () => expect(faults).toEqual([]))
