import { z } from 'zod'
import { type Evidence, endedOf, offersById, ownOffers, shelves } from '#goods'
import { type Ask, NotFound, op, regionName, yuanText, zFen } from '#kernel'
import { mall } from '#law'
import { itemOf } from '#libraries'
import * as actions from './actions.ts'
import { comparedWith, guardPrice } from './model.ts'

const buyers = ['采购人经办', '采购人审核'] as const
const quantity = z.int().min(1, '数量须为正整数').max(1_000_000)
const zEvidence = z.strictObject({
  basis: z.enum(['同款', '同参数']).nullable(),
  suppliers: z.number(),
  median: zFen.nullable(),
  least: zFen.nullable(),
  /** The most a unit may cost without a justification. */
  guard: zFen.nullable(),
  cheapest: z.strictObject({ offer: z.string(), supplier: z.string() }).nullable(),
  said: z.string(),
})
const shown = (ask: Ask, e: Evidence | undefined): z.output<typeof zEvidence> => ({
  basis: e?.basis ?? null,
  suppliers: e?.suppliers ?? 0,
  median: (e?.median ?? null) as never,
  least: (e?.least ?? null) as never,
  guard: guardPrice(e, mall('价格警戒比例', ask.world.settings)) as never,
  cheapest: e?.cheapest ?? null,
  said: comparedWith(e),
})
const zLine = z.strictObject({
  offer: z.string(),
  quantity: z.number(),
  line: z.string().nullable(),
  live: z.boolean(),
  /** The day on which its earliest certificate ended; null while all are valid. Such goods are refused at placing. */
  certificateEnded: z.string().nullable(),
  name: z.string(),
  brand: z.string(),
  model: z.string(),
  item: z.string(),
  unit: z.string(),
  price: zFen,
  supplier: z.string(),
  supplierName: z.string(),
  evidence: zEvidence,
})
const zCompared = z.strictObject({
  id: z.string(),
  name: z.string(),
  brand: z.string(),
  model: z.string(),
  unit: z.string(),
  price: zFen,
  item: z.string(),
  itemName: z.string(),
  supplierName: z.string(),
  live: z.boolean(),
  regions: z.array(z.string()),
  certificateEnded: z.string().nullable(),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  evidence: zEvidence,
})
const ids = z
  .string()
  .transform((s) => s.split(',').filter((x) => x !== ''))
  .pipe(
    z
      .array(z.uuid({ message: '商品编号格式不对' }))
      .min(1, '请选择商品')
      .max(6, '至多同时比较6件'),
  )

export const shelfApi = {
  put: op({
    title: '放进购物车',
    by: buyers,
    limits: '只动本人在本单位的购物车',
    input: z.strictObject({
      offer: z.uuid().meta({ title: '商品', 'x-kind': 'offer' }),
      quantity: quantity.meta({ title: '数量' }),
      line: z.uuid().nullable().default(null).meta({ title: '预算指标', 'x-kind': 'line' }),
    }),
    output: z.strictObject({ ok: z.boolean() }),
    run: async (ask, i) => {
      await actions.put(ask, i)
      return { ok: true }
    },
  }),
  remove: op({
    title: '移出购物车',
    by: buyers,
    limits: '只动本人在本单位的购物车',
    input: z.strictObject({ offers: z.array(z.uuid()).min(1).max(200) }),
    output: z.strictObject({ ok: z.boolean() }),
    run: async (ask, { offers }) => {
      await actions.takeOut(ask, offers)
      return { ok: true }
    },
  }),
  listCart: op({
    title: '我的购物车',
    by: buyers,
    limits: '只答本人在本单位的购物车',
    input: z.strictObject({}),
    output: z.strictObject({ lines: z.array(zLine) }),
    run: async (ask) => {
      const { lines, offers, evidence } = await actions.cart(ask)
      return {
        lines: lines.flatMap((l) => {
          const o = offers.get(l.offer)
          if (!o) return []
          const {
            id: _,
            attributes: _a,
            regions: _r,
            product: _p,
            listing: _l,
            sku: _s,
            expires,
            ...rest
          } = o
          return [
            {
              ...l,
              ...rest,
              certificateEnded: endedOf(expires, ask.today),
              price: o.price as never,
              evidence: shown(ask, evidence.get(l.offer)),
            },
          ]
        }),
      }
    },
  }),
  listMine: op({
    title: '本单位在售的一个品目',
    by: ['供应商经办'],
    limits: '只答本单位在售的商品',
    input: z.strictObject({ item: z.string().regex(/^[AC]\d{8}$/, '须是九位品目编码') }),
    output: z.strictObject({
      offers: z.array(z.strictObject({ id: z.string(), name: z.string(), model: z.string() })),
    }),
    run: async (ask, { item }) => ({ offers: await ownOffers(ask.tx, ask.actor.org ?? '', item) }),
  }),
  listShelves: op({
    title: '有货的品目',
    public: true,
    input: z.strictObject({}),
    output: z.array(z.strictObject({ item: z.string(), name: z.string(), offers: z.number() })),
    run: async (ask) =>
      (await shelves(ask.tx)).map((r) => ({ ...r, name: itemOf(r.item)?.name ?? r.item })),
  }),
  getComparison: op({
    title: '商品比较：价格依据并排',
    public: true,
    input: z.strictObject({ offers: ids }),
    output: z.array(zCompared),
    run: async (ask, { offers }) => {
      const found = await offersById(ask.tx, offers)
      const evidence = await actions.evidence(ask, offers)
      return offers.flatMap((id) => {
        const o = found.get(id)
        return o === undefined
          ? []
          : [
              {
                id,
                name: o.name,
                brand: o.brand,
                model: o.model,
                unit: o.unit,
                price: o.price as never,
                item: o.item,
                itemName: itemOf(o.item)?.name ?? o.item,
                supplierName: o.supplierName,
                live: o.live,
                regions: o.regions.map(regionName),
                certificateEnded: endedOf(o.expires, ask.today),
                attributes: o.attributes,
                evidence: shown(ask, evidence.get(id)),
              },
            ]
      })
    },
  }),
  getHistory: op({
    title: '成交价：同款订单和各盟市的同品目',
    public: true,
    input: z.strictObject({ offer: z.uuid() }),
    output: z.strictObject({
      deals: z.array(
        z.strictObject({
          day: z.string(),
          region: z.string(),
          quantity: z.number(),
          price: z.string(),
          way: z.string(),
        }),
      ),
      leagues: z.array(
        z.strictObject({
          region: z.string(),
          deals: z.number(),
          least: z.string(),
          median: z.string(),
          most: z.string(),
        }),
      ),
    }),
    run: async (ask, { offer }) => {
      const o = (await offersById(ask.tx, [offer])).get(offer)
      if (!o) throw new NotFound('商品')
      const h = await actions.history(ask, o)
      return {
        deals: h.deals.map((d) => ({
          ...d,
          region: regionName(d.region),
          price: yuanText(d.price),
        })),
        leagues: h.leagues.map((l) => ({
          region: regionName(l.region),
          deals: l.deals,
          least: yuanText(l.least),
          median: yuanText(l.median),
          most: yuanText(l.most),
        })),
      }
    },
  }),
}
