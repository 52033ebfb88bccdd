import { z } from 'zod'
import {
  type Ask,
  asHouse,
  done,
  listing,
  op,
  present,
  readable,
  regionName,
  rfc3339,
  subjectOf,
  zDone,
  zId,
  zInstant,
  zRecord,
  zText,
} from '#kernel'
import { orgOf, personName } from '#libraries'
import * as actions from './actions.ts'
import { bookings, remotes, sittings, venues } from './facts.ts'
import { bookingFlow, remoteFlow, sittingFlow, venueFlow } from './model.ts'
import * as session from './session.ts'
import * as store from './store.ts'
import { freeSeats, mineOf, remoteView } from './view.ts'

const reason = (title: string) => zText(500).meta({ title, 'x-kind': 'long' })
const slot = {
  starts: zInstant.meta({ title: '席位起', 'x-kind': 'instant' }),
  ends: zInstant.meta({ title: '席位止', 'x-kind': 'instant' }),
}
const later = <T extends { starts: number; ends: number }>(s: T) => s.ends > s.starts
const order = { message: '止须晚于起', path: ['ends'] }
const sites = z
  .array(
    z.strictObject({
      venue: zId<'venue'>().meta({ title: '评审场所', 'x-kind': 'venue' }),
      kind: z.enum(['主会场', '分会场', '备用']).meta({ title: '作为' }),
      seats: z.int().min(1).max(50).meta({ title: '席位数' }),
    }),
  )
  .min(2)
  .max(12)
  .meta({ title: '会场' })

const oneVenue = z.strictObject({ id: zId<'venue'>() })
export const venueApi = {
  register: op({
    title: '登记评审场所',
    input: z.strictObject({
      name: zText(80).meta({ title: '名称' }),
      address: zText(200).meta({ title: '地址' }),
      region: z
        .string()
        .regex(/^\d{6}$/, { message: '地区代码6位' })
        .meta({ title: '地区', 'x-kind': 'region' }),
      keeper: zId<'org'>().meta({ title: '管理单位', 'x-kind': 'org', 'x-org': '代理机构' }),
      seats: z.int().min(1).max(500).meta({ title: '席位数' }),
    }),
    output: zDone,
    run: async (ask, i) => done(await actions.register(ask, i)),
  }),
  suspend: op({
    title: '停用',
    input: oneVenue.extend({ reason: reason('停用的原因') }),
    output: zDone,
    run: async (ask, i) => done(await actions.suspend(ask, i)),
  }),
  restore: op({
    title: '恢复使用',
    input: oneVenue,
    output: zDone,
    run: async (ask, i) => done(await actions.restore(ask, i)),
  }),
  list: listing('评审场所一览', venueFlow),
  listFree: op({
    title: '席位余量',
    limits: '只答各场所的席位数与空席数',
    by: ['代理经办', '采购人经办', '采购人审核', '财政监管'],
    input: z.strictObject(slot).refine(later, order),
    output: z.array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        region: z.string(),
        place: z.string(),
        keeper: z.string(),
        seats: z.number(),
        free: z.number(),
        /** How often it was lent before: the fair turn begins with who lent least. */
        lent: z.number(),
      }),
    ),
    run: (ask, i) => freeSeats(ask, i),
  }),
  get: op({
    title: '一处评审场所',
    reads: venueFlow,
    input: oneVenue,
    output: zRecord,
    run: async (ask, { id }) => {
      const s = await subjectOf(ask.tx, venueFlow, id)
      readable(ask.actor, venueFlow, s)
      const v = await asHouse(ask, () => store.venueOf(ask.tx, id))
      const lent = (await asHouse(ask, () => store.lent(ask.tx))).get(id)
      return present(ask, venues, s, {
        data: { ...v, lent: lent ?? { times: 0, seats: 0 } },
        sections: [
          {
            title: '评审场所',
            fields: [
              { label: '地区', value: regionName(v.region) },
              { label: '地址', value: v.address },
              { label: '管理单位', value: (await orgOf(ask.tx, v.keeper)).name },
              { label: '席位', value: `${v.seats}席` },
              { label: '已借出', value: `${lent?.times ?? 0}次，${lent?.seats ?? 0}席次` },
            ],
          },
        ],
      })
    },
  }),
}

