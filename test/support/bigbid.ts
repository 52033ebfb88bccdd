import { createHash } from 'node:crypto'
import { closeSync, createReadStream, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium as driver, type Page } from 'playwright-core'
import { at, type Day, instant, type SuiteName } from '#kernel'
import { PASSWORD } from '../../src/demo/cast.ts'
import { Player, type SimClock } from '../../src/demo/player.ts'
import type { Stage } from '../../src/demo/run.ts'
import { Trade } from '../../src/demo/trade.ts'
import { button, launchBrowser, signInAs } from './browser.ts'
import { freshPeak, type House, peakMb, renderersOf, shiftTo, standby } from './process.ts'

const MB = 1024 * 1024
/** A file of so many MB that compresses to nothing less; `seed` makes another of the same name and size. */
export function bigFile(dir: string, megabytes: number, seed = 0): string {
  const path = join(dir, '技术文件.bin')
  const file = openSync(path, 'w')
  const block = Buffer.alloc(MB)
  for (let n = 0; n < megabytes; n++) {
    for (let at = 0; at < MB; at += 4)
      block.writeUInt32LE((Math.imul(at + n, 2654435761) ^ seed) >>> 0, at)
    writeSync(file, block)
  }
  closeSync(file)
  return path
}
const freePort = () =>
  new Promise<number>((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => done(port))
    })
  })
const cookieOf = async (url: string, account: string) =>
  (
    await fetch(`${url}/api/session/signIn`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account, password: PASSWORD }),
    })
  ).headers
    .getSetCookie()
    .map((c) => c.split(';')[0])
    .join('; ')
const digestOf = async (bytes: AsyncIterable<Uint8Array>) => {
  const h = createHash('sha256')
  for await (const b of bytes) h.update(b)
  return h.digest('hex')
}

/**
 * One bid with a large attachment, in a real browser against a real server process, from the form to the committee's
 * download. With `trouble` the bidder pauses, the server dies and comes back, and the page is closed half way.
 */
