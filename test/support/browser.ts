import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import chromium from '@sparticuz/chromium'
import { type Browser, chromium as driver } from 'playwright-core'

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

/** A real Chromium from npm, with a Chinese font from npm; CHROMIUM_PATH takes another one. */
export async function launchBrowser(): Promise<Browser> {
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
    args: chromium.args.filter(
      (a) =>
        !/disable-web-security|allow-running-insecure|disable-site-isolation|single-process|in-process-gpu|no-zygote|headless/.test(
          a,
        ),
    ),
    headless: true,
    chromiumSandbox: false,
    env: { ...process.env, FONTCONFIG_FILE: conf },
  })
}
