import { z } from 'zod'
import { type Ask, done, op, regionName, type Section, zDay, zDone, zId, zText } from '#kernel'
import {
  library,
  mattersOf,
  type Org,
  type Own,
  zProfile as profile,
  zCode,
  zReason,
  zRegion,
} from '#libraries/register'
import * as actions from './actions.ts'
import { linkKinds } from './model.ts'
import * as store from './store.ts'

const { scale: _, ...body } = profile
const id = zId<'org'>()
const zParent = (title: string) =>
  zId<'org'>().nullable().default(null).meta({ title, 'x-kind': 'org', 'x-org': '采购人' })
const zUnit = z.strictObject({
  uscc: zCode,
  ...body,
  region: zRegion,
  division: z.string().max(20).meta({ title: '财政区划代码（9位）' }),
  parentBudget: zParent('主管预算单位（空：直接隶属本级财政）'),
  parentAdmin: zParent('行政主管单位（空：直接隶属本级政府）'),
})
const day = (title: string) => zDay.meta({ title, format: 'date' })
const handover = zText(1000).meta({ title: '名下事项、人员、资产如何承接', 'x-kind': 'long' })
const zMove = z.strictObject({
  id,
  kind: z.enum(linkKinds).meta({ title: '哪一种隶属' }),
  parent: zParent('新的上级单位'),
  since: day('自何日起'),
  reason: zReason,
})
const zMerge = z.strictObject({
  id,
  heir: zId<'org'>().meta({ title: '并入', 'x-kind': 'org', 'x-org': '采购人' }),
  since: day('自何日起'),
  handover,
})

// biome-ignore format: a table reads as a table
export const api = {
  propose: op({ title: '申报下属单位', input: zUnit, output: zDone, run: async (ask, i) => done(await actions.enterOne(ask, 'propose', { ...i, scale: null })) }),
  enrol:   op({ title: '登记采购人', input: zUnit, output: zDone, run: async (ask, i) => done(await actions.enterOne(ask, 'enrol', { ...i, scale: null })) }),
  admit:   op({ title: '审核通过采购人登记', input: z.strictObject({ id, opinion: zText(500).meta({ title: '审核意见', 'x-kind': 'long' }) }), output: zDone, run: async (ask, i) => done(await actions.admit(ask, i)) }),
  decline: op({ title: '不予登记', input: z.strictObject({ id, reason: zReason }), output: zDone, run: async (ask, i) => done(await actions.decline(ask, i)) }),
  amend:   op({ title: '变更采购人登记', input: z.strictObject({ id, ...body }), output: zDone, run: async (ask, i) => done(await actions.amend(ask, { ...i, scale: null })) }),
  move:    op({ title: '变更隶属关系', input: zMove, output: zDone, run: async (ask, i) => done(await actions.move(ask, i)) }),
  merge:   op({ title: '并入其他单位', input: zMerge, output: zDone, run: async (ask, i) => done(await actions.merge(ask, i)) }),
  abolish: op({ title: '撤销采购人', input: z.strictObject({ id, since: day('自何日起'), handover }), output: zDone, run: async (ask, i) => done(await actions.abolish(ask, i)) }),
  reinstate: op({ title: '重新入库', input: z.strictObject({ id, reason: zReason }), output: zDone, run: async (ask, i) => done(await actions.reinstate(ask, i)) }),
  ...library({ kind: '采购人', name: '采购人库', story: actions.purchasers, columns: [], record }),
}

async function record(ask: Ask, { id: unit }: Org): Promise<Own> {
  const end = await store.endOf(ask.tx, unit)
  const absorbed = await store.absorbedBy(ask.tx, unit)
  const ended: Section[] =
    end === undefined
      ? []
      : [
          {
            title: end.heir === null ? '撤销' : '合并',
            fields: [
              ...(end.heir === null ? [] : [{ label: '承接单位', value: end.heirName }]),
              { label: '自', value: end.since, kind: 'day' as const },
              { label: '承接安排', value: end.handover, kind: 'long' as const },
            ],
          },
        ]
  return {
    fields: [
      { label: '财政区划代码', value: await store.divisionOf(ask.tx, unit) },
      ...absorbed.map((a) => ({ label: '并入的单位', value: `${a.name}（自${a.since}）` })),
    ],
    sections: [
      ...ended,
      {
        title: '隶属关系',
        columns: [
          { key: 'kind', label: '按' },
          { key: 'parent', label: '上级单位' },
          { key: 'since', label: '自', kind: 'day' },
          { key: 'until', label: '至', kind: 'day' },
        ],
        rows: (await store.linksOf(ask.tx, unit)).map((l) => ({
          kind: l.kind,
          parent: l.parentName ?? (l.kind === '预算' ? '本级财政部门' : '本级政府'),
          since: l.since,
          until: l.until,
        })),
      },
      {
        title: '下属单位',
        columns: [
          { key: 'name', label: '单位' },
          { key: 'region', label: '地区' },
          { key: 'kind', label: '按' },
          { key: 'link', label: '', kind: 'link' },
        ],
        rows: (await store.childrenOf(ask.tx, unit)).map((c) => ({
          name: c.name,
          region: regionName(c.region),
          kind: c.kind,
          link: `purchaser/${c.id}`,
        })),
      },
      {
        title: '名下事项（不随撤并移动）',
        columns: [
          { key: 'noun', label: '事项' },
          { key: 'n', label: '件数', kind: 'number' },
        ],
        rows: (await mattersOf(ask.tx, '采购人', unit)).map((m) => ({ noun: m.noun, n: m.n })),
      },
    ],
  }
}
