import { intentionFlow, wishOf } from '#intention'
import {
  type Ask,
  dayOf,
  type Entry,
  type Follower,
  showDay,
  showInstant,
  showYuan,
  subjectOf,
  yuanText,
} from '#kernel'
import { itemOf, orgOf, projectOf } from '#libraries'
import { correctionsOf, lotOf, tenderFlow, tenderOf } from '#tender'
import type { Kind } from './model.ts'
import { acceptanceNotice, contractNotice } from './performing.ts'
import { contacts, endOf, other, put } from './publish.ts'
import { result, tenderParts } from './result.ts'
import * as store from './store.ts'

const intention: Follower = async (ask, e) => {
  const project = await projectOf(ask.tx, { id: e.process })
  const buyer = await orgOf(ask.tx, project.buyer)
  const { requirement: r, intention: i } = await wishOf(ask, project.id)
  await subjectOf(ask.tx, intentionFlow, e.subject)
  await put(ask, e, {
    kind: '采购意向公告',
    title: `${buyer.name}${i?.month.replace('-', '年') ?? ''}月政府采购意向：${project.title}`,
    opening:
      '为便于供应商及时了解政府采购信息，依据财政部关于采购意向公开的规定，现将本单位采购意向公开如下。',
    parts: [
      {
        heading: '采购意向',
        columns: [
          { key: 'no', label: '序号' },
          { key: 'title', label: '采购项目名称' },
          { key: 'summary', label: '采购需求概况' },
          { key: 'budget', label: '预算金额（元）', money: true },
          { key: 'month', label: '预计采购时间' },
          { key: 'sme', label: '是否专门面向中小企业' },
          { key: 'note', label: '备注' },
        ],
        rows: [
          {
            no: '1',
            title: project.title,
            summary: r.summary,
            budget: yuanText(r.budget),
            month: i?.month ?? '',
            sme: r.forSme ? '是' : '否',
            note: i?.note || '无',
          },
        ],
      },
    ],
    closing: '本次公开的是采购工作的初步安排，具体情况以相关采购公告和采购文件为准。',
    publisher: buyer.name,
  })
}

