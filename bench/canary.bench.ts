import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { askAs, instant, isQuery, sealBid, system, toBase64 } from '#kernel'
import { boxFor } from '#trade/box'
import { api } from '../src/api.ts'
import { accounts } from '../src/demo/cast.ts'
import { ecmo, MOVED } from '../src/demo/hospital-facts.ts'
import { planning } from '../src/demo/hospital-plan.ts'
import { tendering } from '../src/demo/hospital-tender.ts'
import { type Offer, plainBid } from '../src/demo/papers.ts'
import { stage } from '../src/demo/run.ts'
import { encodings, filesUnder } from '../test/support/canary.ts'
import { bidders, internationalSuite } from './bidders.ts'

const BIDS = Number(process.env['CANARY_BIDS'] ?? 1000)

/**
 * BIDS sealed bids, each with a canary; then, still before the deadline, every file of the data folder (the database's own
 * files and its write-ahead log with them: what a backup copies), every table as text, and every question that needs no
 * argument, and the lot and its feeds, as every account there is: the canaries' common mark in ten encodings. `found` must be
 * 0 and `planted` 1: the same search over one of the same files with the mark put in. The floor is reading the same bytes.
 */
export async function bench() {
  const logged: string[] = []
  const s = await stage((e) => logged.push(String((e as Error).stack ?? e)))
  try {
    internationalSuite(s)
    const p = s.player()
    const ids = await planning(p, s.clock, s.cast, true)
    const t = await tendering(p, s.clock, s.cast, ids)
    const lot = t.lots.find((l) => l.no === 1)?.id ?? ''
    await s.clock.toInstant(instant(MOVED - 3_600_000))
    const box = await s.app.db
      .transaction()
      .execute((tx) => boxFor(askAs(s.app.world, tx, system), lot, '投标'))
    const mark = `金丝雀${randomBytes(16).toString('hex')}`
    const custodians = box.params.custodians.map((c) => c.publicKey)
    for (const [i, { actor, cookie }] of (await bidders(s, BIDS)).entries()) {
      const { envelope, ciphertext } = await sealBid({
        suite: 'STD-1',
        k: box.k,
        custodians,
        context: { box: box.digest, bidder: actor.org ?? '', part: box.part },
        data: { ...plainBid(ecmo['kangda'] as Offer), contact: `${mark}-${i}` },
      })
      const res = await fetch(`${s.url}/api/bid/submit`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie },
        body: JSON.stringify({ lot, envelope, ciphertext: toBase64(ciphertext) }),
      })
      if (!res.ok) throw new Error(`bid ${i}: ${res.status} ${await res.text()}`)
    }
    await s.app.settle()
    const forms = encodings(mark)
    let bytes = 0
    let found = 0
    const look = (b: Buffer) => {
      bytes += b.length
      for (const f of forms) if (b.includes(f)) found++
    }
    const began = performance.now()
    await s.app.pool.query('checkpoint').catch(() => undefined)
    const files = filesUnder(s.app.world.dataDir)
    for (const f of files) look(readFileSync(f))
    const { rows: tables } = await s.app.pool.query<{ t: string }>(
      `select format('%I.%I', schemaname, tablename) as t from pg_tables where schemaname not in ('pg_catalog','information_schema')`,
    )
    for (const { t: table } of tables)
      for (const row of (await s.app.pool.query(`select x::text as x from ${table} x`)).rows)
        look(Buffer.from(row.x))
    let answers = 0
    const bare = Object.entries(api).flatMap(([m, ops]) =>
      Object.keys(ops)
        .filter(isQuery)
        .map((o) => `/api/${m}/${o}`),
    )
    const paths = [
      ...bare,
      `/api/lot/get?id=${lot}`,
      `/api/box/get?id=${box.id}`,
      `/api/box/getShares?id=${box.id}`,
      '/',
      '/notices',
      '/feed.atom',
      '/ocds/releases',
      '/incidents',
      '/metrics',
      '/journal/tile/entries/000',
      '/journal/tile/entries/001',
    ]
    for (const { account } of accounts)
      for (const path of paths) {
        look(Buffer.from(await (await p.getAs(account, path)).arrayBuffer()))
        answers++
      }
    for (const line of logged) look(Buffer.from(line))
    const ms = performance.now() - began
    const floorBegan = performance.now()
    for (const f of files) readFileSync(f)
    const sample = readFileSync(files[0] ?? '')
    const planted = Buffer.concat([sample, Buffer.from(mark)])
    return {
      bids: BIDS,
      accounts: accounts.length,
      answers,
      files: files.length,
      tables: tables.length,
      megabytes: Math.round(bytes / 1e6),
      encodings: forms.length,
      found,
      planted: forms.some((f) => planted.includes(f)) ? 1 : 0,
      seconds: Math.round(ms / 100) / 10,
      floorReadSeconds: Math.round((performance.now() - floorBegan) / 100) / 10,
    }
  } finally {
    await s.stop()
  }
}
