import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import chromium from '@sparticuz/chromium'
import { type Browser, chromium as driver, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { PASSWORD } from '../../src/demo/cast.ts'

/** The package unpacks into the temporary folder under one name for everybody; each user gets a folder of its own. */
async function unpacked(): Promise<string> {
  const before = process.env['TMPDIR']
  const mine = join(tmpdir(), `yiwang-chromium-${process.getuid?.() ?? 0}`)
  mkdirSync(mine, { recursive: true })
  process.env['TMPDIR'] = mine
  try {
    return await chromium.executablePath()
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
}

/** A real Chromium from npm, with a Chinese font from npm; CHROMIUM_PATH takes another one. `more` are its own flags. */
export async function launchBrowser(more: readonly string[] = []): Promise<Browser> {
  const fonts = dirname(
    createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans-sc/package.json'),
  )
  const dir = mkdtempSync(join(tmpdir(), 'yiwang-fonts-'))
  const conf = join(dir, 'fonts.conf')
  writeFileSync(
    conf,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${fonts}/400Regular</dir><dir>${fonts}/600SemiBold</dir><cachedir>${dir}/cache</cachedir></fontconfig>`,
  )
  return driver.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? (await unpacked()),
    // Its defaults are for a cloud function; web security stays on here.
    args: [
      ...chromium.args.filter(
        (a) =>
          !/disable-web-security|allow-running-insecure|disable-site-isolation|single-process|in-process-gpu|no-zygote|headless/.test(
            a,
          ),
      ),
      ...more,
    ],
    headless: true,
    chromiumSandbox: false,
    env: { ...process.env, FONTCONFIG_FILE: conf },
  })
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** WCAG 2.2 AA as far as axe sees, and nothing wider than the screen; with the page's own policy standing. */
export async function axeClean(page: Page, where: string): Promise<void> {
  await page.evaluate(`${axe};undefined`)
  const found = (await page.evaluate(
    `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] }).then((r) =>
      r.violations.map((v) => v.id + ' ' + (v.nodes[0]?.html ?? '').slice(0, 160)))`,
  )) as string[]
  expect(found, where).toEqual([])
  const [inside, width] = (await page.evaluate(
    '[document.documentElement.scrollWidth, innerWidth]',
  )) as [number, number]
  expect(inside, `${where} 不横向滚动`).toBeLessThanOrEqual(width)
}
/** A session in this page's context, without the sign-in form. */
export async function signInAs(page: Page, url: string, account: string): Promise<void> {
  const data = { account, password: PASSWORD }
  const res = await page.request.post(`${url}/api/session/signIn`, { data })
  expect(res.ok(), `${account}登录`).toBe(true)
}

/** Somebody signed in on a phone; what goes wrong in the page goes to `fault`. */
export async function phoneOf(
  browser: Browser,
  url: string,
  account: string,
  fault: (e: unknown) => void,
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
  const page = await context.newPage()
  page.on('pageerror', fault)
  await signInAs(page, url, account)
  return page
}
export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
/** A step taken on a record: pressed, checked, and its receipt put away. */
export async function acted(page: Page, name: string): Promise<void> {
  await button(page, name).click()
  await button(page, '确认办理').click()
  await button(page, '知道了').click()
}
