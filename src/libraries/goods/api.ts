import { z } from 'zod'
import {
  type Ask,
  asHouse,
  type Day,
  done,
  listing,
  NotFound,
  op,
  present,
  readable,
  regionName,
  regionOf,
  rfc3339,
  subjectOf,
  yuanText,
  zDone,
  zFen,
  zId,
  zRecord,
  zText,
} from '#kernel'
import { type Hall, hallNames, halls } from '#law'
import { edition, itemOf, orgsOf } from '#libraries'
import { faultSections } from '#libraries/intake'
import * as actions from './actions.ts'
import { kinds, listingFlow } from './model.ts'
import { endedOf, facetsOf, findOffers, type Offer, type Wanted } from './search.ts'
import * as store from './store.ts'
import { headings } from './template.ts'

const which = z.strictObject({ id: zId<'listing'>() })
const priced = zFen.refine((n) => n > 0, { message: '金额须大于零' })
const zOffer = z.strictObject({
  id: z.string(),
  product: z.string(),
  listing: z.string(),
  supplier: z.string(),
  supplierName: z.string(),
  sku: z.string(),
  item: z.string(),
  itemName: z.string(),
  name: z.string(),
  brand: z.string(),
  model: z.string(),
  unit: z.string(),
  price: zFen,
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  regions: z.array(z.string()),
  /** The day on which a certificate of it ended; null while all are valid. Found and marked, but in no comparison and in no order. */
  certificateEnded: z.string().nullable(),
})
const show = (ask: Ask, o: Offer) => ({
  id: o.id,
  product: o.product,
  listing: o.listing,
  supplier: o.supplier,
  supplierName: o.supplierName,
  sku: o.sku,
  item: o.item,
  itemName: itemOf(o.item)?.name ?? o.item,
  name: o.name,
  brand: o.brand,
  model: o.model,
  unit: o.unit,
  price: o.price as never,
  attributes: o.attributes,
  regions: o.regions.map(regionName),
  certificateEnded: endedOf(o.expires, ask.today),
})
const zRegion = z.string().refine((r) => regionOf(r) !== undefined, { message: '没有这个行政区划' })
/** “内存>=16;操作系统=麒麟” */
const zAttributes = z
  .string()
  .max(500)
  .transform((text, ctx) =>
    text
      .split(/[;；]/)
      .filter((p) => p.trim() !== '')
      .slice(0, 10)
      .map((p) => {
        const m = /^([^=<>]{1,40}?)(>=|<=|=)(.{1,100})$/.exec(p.trim())
        if (!m || (m[2] !== '=' && !/^\d{1,12}(\.\d{1,6})?$/.test(m[3] ?? ''))) {
          ctx.addIssue({
            code: 'custom',
            message: `“${p.slice(0, 40)}”须写作 名称=值、名称>=数 或 名称<=数`,
          })
          return z.NEVER
        }
        return { name: m[1] as string, is: m[2] as '=' | '>=' | '<=', value: m[3] as string }
      }),
  )
const empty = z.literal('')
const find = z.strictObject({
  q: z.string().max(10_000).default(''),
  item: z.union([empty, z.string().regex(/^A\d{0,8}$/, '品目编码以A开头')]).default(''),
  brand: z.string().max(60).default(''),
  region: z.union([empty, zRegion]).default(''),
  least: z.union([empty, zFen]).default(''),
  most: z.union([empty, zFen]).default(''),
  attributes: zAttributes.optional(),
  product: z.union([empty, z.uuid()]).default(''),
  supplier: z.union([empty, z.uuid()]).default(''),
  certificate: z.union([empty, z.enum(kinds)]).default(''),
  hall: z.union([empty, z.enum(hallNames)]).default(''),
  order: z.enum(['相关', '价低', '价高']).default('相关'),
  page: z.coerce.number().int().min(1).max(100).default(1),
})
const PER_PAGE = 20

