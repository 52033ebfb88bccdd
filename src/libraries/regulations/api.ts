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
  zDay,
  zDone,
  zId,
  zRecord,
  zText,
} from '#kernel'
import { catalogue, citingOf } from '#law'
import { wanted, zPage, zWanted } from '#libraries/register'
import * as actions from './actions.ts'
import { diff, piecesOf } from './articles.ts'
import { cleaningFlow, docFlow, kinds } from './model.ts'
import * as store from './store.ts'

/** A regulation with its annexes is longer than a form: 300,000 characters, and the bytes they take. */
const LONGEST = 300_000
const body = {
  title: zText(200).meta({ title: '标题' }),
  docNo: zText(60).meta({ title: '文号' }),
  kind: z.enum(kinds).meta({ title: '种类' }),
  issuer: zText(100).meta({ title: '发文单位' }),
  issued: zDay.meta({ title: '印发日期', format: 'date' }),
  from: zDay.meta({ title: '施行日期', format: 'date' }),
  until: zDay.nullable().default(null).meta({ title: '有效期至（不填为长期）' }),
  replaces: z
    .union([z.literal('').transform(() => null), zId<'doc'>()])
    .nullable()
    .default(null)
    .meta({ title: '代替的上一版', 'x-kind': 'regulation' }),
  body: zText(LONGEST, 10).meta({
    title: '全文（每条另起一行）',
    'x-kind': 'long',
    maxLength: LONGEST,
  }),
}
const id = zId<'doc'>()
const reason = zText(1000).meta({ title: '理由', 'x-kind': 'long' })
const zMark = z.strictObject({
  doc: id.meta({ title: '有冲突的文件', 'x-kind': 'regulation' }),
  article: zText(20).meta({ title: '哪一条（如“第五条”）' }),
  law: zText(60).meta({ title: '与之冲突的上位依据（简称或文号）', 'x-kind': 'law' }),
  lawArticle: zText(20).meta({ title: '上位依据的条款' }),
  reason,
})
const zSettle = z.strictObject({
  id: zId<'cleaning'>(),
  outcome: z.enum(['经核不冲突', '已另行规定']).meta({ title: '办理结果' }),
  reason,
})
const zHit = z.strictObject({
  href: z.string(),
  title: z.string(),
  docNo: z.string(),
  state: z.string(),
  article: z.string(),
  body: z.string(),
})
const PER_PAGE = 20

// biome-ignore format: a table reads as a table
export const regulationApi = {
  register: op({ title: '登记政策文件', input: z.strictObject(body), output: zDone, maxBody: 2 ** 20, run: async (ask, i) => done(await actions.register(ask, i)) }),
  amend:    op({ title: '修改登记', input: z.strictObject({ id, ...body }), output: zDone, maxBody: 2 ** 20, run: async (ask, i) => done(await actions.amend(ask, i)) }),
  discard:  op({ title: '不予采用', input: z.strictObject({ id, reason }), output: zDone, run: async (ask, i) => done(await actions.docs.take(ask, 'discard', i.id, undefined, { data: { reason: i.reason } })) }),
  publish:  op({ title: '核对条文并公布', input: z.strictObject({ id, checked: z.boolean().default(false).meta({ title: '已与正式文本逐条核对' }) }), output: zDone, run: async (ask, i) => done(await actions.publish(ask, i)) }),
  propose:  op({ title: '提出废止', input: z.strictObject({ id, reason, on: zDay.meta({ title: '拟自哪一天废止' }) }), output: zDone, run: async (ask, i) => done(await actions.propose(ask, i)) }),
  keep:     op({ title: '不予废止', input: z.strictObject({ id, reason }), output: zDone, run: async (ask, i) => done(await actions.keep(ask, i)) }),
  repeal:   op({ title: '废止', input: z.strictObject({ id }), output: zDone, run: async (ask, i) => done(await actions.repeal(ask, i)) }),
  find:     op({ title: '法律法规库：本区政策文件', input: zWanted, output: zPage, public: true, limits: '只答已公布的文件', run: find }),
  findArticles: op({ title: '法律法规库：全文检索到条', public: true, limits: '国家法律法规和已公布的本区文件', input: z.strictObject({ q: z.string().max(200), repealed: z.enum(['', '1']).default(''), page: z.coerce.number().int().min(1).max(200).default(1) }), output: z.strictObject({ total: z.number(), perPage: z.number(), note: z.string(), hits: z.array(zHit) }), run: findArticles }),
  getDiff:  op({ title: '两版逐条对照', reads: docFlow, input: z.strictObject({ id, with: id.meta({ title: '与哪一版', 'x-kind': 'regulation' }) }), output: z.strictObject({ before: z.string(), after: z.string(), changes: z.array(z.strictObject({ article: z.string(), is: z.enum(['未变', '修改', '新增', '删去']), segments: z.array(z.strictObject({ is: z.enum(['同', '删', '增']), text: z.string() })) })) }), run: getDiff }),
  list:     listing('政策文件一览', docFlow),
  get:      op({ title: '一份政策文件', input: z.strictObject({ id }), output: zRecord, reads: docFlow, run: (ask, i) => get(ask, i.id) }),
}
// biome-ignore format: a table reads as a table
export const cleaningApi = {
  mark:   op({ title: '标记冲突', input: zMark, output: zDone, run: async (ask, i) => done(await actions.mark(ask, i)) }),
  settle: op({ title: '办结清理', input: zSettle, output: zDone, run: async (ask, i) => done(await actions.settle(ask, i)) }),
  list:   listing('文件清理一览', cleaningFlow),
  get:    op({ title: '一件文件清理', input: z.strictObject({ id: zId<'cleaning'>() }), output: zRecord, reads: cleaningFlow, run: (ask, i) => getCleaning(ask, i.id) }),
}

