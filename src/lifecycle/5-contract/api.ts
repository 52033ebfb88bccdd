import { z } from 'zod'
import {
  type Ask,
  capital,
  done,
  listing,
  op,
  Private,
  present,
  readable,
  type Section,
  type Subject,
  yuanText,
  zDone,
  zFen,
  zId,
  zRecord,
  zText,
} from '#kernel'
import { type Org, orgOf } from '#libraries'
import * as actions from './actions.ts'
import {
  accountOf,
  type Contract,
  conditions,
  contractFlow,
  contractVeil,
  dueDays,
  goodsOf,
  lateness,
  supplementedOf,
  totalOf,
} from './model.ts'
import { digestOf } from './source.ts'

const id = zId<'contract'>()
const which = z.strictObject({ id })
const money = (title: string) =>
  zFen.refine((n) => n > 0, { message: '金额须大于零' }).meta({ title, 'x-kind': 'money' })
const payee = z
  .strictObject({
    name: zText(120).meta({ title: '户名' }),
    bank: zText(120).meta({ title: '开户行' }),
    account: z
      .string()
      .regex(/^[0-9]{8,32}$/, { message: '账号为8至32位数字' })
      .meta({ title: '账号' }),
  })
  .meta({ title: '收款户' })
const terms = {
  amount: money('合同金额（元）'),
  schedule: z
    .array(
      z.strictObject({
        name: zText(60).meta({ title: '期次' }),
        amount: money('金额（元）'),
        condition: z.enum(conditions).meta({ title: '付款条件' }),
      }),
    )
    .min(1)
    .max(24)
    .meta({ title: '付款安排' }),
  payee,
}
const signing = z.strictObject({
  id,
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, { message: '摘要为64位十六进制小写' })
    .optional()
    .meta({ title: '所读文本的摘要' }),
})
const long = (title: string) => zText(500).meta({ title, 'x-kind': 'long' })
const back = z.strictObject({ id, opinion: long('退回意见') })
const why = z.strictObject({ id, reason: long('原因') })
const supplement = z.strictObject({
  id,
  items: z
    .array(
      z.strictObject({
        name: zText(200).meta({ title: '标的名称' }),
        quantity: z.int().min(1).max(10_000_000).meta({ title: '追加数量' }),
      }),
    )
    .min(1, '至少一项')
    .max(500)
    .meta({ title: '追加标的' }),
  reason: long('追加理由'),
})

// biome-ignore format: a table reads as a table
export const api = {
  draft:        op({ title: '由中标生成合同', input: z.strictObject({ award: zId<'award'>().meta({ title: '中标', 'x-kind': 'award' }), ...terms }), output: zDone, run: async (ask, i) => done(await actions.draft(ask, i)) }),
  revise:       op({ title: '修改合同', input: z.strictObject({ id, ...terms }), output: zDone, run: async (ask, i) => done(await actions.revise(ask, i)) }),
  signSupplier: op({ title: '供应商签署合同', input: signing, output: zDone, run: async (ask, i) => done(await actions.signSupplier(ask, i)) }),
  giveBack:     op({ title: '退回修改合同', input: back, output: zDone, run: async (ask, i) => done(await actions.giveBack(ask, i)) }),
  signBuyer:    op({ title: '采购人签署合同', input: signing, output: zDone, run: async (ask, i) => done(await actions.signBuyer(ask, i)) }),
  publish:      op({ title: '发布合同公告', input: which, output: zDone, run: async (ask, i) => done(await actions.publish(ask, i)) }),
  file:         op({ title: '合同备案', input: which, output: zDone, run: async (ask, i) => done(await actions.file(ask, i)) }),
  askAccount:     op({ title: '申请变更收款户', input: z.strictObject({ id, payee, reason: long('变更原因') }), output: zDone, run: async (ask, i) => done(await actions.askAccount(ask, i)) }),
  confirmAccount: op({ title: '确认变更收款户', input: which, output: zDone, run: async (ask, i) => done(await actions.confirmAccount(ask, i)) }),
  refuseAccount:  op({ title: '不变更收款户', input: why, output: zDone, run: async (ask, i) => done(await actions.refuseAccount(ask, i)) }),
  supplement:        op({ title: '追加（补充合同）', input: supplement, output: zDone, run: async (ask, i) => done(await actions.supplement(ask, i)) }),
  agreeSupplement:   op({ title: '供应商签署补充合同', input: which, output: zDone, run: async (ask, i) => done(await actions.agreeSupplement(ask, i)) }),
  approveSupplement: op({ title: '采购人签署补充合同', input: which, output: zDone, run: async (ask, i) => done(await actions.approveSupplement(ask, i)) }),
  dropSupplement:    op({ title: '放弃追加', input: why, output: zDone, run: async (ask, i) => done(await actions.dropSupplement(ask, i)) }),
  list:         listing('采购合同一览', contractFlow),
  get:          op({ title: '一份采购合同', input: which, output: zRecord, reads: contractFlow, run: (ask, i) => get(ask, i.id) }),
}