const oneRemote = z.strictObject({ id: zId<'remote'>() })
export const remoteApi = {
  plan: op({
    title: '安排异地评审',
    input: z
      .strictObject({
        tender: zId<'tender'>().meta({ title: '采购项目', 'x-kind': 'tender' }),
        ...slot,
        sites,
      })
      .refine(later, order),
    output: zDone,
    run: async (ask, i) => done(await actions.plan(ask, i)),
  }),
  rebook: op({
    title: '改订席位',
    input: oneRemote.extend({ ...slot, sites }).refine(later, order),
    output: zDone,
    run: async (ask, i) => done(await actions.rebook(ask, i)),
  }),
  start: op({
    title: '开场',
    input: oneRemote,
    output: zDone,
    run: async (ask, i) => done(await session.start(ask, i)),
  }),
  resume: op({
    title: '恢复评审',
    input: oneRemote,
    output: zDone,
    run: async (ask, i) => done(await session.resume(ask, i)),
  }),
  swap: op({
    title: '换席',
    input: oneRemote.extend({
      from: zId<'sitting'>().meta({ title: '断线的席位', 'x-kind': 'sitting' }),
      booking: zId<'booking'>().meta({ title: '改到的会场', 'x-kind': 'booking' }),
      seat: z.int().min(1).max(500).meta({ title: '席号' }),
      reason: reason('换席的原因'),
    }),
    output: zDone,
    run: async (ask, i) => done(await session.swap(ask, i)),
  }),
  adjourn: op({
    title: '改期',
    input: oneRemote.extend({ reason: reason('改期的原因') }),
    output: zDone,
    run: async (ask, i) => done(await session.adjourn(ask, i)),
  }),
  finish: op({
    title: '收场',
    input: oneRemote,
    output: zDone,
    run: async (ask, i) => done(await session.finish(ask, i)),
  }),
  cancel: op({
    title: '取消异地评审',
    input: oneRemote.extend({ reason: reason('取消的原因') }),
    output: zDone,
    run: async (ask, i) => done(await actions.cancel(ask, i)),
  }),
  list: listing('异地评审一览', remoteFlow),
  get: op({
    title: '一次异地评审',
    reads: remoteFlow,
    input: oneRemote,
    output: zRecord,
    run: async (ask, { id }) => {
      const s = await subjectOf(ask.tx, remoteFlow, id)
      readable(ask.actor, remoteFlow, s)
      return present(ask, remotes, s, await asHouse(ask, () => remoteView(ask, id)))
    },
  }),
}

const oneBooking = z.strictObject({ id: zId<'booking'>() })
export const bookingApi = {
  confirm: op({
    title: '确认席位',
    input: oneBooking,
    output: zDone,
    run: async (ask, i) => done(await actions.confirm(ask, i)),
  }),
  refuse: op({
    title: '谢绝',
    input: oneBooking.extend({ reason: reason('谢绝的原因') }),
    output: zDone,
    run: async (ask, i) => done(await actions.refuse(ask, i)),
  }),
  sign: op({
    title: '签会场记录',
    input: oneBooking.extend({
      media: z
        .array(
          z.strictObject({
            name: zText(200).meta({ title: '音视频文件' }),
            sha256: z
              .string()
              .regex(/^[0-9a-f]{64}$/, { message: '64位十六进制摘要' })
              .meta({ title: '文件的 SHA-256 摘要' }),
          }),
        )
        .max(200)
        .default([])
        .meta({ title: '音视频文件' }),
    }),
    output: zDone,
    run: async (ask, i) => done(await session.sign(ask, i)),
  }),
  list: listing('席位预订一览', bookingFlow),
  get: op({
    title: '一张席位预订',
    reads: bookingFlow,
    input: oneBooking,
    output: zRecord,
    run: async (ask, { id }) => {
      const s = await subjectOf(ask.tx, bookingFlow, id)
      readable(ask.actor, bookingFlow, s)
      const b = await store.bookingOf(ask.tx, id)
      const v = await asHouse(ask, () => store.venueOf(ask.tx, b.venue))
      const r = await asHouse(ask, () => store.remoteOf(ask.tx, b.remote))
      return present(ask, bookings, s, {
        data: { venue: b.venue, remote: b.remote, seats: [...b.seats], media: [...b.media] },
        sections: [
          {
            title: '预订',
            fields: [
              { label: '场所', value: `${v.name}　${v.address}` },
              { label: '作为', value: b.kind },
              { label: '席位起', value: rfc3339(b.starts), kind: 'instant' },
              { label: '席位止', value: rfc3339(b.ends), kind: 'instant' },
              { label: '席号', value: b.seats.join('、') },
              ...(r.sha256 === null
                ? []
                : [{ label: '评审记录摘要', value: r.sha256, kind: 'hash' as const }]),
            ],
          },
          ...(b.media.length === 0
            ? []
            : [
                {
                  title: '音视频文件',
                  columns: [
                    { key: 'name', label: '文件' },
                    { key: 'sha256', label: '摘要' },
                  ],
                  rows: b.media.map((m) => ({ ...m })),
                },
              ]),
        ],
      })
    },
  }),
}

