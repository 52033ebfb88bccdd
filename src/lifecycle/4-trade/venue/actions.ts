import {
  type Ask,
  at,
  begin,
  type Day,
  dayOf,
  type Instant,
  NotFound,
  newId,
  Refused,
  refusal,
  regionName,
  rfc3339,
  type Subject,
  step,
  subjectOf,
  system,
  under,
} from '#kernel'
import { citeMarked, period, session } from '#law'
import { orgsOf } from '#libraries'
import { lotFlow, lotsOf, tenderFlow, tenderOf } from '#trade/tender'
import { bookings, remotes, stands, venues } from './facts.ts'
import {
  type BookingFacts,
  bookingFlow,
  type RemoteFacts,
  remoteFlow,
  type SittingFacts,
  sittingFlow,
  venueFlow,
} from './model.ts'
import * as store from './store.ts'

export const asSystem = (ask: Ask): Ask => ({ ...ask, actor: system })

/** 登记评审场所：在自己的地区，由在库的代理机构管理。 */
export async function register(
  ask: Ask,
  i: { name: string; address: string; region: string; keeper: string; seats: number },
): Promise<Subject> {
  if (!under(ask.actor.region).includes(i.region))
    throw new Refused([
      refusal('场所登记在本地区或下级地区', `${regionName(i.region)}不在您的管辖之内`, {
        cure: '选择本地区或下级地区',
        field: 'region',
      }),
    ])
  const keeper = (await orgsOf(ask.tx, [i.keeper])).get(i.keeper)
  const id = newId<'venue'>(ask.now)
  const s = await begin(
    ask,
    venueFlow,
    'register',
    {
      id,
      title: i.name,
      process: id,
      lawOn: ask.today,
      region: i.region,
      parties: { 代理机构: [i.keeper] },
    },
    { input: { keeperFits: keeper?.kind === '代理机构' && keeper.state === '在库' } },
    { open: { name: i.name, seats: i.seats } },
  )
  await store.addVenue(ask.tx, { id, ...i })
  return s
}
export const suspend = async (ask: Ask, i: { id: string; reason: string }): Promise<Subject> =>
  venues.take(
    ask,
    'suspend',
    i.id,
    { input: { busy: await store.openBookings(ask.tx, i.id) } },
    { open: { reason: i.reason } },
  )
export const restore = (ask: Ask, { id }: { id: string }): Promise<Subject> =>
  venues.take(ask, 'restore', id)

export interface Site {
  venue: string
  kind: store.Kind
  seats: number
}
export interface Slot {
  starts: Instant
  ends: Instant
}
/** Lock every venue asked for, in one order for all, and say which seats each would give. */
export async function allot(
  ask: Ask,
  slot: Slot,
  sites: readonly Site[],
  givenBack: ReadonlySet<string>,
) {
  const seats = new Map<string, number[]>()
  const short: string[] = []
  for (const site of [...sites].sort((a, b) => (a.venue < b.venue ? -1 : 1))) {
    const s = await subjectOf(ask.tx, venueFlow, site.venue, 'update')
    const v = await store.venueOf(ask.tx, site.venue)
    const held = new Set(
      (await store.heldAt(ask.tx, v.id, slot))
        .filter((b) => !givenBack.has(b.id))
        .flatMap((b) => b.seats),
    )
    const free = Array.from({ length: v.seats }, (_, n) => n + 1).filter((n) => !held.has(n))
    if (s.state !== '可用') short.push(`${v.name}已停用`)
    else if (free.length < site.seats)
      short.push(`${v.name}这段时间只有${free.length}席，要${site.seats}席`)
    seats.set(site.venue, free.slice(0, site.seats))
  }
  return { seats, short }
}
const input = (slot: Slot, sites: readonly Site[], short: readonly string[]) => ({
  slot: { starts: slot.starts, day: dayOf(slot.starts) as Day },
  sites,
  short,
})
/** 一处一张预订单；自己管理的场所当场确认。 */
async function request(
  ask: Ask,
  s: Subject,
  slot: Slot,
  sites: readonly Site[],
  seats: ReadonlyMap<string, number[]>,
): Promise<void> {
  const host = ask.actor.org ?? ''
  const { end } = period({
    from: ask.today,
    length: session('席位确认工作日', ask.world.settings),
    unit: 'workday',
  })
  for (const site of sites) {
    const v = await store.venueOf(ask.tx, site.venue)
    const id = newId<'booking'>(ask.now)
    // Whoever lends a seat is told when and how many, not for which purchase.
    const b = await begin(
      ask,
      bookingFlow,
      'request',
      {
        id,
        title: `${v.name}　${site.kind}　${site.seats}席`,
        process: s.process,
        lawOn: s.lawOn,
        region: v.region,
        parties: { 代理机构: [...new Set([host, v.keeper])] },
      },
      {} as BookingFacts,
      { due: at(end, 24), data: { venue: v.id, kind: site.kind, seats: site.seats } },
    )
    await store.addBooking(ask.tx, {
      id,
      remote: s.id,
      venue: v.id,
      kind: site.kind,
      ...slot,
      seats: seats.get(v.id) ?? [],
    })
    if (v.keeper === host)
      await step(ask, bookingFlow, 'confirm', b, {
        keeper: true,
        remoteState: s.state,
      })
  }
  await settle(ask, s.id)
}
/** The last confirmation makes the plan whole. */
async function settle(ask: Ask, remote: string): Promise<void> {
  const s = await subjectOf(ask.tx, remoteFlow, remote, 'update')
  const all = await store.bookingsOf(ask.tx, remote)
  const live = all.filter(stands)
  if (
    s.state === '待确认席位' &&
    live.every((b) => b.state === '已确认') &&
    live.some((b) => b.kind === '主会场') &&
    live.some((b) => b.kind === '分会场')
  )
    await step(ask, remoteFlow, 'settle', s, {} as RemoteFacts)
}