export async function bigBid(
  s: Stage,
  o: { suite: SuiteName; megabytes: number; day: Day; trouble: boolean; shots?: string },
) {
  const dir = mkdtempSync(join(tmpdir(), 'yiwang-bigbid-'))
  const settings = { 国密套件: o.suite === 'GM-1' }
  Object.defineProperty(s.app.world, 'settings', {
    value: { ...s.app.world.settings, ...settings },
  })
  let base = s.url
  let shift: number | null = null
  const now = () => (shift === null ? s.clock.now() : instant(Date.now() + shift))
  const p = new Player((path, init) => fetch(base + path, init), { ...s.clock, now } as SimClock)
  let served: House | undefined
  let waiting: ReturnType<typeof standby> | undefined
  const wait = (port: number) => {
    waiting = standby(s, { settings, port })
    return waiting
  }
  const serve = async (next: ReturnType<typeof standby>) => {
    served = await next.go(shift ?? 0)
    base = served.url
    return served
  }
  let browser: Browser | undefined
  try {
    const first = wait(0)
    const t = await new Trade(p, s.clock, s.cast, {
      title: `大文件采购${o.suite}`,
      method: '竞争性谈判',
      category: '货物',
      budget: '900000.00',
      item: {
        code: 'A02320500',
        name: '监护仪',
        quantity: 10,
        unit: '台',
        requirement: '满足使用。',
      },
    }).prepared({ ground: '技术复杂或者性质特殊，不能确定详细规格或者具体要求' })
    await t.published(o.day, 9, o.day)
    await s.clock.to(o.day, 8)
    for (const who of ['huarui', 'saihan']) await t.respond(who, '870000.00')
    shift = shiftTo(at(o.day, 8, 1))
    const line = await freePort()
    const [one, opened] = await Promise.all([
      serve(first),
      launchBrowser([`--remote-debugging-port=${line}`]),
    ])
    let h = one
    browser = opened
    // Who comes after the one that dies gets ready while the form is filled.
    const next = o.trouble ? wait(Number(new URL(base).port)) : null
    const look = () => driver.connectOverCDP(`http://127.0.0.1:${line}`)
    // A context that outlives the connection.
    let looking = await look()
    const context = looking.contexts()[0] ?? (await looking.newContext())
    let page = await context.newPage()
    await page.setViewportSize({ width: 1440, height: 900 })
    const path = bigFile(dir, o.megabytes)
    await signInAs(page, base, 'kangda')
    await page.goto(`${base}/desk/lot/${t.lot}`)
    await page.getByRole('button', { name: /对这一包投标|提交响应文件/ }).click()
    await page.getByLabel(/总价（元）/).fill('880000.00')
    await page.getByLabel('品牌').fill('康达')
    await page.getByLabel('规格型号').fill('K-1')
    await page.getByLabel('单价（元）').fill('88000.00')
    await page.getByLabel('交货或服务期限、地点').fill('三十日内，本院')
    await page.getByLabel('联系人与电话').fill('金丝雀联系人')
    for (const box of await page.locator('textarea').all())
      if ((await box.inputValue()) === '') await box.fill('满足')
    await choose(page, '选择附件', path)
    await page.getByText('技术文件.bin').waitFor()
    const [renderer] = renderersOf(process.pid).sort((a, b) => peakMb(b) - peakMb(a))
    if (renderer === undefined) throw new Error('找不到页面的进程')
    freshPeak(renderer)
    freshPeak(h.pid)
    const before = { server: peakMb(h.pid), page: peakMb(renderer) }
    const committed = async () =>
      (await s.app.pool.query('select 1 from trade.bid where lot = $1', [t.lot])).rows.length > 2
    const began = performance.now()
    if (o.trouble) {
      // A slow line, so that there is a middle to be interrupted in.
      await context.route('**/api/box/part?*', async (r) => {
        await new Promise((x) => setTimeout(x, 150))
        await r.continue().catch(() => undefined)
      })
      await button(page, '封存并提交').click()
    } else {
      // Under DevTools the browser keeps every body that is sent; measured, it is left alone.
      await button(page, '封存并提交').evaluate((b) => {
        setTimeout(() => (b as { click(): void }).click(), 500)
      })
      await looking.close()
      while (!(await committed())) await new Promise((r) => setTimeout(r, 50))
    }
    const submitMs = performance.now() - began - 500
    const upload = { server: peakMb(h.pid), page: peakMb(renderer) }
    if (!o.trouble) {
      looking = await look()
      page = looking.contexts()[0]?.pages().at(-1) ?? page
    }
    let restarts = 0
    const received = async () =>
      Number(
        (
          await s.app.pool.query(
            'select u.received from trade.upload u join trade.box b on b.id = u.box where b.lot = $1',
            [t.lot],
          )
        ).rows[0]?.received ?? 0,
      ) / MB
    const reached = async (part: number) => {
      while ((await received()) < o.megabytes * part) await new Promise((r) => setTimeout(r, 20))
    }
    const seen = { pausedMoved: 0, refusedChanged: false, resumedFrom: 0 }
    if (next) {
      await reached(0.15)
      await button(page, '暂停上传').click()
      await new Promise((r) => setTimeout(r, 300))
      const held = await received()
      if (o.shots) await shoot(page, `${o.shots}-paused`)
      await new Promise((r) => setTimeout(r, 700))
      seen.pausedMoved = (await received()) - held
      await button(page, '继续上传').click()
      await reached(0.35)
      // The line is cut: nobody answers at the address, until somebody does again.
      await h.kill()
      await page.getByText(/秒后从断处续传/).waitFor()
      h = await serve(next)
      restarts++
      await reached(0.55)
      await page.reload()
      await page.getByRole('button', { name: /对这一包投标|提交响应文件/ }).click()
      await page.getByRole('heading', { name: '上次的投标还没有提交' }).waitFor()
      if (o.shots) await shoot(page, `${o.shots}-again`)
      seen.resumedFrom = await received()
      bigFile(dir, o.megabytes, 1)
      await choose(page, '选回当时的附件', path)
      await button(page, '接着传并提交').click()
      await page.getByText('内容与上次封存的不同').waitFor()
      seen.refusedChanged = (await received()) === seen.resumedFrom
      bigFile(dir, o.megabytes)
      await choose(page, '选回当时的附件', path)
      await button(page, '接着传并提交').click()
    }
    await page.getByRole('heading', { name: '响应文件提交成功' }).waitFor({ timeout: 300_000 })
    // The bidder's own rehearsal opens what really lies on the platform.
    await button(page, '试一次').click()
    await page.getByText('绿灯：到时可以开启').waitFor({ timeout: 120_000 })
    if (o.shots) await shoot(page, `${o.shots}-done`)
    const cdp = await page.context().newCDPSession(page)
    const heap = round((await cdp.send('Runtime.getHeapUsage')).usedSize / MB)
    await s.clock.to(o.day, 9, 31)
    shift = shiftTo(at(o.day, 9, 32))
    h.shift(shift)
    freshPeak(h.pid)
    const opening = performance.now()
    await t.open()
    const openMs = performance.now() - opening
    const unsealed = peakMb(h.pid)
    await t.group(2)
    await t.agent.lot.convene({ id: t.lot })
    const bid = (await t.bids()).find((b) => b.price === '880000.00')
    const cookie = await cookieOf(base, 'expert1')
    freshPeak(h.pid)
    const loading = performance.now()
    const res = await fetch(`${base}/api/bid/attachment?id=${bid?.id}&no=0`, {
      headers: { cookie },
    })
    if (!res.ok || !res.body) throw new Error(`评委取不到附件：${res.status} ${await res.text()}`)
    const digest = await digestOf(res.body)
    const downloadMs = performance.now() - loading
    const downloaded = peakMb(h.pid)
    return {
      seen,
      restarts,
      same: digest === (await digestOf(createReadStream(path))),
      faults: h.said(),
      seconds: {
        sealAndSubmit: round(submitMs / 1000),
        open: round(openMs / 1000),
        download: round(downloadMs / 1000),
      },
      megabytesPerSecond: {
        sealAndSubmit: round(o.megabytes / (submitMs / 1000)),
        open: round(o.megabytes / (openMs / 1000)),
        download: round(o.megabytes / (downloadMs / 1000)),
      },
      peakMb: {
        serverBefore: before.server,
        serverUpload: upload.server,
        serverOpen: unsealed,
        serverDownload: downloaded,
        rendererBefore: before.page,
        rendererUpload: upload.page,
        pageHeap: heap,
      },
    }
  } finally {
    await browser?.close()
    await served?.kill()
    await waiting?.kill()
    rmSync(dir, { recursive: true, force: true })
  }
}
const round = (n: number) => Math.round(n * 10) / 10
/** By its path, as a person does: Playwright would carry the bytes themselves over this connection, and no more than 50 MB. */
async function choose(page: Page, name: string, path: string) {
  const input = page.locator('.ant-upload', { hasText: name }).locator('input[type=file]').first()
  await input.evaluate((x) => x.setAttribute('data-chosen', ''))
  const cdp = await page.context().newCDPSession(page)
  const { result } = await cdp.send('Runtime.evaluate', {
    expression: "document.querySelector('input[data-chosen]')",
  })
  await cdp.send('DOM.setFileInputFiles', { files: [path], objectId: result.objectId ?? '' })
  await input.evaluate((x) => x.removeAttribute('data-chosen'))
  await cdp.detach()
}
/** Both widths a person has. */
async function shoot(page: Page, name: string) {
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 900 })
    await page.screenshot({ path: `${name}-${width}.png`, fullPage: true })
  }
}
