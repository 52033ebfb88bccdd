import {
  type Ask,
  addDays,
  asHouse,
  at,
  type Day,
  NotFound,
  regionName,
  regions,
  rfc3339,
  type Section,
  subjectOf,
  type Tx,
  under,
} from '#kernel'
import { orgsOf } from '#libraries'
import { membersOf, tenderFlow } from '#trade/tender'
import { linksOf, stands } from './facts.ts'
import { remoteFlow, sittingFlow } from './model.ts'
import * as store from './store.ts'

/** 一次异地评审：会场、席位、连线、断线。席位不写姓名。 */
export async function remoteView(ask: Ask, id: string) {
  const r = await store.remoteOf(ask.tx, id)
  const all = await store.bookingsOf(ask.tx, id)
  const links = await linksOf(ask, id)
  const quiet = new Set(links.quiet.map((x) => x.id))
  const venues = new Map<string, store.Venue>()
  for (const b of all) venues.set(b.id, await store.venueOf(ask.tx, b.venue))
  const name = (booking: string) => venues.get(booking)?.name ?? ''
  const broken = await store.interruptionsOf(ask.tx, id)
  const state = (await subjectOf(ask.tx, remoteFlow, id)).state
  const running = state === '进行中' || state === '已暂停'
  const sites = all.map((b) => ({
    booking: b.id,
    venue: b.venue,
    name: name(b.id),
    region: regionName(venues.get(b.id)?.region ?? ''),
    address: venues.get(b.id)?.address ?? '',
    kind: b.kind,
    seats: [...b.seats],
    state: b.state,
  }))
  const seats = links.all.map((x) => ({
    sitting: x.id,
    booking: x.booking,
    venue: name(x.booking),
    seat: x.seat,
    state: x.state,
    link: !running ? '—' : quiet.has(x.id) ? '断线' : '已连线',
    latency: x.device.latency,
    bandwidth: x.device.bandwidth / 1000,
    heard: x.beat === null ? null : rfc3339(x.beat),
  }))
  const sections: Section[] = [
    {
      title: '时间',
      fields: [
        { label: '席位起', value: rfc3339(r.starts), kind: 'instant' },
        { label: '席位止', value: rfc3339(r.ends), kind: 'instant' },
        ...(r.opened === null
          ? []
          : [{ label: '开场', value: rfc3339(r.opened), kind: 'instant' as const }]),
        ...(r.closed === null
          ? []
          : [{ label: '收场', value: rfc3339(r.closed), kind: 'instant' as const }]),
        ...(r.sha256 === null
          ? []
          : [{ label: '记录摘要', value: r.sha256, kind: 'hash' as const }]),
      ],
    },
    {
      title: '会场',
      columns: [
        { key: 'name', label: '场所' },
        { key: 'kind', label: '作为' },
        { key: 'region', label: '地区' },
        { key: 'seats', label: '席号' },
        { key: 'state', label: '预订' },
      ],
      rows: sites.map((x) => ({
        name: x.name,
        kind: x.kind,
        region: x.region,
        seats: x.seats.join('、'),
        state: x.state,
      })),
    },
    {
      title: '席位',
      columns: [
        { key: 'venue', label: '会场' },
        { key: 'seat', label: '席号', kind: 'number' },
        { key: 'state', label: '到席' },
        { key: 'link', label: '连线' },
        { key: 'latency', label: '时延（毫秒）', kind: 'number' },
        { key: 'bandwidth', label: '带宽（兆）', kind: 'number' },
      ],
      rows: seats.map(({ venue, seat, state, link, latency, bandwidth }) => ({
        venue,
        seat,
        state,
        link,
        latency,
        bandwidth,
      })),
    },
    ...(broken.length === 0
      ? []
      : [
          {
            title: '断线',
            columns: [
              { key: 'seat', label: '席号', kind: 'number' as const },
              { key: 'began', label: '断线', kind: 'instant' as const },
              { key: 'ended', label: '恢复', kind: 'instant' as const },
              { key: 'decision', label: '处理' },
            ],
            rows: broken.map((i) => ({
              seat: links.all.find((x) => x.id === i.sitting)?.seat ?? null,
              began: rfc3339(i.began),
              ended: i.ended === null ? null : rfc3339(i.ended),
              decision: i.decision,
            })),
          },
        ]),
  ]
  return {
    data: {
      tender: r.tender,
      starts: rfc3339(r.starts),
      ends: rfc3339(r.ends),
      sites,
      seats,
      record: r.record,
      sha256: r.sha256,
    },
    sections,
  }
}
/** 给评委：我参加的异地评审，可以坐哪些席位。 */
export async function mineOf(ask: Ask) {
  const { person } = ask.actor
  if (person === null) return []
  const out = []
  for (const r of await store.remotesFor(ask.tx, person)) {
    const all = await store.sittingsOf(ask.tx, r.id)
    const own = all.find((x) => x.person === person)
    const sites = []
    for (const b of await store.bookingsOf(ask.tx, r.id)) {
      if (!stands(b) || b.state !== '已确认') continue
      const v = await store.venueOf(ask.tx, b.venue)
      const taken = new Set(
        all
          .filter((x) => x.booking === b.id && x.person !== person && x.state !== '已离席')
          .map((x) => x.seat),
      )
      sites.push({
        booking: b.id,
        name: v.name,
        address: v.address,
        kind: b.kind,
        seats: b.seats.filter((n) => !taken.has(n)),
      })
    }
    out.push({
      remote: r.id,
      state: (await subjectOf(ask.tx, remoteFlow, r.id)).state,
      title: (await subjectOf(ask.tx, tenderFlow, r.tender)).title,
      starts: rfc3339(r.starts),
      sites,
      sitting: own
        ? {
            id: own.id,
            booking: own.booking,
            seat: own.seat,
            state: (await subjectOf(ask.tx, sittingFlow, own.id)).state,
          }
        : null,
    })
  }
  return out
}
/** 席位余量：一段时间里每处还有几席，按少借的在先，轮流用。 */
export async function freeSeats(ask: Ask, slot: Parameters<typeof store.heldAt>[2]) {
  return asHouse(ask, async () => {
    const lent = await store.lent(ask.tx)
    const all = (await store.venues(ask.tx)).filter((v) => v.state === '可用')
    const keepers = await orgsOf(
      ask.tx,
      all.map((v) => v.keeper),
    )
    const rows = []
    for (const v of all) {
      const held = new Set((await store.heldAt(ask.tx, v.id, slot)).flatMap((b) => b.seats)).size
      rows.push({
        id: v.id,
        name: v.name,
        region: v.region,
        place: regionName(v.region),
        keeper: keepers.get(v.keeper)?.name ?? '',
        seats: v.seats,
        free: v.seats - held,
        lent: lent.get(v.id)?.times ?? 0,
      })
    }
    return rows.sort((a, b) => a.lent - b.lent || b.free - a.free || (a.name < b.name ? -1 : 1))
  })
}
/** 一处会场的抽取范围：会场所在盟市的专家；电话里只说这处的地址。 */
export async function siteOf(tx: Tx, tender: string, booking: string) {
  const b = await store.bookingOf(tx, booking)
  if ((await store.remoteOf(tx, b.remote)).tender !== tender) throw new NotFound('席位预订')
  const v = await store.venueOf(tx, b.venue)
  const own = regions.find((r) => r.code === v.region)
  const league = own?.tier === '旗县区' ? own.parent : v.region
  return { id: b.id, regions: under(league ?? v.region), place: `${v.name}（${v.address}）` }
}
/** 为什么现在不能评：异地评审没有开场、暂停了、自己不在席；可以评的是 null。 */
export async function heldBack(ask: Ask, tender: string, person: string): Promise<string | null> {
  const r = await store.remoteBy(ask.tx, tender)
  if (!r) return null
  const { state } = await subjectOf(ask.tx, remoteFlow, r.id)
  if (state === '已取消') return null
  if (state !== '进行中') return `异地评审处于“${state}”`
  const member = (await membersOf(ask.tx, tender)).some((m) => m.person === person)
  const own = (await store.sittingsOf(ask.tx, r.id)).find((x) => x.person === person)
  return !member || own?.state === '已到席' ? null : '您不在经核验的席位上'
}
export interface SeatTable {
  readonly days: readonly Day[]
  readonly venues: readonly {
    readonly id: string
    readonly name: string
    readonly place: string
    readonly address: string
    readonly seats: number
    /** Free on each of the days. */
    readonly free: readonly number[]
    readonly lent: number
    readonly sessions: number
    readonly interrupted: number
  }[]
}
/** 公开的席位表：十四天里每处每日还有几席，借出几次，断过几次线。 */
export async function seatTable(tx: Tx, today: Day): Promise<SeatTable> {
  const days = Array.from({ length: 14 }, (_, n) => addDays(today, n))
  const held = await store.calendar(tx, at(today, 0), at(addDays(today, 14), 0))
  const lent = await store.lent(tx)
  const past = await store.sessionsAt(tx)
  const venues = (await store.venues(tx)).filter((v) => v.state === '可用')
  return {
    days,
    venues: venues.map((v) => ({
      id: v.id,
      name: v.name,
      place: regionName(v.region),
      address: v.address,
      seats: v.seats,
      free: days.map(
        (d) => v.seats - (held.find((h) => h.venue === v.id && h.day === d)?.held ?? 0),
      ),
      lent: lent.get(v.id)?.times ?? 0,
      sessions: past.get(v.id)?.sessions ?? 0,
      interrupted: past.get(v.id)?.interrupted ?? 0,
    })),
  }
}