const tenderNotice: Follower = async (ask, e) => {
  const { tender, s, project, buyer, agency, basic } = await tenderParts(ask, e)
  // The step is written before its own facts are (they come in the same transaction); so the entry's facts are read here.
  const entry = await factsOfEntry(ask, e)
  const d = tender.document
  if (d === null) throw new Error('招标公告没有招标文件')
  const deadline = entry.deadline
  await put(
    ask,
    e,
    {
      kind: '招标公告',
      title: `${project.title}招标公告`,
      opening: `${project.title}的潜在投标人应在本系统获取招标文件，并于${showInstant(deadline)}（北京时间）前提交投标文件。`,
      parts: [
        { heading: '项目概况', fields: [{ label: '概况', value: d.overview, kind: 'long' }] },
        {
          heading: '项目基本情况',
          fields: [
            ...basic,
            { label: '采购方式', value: '公开招标' },
            {
              label: '预算金额（元）',
              value: yuanText(d.lots.reduce((a, l) => a + l.budget, 0)),
              kind: 'money',
            },
            ...d.lots.flatMap((l) =>
              l.ceiling === null
                ? []
                : [
                    {
                      label: `第${l.no}包最高限价（元）`,
                      value: yuanText(l.ceiling),
                      kind: 'money' as const,
                    },
                  ],
            ),
            { label: '合同履行期限', value: d.performance },
            { label: '是否接受联合体', value: d.consortium ? '是' : '否' },
          ],
          columns: [
            { key: 'lot', label: '包号' },
            { key: 'name', label: '标的' },
            { key: 'code', label: '品目' },
            { key: 'quantity', label: '数量' },
            { key: 'requirement', label: '简要技术需求或服务要求' },
          ],
          rows: d.lots.flatMap((l) =>
            l.items.map((i) => ({
              lot: String(l.no),
              name: i.name,
              code: `${i.code} ${itemOf(i.code)?.name ?? ''}`,
              quantity: `${i.quantity}${i.unit}`,
              requirement: i.requirement,
            })),
          ),
        },
        {
          heading: '申请人的资格要求',
          fields: d.qualifications.map((q, n) => ({
            label: `${n + 1}（${q.kind}）`,
            value: q.text,
            kind: 'long' as const,
          })),
        },
        {
          heading: '获取招标文件',
          fields: [
            {
              label: '时间',
              value: `${showDay(ask.today)}至${showDay(entry.supplyEnds)}，每日0时至24时`,
            },
            { label: '地点', value: '本系统' },
            { label: '方式', value: '网上免费获取，无须登录' },
            { label: '售价（元）', value: yuanText(d.documentPrice), kind: 'money' },
          ],
        },
        {
          heading: '提交投标文件截止时间、开标时间和地点',
          fields: [
            { label: '截止时间、开标时间', value: `${showInstant(deadline)}（北京时间）` },
            { label: '地点', value: entry.place },
          ],
        },
        {
          heading: '公告期限',
          fields: [
            {
              label: '期限',
              value: `自本公告发布之日起5个工作日，至${showDay(endOf(ask, s.lawOn, '招标公告期'))}`,
            },
          ],
        },
        other(
          d.bidBond === 0
            ? '本项目不收取投标保证金。'
            : `投标保证金${showYuan(d.bidBond)}元，以非现金形式提交。`,
        ),
        contacts(buyer, agency),
      ],
      closing: '',
      publisher: agency.name,
    },
    { ends: endOf(ask, s.lawOn, '招标公告期') },
  )
}
/** What the publishing step said of itself. */
async function factsOfEntry(ask: Ask, e: Entry) {
  const t = await tenderOf(ask.tx, e.subject)
  if (t.deadline === null || t.supplyEnds === null) throw new Error('招标公告的时间尚未写入')
  return { deadline: t.deadline, supplyEnds: t.supplyEnds, place: t.place }
}
const correction: Follower = async (ask, e) => {
  const { tender, project, buyer, agency, basic } = await tenderParts(ask, e)
  const first = (await store.noticesOfProcess(ask.tx, e.process)).find((n) => n.kind === '招标公告')
  const c = (await correctionsOf(ask.tx, e.subject)).at(-1)
  if (!first || !c) throw new Error('更正公告没有原公告')
  const texts = (x: Record<string, unknown>) =>
    (x['changes'] as { item: string; text: string }[]) ?? []
  const moved = c.before['deadline'] !== c.after['deadline']
  await put(
    ask,
    e,
    {
      kind: '更正公告',
      title: `${project.title}更正公告`,
      opening: '',
      parts: [
        {
          heading: '项目基本情况',
          fields: [...basic, { label: '首次公告日期', value: showDay(dayOf(first.published)) }],
        },
        {
          heading: '更正信息',
          fields: [
            { label: '更正事项', value: c.subjectOf },
            { label: '更正原因', value: c.reason, kind: 'long' },
            { label: '更正日期', value: showDay(ask.today) },
          ],
          columns: [
            { key: 'item', label: '内容' },
            { key: 'before', label: '更正前' },
            { key: 'after', label: '更正后' },
          ],
          rows: [
            ...texts(c.before).map((b, i) => ({
              item: b.item,
              before: b.text,
              after: texts(c.after)[i]?.text ?? '',
            })),
            ...(moved
              ? [
                  {
                    item: '投标截止、开标时间',
                    before: showInstant(c.before['deadline'] as never),
                    after: showInstant(c.after['deadline'] as never),
                  },
                ]
              : []),
          ],
        },
        other(
          `更正后的截止时间为${tender.deadline === null ? '' : showInstant(tender.deadline)}。`,
        ),
        contacts(buyer, agency),
      ],
      closing: '',
      publisher: agency.name,
    },
    { corrects: first.id },
  )
}
const failure =
  (
    kind: Kind,
    what: (ask: Ask, e: Entry) => Promise<{ no: string | null; reason: string; tender: string }>,
  ): Follower =>
  async (ask, e) => {
    const { no, reason, tender } = await what(ask, e)
    const { project, buyer, agency } = await tenderParts(ask, { ...e, subject: tender })
    await put(ask, e, {
      kind,
      title: `${project.title}${kind}`,
      opening: '',
      parts: [
        {
          heading: '项目基本情况',
          fields: [
            { label: '采购项目编号', value: no },
            { label: '采购项目名称', value: project.title },
          ],
        },
        { heading: '项目终止的原因', fields: [{ label: '原因', value: reason, kind: 'long' }] },
        other(),
        contacts(buyer, agency),
      ],
      closing: '',
      publisher: agency.name,
    })
  }
const openFacts = (ask: Ask, e: Entry) => store.journalOpen(ask.tx, e.seq)
const lotFailed = failure('废标公告', async (ask, e) => {
  const lot = await lotOf(ask.tx, e.subject)
  const open = await openFacts(ask, e)
  return {
    no: `第${lot.no}包`,
    reason: `第${lot.no}包 ${lot.title}：${open['grounds']}。${open['explanation']}`,
    tender: lot.tender,
  }
})
const terminated = failure('终止公告', async (ask, e) => {
  const s = await subjectOf(ask.tx, tenderFlow, e.subject)
  const open = await openFacts(ask, e)
  return { no: s.no, reason: `${open['grounds']}。${open['explanation']}`, tender: e.subject }
})

/** 公告跟着业务走：which step brings which notice. */
export const followers: Readonly<Record<string, readonly Follower[]>> = {
  '采购意向.publish': [intention],
  '招标项目.publish': [tenderNotice],
  '招标项目.correct': [correction],
  '招标项目.terminate': [terminated],
  '采购包.fail': [lotFailed],
  '招标项目.announce': [result],
  '采购合同.publish': [contractNotice],
  '履约验收.signSupplier': [acceptanceNotice],
}
