import { z } from 'zod'
import { personName } from '#identity/people'
import {
  type Ask,
  asHouse,
  done,
  draw,
  listing,
  NotFound,
  op,
  Private,
  present,
  readable,
  rfc3339,
  type Section,
  subjectOf,
  zDay,
  zDone,
  zId,
  zRecord,
  zSection,
  zText,
} from '#kernel'
import {
  library,
  type Org,
  type Own,
  orgOf,
  orgsOf,
  zProfile as profile,
  profileOf,
  standingOps,
  twinField,
  zAccount,
  zCode,
  zReason,
  zRegion,
} from '#libraries/register'
import * as actions from './actions.ts'
import { COMMITMENT, claimFlow, declarations } from './model.ts'
import * as store from './store.ts'

const zRegister = z.strictObject({
  uscc: zCode,
  ...profile,
  region: zRegion,
  contact: zAccount,
  commitment: z.boolean().meta({ title: '作出承诺', description: COMMITMENT }),
})
const zDeclare = z.strictObject({
  id: zId<'org'>(),
  kind: z.enum(declarations).meta({ title: '声明或资料' }),
  value: zText(500).meta({ title: '内容', 'x-kind': 'long' }),
  asOf: zDay.meta({ title: '以哪天为准', format: 'date' }),
  expires: zDay.nullable().default(null).meta({ title: '有效至', format: 'date' }),
  staff: z.int().min(1).max(10_000_000).nullable().default(null).meta({ title: '在职职工人数' }),
  disabled: z.int().min(0).max(10_000_000).nullable().default(null).meta({ title: '残疾职工人数' }),
})
const zRelate = z.strictObject({
  id: zId<'org'>(),
  kind: z.enum(['控股', '参股', '管理']).meta({ title: '关系' }),
  uscc: zCode.meta({ title: '对方统一社会信用代码' }),
  name: zText(120).meta({ title: '对方名称' }),
  percent: z.number().gt(0).max(100).nullable().default(null).meta({ title: '持股比例（%）' }),
  since: zDay.meta({ title: '自何日起', format: 'date' }),
})
const zShare = z.strictObject({
  id: zId<'org'>(),
  reader: zId<'org'>().meta({ title: '给哪个单位看', 'x-kind': 'reader' }),
  days: z.int().min(1).max(366).default(30).meta({ title: '可看多少日' }),
})

const shelf = library({
  kind: '供应商',
  name: '供应商库',
  story: actions.suppliers,
  columns: [{ key: 'scale', label: '规模', of: (r) => r.scale }],
  record,
})
// biome-ignore format: a table reads as a table
export const api = {
  register:  op({ title: '供应商登记', input: zRegister, output: zDone, public: true, run: async (ask, i) => done(await actions.register(ask, i)) }),
  amend:     op({ title: '变更登记', input: z.strictObject({ id: zId<'org'>(), ...profile }), output: zDone, run: async (ask, i) => done(await actions.amend(ask, i)) }),
  declare:   op({ title: '声明一项资料', input: zDeclare, output: zDone, run: async (ask, i) => done(await actions.declare(ask, i)) }),
  relate:    op({ title: '申报关联单位', input: zRelate, output: zDone, run: async (ask, i) => done(await actions.relate(ask, i)) }),
  unrelate:  op({ title: '解除关联', input: z.strictObject({ id: zId<'org'>(), uscc: zCode.meta({ title: '对方统一社会信用代码' }), until: zDay.meta({ title: '至何日', format: 'date' }) }), output: zDone, run: async (ask, i) => done(await actions.unrelate(ask, i)) }),
  share:     op({ title: '出具分享码', input: zShare, output: zDone, run: async (ask, i) => done(await actions.share(ask, i)) }),
  revoke:    op({ title: '收回分享码', input: z.strictObject({ id: zId<'org'>(), code: zText(20).meta({ title: '分享码' }) }), output: zDone, run: async (ask, i) => done(await actions.revoke(ask, i)) }),
  ...standingOps<'org'>(actions.suppliers, { who: '供应商', where: '供应商库' }),
  ...shelf,
  readShared: op({ title: '凭分享码查阅供应商资料', input: z.strictObject({ code: zText(20).meta({ title: '分享码' }) }), output: z.strictObject({ title: z.string(), sections: z.array(zSection) }), limits: '只答指定给本单位、没有到期的分享码；每次查阅记数', by: ['采购人经办', '采购人审核', '代理经办'], run: readShared }),
}
// biome-ignore format: a table reads as a table
export const claimApi = {
  ask:      op({ title: '认领登记', input: z.strictObject({ uscc: zCode, reason: zReason.meta({ title: '说明（谁是单位负责人、为何没有账号）' }), contact: zAccount }), output: zDone, public: true, run: async (ask, i) => done(await actions.claim(ask, i)) }),
  handOver: op({ title: '核实并交付登记', input: z.strictObject({ id: zId<'claim'>(), opinion: zText(500).meta({ title: '核实经过', 'x-kind': 'long' }) }), output: zDone, run: async (ask, i) => done(await actions.handOver(ask, i)) }),
  decline:  op({ title: '不予认领', input: z.strictObject({ id: zId<'claim'>(), reason: zReason }), output: zDone, run: async (ask, { id, reason }) => done(await actions.claims.take(ask, 'decline', id, undefined, { data: { reason } })) }),
  list:     listing('登记认领一览', claimFlow),
  get:      op({ title: '一份登记认领', input: z.strictObject({ id: zId<'claim'>() }), output: zRecord, reads: claimFlow, run: (ask, { id }) => getClaim(ask, id) }),
}

