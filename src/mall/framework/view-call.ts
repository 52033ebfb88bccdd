import {
  type Ask,
  asHouse,
  present,
  type RecordView,
  readable,
  rfc3339,
  subjectOf,
  yuanText,
} from '#kernel'
import { orgOf } from '#libraries'
import { callOf, quoteOf, quotesOf } from './call-store.ts'
import { orders, quotes } from './calls.ts'
import { callFlow, frameworkFlow, quoteFlow } from './model.ts'
import * as store from './store.ts'

/** One call: until the bell no price that was quoted is in it, nor how many were; after it they all are. */
export async function getCall(ask: Ask, id: string): Promise<RecordView> {
  const s = await subjectOf(ask.tx, callFlow, id)
  readable(ask.actor, callFlow, s)
  const c = await callOf(ask.tx, id)
  const lot = await store.lotOf(ask.tx, c.lot)
  const f = await subjectOf(ask.tx, frameworkFlow, c.framework)
  const buyer = await orgOf(ask.tx, c.buyer)
  const over = ['已成交', '未成交'].includes(s.state)
  const mine = ask.actor.org === c.buyer
  const chosen = c.member === null ? null : await store.memberOf(ask.tx, c.member)
  const outsider = c.outsider === null || !(mine || over) ? null : await orgOf(ask.tx, c.outsider)
  const winner = c.winner === null ? null : await orgOf(ask.tx, c.winner)
  const given = over ? await asHouse(ask, () => quotesOf(ask.tx, id)) : []
  const names = new Map(
    (over ? await store.membersOf(ask.tx, { lot: c.lot }) : []).map((m) => [m.id, m.name] as const),
  )
  const text = (
    label: string,
    value: string | null,
    kind?: 'money' | 'long' | 'instant' | 'day',
  ) => (value === null || value === '' ? [] : [{ label, value, ...(kind ? { kind } : {}) }])
  return present(ask, orders, s, {
    data: { framework: c.framework, lot: c.lot, call: c.id, order: mine ? c.order : null },
    sections: [
      {
        title: '采购单',
        fields: [
          { label: '框架协议', value: `${f.title}　${f.no ?? ''}` },
          { label: '采购包', value: `第${lot.no}包　${lot.name}` },
          { label: '采购人', value: buyer.name },
          { label: '确定成交供应商的方式', value: c.way },
          ...text('专用耗材、选配件', c.accessory),
          {
            label: '数量',
            value: `${c.quantity}${lot.consumables.find((x) => x.name === c.accessory)?.unit ?? lot.unit}`,
          },
          ...text('选定的供应商', chosen?.name ?? null),
          ...text('理由', c.reason, 'long'),
          ...text('非入围供应商', outsider?.name ?? null),
          ...text(
            c.way === '非入围授予' && !over ? '报价须低于（元）' : '单价（元）',
            c.price === null ? null : yuanText(c.price),
            'money',
          ),
          ...text('需求', c.need, 'long'),
          { label: '交付地点', value: c.place },
          { label: '交付', value: `接单后${c.days}天内` },
          ...(mine ? [{ label: '收货人', value: `${c.contact}　${c.phone}` }] : []),
          ...text('报价截止', c.closes === null ? null : rfc3339(c.closes), 'instant'),
          ...text('成交供应商', winner?.name ?? null),
          ...text('确定日期', c.settled, 'day'),
          ...text('没有成交的原因', c.failure),
        ],
        ...(c.skips.length > 0
          ? {
              columns: [
                { key: 'supplier', label: '跳过的供应商' },
                { key: 'reason', label: '理由' },
              ],
              rows: await Promise.all(
                c.skips.map(async (x) => ({
                  supplier: (await store.memberOf(ask.tx, x.member)).name,
                  reason: x.reason,
                })),
              ),
            }
          : {}),
      },
      ...(given.length > 0
        ? [
            {
              title: '报价',
              columns: [
                { key: 'supplier', label: '供应商' },
                { key: 'price', label: '单价（元）', kind: 'money' as const },
                { key: 'at', label: '提交', kind: 'instant' as const },
              ],
              rows: given.map((q) => ({
                supplier: names.get(q.member) ?? '',
                price: yuanText(q.price),
                at: rfc3339(q.at),
              })),
            },
          ]
        : []),
    ],
  })
}
export async function getQuote(ask: Ask, id: string): Promise<RecordView> {
  const s = await subjectOf(ask.tx, quoteFlow, id)
  readable(ask.actor, quoteFlow, s)
  const q = await quoteOf(ask.tx, id)
  return present(ask, quotes, s, {
    data: { call: q.call },
    sections: [
      {
        title: '报价',
        fields: [
          { label: '单价（元）', value: yuanText(q.price), kind: 'money' },
          { label: '提交', value: rfc3339(q.at), kind: 'instant' },
        ],
      },
    ],
  })
}
