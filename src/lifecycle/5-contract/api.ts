import { z } from 'zod'
import {
  type Ask,
  capital,
  done,
  op,
  present,
  readable,
  subjectsFor,
  yuanText,
  zDone,
  zFen,
  zId,
  zRecord,
  zSummary,
  zText,
} from '#kernel'
import { orgOf } from '#libraries'
import * as actions from './actions.ts'
import { contractFlow, dueDays } from './model.ts'

const which = z.strictObject({ id: zId<'contract'>() })
const money = (title: string) =>
  zFen.refine((n) => n > 0, { message: '金额须大于零' }).meta({ title, 'x-kind': 'money' })
const terms = {
  amount: money('合同金额（元）'),
  schedule: z
    .array(
      z.strictObject({
        name: zText(60).meta({ title: '期次' }),
        amount: money('金额（元）'),
        condition: z.enum(['合同备案后', '验收合格后']).meta({ title: '付款条件' }),
      }),
    )
    .min(1)
    .max(24)
    .meta({ title: '付款安排' }),
  payee: z
    .strictObject({
      name: zText(120).meta({ title: '户名' }),
      bank: zText(120).meta({ title: '开户行' }),
      account: z
        .string()
        .regex(/^[0-9]{8,32}$/, { message: '账号为8至32位数字' })
        .meta({ title: '账号' }),
    })
    .meta({ title: '收款户' }),
}
// biome-ignore format: a table reads as a table
export const api = {
  draft:        op({ title: '由中标生成合同', input: z.strictObject({ award: zId<'award'>().meta({ title: '中标', 'x-kind': 'award' }), ...terms }), output: zDone, run: async (ask, i) => done(await actions.draft(ask, i)) }),
  revise:       op({ title: '修改合同', input: z.strictObject({ id: zId<'contract'>(), ...terms }), output: zDone, run: async (ask, i) => done(await actions.revise(ask, i)) }),
  signSupplier: op({ title: '供应商签署合同', input: which, output: zDone, run: async (ask, i) => done(await actions.signSupplier(ask, i)) }),
  signBuyer:    op({ title: '采购人签署合同', input: which, output: zDone, run: async (ask, i) => done(await actions.signBuyer(ask, i)) }),
  publish:      op({ title: '发布合同公告', input: which, output: zDone, run: async (ask, i) => done(await actions.publish(ask, i)) }),
  file:         op({ title: '合同备案', input: which, output: zDone, run: async (ask, i) => done(await actions.file(ask, i)) }),
  list:         op({ title: '采购合同一览', input: z.strictObject({}), output: z.array(zSummary), run: (ask) => subjectsFor(ask, contractFlow) }),
  get:          op({ title: '一份采购合同', input: which, output: zRecord, run: (ask, { id }) => get(ask, id) }),
}
async function get(ask: Ask, id: string) {
  const { s, contract: c } = await actions.contractOf(ask, id)
  readable(ask.actor, contractFlow, s)
  const due = dueDays(c, s.lawOn)
  const name = async (relation: string) =>
    (await orgOf(ask.tx, s.parties[relation]?.[0] ?? '')).name
  const party =
    ['采购人', '代理机构', '供应商'].some((r) => s.parties[r]?.includes(ask.actor.org ?? '-')) ||
    ask.actor.role === '财政监管'
  return present(ask, actions.contracts, s as Parameters<typeof actions.contracts.offers>[1], {
    data: {
      award: c.award,
      amount: yuanText(c.amount),
      schedule: c.schedule.map((x) => ({ ...x, amount: yuanText(x.amount) })),
      ...(party ? { payee: c.payee } : {}),
      sha256: c.sha256,
    },
    sections: [
      {
        title: '合同',
        fields: [
          { label: '采购人（甲方）', value: await name('采购人') },
          { label: '供应商（乙方）', value: await name('供应商') },
          { label: '合同金额', value: yuanText(c.amount), kind: 'money' },
          { label: '大写', value: capital(c.amount) },
          { label: '履行期限、地点', value: c.performance },
          { label: '中标通知书发出', value: c.letter, kind: 'day' },
          { label: '签订期限', value: due.signBy, kind: 'day' },
          { label: '签订日期', value: c.signed, kind: 'day' },
          { label: '公告期限', value: due.publishBy, kind: 'day' },
          { label: '公告日期', value: c.published, kind: 'day' },
          { label: '备案期限', value: due.fileBy, kind: 'day' },
          { label: '备案日期', value: c.filed, kind: 'day' },
          { label: '合同摘要 SHA-256', value: c.sha256, kind: 'hash' },
        ],
      },
      {
        title: '标的',
        columns: [
          { key: 'name', label: '名称' },
          { key: 'brand', label: '品牌' },
          { key: 'model', label: '规格型号' },
          { key: 'quantity', label: '数量', kind: 'number' },
          { key: 'unit', label: '单位' },
          { key: 'unitPrice', label: '单价（元）', kind: 'money' },
        ],
        rows: c.items.map((i) => ({ ...i, unitPrice: yuanText(i.unitPrice) })),
      },
      {
        title: '付款安排',
        columns: [
          { key: 'name', label: '期次' },
          { key: 'amount', label: '金额（元）', kind: 'money' },
          { key: 'condition', label: '条件' },
        ],
        rows: c.schedule.map((x) => ({ ...x, amount: yuanText(x.amount) })),
      },
      {
        title: '条款',
        columns: [{ key: 'text', label: '条款' }],
        rows: c.clauses.map((text, n) => ({ text: `${n + 1}. ${text}` })),
      },
    ],
  })
}
