import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { askAs, newSealKeys, partBytes, SUITES, type SuiteName, sealParts, suiteOf } from '#kernel'
import { boxFor } from '#trade/box'
import { planning } from '../src/demo/hospital-plan.ts'
import { tendering } from '../src/demo/hospital-tender.ts'
import { stage } from '../src/demo/run.ts'
import { bigBid, bigFile } from '../test/support/bigbid.ts'
import { bidders, type Stage } from './bidders.ts'

const MEGABYTES = Number(process.env['BIGBID_MB'] ?? 200)
const MB = 1024 * 1024
const rate = (bytes: number, ms: number) => Math.round((bytes / MB / (ms / 1000)) * 10) / 10

/**
 * A bid of 200 MB, by both suites, in a real browser against a real server process: how fast, and how much memory page and
 * server took at their peak. Beside it, in the same run and on the same machine: sealing in Node beside the bare cipher and
 * hash over the same bytes, and the upload of the house beside a bare one (parts written and flushed, nothing else).
 */
export async function bench() {
  const out: Record<string, unknown> = { megabytes: MEGABYTES }
  for (const suite of SUITES) {
    const s = await stage((e) => console.error(e))
    try {
      await s.clock.to('2026-03-02')
      const {
        seen: _,
        restarts: __,
        faults,
        ...browser
      } = await bigBid(s, {
        suite,
        megabytes: MEGABYTES,
        day: '2026-03-06',
        trouble: false,
      })
      if (faults !== '') throw new Error(faults)
      out[suite] = { browser, sealing: await sealing(suite) }
    } finally {
      await s.stop()
    }
  }
  out['upload'] = await uploading()
  return out
}
async function sealing(suite: SuiteName) {
  const dir = mkdtempSync(join(tmpdir(), 'yiwang-bigbid-'))
  try {
    const path = bigFile(dir, Math.min(MEGABYTES, 64))
    const { size } = statSync(path)
    const keys = await Promise.all([0, 1, 2, 3, 4].map(() => newSealKeys(suite)))
    const from = performance.now()
    for await (const _ of sealParts({
      suite,
      k: 3,
      custodians: keys.map((k) => k.publicKey),
      context: { box: 'bench', bidder: 'x', part: '投标' },
      data: {},
      files: [{ name: 'a', type: '', size, bytes: () => createReadStream(path) }],
    }));
    const whole = performance.now() - from
    const s = await suiteOf(suite)
    const key = new Uint8Array(randomBytes(s.keyBytes))
    const chunk = new Uint8Array(64 * 1024)
    const bare = performance.now()
    for (let at = 0; at < size; at += chunk.length)
      await s.hash(await s.encrypt(key, new Uint8Array(12), new Uint8Array(0), chunk))
    const floor = performance.now() - bare
    return { mbPerSecond: rate(size, whole), bareMbPerSecond: rate(size, floor) }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
/** The same parts to the house and to nothing but a file, one after the other, from Node: the browser's own cost left out. */
async function uploading() {
  const s: Stage = await stage((e) => console.error(e))
  const dir = mkdtempSync(join(tmpdir(), 'yiwang-bigbid-'))
  try {
    const p = s.player()
    const t = await tendering(p, s.clock, s.cast, await planning(p, s.clock, s.cast, true))
    const lot = t.lots.find((l) => l.no === 1)?.id ?? ''
    const [{ actor, cookie } = { actor: undefined, cookie: '' }] = await bidders(s, 1)
    if (!actor) throw new Error('没有供应商')
    const box = await s.app.db
      .transaction()
      .execute((tx) => boxFor(askAs(s.app.world, tx, actor), lot, '投标'))
    const part = new Uint8Array(randomBytes(partBytes(await suiteOf(box.suite))))
    const digest = createHash(box.suite === 'GM-1' ? 'sm3' : 'sha256')
      .update(part)
      .digest('hex')
    const size = part.length * MEGABYTES
    const begun = await fetch(`${s.url}/api/box/beginUpload`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify({ box: box.id, size }),
    })
    const { id } = (await begun.json()) as { id: string }
    const from = performance.now()
    for (let n = 0; n < MEGABYTES; n++) {
      const res = await fetch(
        `${s.url}/api/box/part?id=${id}&offset=${n * part.length}&digest=${digest}`,
        { method: 'PUT', headers: { cookie }, body: part },
      )
      if (!res.ok) throw new Error(await res.text())
    }
    const house = performance.now() - from
    const bare = await bareUpload(join(dir, 'bare'), part)
    return {
      mbPerSecond: rate(size, house),
      bareMbPerSecond: rate(size, bare),
      ratio: Math.round((house / bare) * 100) / 100,
    }
  } finally {
    await s.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}
async function bareUpload(path: string, part: Uint8Array<ArrayBuffer>): Promise<number> {
  const { createServer } = await import('node:http')
  const { open } = await import('node:fs/promises')
  const file = await open(path, 'w')
  let at = 0
  const server = createServer((req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (c) => chunks.push(c))
    req.on('end', async () => {
      const bytes = Buffer.concat(chunks)
      await file.write(bytes, 0, bytes.length, at)
      at += bytes.length
      await file.datasync()
      res.end('{}')
    })
  })
  await new Promise<void>((ok) => server.listen(0, '127.0.0.1', ok))
  const { port } = server.address() as { port: number }
  const from = performance.now()
  for (let n = 0; n < MEGABYTES; n++)
    await (await fetch(`http://127.0.0.1:${port}/`, { method: 'PUT', body: part })).text()
  const ms = performance.now() - from
  server.close()
  await file.close()
  return ms
}