// biome-ignore format: a table reads as a table
export const listingApi = {
  register: op({ title: '登记一批商品', input: z.strictObject({ title: zText(100).meta({ title: '这批商品的名称' }) }), output: zDone, run: async (ask, i) => done(await actions.register(ask, i)) }),
  upload:   op({ title: '上传商品表', input: z.strictObject({ id: zId<'listing'>(), file: z.uuid({ message: '请先选择文件' }).meta({ title: '商品表（.xlsx 或 .csv）', 'x-kind': 'upload' }) }), output: zDone, run: async (ask, i) => done(await actions.upload(ask, i)) }),
  submit:   op({ title: '提交审核', input: z.strictObject({ id: zId<'listing'>(), onlyGood: z.boolean().default(false).meta({ title: '只提交没有错误的商品' }) }), output: zDone, run: async (ask, i) => done(await actions.submit(ask, i)) }),
  giveBack: op({ title: '退回修改', input: z.strictObject({ id: zId<'listing'>(), opinion: zText(500).meta({ title: '退回意见', 'x-kind': 'long' }) }), output: zDone, run: async (ask, { id, opinion }) => done(await actions.listings.take(ask, 'giveBack', id, undefined, { data: { opinion } })) }),
  approve:  op({ title: '审核入库', input: which, output: zDone, run: async (ask, { id }) => done(await actions.listings.take(ask, 'approve', id)) }),
  reprice:  op({ title: '调整价格', input: z.strictObject({ id: zId<'listing'>(), offer: z.uuid().meta({ title: '商品', 'x-kind': 'offer' }), price: priced.meta({ title: '新单价（元）', 'x-kind': 'money' }), sure: z.boolean().default(false).meta({ title: '我已核对金额（与现价相差五倍以上时须勾选）' }) }), output: zDone, run: async (ask, i) => done(await actions.reprice(ask, i)) }),
  delist:   op({ title: '下架一项', input: z.strictObject({ id: zId<'listing'>(), offer: z.uuid().meta({ title: '商品', 'x-kind': 'offer' }), reason: zText(300).meta({ title: '理由' }) }), output: zDone, run: async (ask, i) => done(await actions.delist(ask, i)) }),
  stop:     op({ title: '停用整批', input: z.strictObject({ id: zId<'listing'>(), reason: zText(300).meta({ title: '理由' }) }), output: zDone, run: async (ask, { id, reason }) => done(await actions.listings.take(ask, 'stop', id, undefined, { open: { reason } })) }),
  resume:   op({ title: '恢复在库', input: which, output: zDone, run: async (ask, { id }) => done(await actions.listings.take(ask, 'resume', id)) }),
  list:     listing('商品上架一览', listingFlow),
  get:      op({ title: '一批商品', input: which, output: zRecord, reads: listingFlow, run: (ask, { id }) => get(ask, id) }),
  listOffers: op({ title: '一批商品里的各项', input: z.strictObject({ id: zId<'listing'>(), page: find.shape.page }), output: z.array(zOffer), reads: listingFlow, run: async (ask, { id, page }) => {
    readable(ask.actor, listingFlow, await subjectOf(ask.tx, listingFlow, id))
    return ((await findOffers(ask.tx, { listing: id, limit: 100, offset: (page - 1) * 100 })) ?? []).map((o) => show(ask, o))
  } }),
}
async function get(ask: Ask, id: string) {
  const s = await subjectOf(ask.tx, listingFlow, id)
  readable(ask.actor, listingFlow, s)
  const l = await store.listingOf(ask.tx, id)
  const faults = await store.faults.of(ask.tx, id, 100)
  const offers = (await findOffers(ask.tx, { listing: id, limit: 100 })) ?? []
  return present(ask, actions.listings, s, {
    data: { rows: l.rows, faults: l.faults, source: l.source },
    sections: [
      {
        title: '这批商品',
        fields: [
          { label: '来自', value: l.source },
          { label: '商品', value: `${l.rows}项` },
          { label: '有误', value: `${l.faults}处` },
        ],
      },
      ...faultSections(faults, l.faults),
      ...(offers.length > 0
        ? [
            {
              title: `商品${l.rows > offers.length ? `（前${offers.length}项）` : ''}`,
              columns: [
                { key: 'sku', label: '货号' },
                { key: 'name', label: '名称' },
                { key: 'item', label: '品目' },
                { key: 'unit', label: '单位' },
                { key: 'price', label: '单价（元）', kind: 'money' as const },
              ],
              rows: offers.map((o) => ({
                sku: o.sku,
                name: o.name,
                item: itemOf(o.item)?.name ?? o.item,
                unit: o.unit,
                price: yuanText(o.price),
              })),
            },
          ]
        : []),
    ],
  })
}

