import {
  type Ask,
  dayOf,
  type Entry,
  type Follower,
  type Instant,
  showDay,
  showInstant,
  showYuan,
  subjectOf,
  yuanText,
} from '#kernel'
import { lawOn } from '#law'
import { expertsOf, itemOf, orgOf, projectOf } from '#libraries'
import {
  awardOfLot,
  correctionsOf,
  type Document,
  dossierOf,
  lotOf,
  lotsOf,
  membersOf,
  tenderFlow,
  tenderOf,
} from '#tender'
import { CONTACT, TENDER_CONTACT } from './forms.ts'
import type { Kind, Row } from './model.ts'
import { contacts, endOf, only, put } from './publish.ts'
import * as store from './store.ts'

async function about(ask: Ask, e: Pick<Entry, 'process'>, tenderId: string) {
  const tender = await tenderOf(ask.tx, tenderId)
  const s = await subjectOf(ask.tx, tenderFlow, tenderId)
  const project = await projectOf(ask.tx, { id: e.process })
  const buyer = await orgOf(ask.tx, project.buyer)
  const agency = await orgOf(ask.tx, tender.agency)
  return { tender, s, project, buyer, agency }
}

const demanded = (d: Document, kind: Document['qualifications'][number]['kind']) =>
  d.qualifications
    .filter((q) => q.kind === kind)
    .map((q) => q.text)
    .join('\n')
const ceilings = (d: Document) =>
  d.lots
    .flatMap((l) => (l.ceiling === null ? [] : [`第${l.no}包 ${showYuan(l.ceiling)}元`]))
    .join('；')

/** 招标公告（格式三） */
export const tenderNotice: Follower = async (ask, e) => {
  const { tender, s, project, buyer, agency } = await about(ask, e, e.subject)
  const { document: d, deadline, supplyEnds } = tender
  if (d === null || deadline === null || supplyEnds === null)
    throw new Error('招标公告的文件或时间尚未写入')
  const ends = endOf(ask, s.lawOn, '招标公告期')
  await put(ask, e, {
    kind: '招标公告',
    title: `${project.title}招标公告`,
    publisher: agency.name,
    ends,
    given: {
      项目概况: {
        values: {
          项目概况: `${project.title}招标项目的潜在投标人应在政府采购一张网获取招标文件，并于${showInstant(deadline)}（北京时间）前递交投标文件。`,
        },
      },
      项目基本情况: {
        values: {
          项目编号: s.no,
          项目名称: project.title,
          采购方式: '公开招标',
          '预算金额（元）': yuanText(d.lots.reduce((a, l) => a + l.budget, 0)),
          最高限价: ceilings(d),
          采购需求: d.overview,
          合同履行期限: d.performance,
          是否接受联合体投标: d.consortium ? '接受' : '不接受',
        },
        rows: d.lots.flatMap((l) =>
          l.items.map((i) => ({
            lot: String(l.no),
            name: i.name,
            code: `${i.code} ${itemOf(i.code)?.name ?? ''}`.trim(),
            quantity: `${i.quantity}${i.unit}`,
            requirement: i.requirement,
          })),
        ),
      },
      申请人的资格要求: {
        values: {
          '1.满足《中华人民共和国政府采购法》第二十二条规定':
            demanded(d, '法定') || '供应商应当具备该条规定的条件。',
          '2.落实政府采购政策需满足的资格要求': demanded(d, '政策') || '无',
          '3.本项目的特定资格要求': demanded(d, '特定') || '无',
        },
      },
      获取招标文件: {
        values: {
          时间: `${showDay(ask.today)}至${showDay(supplyEnds)}，每日0时至24时（北京时间，含节假日）`,
          地点: '政府采购一张网',
          方式: '网上免费获取，无须登录',
          '售价（元）': yuanText(d.documentPrice),
        },
      },
      '提交投标文件截止时间、开标时间和地点': {
        values: {
          '截止时间、开标时间': `${showInstant(deadline)}（北京时间）`,
          地点: tender.place,
        },
      },
      ...only(
        '公告期限',
        `自本公告发布之日起${lawOn(s.lawOn)('招标公告期')}个工作日，至${showDay(ends)}`,
      ),
      ...only(
        '其他补充事宜',
        d.bidBond === 0
          ? '本项目不收取投标保证金。'
          : `投标保证金${showYuan(d.bidBond)}元，以非现金形式提交。`,
      ),
      [TENDER_CONTACT]: await contacts(ask, buyer, agency),
    },
  })
}

interface Change {
  readonly item: string
  readonly text: string
}
const changesOf = (x: Record<string, unknown>) =>
  Array.isArray(x.changes) ? (x.changes as Change[]) : []
const deadlineOf = (x: Record<string, unknown>) =>
  typeof x.deadline === 'number' ? showInstant(x.deadline as Instant) : ''

