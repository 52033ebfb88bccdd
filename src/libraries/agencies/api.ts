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
  subjectOf,
  zDay,
  zDone,
  zId,
  zRecord,
  zText,
} from '#kernel'
import {
  factSections,
  factsOf,
  findListed,
  listedRow,
  orgOf,
  orgsByCode,
  PER_PAGE,
  zProfile as profile,
  wanted,
  zAccount,
  zCode,
  zPage,
  zReason,
  zRegion,
  zWanted,
} from '#libraries/register'
import * as actions from './actions.ts'
import { agencyFlow, COMMITMENT, scopes } from './model.ts'

const practice = {
  staff: z.int().min(0).max(100_000).meta({ title: '专职从业人员（人）' }),
  premises: zText(200).meta({ title: '办公场所' }),
  recorded: z.boolean().meta({ title: '自有评审场地，有录音录像设备' }),
  scope: z
    .array(z.enum(scopes))
    .min(1, { message: '至少选一类' })
    .max(3)
    .meta({ title: '代理范围' }),
}
const { scale: _, ...body } = profile
const because = z.strictObject({ id: zId<'org'>(), reason: zReason })
const zRegister = z.strictObject({
  uscc: zCode,
  ...body,
  region: zRegion,
  ...practice,
  contact: zAccount,
  commitment: z.boolean().meta({ title: '作出承诺', description: COMMITMENT }),
})
const zEnrol = z.strictObject({ uscc: zCode, ...body, region: zRegion })
const zAmend = z.strictObject({ id: zId<'org'>(), ...body, ...practice })
const zSuspend = because.extend({ until: zDay.meta({ title: '期满日', format: 'date' }) })

// biome-ignore format: a table reads as a table
export const api = {
  register:  op({ title: '代理机构名录登记', input: zRegister, output: zDone, public: true, run: async (ask, i) => done(await actions.register(ask, { ...i, scale: null })) }),
  enrol:     op({ title: '登记集中采购机构', input: zEnrol, output: zDone, run: async (ask, i) => done(await actions.enrol(ask, { ...i, scale: null, centralised: true })) }),
  amend:     op({ title: '变更代理机构登记', input: zAmend, output: zDone, run: async (ask, i) => done(await actions.amend(ask, { ...i, scale: null })) }),
  suspend:   op({ title: '暂停代理机构资格', input: zSuspend, output: zDone, run: async (ask, i) => done(await actions.suspend(ask, i)) }),
  resume:    op({ title: '提前恢复代理机构资格', input: because, output: zDone, run: async (ask, i) => done(await actions.plainly(ask, 'resume', i)) }),
  withdraw:  op({ title: '退出代理机构名录', input: because, output: zDone, run: async (ask, i) => done(await actions.plainly(ask, 'withdraw', i)) }),
  remove:    op({ title: '移出代理机构名录', input: because, output: zDone, run: async (ask, i) => done(await actions.plainly(ask, 'remove', i)) }),
  reinstate: op({ title: '重新入库', input: because, output: zDone, run: async (ask, i) => done(await actions.plainly(ask, 'reinstate', i)) }),
  find:      op({ title: '代理机构库公开名录', input: zWanted, output: zPage, public: true, limits: '只答名称、统一社会信用代码、地区和状态，全区公开', run: find }),
  list:      listing('本人可办的代理机构登记', agencyFlow),
  get:       op({ title: '一家代理机构的登记', input: z.strictObject({ id: zId<'org'>() }), output: zRecord, reads: agencyFlow, run: (ask, { id }) => get(ask, id) }),
}

async function find(ask: Ask, i: z.output<typeof zWanted>) {
  const { total, rows } = await asHouse(ask, () => findListed(ask.tx, '代理机构', wanted(i)))
  return {
    total,
    perPage: PER_PAGE,
    states: [...agencyFlow.states],
    columns: [
      { key: 'name', label: '名称' },
      { key: 'kind', label: '性质' },
      { key: 'uscc', label: '统一社会信用代码' },
      { key: 'region', label: '登记地' },
      { key: 'state', label: '状态' },
    ],
    rows: rows.map((r) => ({
      ...listedRow(ask, r),
      kind: r.centralised ? '集中采购机构' : '社会代理机构',
    })),
  }
}
async function get(ask: Ask, id: string) {
  const s = await subjectOf(ask.tx, agencyFlow, id)
  readable(ask.actor, agencyFlow, s)
  const org = await orgOf(ask.tx, id)
  const facts = await factsOf(ask.tx, id)
  const fact = (key: string) => facts.find((f) => f.key === key && f.until === null)?.value ?? ''
  const twins = (await orgsByCode(ask.tx, org.uscc)).filter((o) => o.id !== id)
  return present(ask, actions.agencies, s, {
    data: {
      name: org.name,
      uscc: org.uscc,
      region: org.region,
      address: org.address,
      phone: org.phone,
      inCharge: org.in_charge,
      staff: Number.parseInt(fact('专职从业人员'), 10) || 0,
      premises: fact('办公场所'),
      recorded: fact('评审场地与录音录像') === '有',
      scope: fact('代理范围') === '' ? [] : fact('代理范围').split('、'),
    },
    sections: [
      {
        title: '登记',
        fields: [
          { label: '性质', value: org.centralised ? '集中采购机构' : '社会代理机构' },
          { label: '登记地', value: regionName(org.region) },
          {
            label: '办理性质',
            value: org.centralised ? '财政部门登记' : '备案：符合各项规则的，提交即入名录',
          },
          ...(twins.length > 0
            ? [
                {
                  label: '同一主体另有身份',
                  value: `${twins.map((t) => t.kind).join('、')}（不得在自己代理的项目中投标）`,
                },
              ]
            : []),
        ],
      },
      ...factSections(facts, ask.today),
    ],
  })
}
