import { type RawBuilder, sql } from 'kysely'
import type { Day, Tx } from '#kernel'
import { toQuery } from '#words'

export interface Offer {
  readonly id: string
  readonly listing: string
  readonly product: string
  readonly supplier: string
  readonly supplierName: string
  readonly sku: string
  readonly item: string
  readonly name: string
  readonly brand: string
  readonly model: string
  readonly unit: string
  readonly price: number
  readonly attributes: Readonly<Record<string, string | number | boolean>>
  readonly regions: readonly string[]
  /** The day on which its earliest certificate ends, past or to come; null where it has none. */
  readonly expires: Day | null
}
export interface Wanted {
  readonly q?: string
  /** A catalogue code or the beginning of one. */
  readonly item?: string
  readonly brand?: string
  /** Delivered there: to the place itself, to a place above it, or everywhere. */
  readonly region?: string
  readonly least?: number
  readonly most?: number
  readonly attributes?: readonly { name: string; is: '=' | '>=' | '<='; value: string }[]
  readonly product?: string
  readonly supplier?: string
  /** Certified so, on this day. */
  readonly certificate?: { readonly kind: string; readonly on: Day }
  /** Any of these, valid on this day. */
  readonly certificates?: { readonly kinds: readonly string[]; readonly on: Day }
  /** Sold by an enterprise of one of these sizes. */
  readonly scales?: readonly string[]
  readonly ids?: readonly string[]
  readonly listing?: string
  readonly order?: '相关' | '价低' | '价高'
  readonly limit: number
  readonly offset?: number
}
/** Codes that hold a place: itself and everything above. */
export const above = (code: string): string[] => [
  ...new Set(['150000', ...(['150000'].includes(code) ? [] : [`${code.slice(0, 4)}00`, code])]),
]
export const SHOWN = sql`o.id, o.listing, o.product, o.supplier, g.name as "supplierName", o.sku, o.item, o.name, o.brand, p.model, o.unit, o.price, o.attributes, o.regions,
  (select min(c.expires) from goods.certificate c where c.offer = o.id) as expires`
/**
 * 证书过期的商品不得下单, and what cannot be bought is no price to compare with: it is in no least, median or count of suppliers.
 * It is still found and marked, so that nobody wonders where it went.
 */
export const certified = (offer: string, today: Day) =>
  sql`not exists (select from goods.certificate past where past.offer = ${sql.ref(offer)} and past.expires < ${today})`
export const endedOf = (expires: Day | null, today: Day): Day | null =>
  expires !== null && expires < today ? expires : null