/** A hall's conditions, as a search. */
const inHall = (h: Hall, on: Day): Pick<Wanted, 'certificates' | 'scales'> => ({
  ...(h.certificates ? { certificates: { kinds: h.certificates, on } } : {}),
  ...(h.scales ? { scales: h.scales } : {}),
})
const asked = (ask: Ask, i: z.output<typeof find>): Omit<Wanted, 'limit'> => ({
  q: i.q,
  item: i.item,
  brand: i.brand,
  region: i.region,
  product: i.product,
  supplier: i.supplier,
  ...(i.least === '' ? {} : { least: i.least }),
  ...(i.most === '' ? {} : { most: i.most }),
  ...(i.attributes ? { attributes: i.attributes } : {}),
  ...(i.certificate === '' ? {} : { certificate: { kind: i.certificate, on: ask.today } }),
  ...(i.hall === '' ? {} : inHall(halls[i.hall], ask.today)),
})
const zCompared = zOffer.extend({ certificates: z.array(z.string()) })
const zFacets = z.strictObject({
  total: z.number(),
  capped: z.boolean(),
  price: z.strictObject({ least: zFen, median: zFen, most: zFen }).nullable(),
  groups: z.array(
    z.strictObject({
      key: z.string(),
      label: z.string(),
      kind: z.enum(['item', 'brand', 'supplier', 'region', 'certificate', 'attribute']),
      values: z.array(z.strictObject({ value: z.string(), label: z.string(), count: z.number() })),
    }),
  ),
})
const facetKinds = {
  品目: 'item',
  品牌: 'brand',
  供应商: 'supplier',
  供货地区: 'region',
  证书: 'certificate',
} as const
async function facets(ask: Ask, i: z.output<typeof find>): Promise<z.output<typeof zFacets>> {
  // As the house, for the word index (docs/decisions/0024): only what is in the library is counted, and that is everybody's.
  const f = await asHouse(ask, () => facetsOf(ask.tx, asked(ask, i), ask.today))
  const suppliers = await orgsOf(
    ask.tx,
    f.counts.filter((c) => c.key === '供应商').map((c) => c.value),
  )
  const labelled = (key: string, value: string): string =>
    key === '品目'
      ? (itemOf(value)?.name ?? value)
      : key === '供应商'
        ? (suppliers.get(value)?.name ?? value)
        : key === '供货地区'
          ? value === '150000'
            ? '全区'
            : regionName(value)
          : value === 'true'
            ? '是'
            : value === 'false'
              ? '否'
              : value
  const keys = [
    ...Object.keys(facetKinds),
    ...[...new Set(f.counts.map((c) => c.key))].filter((k) => k.startsWith('参数：')),
  ]
  return {
    total: f.total,
    capped: f.capped,
    price:
      f.least === null
        ? null
        : { least: f.least as never, median: f.median as never, most: f.most as never },
    groups: keys.flatMap((key) => {
      const values = f.counts
        .filter((c) => c.key === key)
        .map((c) => ({ value: c.value, label: labelled(key, c.value), count: c.count }))
      const name = key.replace('参数：', '')
      return values.length === 0
        ? []
        : [
            {
              key: name,
              label: name,
              kind: facetKinds[key as keyof typeof facetKinds] ?? ('attribute' as const),
              values,
            },
          ]
    }),
  }
}

