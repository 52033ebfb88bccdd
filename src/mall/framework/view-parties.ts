import { type Ask, present, type RecordView, readable, rfc3339, subjectOf, yuanText } from '#kernel'
import { orgOf } from '#libraries'
import { members } from './members.ts'
import { type Agent, type Extra, isOpened, memberFlow, responseFlow, type Thing } from './model.ts'
import { responses } from './responding.ts'
import * as store from './store.ts'

const thingFields = (t: Thing, agents: readonly Agent[]) => [
  { label: '产品或者服务', value: t.name },
  ...(t.brand || t.model ? [{ label: '品牌型号', value: `${t.brand} ${t.model}`.trim() }] : []),
  { label: '技术规格或者服务标准', value: t.spec, kind: 'long' as const },
  { label: '身份', value: t.standing },
  ...(agents.length > 0
    ? [{ label: '代理商', value: agents.map((a) => `${a.name}（${a.uscc}）`).join('；') }]
    : []),
]
const extraFields = (extras: readonly Extra[]) =>
  extras.map((x) => ({
    label: `${x.name}（元）`,
    value: yuanText(x.price),
    kind: 'money' as const,
  }))
export async function getResponse(ask: Ask, id: string): Promise<RecordView> {
  const s = await subjectOf(ask.tx, responseFlow, id)
  readable(ask.actor, responseFlow, s)
  const r = await store.responseOf(ask.tx, id)
  const supplier = await orgOf(ask.tx, r.supplier)
  return present(ask, responses, s, {
    data: { framework: r.framework, lot: r.lot, sha256: r.sha256 },
    sections: [
      {
        title: '响应',
        fields: [
          { label: '供应商', value: supplier.name },
          { label: '提交', value: rfc3339(r.at), kind: 'instant' },
          ...(r.sha256 === ''
            ? []
            : [{ label: '信封摘要 SHA-256', value: r.sha256, kind: 'hash' as const }]),
          ...(isOpened(r)
            ? [
                { label: '报价（单价）', value: yuanText(r.price), kind: 'money' as const },
                ...extraFields(r.extras),
                ...thingFields(r.thing, r.agents),
              ]
            : [{ label: '内容', value: '已封存：开启以前平台和征集人都读不到' }]),
          ...(r.verdict
            ? [
                {
                  label: '评审结论',
                  value: r.verdict.conforms ? '满足' : `不满足：${r.verdict.reason}`,
                },
                ...(r.verdict.score === null
                  ? []
                  : [{ label: '质量评分', value: (r.verdict.score / 100).toFixed(2) }]),
              ]
            : []),
          ...(r.place === null ? [] : [{ label: '排序', value: String(r.place) }]),
        ],
      },
    ],
  })
}
export async function getMember(ask: Ask, id: string): Promise<RecordView> {
  const s = await subjectOf(ask.tx, memberFlow, id)
  readable(ask.actor, memberFlow, s)
  const m = await store.memberOf(ask.tx, id)
  const supplier = await orgOf(ask.tx, m.supplier)
  return present(ask, members, s, {
    data: {
      framework: m.framework,
      lot: m.lot,
      price: yuanText(m.price),
      agents: m.agents.map((a) => ({ ...a })),
      thing: { ...m.thing },
      extras: m.extras.map((x) => ({ ...x, price: yuanText(x.price) })),
    },
    sections: [
      ...(m.proposal
        ? [
            {
              title: `请求以新产品替代（${m.proposal.reason}）`,
              fields: [
                { label: '新产品', value: m.proposal.thing.name },
                {
                  label: '品牌型号',
                  value: `${m.proposal.thing.brand} ${m.proposal.thing.model}`.trim(),
                },
                { label: '单价（元）', value: yuanText(m.proposal.price), kind: 'money' as const },
                ...extraFields(m.proposal.extras),
                { label: '技术规格', value: m.proposal.thing.spec, kind: 'long' as const },
                {
                  label: '与原产品对比',
                  value: m.proposal.comparison,
                  kind: 'long' as const,
                },
              ],
            },
          ]
        : []),
      {
        title: '入围供应商',
        fields: [
          { label: '名称', value: supplier.name },
          { label: '地址', value: supplier.address },
          { label: '联系方式', value: supplier.phone },
          { label: '协议价格（第二阶段最高限价）', value: yuanText(m.price), kind: 'money' },
          ...extraFields(m.extras),
          { label: '入围排序', value: String(m.place) },
          { label: '轮候次序', value: String(m.turn) },
          ...thingFields(m.thing, m.agents),
          ...(m.joined ? [{ label: '协议生效', value: m.joined, kind: 'day' as const }] : []),
          ...(m.asked ? [{ label: '请求退出', value: m.asked }] : []),
          ...(m.leftOn ? [{ label: '离开', value: m.leftOn, kind: 'day' as const }] : []),
          ...(m.ground ? [{ label: '情形', value: m.ground }] : []),
          ...(m.reason ? [{ label: '理由', value: m.reason, kind: 'long' as const }] : []),
        ],
      },
    ],
  })
}