/** 一次一场：上一场取消了，或者已经收场签齐而又组织了重新评审的，方可另订。 */
async function alone(ask: Ask, tender: string): Promise<void> {
  const before = await store.remoteBy(ask.tx, tender)
  if (!before) return
  const { state } = await subjectOf(ask.tx, remoteFlow, before.id)
  if (state === '已取消') return
  const states = await Promise.all(
    (await lotsOf(ask.tx, { tender })).map(
      async (l) => (await subjectOf(ask.tx, lotFlow, l.id)).state,
    ),
  )
  const again = states.includes('评审中')
  if (state === '已结束' && again) return
  throw new Refused([
    refusal('一个项目安排一次异地评审', `这个项目的异地评审处于“${state}”`, {
      cites: [citeMarked('系统设置', '异地评标', '△')],
      facts: { 异地评审: state, 正在评审: again },
      cure:
        state === '待签记录'
          ? '先由各会场签齐这一场的记录，再为重新评审另订席位'
          : state === '已结束'
            ? '组织重新评审以后另订席位'
            : '改时间、改会场的，在异地评审里改订席位',
    }),
  ])
}

/** 安排异地评审：主会场、分会场的席位一次订下，或一席也不订。 */
export async function plan(
  ask: Ask,
  i: { tender: string; sites: readonly Site[] } & Slot,
): Promise<Subject> {
  const ts = await subjectOf(ask.tx, tenderFlow, i.tender, 'update')
  if (!(ts.parties['代理机构'] ?? []).includes(ask.actor.org ?? '')) throw new NotFound('招标项目')
  await alone(ask, i.tender)
  const slot = { starts: i.starts, ends: i.ends }
  const { seats, short } = await allot(ask, slot, i.sites, new Set())
  const id = newId<'remote'>(ask.now)
  const s = await begin(
    ask,
    remoteFlow,
    'plan',
    {
      id,
      title: `${ts.title}　异地评审`,
      process: ts.process,
      lawOn: ts.lawOn,
      region: ts.region,
      parties: ts.parties,
    },
    {
      now: ask.now,
      tenderState: ts.state,
      reviewDay: (await tenderOf(ask.tx, i.tender)).reviewDay,
      input: input(slot, i.sites, short),
    } as Partial<RemoteFacts> as RemoteFacts,
    { data: { starts: rfc3339(i.starts), sites: i.sites.map((x) => ({ ...x })) } },
  )
  await store.addRemote(ask.tx, { id, tender: i.tender, ...slot })
  await request(ask, s, slot, i.sites, seats)
  return subjectOf(ask.tx, remoteFlow, id)
}
export async function giveBack(ask: Ask, remote: string): Promise<void> {
  for (const b of await store.bookingsOf(ask.tx, remote))
    if (b.state === '待确认' || b.state === '已确认')
      await step(
        ask,
        bookingFlow,
        'release',
        await subjectOf(ask.tx, bookingFlow, b.id, 'update'),
        {} as BookingFacts,
      )
  for (const x of await store.sittingsOf(ask.tx, remote)) await stand(ask, x)
}
/** A seat is empty again: whoever comes back goes through the check anew. */
export async function stand(ask: Ask, x: { id: string; state: string }): Promise<void> {
  if (x.state === '已离席') return
  const s = await subjectOf(ask.tx, sittingFlow, x.id, 'update')
  await step(ask, sittingFlow, 'leave', s, {} as SittingFacts)
}
/** 改订席位：原来的退订，新的一次订下。 */
export async function rebook(
  ask: Ask,
  i: { id: string; sites: readonly Site[] } & Slot,
): Promise<Subject> {
  const slot = { starts: i.starts, ends: i.ends }
  const own = new Set((await store.bookingsOf(ask.tx, i.id)).filter(stands).map((b) => b.id))
  const { seats, short } = await allot(ask, slot, i.sites, own)
  const s = await remotes.take(
    ask,
    'rebook',
    i.id,
    { input: input(slot, i.sites, short) },
    {
      data: { starts: rfc3339(i.starts) },
    },
  )
  await giveBack(ask, i.id)
  await store.setSlot(ask.tx, i.id, slot)
  await request(ask, s, slot, i.sites, seats)
  return subjectOf(ask.tx, remoteFlow, i.id)
}
export async function cancel(ask: Ask, i: { id: string; reason: string }): Promise<Subject> {
  const s = await remotes.take(ask, 'cancel', i.id, undefined, { data: { reason: i.reason } })
  await giveBack(ask, i.id)
  return s
}

export async function confirm(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const s = await bookings.take(ask, 'confirm', id)
  await settle(ask, (await store.bookingOf(ask.tx, id)).remote)
  return s
}
export const refuse = (ask: Ask, i: { id: string; reason: string }): Promise<Subject> =>
  bookings.take(ask, 'refuse', i.id, undefined, { data: { reason: i.reason } })
export const lapse = (ask: Ask, id: string): Promise<Subject> =>
  bookings.take(asSystem(ask), 'lapse', id)
