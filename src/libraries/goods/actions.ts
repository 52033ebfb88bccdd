import {
  type Ask,
  begin,
  beginJob,
  capital,
  demand,
  fen,
  type JobContext,
  type JobKind,
  jobAbout,
  lawToday,
  NotFound,
  newId,
  nextNumber,
  refusal,
  type Subject,
  story,
  uploadOf,
  yearOf,
  yuanText,
} from '#kernel'
import { citeMarked, numberOf, type Settings } from '#law'
import { orgOf } from '#libraries'
import { headOf, reader, readInPieces } from '#libraries/intake'
import type { Row } from '#sheets'
import { slipped } from './evidence.ts'
import { type Facts, listingFlow } from './model.ts'
import * as store from './store.ts'
import { FIXED, goodOf } from './template.ts'

export const listings = story(listingFlow, async (ask, s): Promise<Facts> => {
  const l = await store.listingOf(ask.tx, s.id)
  const job = await jobAbout(ask.tx, s.id)
  return {
    today: ask.today,
    rows: l.rows,
    faults: l.faults,
    importing: job?.state === '等待' || job?.state === '进行',
    expired: await store.expiredOf(ask.tx, s.id, ask.today),
  }
})

export async function register(ask: Ask, i: { title: string }): Promise<Subject> {
  const supplier = await orgOf(ask.tx, ask.actor.org ?? '')
  const id = newId<'listing'>(ask.now)
  const n = await nextNumber(ask.tx, `上架-${supplier.region}-${yearOf(ask.today)}`)
  const s = await begin(
    ask,
    listingFlow,
    'register',
    {
      id,
      title: i.title,
      process: id,
      lawOn: lawToday(ask),
      region: supplier.region,
      parties: { 供应商: [supplier.id] },
    },
    { today: ask.today, rows: 0, faults: 0, importing: false, expired: [] },
    { no: `SJ-${supplier.region}-${yearOf(ask.today)}-${String(n).padStart(6, '0')}` },
  )
  await store.addListing(ask.tx, id, supplier.id)
  return s
}
/** The table replaces what was read before; reading is a job, and nothing of it is for sale before the whole is in the library. */
export async function upload(ask: Ask, i: { id: string; file: string }): Promise<Subject> {
  const file = await uploadOf(ask, i.file)
  const s = await listings.take(ask, 'upload', i.id, undefined, (_, f) => {
    if (f.importing)
      demand([refusal('一次读一个表格', '上一个表格还在读入', { cure: '待读完，或先取消' })])
    return { open: { file: file.sha256 }, data: { name: file.name } }
  })
  await store.emptyListing(ask.tx, i.id, file.name)
  await beginJob(ask, { kind: '商品导入', about: i.id, input: { sha256: file.sha256 } })
  return s
}
/** Read in pieces: a thousand goods and their faults stand or fall together. */
export const importJob: JobKind = {
  async run(c) {
    const listing = await c.db.transaction().execute((tx) => store.listingOf(tx, c.job.about))
    await readInPieces(c, {
      needed: FIXED,
      most: numberOf('商品导入最多行数', c.world.settings as Settings),
      async take(tx, rows, head) {
        const read = rows.map((r) => goodOf(r, head))
        const goods = read.flatMap((r) => (r.good ? [r.good] : []))
        const faults = read.flatMap((r) => r.faults)
        const more = await store.addGoods(tx, listing, goods, c.world.now())
        await store.faults.add(tx, listing.id, [...faults, ...more])
        await store.countUp(tx, listing.id, goods.length - more.length, faults.length + more.length)
      },
      async takeBack(tx, rows, head) {
        const skus = rows.flatMap((r) => reader(r, head).cell('货号')?.text ?? [])
        await store.dropGoods(tx, listing.id, skus)
        await store.faults.addOnce(
          tx,
          listing.id,
          rows.flatMap((r) => r.faults),
        )
        await store.recount(tx, listing.id)
      },
    })
    return summary(c, listing.id)
  },
  undo: (tx, job) => store.emptyListing(tx, job.about, '（已取消）'),
}
async function summary(c: JobContext, id: string): Promise<string> {
  const l = await c.db.transaction().execute((tx) => store.listingOf(tx, id))
  return `读入${l.rows}项，有误${l.faults}处`
}
/**
 * A whole table from an older shelf in one transaction: read and judged row by row as an upload is, submitted by its supplier and
 * looked at by the finance department. Throws when a row is wrong: what comes this way was right where it came from.
 */