async function find(ask: Ask, i: z.output<typeof zWanted>) {
  const { regions, state, q } = wanted(i)
  const found = await store.findDocs(ask.tx, {
    ...(q ? { q } : {}),
    ...(state ? { state } : {}),
    ...(regions ? { regions } : {}),
    limit: PER_PAGE,
    offset: (i.page - 1) * PER_PAGE,
  })
  return {
    total: found.total,
    perPage: PER_PAGE,
    states: [...docFlow.open],
    columns: [
      { key: 'name', label: '标题' },
      { key: 'docNo', label: '文号' },
      { key: 'issuer', label: '发文单位' },
      { key: 'region', label: '地区' },
      { key: 'from', label: '施行' },
      { key: 'until', label: '至' },
      { key: 'state', label: '状态' },
      { key: 'cleaning', label: '清理' },
    ],
    rows: found.docs.map((d) => ({
      id: d.id,
      name: d.title,
      docNo: d.docNo,
      issuer: d.issuer,
      region: regionName(d.region),
      from: d.from,
      until: d.until ?? '长期',
      state: d.state,
      cleaning:
        d.waiting === 0
          ? null
          : `${d.waiting}处待清理${d.overdue > 0 ? `，${d.overdue}处逾期` : ''}`,
    })),
  }
}
async function findArticles(ask: Ask, i: { q: string; repealed: string; page: number }) {
  const found = await store.searchArticles(ask.tx, i.q, {
    repealed: i.repealed === '1',
    limit: PER_PAGE,
    offset: (i.page - 1) * PER_PAGE,
  })
  return {
    total: found?.total ?? 0,
    perPage: PER_PAGE,
    note: found === null ? '没有可查的词，请换个说法' : '',
    hits: (found?.hits ?? []).map(({ text, doc, ...h }) => ({
      ...h,
      href: `${text === null ? `/law/doc/${doc}` : `/law/${encodeURIComponent(text)}`}#${encodeURIComponent(h.article)}`,
    })),
  }
}
async function getDiff(ask: Ask, i: { id: string; with: string }) {
  const both = [i.with, i.id] as const
  const named: string[] = []
  for (const one of both) {
    const s = await subjectOf(ask.tx, docFlow, one)
    readable(ask.actor, docFlow, s)
    named.push(`${s.title}（${(await store.docOf(ask.tx, one)).docNo}）`)
  }
  const changes = diff(
    await store.piecesOfDoc(ask.tx, i.with),
    await store.piecesOfDoc(ask.tx, i.id),
  )
  return {
    before: named[0] ?? '',
    after: named[1] ?? '',
    changes: changes.map((c) => ({ ...c, segments: c.segments.map((s) => ({ ...s })) })),
  }
}
const text = (label: string, value: string | null) => ({ label, value })
async function get(ask: Ask, of: string) {
  const s = await subjectOf(ask.tx, docFlow, of)
  readable(ask.actor, docFlow, s)
  const d = await store.docOf(ask.tx, of)
  const pieces = await store.piecesOfDoc(ask.tx, of)
  const cleanings = await store.cleaningsOf(ask.tx, of)
  const repeal = await store.repealOf(ask.tx, of)
  const versions = await store.versionsOf(ask.tx, of)
  const citing = citingOf(d.docNo, ask.world.flows)
  const doubts = s.state === '登记中' ? piecesOf(d.body).doubts : []
  const sections: Section[] = [
    {
      title: '文件',
      fields: [
        text('文号', d.docNo),
        text('种类', d.kind),
        text('发文单位', d.issuer),
        { label: '印发', value: d.issued, kind: 'day' },
        { label: '施行', value: d.from, kind: 'day' },
        d.until === null
          ? text('有效期', '长期')
          : { label: s.state === '已废止' ? '废止' : '有效期至', value: d.until, kind: 'day' },
        text('地区', regionName(s.region)),
        text('条文', `${pieces.length}条`),
      ],
    },
    ...(doubts.length > 0
      ? [
          {
            title: '请核对',
            columns: [{ key: 'what', label: '机器看出的疑点' }],
            rows: doubts.map((what) => ({ what })),
          },
        ]
      : []),
    ...(repeal
      ? [
          {
            title: '拟废止公示',
            fields: [
              { label: '理由', value: repeal.reason, kind: 'long' as const },
              { label: '公示自', value: repeal.shownFrom, kind: 'day' as const },
              { label: '公示至', value: repeal.shownTo, kind: 'day' as const },
              { label: '拟自何日废止', value: repeal.on, kind: 'day' as const },
            ],
          },
        ]
      : []),
    ...(cleanings.length > 0
      ? [
          {
            title: '冲突与清理',
            columns: [
              { key: 'article', label: '条款' },
              { key: 'higher', label: '上位依据' },
              { key: 'reason', label: '理由' },
              { key: 'markedBy', label: '标记' },
              { key: 'due', label: '清理期限', kind: 'day' as const },
              { key: 'outcome', label: '结果' },
              { key: 'link', label: '', kind: 'link' as const },
            ],
            rows: cleanings.map((c) => ({
              article: c.article,
              higher: `${c.law} ${c.lawArticle}`,
              reason: c.reason,
              markedBy: c.markedBy,
              due: c.due,
              outcome: c.outcome || (c.overdue ? '逾期未清理' : '待清理'),
              link: `cleaning/${c.id}`,
            })),
          },
        ]
      : []),
    ...(versions.length > 1
      ? [
          {
            title: '各版',
            columns: [
              { key: 'title', label: '标题' },
              { key: 'docNo', label: '文号' },
              { key: 'from', label: '施行', kind: 'day' as const },
              { key: 'state', label: '状态' },
              { key: 'link', label: '', kind: 'link' as const },
              { key: 'diff', label: '对照', kind: 'link' as const },
            ],
            rows: versions.map((v) => ({
              title: v.title,
              docNo: v.docNo,
              from: v.from,
              state: v.state,
              link: v.id === of ? null : `regulation/${v.id}`,
              diff: v.id === of ? null : `regulation-diff/${of}/${v.id}`,
            })),
          },
        ]
      : []),
    {
      title: '条文',
      columns: [
        { key: 'article', label: '条' },
        { key: 'body', label: '内容' },
        { key: 'rules', label: '系统据此执行' },
      ],
      rows: pieces.map((p) => ({
        article: p.article,
        body: p.body,
        rules:
          (citing.get(p.article) ?? []).map((r) => `${r.title}（${r.about}）`).join('；') || null,
      })),
    },
  ]
  return present(ask, actions.docs, s, { data: { ...d, title: s.title, doc: d.id }, sections })
}
async function getCleaning(ask: Ask, of: string) {
  const s = await subjectOf(ask.tx, cleaningFlow, of)
  readable(ask.actor, cleaningFlow, s)
  const c = await store.cleaningOf(ask.tx, of)
  const article = (await store.piecesOfDoc(ask.tx, c.doc)).find((p) => p.article === c.article)
  return present(ask, actions.cleanings, s, {
    data: { ...c },
    sections: [
      {
        title: '冲突',
        fields: [
          { label: '文件', value: `regulation/${c.doc}`, kind: 'link' },
          text('条款', c.article),
          { label: '原文', value: article?.body ?? '', kind: 'long' },
          text('上位依据', `${catalogue[c.law]?.title ?? c.law} ${c.lawArticle}`),
          { label: '理由', value: c.reason, kind: 'long' },
          text('标记', c.markedBy),
          { label: '清理期限', value: c.due, kind: 'day' },
          text('结果', c.outcome || (c.overdue ? '逾期未清理' : '待清理')),
        ],
      },
    ],
  })
}