/** What was asked, as conditions on `goods.offer o`; `q` null when the words hold nothing to look for. */
function asked(w: Omit<Wanted, 'limit'>): {
  q: string | null | undefined
  where: RawBuilder<unknown>
} {
  const q = w.q === undefined || w.q.trim() === '' ? undefined : toQuery(w.q)
  if (q === null) return { q, where: sql`false` }
  const conditions = [
    sql`o.withdrawn is null`,
    w.listing === undefined
      ? sql`o.listing in (select s.id from kernel.subject s where s.noun = '商品上架' and s.state = '在库')`
      : sql`o.listing = ${w.listing}`,
    ...(q === undefined ? [] : [sql`o.words @@ ${q}::tsquery`]),
    ...(w.item ? [sql`o.item like ${`${w.item.replace(/0+$/, '')}%`}`] : []),
    ...(w.brand ? [sql`o.brand = ${w.brand}`] : []),
    ...(w.region ? [sql`o.regions && ${above(w.region)}::text[]`] : []),
    ...(w.least === undefined ? [] : [sql`o.price >= ${w.least}`]),
    ...(w.most === undefined ? [] : [sql`o.price <= ${w.most}`]),
    ...(w.product ? [sql`o.product = ${w.product}`] : []),
    ...(w.supplier ? [sql`o.supplier = ${w.supplier}`] : []),
    ...(w.ids ? [sql`o.id = any(${w.ids}::uuid[])`] : []),
    ...(w.certificate
      ? [
          sql`exists (select from goods.certificate c where c.offer = o.id and c.kind = ${w.certificate.kind} and c.expires >= ${w.certificate.on})`,
        ]
      : []),
    ...(w.certificates
      ? [
          sql`exists (select from goods.certificate c where c.offer = o.id and c.kind = any(${w.certificates.kinds as string[]}::text[]) and c.expires >= ${w.certificates.on})`,
        ]
      : []),
    ...(w.scales
      ? [
          sql`o.supplier in (select g.id from library.org g where g.scale = any(${w.scales as string[]}::text[]))`,
        ]
      : []),
    ...(w.attributes ?? []).map((a) =>
      a.is === '='
        ? sql`o.attributes->>${a.name} = ${a.value}`
        : sql`case when jsonb_typeof(o.attributes->${a.name}) = 'number' then (o.attributes->>${a.name})::numeric ${sql.raw(a.is)} ${a.value}::numeric else false end`,
    ),
  ]
  return { q, where: sql.join(conditions, sql` and `) }
}
/** Words that occur everywhere are ranked among this many; more were never looked through by anybody. */
const RANKED = 500
/** Offers in the library that fit, best first. Null when the words hold nothing to look for. */
export async function findOffers(tx: Tx, w: Wanted): Promise<Offer[] | null> {
  const { q, where } = asked(w)
  if (q === null) return null
  const order = w.order ?? '相关'
  const key =
    order === '价低'
      ? sql`price, id`
      : order === '价高'
        ? sql`price desc, id desc`
        : q === undefined
          ? sql`id`
          : sql`rank desc, price, id`
  const rank =
    q !== undefined && order === '相关' ? sql`ts_rank(c.words, ${q}::tsquery)` : sql`0::real`
  const inner =
    order === '相关'
      ? sql`select o.id, o.price, o.words from goods.offer o where ${where} limit ${RANKED}`
      : sql`select o.id, o.price, o.words from goods.offer o where ${where}`
  const { rows } = await sql<Offer>`
    with best as (select id, price, rank from (select c.id, c.price, ${rank} as rank from (${inner}) c) r
      order by ${key} limit ${w.limit} offset ${w.offset ?? 0})
    select ${SHOWN} from best b join goods.offer o on o.id = b.id join goods.product p on p.id = o.product
      join library.org g on g.id = o.supplier
    order by ${order === '价低' ? sql`b.price, b.id` : order === '价高' ? sql`b.price desc, b.id desc` : q === undefined ? sql`b.id` : sql`b.rank desc, b.price, b.id`}`.execute(
    tx,
  )
  return rows
}

export interface Facet {
  readonly key: string
  readonly value: string
  readonly count: number
}
export interface Facets {
  /** Of how many; more were not counted. */
  readonly total: number
  readonly capped: boolean
  readonly least: number | null
  readonly median: number | null
  readonly most: number | null
  readonly counts: readonly Facet[]
}
/** Counting is for a person who narrows down; beyond this many he is not there yet. */
const COUNTED = 5000
const PER_FACET = 30
/**
 * What the goods that fit have in common: brands, items, suppliers, places, valid certificates and every attribute's values,
 * each with its count; and what they cost. Prices in fen.
 */
export async function facetsOf(tx: Tx, w: Omit<Wanted, 'limit'>, today: Day): Promise<Facets> {
  const { q, where } = asked(w)
  if (q === null)
    return { total: 0, capped: false, least: null, median: null, most: null, counts: [] }
  const base = sql`base as materialized (select o.id, o.brand, o.item, o.supplier, o.price, o.attributes, o.regions, ${certified('o.id', today)} as counts
    from goods.offer o where ${where} limit ${COUNTED + 1})`
  // One statement, so that what fits is looked for once; the first row is the sum of all.
  const { rows } = await sql<
    Facet & { least: number | null; median: number | null; most: number | null }
  >`with ${base},
    said as (
      select '品牌' as key, brand as value from base
      union all select '品目', item from base
      union all select '供应商', supplier::text from base
      union all select '供货地区', r from base, unnest(regions) r
      union all select '证书', c.kind from base join goods.certificate c on c.offer = base.id and c.expires >= ${today}
      union all select '参数：' || a.key, a.value #>> '{}' from base, jsonb_each(attributes) a),
    counted as (select key, value, count(*) as count from said group by key, value),
    ranked as (select *, row_number() over (partition by key order by count desc, value) as n from counted)
    select '' as key, '' as value, count(*) as count, min(price) filter (where counts) as least,
      percentile_disc(0.5) within group (order by price) filter (where counts) as median, max(price) filter (where counts) as most from base
    union all select key, value, count, null, null, null from ranked where n <= ${PER_FACET}
    order by key, count desc, value`.execute(tx)
  const [s, ...found] = rows
  const counts = found.map(({ key, value, count }) => ({ key, value, count }))
  return {
    total: Math.min(s?.count ?? 0, COUNTED),
    capped: (s?.count ?? 0) > COUNTED,
    least: s?.least ?? null,
    median: s?.median ?? null,
    most: s?.most ?? null,
    counts,
  }
}
