import { type Ask, type Follower, showDay, yuanText } from '#kernel'
import { inWordsOf, lawOn, methodOfNumber, methodRow } from '#law'
import { expertsOf, orgOf, orgsOf } from '#libraries'
import {
  attachmentsOf,
  awardsOfLot,
  dossierOf,
  feeWords,
  lotsOf,
  membersOf,
  type Shortlist,
  shortlistOf,
} from '#tender'
import { CONTACT } from './form.ts'
import type { Row } from './model.ts'
import { contacts, endOf, only, put } from './publish.ts'
import { about } from './tendering.ts'

/** 书面推荐的，公告推荐意见（74号令第十八条、87号令第六十九条）。 */
async function recommended(ask: Ask, list: Shortlist | null): Promise<string> {
  if (list?.way !== '书面推荐') return ''
  const orgs = await orgsOf(
    ask.tx,
    list.candidates.map((c) => c.supplier),
  )
  return list.candidates
    .map((c) => `${orgs.get(c.supplier)?.name ?? ''}（${c.by}推荐：${c.reason}）`)
    .join('；')
}

/** 中标结果公告、成交结果公告（格式五） */
export const result: Follower = async (ask, e) => {
  const { tender, s, project, buyer, agency } = await about(ask, e, e.subject)
  const method = methodOfNumber(s.no) ?? '公开招标'
  const tendering = methodRow(method).form === '招标'
  const kind = tendering ? '中标结果公告' : '成交结果公告'
  const list = await shortlistOf(ask.tx, e.subject)
  const scoring = tender.document?.method === '综合评分法'
  const winners: Row[] = []
  const things: Row[] = []
  const letters: string[] = []
  const failed: string[] = []
  for (const lot of await lotsOf(ask.tx, { tender: e.subject })) {
    const awards = await awardsOfLot(ask, lot.id)
    if (awards.length === 0) {
      failed.push(
        `第${lot.no}包 ${lot.title}${tendering ? '已废标' : '已终止'}：${lot.failure ?? '见公告'}`,
      )
      continue
    }
    for (const award of awards) {
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
    kind,
    title: `${project.title}${kind}`,
    publisher: agency.name,
    ends,
    // 招标文件应当随中标结果同时公告（87号令第六十九条，74号令第十八条）。
    attachments: tender.document ? await attachmentsOf(ask.tx, e.subject, tender.document) : [],
    given: {
      ...only('项目编号', s.no),
      ...only('项目名称', project.title),
      [tendering ? '中标信息' : '成交信息']: { rows: winners },
      主要标的信息: { rows: things },
      ...only(
        tendering ? '评审专家名单' : '评审专家（单一来源采购人员）名单',
        members
          .map(
            (m) => `${people.get(m.person) ?? ''}${m.kind === '抽取专家' ? '' : `（${m.kind}）`}`,
          )
          .join('、'),
      ),
      ...only(
        '代理服务收费标准及金额',
        tender.document?.agencyFee
          ? `${feeWords(tender.document.agencyFee)}。`
          : agency.centralised
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
          `各${tendering ? '投标人' : '供应商'}可登录政府采购一张网查看本单位的评审得分与排序；未通过审查的，可查看原因。`,
        ].join('\n'),
      ),
      [CONTACT]: await contacts(ask, buyer, agency),
      附件: {
        values: {
          采购文件: `${inWordsOf(method, '招标文件')}第${tender.version}版`,
          被推荐供应商名单和推荐理由: await recommended(ask, list),
          中小企业声明函: letters.join('；'),
        },
      },
    },
  })
}
