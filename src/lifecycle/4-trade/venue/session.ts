import { createHash } from 'node:crypto'
import {
  type Ask,
  begin,
  canonical,
  type Instant,
  NotFound,
  newId,
  Refused,
  refusal,
  rfc3339,
  type Subject,
  step,
  subjectOf,
} from '#kernel'
import { session } from '#law'
import { goneFrom, membersOf } from '#trade/tender'
import { asSystem, stand } from './actions.ts'
import { bookings, limits, linksOf, remotes, sittings, stands } from './facts.ts'
import {
  type BookingFacts,
  bookingFlow,
  type Device,
  type RemoteFacts,
  type RemoteRecord,
  remoteFlow,
  type SittingFacts,
  sittingFlow,
} from './model.ts'
import * as store from './store.ts'

/** 这个席位为这次评审订下，而且空着。 */
async function isFree(ask: Ask, remote: string, booking: string, seat: number, but: string | null) {
  const b = (await store.bookingsOf(ask.tx, remote)).find((x) => x.id === booking)
  const known = b !== undefined && b.state === '已确认' && b.seats.includes(seat)
  const taken = (await store.sittingsOf(ask.tx, remote)).some(
    (x) => x.person !== but && x.booking === booking && x.seat === seat && x.state !== '已离席',
  )
  return { known, free: !taken }
}
/** 到席：评委本人，在订下的席位上，设备自检合格；换了席位也是这一步。 */
export async function sit(
  ask: Ask,
  i: { remote: string; booking: string; seat: number; device: Device },
): Promise<Subject> {
  const { person } = ask.actor
  const r = await store.remoteOf(ask.tx, i.remote)
  const rs = await subjectOf(ask.tx, remoteFlow, r.id, 'update')
  // Whoever sits on no committee here learns nothing of it, not even that it is.
  if (person === null || !(await membersOf(ask.tx, r.tender)).some((m) => m.person === person))
    throw new NotFound('异地评审')
  if (!['待开场', '进行中', '已暂停'].includes(rs.state))
    throw new Refused([
      refusal('状态', `异地评审处于“${rs.state}”，不能到席`, { cure: '席位齐备后到席' }),
    ])
  const { known, free } = await isFree(ask, r.id, i.booking, i.seat, person)
  const facts: SittingFacts = {
    keeper: false,
    device: i.device,
    ...limits(ask),
    input: { seatFits: known && free },
  }
  const mine = (await store.sittingsOf(ask.tx, r.id)).find((x) => x.person === person)
  const v = known
    ? await store.venueOf(ask.tx, (await store.bookingOf(ask.tx, i.booking)).venue)
    : null
  const parties = {
    评审专家: [person],
    代理机构: [...new Set([...(rs.parties['代理机构'] ?? []), ...(v ? [v.keeper] : [])])],
  }
  const extra = { parties, data: { seat: i.seat, device: { ...i.device } } }
  if (mine) {
    const s = await subjectOf(ask.tx, sittingFlow, mine.id, 'update')
    const moved = await step(ask, sittingFlow, 'move', s, facts, extra)
    await store.reseat(ask.tx, mine.id, i)
    return moved
  }
  const id = newId<'sitting'>(ask.now)
  const s = await begin(
    ask,
    sittingFlow,
    'sit',
    {
      id,
      title: `${v?.name ?? ''}　${i.seat}号席`,
      process: rs.process,
      lawOn: rs.lawOn,
      region: v?.region ?? rs.region,
      parties,
    },
    facts,
    { data: extra.data },
  )
  await store.addSitting(ask.tx, {
    id,
    remote: r.id,
    person,
    booking: i.booking,
    seat: i.seat,
    device: i.device,
  })
  return s
}

/** 核验身份：会场的管理单位当面核对；从此计连线。 */
export async function attest(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const s = await sittings.take(ask, 'attest', id)
  await store.setBeat(ask.tx, id, ask.now)
  return s
}
/** 开场：从此各席须有回音。 */
export async function start(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const s = await remotes.take(ask, 'start', id, undefined, {
    due: watch(ask),
    open: { seats: (await store.sittingsOf(ask.tx, id)).length },
  })
  for (const x of await store.sittingsOf(ask.tx, id)) await store.setBeat(ask.tx, x.id, ask.now)
  await store.setOpened(ask.tx, id, ask.now)
  return s
}
const watch = (ask: Ask) => (ask.now + session('断线判定秒', ask.world.settings) * 1000) as Instant

/** 席位的回音。断线短于暂停时间的，全部连上即自动恢复；更久的由代理机构恢复。 */
export async function beat(ask: Ask, { id }: { id: string }): Promise<{ state: string }> {
  const x = await store.sittingOf(ask.tx, id)
  const s = await subjectOf(ask.tx, sittingFlow, id)
  if (x.person !== ask.actor.person) throw new NotFound('评审到席')
  const rs = await subjectOf(ask.tx, remoteFlow, x.remote, 'update')
  if (s.state !== '已到席') return { state: rs.state }
  await store.setBeat(ask.tx, id, ask.now)
  if (rs.state !== '已暂停') return { state: rs.state }
  const { quiet, since } = await linksOf(ask, x.remote)
  const short = session('断线暂停分钟', ask.world.settings) * 60_000
  if (quiet.length > 0 || since === null || ask.now - since >= short) return { state: rs.state }
  return { state: (await back(asSystem(ask), x.remote, '连线恢复，自动继续')).state }
}
async function back(ask: Ask, id: string, decision: string): Promise<Subject> {
  const s = await remotes.take(ask, 'resume', id, undefined, {
    due: watch(ask),
    open: { decision },
  })
  await store.endInterruptions(ask.tx, id, ask.now, decision)
  return s
}
export const resume = (ask: Ask, { id }: { id: string }): Promise<Subject> =>
  back(ask, id, '连线恢复，代理机构继续')