const oneSitting = z.strictObject({ id: zId<'sitting'>() })
const seat = z.strictObject({
  remote: zId<'remote'>(),
  booking: zId<'booking'>(),
  seat: z.int().min(1).max(500).meta({ title: '席号' }),
  device: z
    .strictObject({
      camera: z.boolean().meta({ title: '摄像头' }),
      microphone: z.boolean().meta({ title: '话筒' }),
      latency: z.int().min(0).max(60_000).meta({ title: '时延（毫秒）' }),
      bandwidth: z.int().min(0).max(100_000_000).meta({ title: '带宽（千比特每秒）' }),
    })
    .meta({ title: '自检' }),
})
export const sittingApi = {
  sit: op({
    title: '到席自检',
    input: seat,
    output: zDone,
    run: async (ask, i) => done(await session.sit(ask, i)),
  }),
  move: op({
    title: '改坐他席',
    input: seat,
    output: zDone,
    run: async (ask, i) => done(await session.sit(ask, i)),
  }),
  attest: op({
    title: '核验身份',
    input: oneSitting,
    output: zDone,
    run: async (ask, i) => done(await session.attest(ask, i)),
  }),
  beat: op({
    title: '席位回音',
    limits: '只报本人的席位',
    by: ['评审专家'],
    input: oneSitting,
    output: z.strictObject({ state: z.string() }),
    run: (ask, i) => session.beat(ask, i),
  }),
  listMine: op({
    title: '我的席位',
    limits: '只答本人参加的异地评审',
    by: ['评审专家'],
    input: z.strictObject({}),
    output: z.array(
      z.strictObject({
        remote: z.string(),
        state: z.string(),
        title: z.string(),
        starts: z.string(),
        sites: z.array(
          z.strictObject({
            booking: z.string(),
            name: z.string(),
            address: z.string(),
            kind: z.string(),
            seats: z.array(z.number()),
          }),
        ),
        sitting: z
          .strictObject({
            id: z.string(),
            booking: z.string(),
            seat: z.number(),
            state: z.string(),
          })
          .nullable(),
      }),
    ),
    run: (ask) => asHouse(ask, () => mineOf(ask)),
  }),
  list: listing('到席一览', sittingFlow),
  get: op({
    title: '一个席位',
    reads: sittingFlow,
    input: oneSitting,
    output: zRecord,
    run: async (ask, { id }) => {
      const s = await subjectOf(ask.tx, sittingFlow, id)
      readable(ask.actor, sittingFlow, s)
      const x = await store.sittingOf(ask.tx, id)
      const b = await asHouse(ask, () => store.bookingOf(ask.tx, x.booking))
      const v = await asHouse(ask, () => store.venueOf(ask.tx, b.venue))
      return present(ask, sittings, s, {
        data: { remote: x.remote, booking: x.booking, seat: x.seat, device: x.device },
        sections: [
          {
            title: '席位',
            fields: [
              { label: '会场', value: v.name },
              { label: '席号', value: `${x.seat}号` },
              // Whoever keeps the room checks a face against a name.
              { label: '评委', value: await nameOf(ask, x.person) },
              { label: '摄像头', value: x.device.camera ? '正常' : '没有' },
              { label: '话筒', value: x.device.microphone ? '正常' : '没有' },
              { label: '时延', value: `${x.device.latency}毫秒` },
              { label: '带宽', value: `${x.device.bandwidth / 1000}兆` },
            ],
          },
        ],
      })
    },
  }),
}
const nameOf = (ask: Ask, person: string) => asHouse(ask, () => personName(ask.tx, person))