export async function putUp(
  seller: Ask,
  checker: Ask,
  i: { title: string; rows: readonly Row[] },
): Promise<void> {
  const { id } = await register(seller, i)
  const [first, ...rest] = i.rows
  const { head } = headOf(first ?? { no: 1, cells: [], faults: [] }, FIXED)
  const read = rest.map((r) => goodOf(r, head))
  const listing = await store.listingOf(seller.tx, id)
  const goods = read.flatMap((r) => (r.good ? [r.good] : []))
  const faults = [
    ...read.flatMap((r) => r.faults),
    ...(await store.addGoods(seller.tx, listing, goods, seller.now)),
  ]
  if (faults.length > 0) throw new Error(`“${i.title}”有误：${JSON.stringify(faults[0])}`)
  await store.countUp(seller.tx, id, goods.length, 0)
  await submit(seller, { id, onlyGood: false })
  await listings.take(checker, 'approve', id)
}
export async function submit(ask: Ask, i: { id: string; onlyGood: boolean }): Promise<Subject> {
  const l = await store.listingOf(ask.tx, i.id)
  return listings.take(
    ask,
    'submit',
    i.id,
    { input: { onlyGood: i.onlyGood } },
    {
      open: { goods: l.rows },
      // The machine looks first (the mall's screening); a person only where it flags something.
      due: ask.now,
    },
  )
}
async function ownOffer(ask: Ask, listing: string, offer: string) {
  const o = await store.offerOf(ask.tx, offer)
  if (o.listing !== listing || o.withdrawn !== null) throw new NotFound('商品')
  return o
}
export async function reprice(
  ask: Ask,
  i: { id: string; offer: string; price: number; sure: boolean },
): Promise<Subject> {
  const s = await listings.take(ask, 'reprice', i.id)
  const o = await ownOffer(ask, i.id, i.offer)
  if (o.price === i.price)
    demand([
      refusal('价格须有变化', `现价就是${yuanText(o.price)}元`, {
        field: 'price',
        cure: '填写与现价不同的新价；不调价的不必办',
      }),
    ])
  if (!i.sure && slipped(i.price, o.price))
    demand([
      refusal(
        '像是错了位数的调价，须再确认一次',
        `现价${yuanText(o.price)}元，新价${yuanText(i.price)}元（${capital(fen(i.price))}），是现价的${Math.floor((i.price * 1000) / o.price) / 10}%`,
        {
          cites: [citeMarked('系统设置', '报价防错', '△')],
          facts: {
            现价: yuanText(o.price),
            新价: yuanText(i.price),
            大写: capital(fen(i.price)),
            占比: `${Math.floor((i.price * 1000) / o.price) / 10}%`,
          },
          cure: '核对位数和单位（单位是元）；确实如此的，勾选“我已核对金额”',
          field: 'sure',
        },
      ),
    ])
  await store.setPrice(ask, o.id, i.price)
  return s
}
export async function delist(
  ask: Ask,
  i: { id: string; offer: string; reason: string },
): Promise<Subject> {
  const s = await listings.take(ask, 'delist', i.id, undefined, {
    open: { offer: i.offer, reason: i.reason },
  })
  const o = await ownOffer(ask, i.id, i.offer)
  await store.withdraw(ask.tx, o.id, ask.today)
  return s
}
