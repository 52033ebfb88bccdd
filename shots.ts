import { launchBrowser } from './test/support/browser.ts'

const base = 'http://127.0.0.1:8090'
const b = await launchBrowser()
const which = process.argv[2] ?? 'portal'
const list = (await (await fetch(`${base}/api/disclosure/list`)).json()) as any
const id = (k: string) => list.notices.find((n: any) => n.kind === k).id
for (const w of [390, 1440]) {
  const ctx = await b.newContext({ viewport: { width: w, height: 900 } })
  const p = await ctx.newPage()
  p.on('console', (m) => {
    if (m.type() === 'error') console.log('console', m.text().slice(0, 300))
  })
  p.on('pageerror', (e) => console.log('pageerror', e.message.slice(0, 300)))
  const shot = async (name: string, full = true) => {
    await p.waitForTimeout(500)
    const sw = await p.evaluate(() => document.documentElement.scrollWidth)
    if (sw > w) console.log('overflow', name, w, sw)
    await p.screenshot({ path: `/tmp/shots/${name}-${w}.png`, fullPage: full })
  }
  if (which === 'portal') {
    for (const [n, path] of [
      ['home', '/'],
      ['notices', '/notices'],
      ['tender', `/notices/${id('招标公告')}`],
      ['result', `/notices/${id('中标结果公告')}`],
      ['project', `/projects/${list.notices[0].ocid}`],
      ['journal', '/journal'],
    ] as const) {
      await p.goto(base + path)
      await shot(n)
    }
  } else {
    await p.goto(`${base}/desk/`)
    await shot('signin')
    const enter = async (name: string) => {
      await p.goto(`${base}/desk/`)
      const out = p.getByRole('button', { name: '退出' })
      if (await out.count()) {
        await out.click()
      }
      await p.getByRole('button', { name }).first().click()
      await p.waitForTimeout(800)
    }
    await enter('王静')
    await shot('inbox')
    await p.goto(`${base}/desk/plan`)
    await shot('list')
    await p.locator('ul.todo a').first().click()
    await shot('record')
    await p.goto(`${base}/desk/contract`)
    await p.waitForTimeout(500)
    await p.locator('ul.todo a').first().click()
    await shot('contract')
    await p.goto(`${base}/desk/new/requirement/draft`)
    await shot('form')
  }
  await ctx.close()
}
await b.close()