// biome-ignore format: a table reads as a table
export const goodsApi = {
  find: op({ title: '查找在库商品', public: true, input: find, output: z.strictObject({ offers: z.array(zOffer), more: z.boolean(), note: z.string() }), run: async (ask, i) => {
    // What is in the library is everybody's; asked as the house, so that the word index may be used (docs/decisions/0024).
    const found = await asHouse(ask, () => findOffers(ask.tx, { ...asked(ask, i), order: i.order, limit: PER_PAGE + 1, offset: (i.page - 1) * PER_PAGE }))
    return { offers: (found ?? []).slice(0, PER_PAGE).map((o) => show(ask, o)), more: (found?.length ?? 0) > PER_PAGE, note: found === null ? '没有可查的词，请换个说法' : '' }
  } }),
  findFacets: op({ title: '在库商品的筛选项：各值的件数和价格区间', public: true, input: find, output: zFacets, run: async (ask, i) => facets(ask, i) }),
  listCompare: op({ title: '并列比较几件商品', public: true, input: z.strictObject({ ids: z.string().regex(/^[0-9a-f-]{36}(,[0-9a-f-]{36}){0,5}$/, '一至六件商品的编号，用逗号隔开') }), output: z.array(zCompared), run: async (ask, i) => {
    const ids = [...new Set(i.ids.split(','))]
    const found = (await findOffers(ask.tx, { ids, limit: 6 })) ?? []
    const out: z.output<typeof zCompared>[] = []
    for (const o of found) out.push({ ...show(ask, o), certificates: (await store.certificatesOf(ask.tx, o.id)).filter((c) => c.expires >= ask.today).map((c) => c.kind as string) })
    return ids.flatMap((id) => out.find((o) => o.id === id) ?? [])
  } }),
  get: op({ title: '一件商品：价格历史、证书、同款报价', public: true, input: z.strictObject({ id: z.uuid() }), output: z.strictObject({
    offer: zOffer, withdrawn: z.string().nullable(), edition: z.string(),
    prices: z.array(z.strictObject({ at: z.string(), price: zFen })),
    certificates: z.array(z.strictObject({ kind: z.string(), no: z.string(), expires: z.string(), valid: z.boolean() })),
    same: z.array(zOffer),
  }), run: async (ask, { id }) => {
    const o = await store.offerOf(ask.tx, id)
    const s = await subjectOf(ask.tx, listingFlow, o.listing)
    readable(ask.actor, listingFlow, s)
    return {
      offer: show(ask, o), withdrawn: o.withdrawn, edition,
      prices: (await store.pricesOf(ask.tx, id)).map((p) => ({ at: rfc3339(p.at), price: p.price as never })),
      certificates: (await store.certificatesOf(ask.tx, id)).map((c) => ({ ...c, valid: c.expires >= ask.today })),
      same: ((await findOffers(ask.tx, { product: o.product, order: '价低', limit: 20 })) ?? []).filter((x) => x.id !== id).map((o) => show(ask, o)),
    }
  } }),
  listPrices: op({ title: '同一品目各地的价格', public: true, input: z.strictObject({ item: z.string().regex(/^A\d{8}$/, '须是九位品目编码'), region: zRegion.default('150000') }), output: z.array(z.strictObject({ region: z.string(), offers: z.number(), least: zFen, median: zFen, most: zFen })), run: async (ask, { item, region }) =>
    (await asHouse(ask, () => store.pricesByItem(ask.tx, item, region, ask.today))).map((r) => ({ region: regionName(r.region), offers: r.offers, least: r.least as never, median: r.median as never, most: r.most as never })) }),
  getHeadings: op({ title: '一个品目的商品表表头', public: true, input: z.strictObject({ item: z.string().regex(/^A\d{8}$/, '须是九位品目编码') }), output: z.array(z.string()), run: async (_, { item }) => {
    if (!itemOf(item)) throw new NotFound('品目')
    return headings(item)
  } }),
}