/** What a purchaser with a share code reads is what the supplier itself reads, but for its codes. */
async function record(ask: Ask, org: Org): Promise<Own> {
  const relations = await store.relationsOf(ask.tx, [org.id])
  // What others said of this unit is theirs to register, and its to know.
  const others = (await asHouse(ask, () => store.relatedTo(ask.tx, org.uscc))).filter(
    (r) => r.supplier !== org.id,
  )
  const names = await orgsOf(
    ask.tx,
    others.map((o) => o.supplier),
  )
  return {
    data: { scale: org.scale },
    fields: [
      { label: '办理性质', value: '备案：符合各项规则的，提交即入库，全区通用' },
      ...(await twinField(ask, org)),
    ],
    sections: [
      {
        title: '关联单位',
        columns: [
          { key: 'who', label: '单位' },
          { key: 'kind', label: '关系' },
          { key: 'percent', label: '持股比例（%）' },
          { key: 'since', label: '自', kind: 'day' },
          { key: 'until', label: '至', kind: 'day' },
          { key: 'source', label: '来源' },
        ],
        rows: [
          ...relations.map((r) => ({
            who: `${r.name}（${r.uscc}）`,
            kind: `对方为本单位的${r.kind}方或被${r.kind}方`,
            percent: r.percent,
            since: r.since,
            until: r.until,
            source: '自行申报',
          })),
          ...others.map((o) => ({
            who: names.get(o.supplier)?.name ?? '',
            kind: `对方申报与本单位有${o.kind}关系`,
            percent: null,
            since: o.since,
            until: o.until,
            source: '对方申报',
          })),
        ],
      },
      ...(await shareSections(ask, org.id)),
    ],
  }
}
async function shareSections(ask: Ask, id: string): Promise<Section[]> {
  const shares = ask.actor.org === id ? await store.sharesOf(ask.tx, id) : []
  if (shares.length === 0) return []
  const readers = await orgsOf(
    ask.tx,
    shares.map((x) => x.reader),
  )
  return [
    {
      title: '分享码',
      columns: [
        { key: 'code', label: '分享码' },
        { key: 'reader', label: '给谁看' },
        { key: 'ends', label: '到期', kind: 'instant' },
        { key: 'state', label: '状态' },
        { key: 'reads', label: '查阅次数', kind: 'number' },
      ],
      rows: shares.map((x) => ({
        code: x.code,
        reader: readers.get(x.reader)?.name ?? '',
        ends: rfc3339(x.ends),
        state: x.revoked !== null ? '已收回' : x.ends <= ask.now ? '已到期' : '可用',
        reads: x.reads,
      })),
    },
  ]
}
async function readShared(ask: Ask, { code }: { code: string }) {
  if (ask.actor.org === null) throw new NotFound('分享码')
  const id = await store.readShare(ask.tx, code.toUpperCase(), ask.actor.org, ask.now)
  const { data, sections } = await profileOf(ask, { kind: '供应商', record }, id)
  return { title: data.name, sections: draw(ask, sections) }
}
async function getClaim(ask: Ask, id: string) {
  const s = await subjectOf(ask.tx, claimFlow, id)
  readable(ask.actor, claimFlow, s)
  const c = await store.claimOf(ask.tx, id)
  const org = await orgOf(ask.tx, c.org)
  return present(ask, actions.claims, s, {
    data: {},
    sections: [
      {
        title: '认领',
        fields: [
          { label: '单位', value: `${org.name}（${org.uscc}）` },
          { label: '单位负责人', value: org.in_charge },
          {
            label: '登记电话',
            value: new Private('library.org.phone', '电话', org.phone, { org: c.org }),
          },
          {
            label: '申请人',
            value: new Private(
              'library.person.name',
              '姓名',
              await asHouse(ask, () => personName(ask.tx, c.person)),
              { person: c.person },
              ['财政监管'],
            ),
          },
          { label: '说明', value: c.reason, kind: 'long' },
          { label: '办理性质', value: '核准' },
        ],
      },
    ],
  })
}