/** 时钟：到时看一遍各席；都有回音的，下一次再看。 */
export async function interrupt(ask: Ask, id: string): Promise<void> {
  const { quiet, next } = await linksOf(ask, id)
  if (quiet.length === 0) return void (await store.lookAgain(ask.tx, id, next))
  await remotes.take(asSystem(ask), 'interrupt', id, undefined, {
    open: { seats: quiet.map((x) => x.seat) },
  })
  // The silence began when the seat was last heard.
  for (const x of quiet)
    await store.addInterruption(ask.tx, {
      id: newId(ask.now),
      remote: id,
      sitting: x.id,
      began: x.beat ?? ask.now,
    })
}
/** 换席：断线久了，原席让出，评委到指定的席位重新自检、核验。 */
export async function swap(
  ask: Ask,
  i: { id: string; from: string; booking: string; seat: number; reason: string },
): Promise<Subject> {
  const x = await store.sittingOf(ask.tx, i.from)
  if (x.remote !== i.id) throw new NotFound('评审到席')
  const { known, free } = await isFree(ask, i.id, i.booking, i.seat, null)
  const s = await remotes.take(
    ask,
    'swap',
    i.id,
    { input: { known, free } },
    {
      open: { from: x.seat, to: i.seat, reason: i.reason },
    },
  )
  await stand(ask, { id: x.id, state: (await subjectOf(ask.tx, sittingFlow, x.id)).state })
  return s
}
export async function adjourn(ask: Ask, i: { id: string; reason: string }): Promise<Subject> {
  const s = await remotes.take(ask, 'adjourn', i.id, undefined, { open: { reason: i.reason } })
  await store.endInterruptions(ask.tx, i.id, ask.now, `改期：${i.reason}`)
  for (const x of await store.sittingsOf(ask.tx, i.id)) await stand(ask, x)
  return s
}
/** 收场：记录由此形成，摘要公开；没有用上的备用会场退订，其余各签各的。 */
export async function finish(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const r = await store.remoteOf(ask.tx, id)
  const record = await recordOf(ask, r)
  const sha256 = createHash('sha256').update(canonical(record)).digest('hex')
  const s = await remotes.take(ask, 'finish', id, undefined, { open: { record: sha256 } })
  await store.setRecord(ask.tx, id, { closed: ask.now, record, sha256 })
  const seated = await store.sittingsOf(ask.tx, id)
  for (const b of await store.bookingsOf(ask.tx, id))
    if (b.state === '已确认' && !seated.some((x) => x.booking === b.id)) {
      const bs = await subjectOf(ask.tx, bookingFlow, b.id, 'update')
      await step(ask, bookingFlow, 'release', bs, {} as BookingFacts)
    }
  for (const x of seated) await stand(ask, x)
  return s
}
export async function recordOf(ask: Ask, r: store.Remote): Promise<RemoteRecord> {
  if (r.record) return r.record
  const all = await store.sittingsOf(ask.tx, r.id)
  const live = (await store.bookingsOf(ask.tx, r.id)).filter(stands)
  const named = new Map<string, store.Venue>()
  for (const b of live) named.set(b.id, await store.venueOf(ask.tx, b.venue))
  const name = (b: string) => named.get(b)?.name ?? ''
  return {
    v: 1,
    remote: r.id,
    title: (await subjectOf(ask.tx, remoteFlow, r.id)).title,
    opened: r.opened === null ? '' : rfc3339(r.opened),
    closed: rfc3339(ask.now),
    sites: live.map((b) => ({
      venue: name(b.id),
      kind: b.kind,
      region: named.get(b.id)?.region ?? '',
      seats: b.seats,
      seated: all.filter((x) => x.booking === b.id && x.state === '已到席').length,
    })),
    interruptions: (await store.interruptionsOf(ask.tx, r.id)).map((i) => {
      const x = all.find((y) => y.id === i.sitting)
      return {
        venue: name(x?.booking ?? ''),
        seat: x?.seat ?? 0,
        began: rfc3339(i.began),
        ended: i.ended === null ? '' : rfc3339(i.ended),
        minutes: i.ended === null ? 0 : Math.round((i.ended - i.began) / 60_000),
        decision: i.decision,
      }
    }),
  }
}
/** 签会场记录：连同这处会场音视频文件的摘要；签齐即结束。 */
export async function sign(
  ask: Ask,
  i: { id: string; media: readonly store.Media[] },
): Promise<Subject> {
  const b = await store.bookingOf(ask.tx, i.id)
  const r = await store.remoteOf(ask.tx, b.remote)
  const s = await bookings.take(ask, 'sign', i.id, undefined, {
    open: { record: r.sha256, media: i.media.map((m) => m.sha256) },
  })
  await store.setMedia(ask.tx, i.id, i.media)
  const left = (await store.bookingsOf(ask.tx, b.remote)).filter((x) => x.state === '已确认')
  if (left.length === 0) {
    const rs = await subjectOf(ask.tx, remoteFlow, b.remote, 'update')
    await step(ask, remoteFlow, 'close', rs, {} as RemoteFacts)
  }
  return s
}
/** 评委被更换：他的席位空出来（87号令第四十九条）。 */
export async function vacateGone(ask: Ask, tender: string): Promise<void> {
  const r = await store.remoteBy(ask.tx, tender)
  if (!r) return
  const gone = new Set(await goneFrom(ask.tx, tender))
  for (const x of await store.sittingsOf(ask.tx, r.id)) if (gone.has(x.person)) await stand(ask, x)
}
