import { type Ask, instant, type Subject, story, subjectOf } from '#kernel'
import { session } from '#law'
import { expertsOf } from '#libraries'
import { lotFlow, lotsOf, membersOf, tenderFlow, tenderOf } from '#trade/tender'
import {
  type BookingFacts,
  bookingFlow,
  type RemoteFacts,
  remoteFlow,
  type SittingFacts,
  sittingFlow,
  type VenueFacts,
  venueFlow,
} from './model.ts'
import * as store from './store.ts'

/** Bookings that were neither turned down nor given back. */
export const stands = (b: { state: string }) =>
  b.state === '待确认' || b.state === '已确认' || b.state === '已签记录'

/** 各席的连线：谁该在席而没有回音，从什么时候起。 */
export async function linksOf(ask: Ask, remote: string) {
  const limit = session('断线判定秒', ask.world.settings) * 1000
  const { tender } = await store.remoteOf(ask.tx, remote)
  // Who was replaced keeps no line; who took the seat has one from the moment he is attested.
  const members = new Set((await membersOf(ask.tx, tender)).map((m) => m.person))
  const all = (await store.sittingsOf(ask.tx, remote)).filter((x) => members.has(x.person))
  const quiet = all.filter(
    (x) => x.state !== '已到席' || x.beat === null || ask.now - x.beat >= limit,
  )
  const broken = (await store.interruptionsOf(ask.tx, remote)).filter((i) => i.ended === null)
  return {
    all,
    quiet,
    /** When the next silence would be noticed. */
    next: instant(
      Math.min(ask.now + limit, ...all.flatMap((x) => (x.beat === null ? [] : [x.beat + limit]))),
    ),
    since: broken[0]?.began ?? null,
  }
}

export async function remoteFacts(ask: Ask, s: Subject): Promise<RemoteFacts> {
  const r = await store.remoteOf(ask.tx, s.id)
  const tender = await tenderOf(ask.tx, r.tender)
  const bookings = (await store.bookingsOf(ask.tx, s.id)).filter(stands)
  const members = await membersOf(ask.tx, r.tender)
  const links = await linksOf(ask, s.id)
  const here = links.all.filter((x) => x.state === '已到席')
  const people = await expertsOf(
    ask.tx,
    members.map((m) => m.person),
  )
  const units = new Map<string, number>()
  for (const { employer } of people)
    if (employer !== '') units.set(employer, (units.get(employer) ?? 0) + 1)
  const openLots: number[] = []
  for (const l of await lotsOf(ask.tx, { tender: r.tender })) {
    const { state } = await subjectOf(ask.tx, lotFlow, l.id)
    if (!['评审完成', '已定标', '已签约', '已废标'].includes(state)) openLots.push(l.no)
  }
  return {
    now: ask.now,
    starts: r.starts,
    tenderState: (await subjectOf(ask.tx, tenderFlow, r.tender)).state,
    reviewDay: tender.reviewDay,
    main: bookings.filter((b) => b.kind === '主会场').length,
    sub: bookings.filter((b) => b.kind === '分会场').length,
    unconfirmed: bookings.filter((b) => b.state === '待确认').length,
    members: members.length,
    seated: here.filter((x) => members.some((m) => m.person === x.person)).length,
    emptySites: bookings.filter((b) => b.kind !== '备用' && !here.some((x) => x.booking === b.id))
      .length,
    sameUnit: [...units.values()].reduce((n, k) => n + (k * (k - 1)) / 2, 0),
    openLots,
    silent: links.quiet.map((x) => x.seat),
    silentSince: links.since,
    waitMs: session('断线等待分钟', ask.world.settings) * 60_000,
  }
}
export const venues = story(venueFlow, async (): Promise<VenueFacts> => ({}))
export const remotes = story(remoteFlow, remoteFacts)
export const bookings = story(bookingFlow, async (ask, s): Promise<BookingFacts> => {
  const b = await store.bookingOf(ask.tx, s.id)
  return {
    keeper: (await store.venueOf(ask.tx, b.venue)).keeper === ask.actor.org,
    remoteState: (await subjectOf(ask.tx, remoteFlow, b.remote)).state,
  }
})
export const sittings = story(sittingFlow, async (ask, s): Promise<SittingFacts> => {
  const x = await store.sittingOf(ask.tx, s.id)
  const b = await store.bookingOf(ask.tx, x.booking)
  return {
    keeper: (await store.venueOf(ask.tx, b.venue)).keeper === ask.actor.org,
    device: x.device,
    ...limits(ask),
  }
})
export const limits = (ask: Ask) => ({
  latencyMost: session('席位时延毫秒', ask.world.settings),
  bandwidthLeast: session('席位带宽兆', ask.world.settings) * 1000,
})