/** 更正公告（格式六）：原公告不动，逐项写明更正前后。 */
export const correction: Follower = async (ask, e) => {
  const { tender, s, project, buyer, agency } = await about(ask, e, e.subject)
  const first = (await store.noticesOfProcess(ask.tx, e.process)).find((n) => n.kind === '招标公告')
  const c = (await correctionsOf(ask.tx, e.subject)).at(-1)
  if (!first || !c) throw new Error('更正公告没有原公告')
  const after = changesOf(c.after)
  const [was, is] = [deadlineOf(c.before), deadlineOf(c.after)]
  await put(ask, e, {
    kind: '更正公告',
    title: `${project.title}更正公告`,
    publisher: agency.name,
    corrects: first.id,
    given: {
      项目基本情况: {
        values: {
          原公告的采购项目编号: s.no,
          原公告的采购项目名称: project.title,
          首次公告日期: showDay(dayOf(first.published)),
        },
      },
      更正信息: {
        values: { 更正事项: c.subjectOf, 更正原因: c.reason, 更正日期: showDay(ask.today) },
        rows: [
          // Both lists were written together, item by item, in one order.
          ...changesOf(c.before).map((b, i) => ({
            item: b.item,
            before: b.text,
            after: after[i]?.text ?? '',
          })),
          ...(was === is ? [] : [{ item: '投标截止时间、开标时间', before: was, after: is }]),
        ],
      },
      ...only(
        '其他补充事宜',
        tender.deadline === null
          ? '无'
          : `投标截止时间、开标时间为${showInstant(tender.deadline)}（北京时间）。`,
      ),
      [CONTACT]: await contacts(ask, buyer, agency),
    },
  })
}

interface Ending {
  readonly tender: string
  readonly what: string
}
/** 终止公告、废标公告（格式七）：the reason is what the step itself said to the public. */
const ending =
  (kind: Kind, of: (ask: Ask, e: Entry) => Promise<Ending>): Follower =>
  async (ask, e) => {
    const { tender, what } = await of(ask, e)
    const { s, project, buyer, agency } = await about(ask, e, tender)
    const open = await store.openOf(ask.tx, e.seq)
    const said = [open.grounds, open.explanation]
      .filter((x) => typeof x === 'string' && x !== '')
      .join('。')
    await put(ask, e, {
      kind,
      title: `${project.title}${what}${kind}`,
      publisher: agency.name,
      given: {
        项目基本情况: { values: { 采购项目编号: s.no, 采购项目名称: `${project.title}${what}` } },
        ...only('项目终止的原因', said),
        ...only('其他补充事宜', '无'),
        [CONTACT]: await contacts(ask, buyer, agency),
      },
    })
  }
export const lotFailed = ending('废标公告', async (ask, e) => {
  const lot = await lotOf(ask.tx, e.subject)
  return { tender: lot.tender, what: `（第${lot.no}包 ${lot.title}）` }
})
export const terminated = ending('终止公告', async (_, e) => ({ tender: e.subject, what: '' }))

/** 中标结果公告（格式五） */
export const result: Follower = async (ask, e) => {
  const { tender, s, project, buyer, agency } = await about(ask, e, e.subject)
  const scoring = tender.document?.method === '综合评分法'
  const winners: Row[] = []
  const things: Row[] = []
  const letters: string[] = []
  const failed: string[] = []
  for (const lot of await lotsOf(ask.tx, { tender: e.subject })) {
    const award = await awardOfLot(ask, lot.id)
    if (!award) {
      failed.push(`第${lot.no}包 ${lot.title}已废标：${lot.failure ?? '见废标公告'}`)
      continue
    }
    const supplier = await orgOf(ask.tx, award.supplier)
    const ranked = (await dossierOf(ask, lot.id)).lot.ranking?.ranked.find(
      (r) => r.bid === award.bid,
    )
    winners.push({
      lot: String(lot.no),
      supplier: supplier.name,
      address: supplier.address,
      amount: yuanText(award.amount),
      total: scoring ? (ranked?.total ?? '') : '',
      quoted: scoring ? '' : (ranked?.evaluationPrice ?? ''),
    })
    for (const i of award.items)
      things.push({
        lot: String(lot.no),
        name: i.name,
        brand: i.brand,
        model: i.model,
        quantity: `${i.quantity}${i.unit}`,
        price: yuanText(i.unitPrice),
        scope: `${i.name} ${i.quantity}${i.unit}`,
        requirement: i.requirement,
        time: award.performance,
        standard: i.model,
        works: i.requirement,
        duration: award.performance,
      })
    if (award.sme !== 'none') letters.push(`第${lot.no}包 ${supplier.name}`)
  }
  const members = await membersOf(ask.tx, e.subject)
  const people = new Map(
    (
      await expertsOf(
        ask.tx,
        members.map((m) => m.person),
      )
    ).map((p) => [p.person, p.name]),
  )
  const ends = endOf(ask, s.lawOn, '结果公告期')
  await put(ask, e, {
    kind: '中标结果公告',
    title: `${project.title}中标结果公告`,
    publisher: agency.name,
    ends,
    given: {
      ...only('项目编号', s.no),
      ...only('项目名称', project.title),
      中标信息: { rows: winners },
      主要标的信息: { rows: things },
      ...only(
        '评审专家名单',
        members
          .map(
            (m) => `${people.get(m.person) ?? ''}${m.kind === '抽取专家' ? '' : `（${m.kind}）`}`,
          )
          .join('、'),
      ),
      ...only(
        '代理服务收费标准及金额',
        agency.centralised
          ? '集中采购机构，不收取代理服务费，金额为0元。'
          : '按委托代理协议约定，由采购人支付。',
      ),
      ...only(
        '公告期限',
        `自本公告发布之日起${lawOn(s.lawOn)('结果公告期')}个工作日，至${showDay(ends)}`,
      ),
      ...only(
        '其他补充事宜',
        [
          ...failed,
          '各投标人可登录政府采购一张网查看本单位的评审得分与排序；未通过审查的，可查看原因。',
        ].join('\n'),
      ),
      [CONTACT]: await contacts(ask, buyer, agency),
      附件: {
        values: { 采购文件: `招标文件第${tender.version}版`, 中小企业声明函: letters.join('；') },
      },
    },
  })
}
