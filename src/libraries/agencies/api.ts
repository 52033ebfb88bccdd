import { z } from 'zod'
import { type Ask, done, op, zDone, zId, zText } from '#kernel'
import {
  type Kept,
  library,
  type Org,
  type Own,
  zProfile as profile,
  standingOps,
  twinField,
  zAccount,
  zCode,
  zRegion,
} from '#libraries/register'
import * as actions from './actions.ts'
import { COMMITMENT, scopes } from './model.ts'

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
const nature = (o: { centralised: boolean }) => (o.centralised ? '集中采购机构' : '社会代理机构')

// biome-ignore format: a table reads as a table
export const api = {
  register:  op({ title: '代理机构名录登记', input: zRegister, output: zDone, public: true, run: async (ask, i) => done(await actions.register(ask, { ...i, scale: null })) }),
  enrol:     op({ title: '登记集中采购机构', input: zEnrol, output: zDone, run: async (ask, i) => done(await actions.enrol(ask, { ...i, scale: null, centralised: true })) }),
  amend:     op({ title: '变更代理机构登记', input: zAmend, output: zDone, run: async (ask, i) => done(await actions.amend(ask, { ...i, scale: null })) }),
  ...standingOps<'org'>(actions.agencies, { who: '代理机构', where: '代理机构名录' }),
  ...library({
    kind: '代理机构',
    name: '代理机构库',
    story: actions.agencies,
    columns: [{ key: 'kind', label: '性质', of: nature }],
    record,
  }),
}

async function record(ask: Ask, org: Org, facts: readonly Kept[]): Promise<Own> {
  const fact = (key: string) => facts.find((f) => f.key === key && f.until === null)?.value ?? ''
  return {
    data: {
      staff: Number.parseInt(fact('专职从业人员'), 10) || 0,
      premises: fact('办公场所'),
      recorded: fact('评审场地与录音录像') === '有',
      scope: fact('代理范围') === '' ? [] : fact('代理范围').split('、'),
    },
    fields: [
      { label: '性质', value: nature(org) },
      {
        label: '办理性质',
        value: org.centralised ? '财政部门登记' : '备案：符合各项规则的，提交即入名录',
      },
      ...(await twinField(ask, org)),
    ],
    sections: [],
  }
}
