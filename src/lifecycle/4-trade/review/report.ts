import {
  type Actor,
  type Ask,
  asHouse,
  type Citation,
  type Day,
  type Draft,
  dayOf,
  draw,
  type Instant,
  NotFound,
  rfc3339,
  type Section,
  type Subject,
  subjectOf,
  trail,
  veiledFor,
  yuanText,
} from '#kernel'
import { cite, inWordsOf, type MethodName, methodRow } from '#law'
import { orgOf, projectOf } from '#libraries'
import * as plan from '#plan'
import { lotFlow, openingPhase, tenderOf } from '#trade/tender'
import { resultDigest } from './digest.ts'
import { type Dossier, dossierOf } from './facts.ts'
import { lotVeil, reviewFlow, reviewVeil } from './model.ts'
import * as r from './report-tables.ts'
import {
  changesTable,
  openingTable,
  qualificationTable,
  rankingTable,
  talkTable,
} from './tables.ts'

/** 评审报告, as the law asks it to be written and as this person may read it. */
export interface Report {
  readonly title: string
  readonly projectNo: string
  readonly process: string
  readonly region: string
  readonly agency: string
  readonly method: MethodName
  readonly reported: Instant
  readonly day: Day
  /** Where the journal has the report; null while it waits for its number. */
  readonly index: number | null
  /** SHA-256 of the result, as the journal has it in the open. */
  readonly digest: string
  /** The text that says what stands in it. */
  readonly basis: string
  readonly sections: readonly Section[]
}
const written = (c: Citation) => `${c.law}${c.article}`
/** 磋商: 214号 is not among the texts read in full, so no article of it is named. */
const contents = (method: MethodName): string =>
  method === '竞争性磋商'
    ? '财库〔2014〕214号'
    : written(
        method === '单一来源'
          ? cite('74号令', '第四十二条', '单一来源采购人员应当编写协商情况记录')
          : methodRow(method).form === '招标'
            ? cite('87号令', '第五十八条', '评标报告应当包括以下内容')
            : cite('74号令', '第十七条', '根据评审记录和评审结果编写评审报告'),
      )
export const reportPath = (lot: string) => `/api/review/report.pdf?id=${lot}`

/** Who acts on the lot, its supervisor, and the members who sign it: lotVeil and reviewVeil say which. */
async function mayRead(ask: Ask, s: Subject, d: Dossier, announced: boolean): Promise<boolean> {
  if (d.lot.ranking === null) return false
  const { actor } = ask
  const mine = actor.role === '评审专家' && d.reviews.find((x) => x.person === actor.person)
  if (mine) {
    const own = await subjectOf(ask.tx, reviewFlow, mine.id)
    return !veiledFor(actor, reviewVeil, own.state, own).has('report')
  }
  return hosts(actor, s, d, announced)
}
const hosts = (actor: Actor, s: Subject, d: Dossier, announced: boolean) =>
  !veiledFor(actor, lotVeil, phaseOf(d, announced), s).has('report')
export const phaseOf = (d: Pick<Dossier, 'lot' | 'method'>, announced: boolean) =>
  openingPhase(d.method, d.lot.opened !== null, announced)

/** Throws NotFound before there is a report, and to whoever may not read it. */
export async function reportOf(ask: Ask, id: string): Promise<Report> {
  const s = await subjectOf(ask.tx, lotFlow, id)
  // Read as the house, given out after `mayRead` and drawn for the asker.
  return asHouse(ask, async () => {
    const d = await dossierOf(ask, id)
    const tender = await tenderOf(ask.tx, d.lot.tender)
    if (!(await mayRead(ask, s, d, tender.announced !== null))) throw new NotFound('评审报告')
    const steps = await trail(ask, { subject: id })
    const made = steps.findLast((x) => x.to === '评审完成')
    if (d.lot.ranking === null || !made) throw new NotFound('评审报告')
    const { project: projectId } = await plan.planOf(ask, { id: tender.plan })
    const project = await projectOf(ask.tx, { id: projectId })
    const buyer = await orgOf(ask.tx, project.buyer)
    const agency = await orgOf(ask.tx, tender.agency)
    const drafts: Draft[] = [
      {
        title: '采购项目',
        fields: [
          { label: '项目名称', value: project.title },
          { label: '编号', value: s.no },
          { label: '采购包', value: `第${d.lot.no}包　${d.lot.title}` },
          { label: '采购人', value: buyer.name },
          { label: '代理机构', value: agency.name },
          { label: '预算（元）', value: yuanText(d.lot.budget), kind: 'money' },
          {
            label: '最高限价（元）',
            value: d.lot.ceiling === null ? '未设' : yuanText(d.lot.ceiling),
            kind: 'money',
          },
          {
            label: '开标时间',
            value: d.lot.opened === null ? null : rfc3339(d.lot.opened),
            kind: 'instant',
          },
          { label: '开标、评审地点', value: tender.place },
          { label: '评审报告形成', value: made.at, kind: 'instant' },
        ],
      },
      ...(await r.invitedTable(ask, d)),
      ...(await r.committeeTable(ask, d)),
      ...r.standardTables(d),
      openingTable(d),
      ...(await r.hallTable(ask, d)),
      ...(d.verdicts.length > 0 ? [qualificationTable(d)] : []),
      r.conformityTable(d),
      ...talkTable(d),
      ...changesTable(d),
      ...(await r.quotesTable(ask, d)),
      ...(await r.scoreTables(ask, d)),
      ...rankingTable(d).filter((x) => x.title !== '未通过评审'),
      await r.rejectedTable(ask, d),
      await r.lettersTable(ask, d),
      ...(await r.signatureTables(ask, d)),
    ]
    const say = (text: string) => inWordsOf(d.method, text)
    const reported = Date.parse(made.at) as Instant
    return {
      title: `${project.title}第${d.lot.no}包${say('评审报告')}`,
      projectNo: s.no ?? '',
      process: s.process,
      region: s.region,
      agency: agency.name,
      method: d.method,
      reported,
      day: dayOf(reported),
      index: made.index,
      digest: resultDigest(d.lot.ranking),
      basis: contents(d.method),
      sections: draw(ask, drafts).map((x) => ({
        ...x,
        title: say(x.title),
        ...(x.fields ? { fields: x.fields.map((f) => ({ ...f, label: say(f.label) })) } : {}),
        ...(x.columns ? { columns: x.columns.map((c) => ({ ...c, label: say(c.label) })) } : {}),
      })),
    }
  })
}
