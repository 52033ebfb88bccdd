import {
  type Ask,
  begin,
  beginJob,
  demand,
  type JobContext,
  JobFault,
  type JobKind,
  jobAbout,
  lawToday,
  NotFound,
  newId,
  nextNumber,
  pathOf,
  refusal,
  type Subject,
  story,
  uploadOf,
  yearOf,
  yuanText,
} from '#kernel'
import { citeMarked } from '#law'
import { orgOf } from '#libraries'
import { type Fault, type Row, readSheet, SheetError } from '#sheets'
import { slipped } from './evidence.ts'
import { type Facts, listingFlow } from './model.ts'
import * as store from './store.ts'
import { type Good, goodOf, type Head, headOf } from './template.ts'

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
const CHUNK = 1000
/** Reads the table in chunks; a chunk, its faults and how far we are stand or fall together, so a killed import goes on where it was. */
export const importJob: JobKind = {
  async run(c) {
    const listing = await c.db.transaction().execute((tx) => store.listingOf(tx, c.job.about))
    const path = pathOf(c.world.dataDir, String(c.job.input['sha256']))
    let done = c.job.done
    let head: Head | undefined
    let waiting: Row[] = []
    let total = { rows: 0, faults: 0 }
    const flush = async () => {
      const rows = waiting
      waiting = []
      const last = rows.at(-1)?.no
      if (last === undefined || !head) return
      const goods: Good[] = []
      const faults: Fault[] = []
      for (const r of rows) {
        const one = goodOf(r, head)
        if (one.good) goods.push(one.good)
        faults.push(...one.faults)
      }
      await c.piece(async (tx) => {
        const more = await store.addGoods(tx, listing, goods, c.world.now())
        await store.addFaults(tx, listing.id, [...faults, ...more])
        total = {
          rows: total.rows + goods.length - more.length,
          faults: total.faults + faults.length + more.length,
        }
        await store.countUp(tx, listing.id, goods.length - more.length, faults.length + more.length)
        // Merged cells are told at the end under the rows where they stand: the mark never goes back.
        done = Math.max(done, last)
        return { done, note: `已读到第${done}行` }
      })
    }
    try {
      for await (const batch of readSheet(path))
        for (const row of batch) {
          if (!head) {
            const found = headOf(row)
            if (found.missing.length > 0)
              throw new JobFault(`表头缺少：${found.missing.join('、')}。请用“下载空表”里的表头`)
            head = found.head
          } else if (row.no > c.job.done || row.cells.length === 0) waiting.push(row)
          if (waiting.length >= CHUNK) await flush()
        }
      await flush()
    } catch (e) {
      if (e instanceof SheetError) throw new JobFault(`${e.message}。${e.cure}`)
      throw e
    }
    return summary(c, listing.id)
  },
  undo: (tx, job) => store.emptyListing(tx, job.about, '（已取消）'),
}
async function summary(c: JobContext, id: string): Promise<string> {
  const l = await c.db.transaction().execute((tx) => store.listingOf(tx, id))
  return `读入${l.rows}项，有误${l.faults}处`
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
    demand([refusal('价格须有变化', `现价就是${yuanText(o.price)}元`, { field: 'price' })])
  if (!i.sure && slipped(i.price, o.price))
    demand([
      refusal(
        '像是错了位数的调价，须再确认一次',
        `现价${yuanText(o.price)}元，新价${yuanText(i.price)}元，相差五倍以上`,
        {
          cites: [citeMarked('系统设置', '报价防错', '△')],
          facts: { 现价: yuanText(o.price), 新价: yuanText(i.price) },
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