/** Who writes the contract, and who pays: everybody else reads the end of the number. */
const PAYING = ['采购人经办', '采购人审核', '代理经办', '国库支付']
async function get(ask: Ask, contractId: string) {
  const { s, contract: c } = await actions.contractOf(ask, contractId)
  readable(ask.actor, contractFlow, s)
  const org = (relation: string) => orgOf(ask.tx, s.parties[relation]?.[0] ?? '')
  const hidden = <T extends { account: string }>(p: T) => ({
    ...p,
    account: new Private(
      'contract.contract.payee',
      '账号',
      p.account,
      { org: s.parties['供应商']?.[0] ?? null },
      PAYING,
    ),
  })
  const payee = hidden(accountOf(c.payee))
  return present(ask, actions.contracts, s as Parameters<typeof actions.contracts.offers>[1], {
    veil: { of: contractVeil, phase: s.state },
    data: {
      award: c.award,
      order: c.order,
      bill: c.bill,
      amount: yuanText(c.amount),
      total: yuanText(totalOf(c)),
      schedule: c.schedule.map((x) => ({ ...x, amount: yuanText(x.amount) })),
      goods: goodsOf(c).map((x) => ({ name: x.name, quantity: x.quantity, unit: x.unit })),
      payee,
      ...(c.payee.asked ? { asked: hidden(c.payee.asked) } : {}),
      sha256: c.sha256,
      text: digestOf(c),
      due: dueDays(c, s.lawOn),
    },
    sections: [
      ...sections(ask, c, s, { buyer: await org('采购人'), supplier: await org('供应商') }),
      {
        veil: 'payee',
        title: '收款户',
        fields: [
          { label: '户名', value: payee.name },
          { label: '开户行', value: payee.bank },
          { label: '账号', value: payee.account },
        ],
      },
    ],
  })
}
function sections(
  ask: Ask,
  c: Contract,
  s: Subject,
  { buyer, supplier }: { buyer: Org; supplier: Org },
): Section[] {
  const due = dueDays(c, s.lawOn)
  const late = (by: keyof typeof due, did: Contract['signed']) =>
    lateness(due[by], did ?? ask.today).late ? '（已逾期）' : ''
  const day = (label: string, value: string | null) => ({ label, value, kind: 'day' as const })
  const added = c.schedule.flatMap((x) => (x.supplement ? [{ ...x, more: x.supplement }] : []))
  return [
    {
      title: '合同',
      fields: [
        { label: '采购人（甲方）', value: buyer.name },
        { label: '甲方地址', value: buyer.address },
        { label: '供应商（乙方）', value: supplier.name },
        { label: '乙方地址', value: supplier.address },
        { label: '合同金额', value: yuanText(c.amount), kind: 'money' },
        { label: '大写', value: capital(c.amount) },
        ...(supplementedOf(c) > 0
          ? [
              { label: '补充合同合计', value: yuanText(supplementedOf(c)), kind: 'money' as const },
              { label: '合同与补充合计', value: yuanText(totalOf(c)), kind: 'money' as const },
            ]
          : []),
        { label: '履行期限、地点', value: c.performance },
        day('中标通知书发出', c.letter),
        day(`签订期限：政府采购法第四十六条${late('signBy', c.signed)}`, due.signBy),
        day('签订日期', c.signed),
        day(`公告期限：实施条例第五十条${late('publishBy', c.published)}`, due.publishBy),
        day('公告日期', c.published),
        day(`备案期限：政府采购法第四十七条${late('fileBy', c.filed)}`, due.fileBy),
        day('备案日期', c.filed),
        { label: '合同摘要 SHA-256', value: c.sha256 ?? digestOf(c), kind: 'hash' },
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
      rows: goodsOf(c).map((i) => ({ ...i, unitPrice: yuanText(i.unitPrice) })),
    },
    {
      title: '付款安排',
      columns: [
        { key: 'name', label: '期次' },
        { key: 'amount', label: '金额（元）', kind: 'money' },
        { key: 'condition', label: '条件' },
      ],
      rows: c.schedule.map((x) => ({
        name: x.name,
        amount: yuanText(x.amount),
        condition: x.supplement?.at === null ? '待双方签署' : x.condition,
      })),
    },
    ...(added.length > 0
      ? [
          {
            title: '补充合同',
            columns: [
              { key: 'name', label: '名称' },
              { key: 'items', label: '追加' },
              { key: 'amount', label: '金额（元）', kind: 'money' as const },
              { key: 'reason', label: '理由' },
              { key: 'at', label: '签订', kind: 'instant' as const },
            ],
            rows: added.map(({ name, amount, more }) => ({
              name,
              items: more.items.map((i) => `${i.name}×${i.quantity}`).join('；'),
              amount: yuanText(amount),
              reason: more.reason,
              at: more.at,
            })),
          },
        ]
      : []),
    {
      title: '条款',
      columns: [{ key: 'text', label: '条款' }],
      rows: c.clauses.map((text, n) => ({ text: `${n + 1}. ${text}` })),
    },
  ]
}
