import { z } from 'zod'
import {
  type Ask,
  done,
  listing,
  op,
  present,
  readable,
  regionName,
  type Section,
  subjectOf,
  zDone,
  zId,
  zRecord,
  zText,
} from '#kernel'
import type { Fault } from '#sheets'
import type { intakes } from './actions.ts'
import { intakeFlow, kinds } from './model.ts'
import * as store from './store.ts'

/** What is wrong with a table, as a section of a record; more than are shown stand in the table of faults. */
export const faultSections = (faults: readonly Fault[], total: number): Section[] =>
  faults.length === 0
    ? []
    : [
        {
          title: `有误的行${total > faults.length ? `（前${faults.length}处，其余见错误清单）` : ''}`,
          columns: [
            { key: 'row', label: '行', kind: 'number' },
            { key: 'column', label: '列' },
            { key: 'what', label: '问题' },
            { key: 'cure', label: '怎样改' },
          ],
          rows: faults.map((f) => ({
            ...f,
            row: f.row === 0 ? null : f.row,
            column: f.column || (f.row === 0 ? '整个表格' : '整行'),
          })),
        },
      ]
const id = zId<'intake'>()
const file = z
  .uuid({ message: '请先选择文件' })
  .meta({ title: '登记表（.xlsx 或 .csv）', 'x-kind': 'upload' })
const SHOWN = 50
const modules = {
  采购人: 'purchaser',
  代理机构: 'agency',
  供应商: 'supplier',
  评审专家: 'expert',
} as const

export const intakeApiOf = (x: ReturnType<typeof intakes>) => ({
  upload: op({
    title: '上传登记表',
    input: z.strictObject({ kind: z.enum(kinds).meta({ title: '导入到哪个库' }), file }),
    output: zDone,
    run: async (ask, i) => done(await x.upload(ask, i)),
  }),
  reread: op({
    title: '换一份表格',
    input: z.strictObject({ id, file }),
    output: zDone,
    run: async (ask, i) => done(await x.reread(ask, i)),
  }),
  confirm: op({
    title: '确认入库',
    input: z.strictObject({
      id,
      onlyGood: z.boolean().default(false).meta({ title: '只导入没有错误的行' }),
    }),
    output: zDone,
    run: async (ask, i) => done(await x.confirm(ask, i)),
  }),
  undo: op({
    title: '撤回这批导入',
    input: z.strictObject({ id, reason: zText(500).meta({ title: '理由', 'x-kind': 'long' }) }),
    output: zDone,
    run: async (ask, i) => done(await x.undo(ask, i)),
  }),
  discard: op({
    title: '作废',
    input: z.strictObject({ id }),
    output: zDone,
    run: async (ask, i) => done(await x.discard(ask, i)),
  }),
  list: listing('批量导入一览', intakeFlow),
  get: op({
    title: '一批导入',
    input: z.strictObject({ id }),
    output: zRecord,
    reads: intakeFlow,
    run: (ask, i) => get(ask, x, i.id),
  }),
})
async function get(ask: Ask, x: ReturnType<typeof intakes>, id: string) {
  const s = await subjectOf(ask.tx, intakeFlow, id)
  readable(ask.actor, intakeFlow, s)
  const i = await store.intakeOf(ask.tx, id)
  const faults = await store.faults.of(ask.tx, id, 100)
  const lines = await store.linesOf(ask.tx, id, SHOWN)
  const alike = await store.alikeOf(ask.tx, id, SHOWN)
  const module = modules[i.kind as keyof typeof modules]
  const inside = s.state === '已入库' || s.state === '已撤回'
  return present(ask, x.told, s, {
    data: { kind: i.kind, rows: i.rows, faults: i.faults, source: i.source },
    sections: [
      {
        title: '这张表',
        fields: [
          { label: '导入到', value: `${i.kind}库` },
          { label: '来自', value: i.source },
          { label: inside ? '已入库' : '可以入库', value: `${i.rows}行` },
          { label: '有误', value: `${i.faults}处` },
        ],
      },
      ...faultSections(faults, i.faults),
      ...(alike.length === 0
        ? []
        : [
            {
              title: '名称相近，请看一眼是不是同一个',
              columns: [
                { key: 'no', label: '行', kind: 'number' as const },
                { key: 'title', label: '表里的名称' },
                { key: 'alike', label: '相近的' },
              ],
              rows: alike.map((l) => ({ no: l.no, title: l.title, alike: l.alike })),
            },
          ]),
      ...(lines.length === 0
        ? []
        : [
            {
              title: `${inside ? '入库的' : '可以入库的行'}${i.rows > lines.length ? `（前${lines.length}行，共${i.rows}行）` : ''}`,
              columns: [
                { key: 'no', label: '行', kind: 'number' as const },
                { key: 'title', label: '名称' },
                { key: 'region', label: '登记地' },
                ...(inside ? [{ key: 'link', label: '', kind: 'link' as const }] : []),
              ],
              rows: lines.map((l) => ({
                no: l.no,
                title: l.title,
                region: regionName(l.region),
                ...(inside ? { link: l.subject === null ? null : `${module}/${l.subject}` } : {}),
              })),
            },
          ]),
    ],
  })
}
