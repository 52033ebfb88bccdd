import { type Ask, asHouse, type Citation, type Day } from '#kernel'
import { cite, citeMarked } from '#law'
import { factsOf, type Org, orgsByCode, orgsOf, relatedIn } from '#libraries'
import { type Bid, countedGrade, demanded, reachesGrade, reserveFault } from '#trade/bid'
import { type Barred, type BarredKind, barredGrounds, type Document, type Lot } from '#trade/tender'

/**
 * What is found about a bid before anybody judges it. A finding that bars says so by its kind; one that does not (`kind`
 * null) is shown beside the bid and left to whoever judges, because the law makes the declaration itself the only proof
 * (财库〔2020〕46号第十一条) and its truth the supplier's answer.
 */
export interface Finding {
  readonly bid: string
  readonly kind: BarredKind | null
  /** Of two bids that exclude each other: the other one. Either may stand, both may not. */
  readonly other?: string
  readonly because: string
  readonly cites: readonly Citation[]
  readonly cure: string
  /** It takes the deduction for a small partner away (财库〔2020〕46号第九条). */
  readonly noDeduction?: true
}
export const losesDeduction = (all: readonly Finding[], bid: string) =>
  all.some((f) => f.bid === bid && f.noDeduction)

/** Bidder and members of one bid: which units of the library it brings. */
export interface Team {
  readonly bid: string
  readonly name: string
  readonly lead: Pick<Org, 'id' | 'name' | 'scale'>
  /** What the lead filed in the library as declarations that still hold. */
  readonly declared: readonly string[]
  readonly opened: NonNullable<Bid['opened']>
  /** Member by member: the unit of its code, or none. */
  readonly members: readonly (Pick<Org, 'id' | 'name' | 'state'> | null)[]
}
export interface Tie {
  readonly a: string
  readonly b: string
  readonly why: string
}
const found = (
  t: Team,
  kind: BarredKind,
  because: string,
  cure: string,
  other?: Team,
): Finding => ({
  bid: t.bid,
  kind,
  because: `${t.name}：${because}`,
  cites: barredGrounds[kind].cites,
  cure,
  ...(other === undefined ? {} : { other: other.bid }),
})
const told = (t: Team, because: string, cites: readonly Citation[], cure: string): Finding => ({
  bid: t.bid,
  kind: null,
  because: `${t.name}：${because}`,
  cites,
  cure,
})

function ofConsortium(t: Team, d: Document): Finding[] {
  const partners = t.opened.consortium ?? []
  if (partners.length === 0) return []
  const out: Finding[] = []
  if (!d.consortium)
    out.push(found(t, 'consortium', '采购文件不接受联合体', '不接受联合体的，单独投标'))
  const percent = partners.reduce((n, p) => n + p.percent, 0)
  if (percent >= 100)
    out.push(
      found(
        t,
        'consortium',
        `联合体其他成员份额合计${percent}%，牵头人没有份额`,
        '各方份额合计百分之百，牵头人也要有份额',
      ),
    )
  const idle = partners.filter((p) => (p.work ?? '') === '').map((p) => p.name)
  if (idle.length > 0)
    out.push(
      told(
        t,
        `没有写明${idle.join('、')}承担的工作`,
        barredGrounds.consortium.cites,
        '核对联合协议中的分工',
      ),
    )
  for (const [n, p] of partners.entries()) {
    const unit = t.members[n]
    if (unit?.state !== '在库')
      out.push(
        found(
          t,
          'member',
          (p.uscc ?? '') === ''
            ? `没有填写联合体成员${p.name}的统一社会信用代码`
            : unit
              ? `联合体成员${p.name}在供应商库中处于“${unit.state}”`
              : `联合体成员${p.name}（${p.uscc}）不在供应商库`,
          '各方都登记在库、具备条件的，方可组成联合体',
        ),
      )
  }
  const ids = [t.lead.id, ...t.members.flatMap((m) => (m ? [m.id] : []))]
  if (new Set(ids).size < ids.length)
    out.push(found(t, 'twice', '同一单位在联合体中列了两次', '一个单位只列一次'))
  return out
}
function ofGrade(t: Team, d: Document): Finding[] {
  const least = d.qualifications.flatMap((q) => demanded(q.text) ?? [])[0]
  const counted = countedGrade([
    { name: t.name, work: t.opened.work ?? '', grade: t.opened.grade },
    ...(t.opened.consortium ?? []).map((p) => ({
      name: p.name,
      work: p.work ?? '',
      grade: p.grade,
    })),
  ])
  if (least === undefined || counted === null || reachesGrade(counted.grade, least)) return []
  return [
    found(
      t,
      'grade',
      `按${counted.of}的${counted.grade}确定资质等级，采购文件要求${least}以上`,
      '承担同一工作的各方都达到要求的等级',
    ),
  ]
}
/** Declarations that do not sit well with the library. They bar nobody. */
function ofDeclaration(t: Team, services: boolean): Finding[] {
  const { sme, smeProof: proof = '中小企业声明函', makers = [] } = t.opened
  if (sme === 'none') return []
  const out: Finding[] = []
  if (
    services &&
    sme !== 'share' &&
    t.lead.scale === '大型' &&
    (t.opened.consortium ?? []).length === 0
  )
    out.push(
      told(
        t,
        `声明由中小企业承接，供应商库登记的规模是大型`,
        [
          cite('财库〔2020〕46号', '第四条', '服务由中小企业承接'),
          cite('财库〔2020〕46号', '第二十条', '属于提供虚假材料谋取中标、成交'),
        ],
        '函请其登记所在地的中小企业主管部门认定（第十六条）；不得另要声明函之外的证明',
      ),
    )
  if (proof === '中小企业声明函' && makers.length === 0)
    out.push(
      told(
        t,
        '声明函没有填写相关企业的具体情况',
        [cite('财库〔2020〕46号', '第十一条', '应当出具本办法规定的《中小企业声明函》')],
        '核对投标附件中的声明函',
      ),
    )
  const wanted = proof === '残疾人福利性单位声明函' ? '残疾人福利性单位声明' : '监狱企业声明'
  if (proof !== '中小企业声明函' && !t.declared.includes(wanted))
    out.push(
      told(
        t,
        `以${proof}享受扶持政策，供应商库没有它的“${wanted}”`,
        [
          proof === '残疾人福利性单位声明函'
            ? citeMarked('财库〔2017〕141号', '一', '◐')
            : citeMarked('财库〔2014〕68号', '监狱企业', '✎'),
        ],
        '核对投标附件中的声明函或者证明文件',
      ),
    )
  return out
}
/** All that is found among the bids of one lot. `ties` are the related units among all the teams (条例第十八条). */
export function findingsAmong(
  teams: readonly Team[],
  lot: Pick<Lot, 'content'>,
  d: Document,
  ties: readonly Tie[],
): Finding[] {
  const code = lot.content.items[0]?.code[0] ?? 'A'
  const out: Finding[] = []
  const unitsOf = (t: Team) => [
    { id: t.lead.id, name: t.name },
    ...t.members.flatMap((m) => (m ? [{ id: m.id, name: m.name }] : [])),
  ]
  for (const [n, t] of teams.entries()) {
    const fault = reserveFault(lot.content.reserve, {
      ...t.opened,
      price: t.opened.price ?? null,
    })
    if (fault) out.push(found(t, 'reserved', fault.because, fault.cure))
    out.push(...ofConsortium(t, d), ...ofGrade(t, d), ...ofDeclaration(t, code !== 'A'))
    const mine = unitsOf(t)
    const inside = ties.find(
      (x) => mine.some((u) => u.id === x.a) && mine.some((u) => u.id === x.b),
    )
    if (inside) {
      const why = `联合体成员之间${inside.why}`
      out.push(
        lot.content.reserve?.form === '联合体'
          ? found(t, 'linked', why, '与没有控股、管理关系的中小企业组成联合体')
          : {
              ...told(
                t,
                `${why}，不享受价格扣除`,
                [
                  cite(
                    '财库〔2020〕46号',
                    '第九条',
                    '存在直接控股、管理关系的，不享受价格扣除优惠政策',
                  ),
                ],
                '计算评审价格时不作扣除',
              ),
              noDeduction: true,
            },
      )
    }
    for (const other of teams.slice(n + 1)) {
      const theirs = unitsOf(other)
      const both = mine.find((u) => theirs.some((x) => x.id === u.id))
      if (both)
        out.push(
          found(
            t,
            'twice',
            `${both.name}也在${other.name}的投标中`,
            '一个单位在同一包只参加一次：单独，或者在一个联合体里',
            other,
          ),
        )
      for (const x of ties) {
        const across =
          (mine.some((u) => u.id === x.a) && theirs.some((u) => u.id === x.b)) ||
          (mine.some((u) => u.id === x.b) && theirs.some((u) => u.id === x.a))
        if (across && !both)
          out.push(found(t, 'related', `与${other.name}${x.why}`, '两家不能都通过', other))
      }
    }
  }
  return out
}
/** Of all that was found, what bars the bids in `passed`. Two that exclude each other bar only when both would pass. */
export const barring = (all: readonly Finding[], passed: ReadonlySet<string>): Barred[] =>
  all.flatMap((f) =>
    f.kind !== null && passed.has(f.bid) && (f.other === undefined || passed.has(f.other))
      ? [{ kind: f.kind, because: f.because, cure: f.cure }]
      : [],
  )

/** Read by the house: a bidder's relations and declarations are the library's to know, not the asker's. */
export const findingsOf = (
  ask: Ask,
  d: { lot: Lot; document: Document; bids: readonly (Bid & { state: string })[] },
): Promise<Finding[]> =>
  asHouse(ask, async () => {
    const opened = d.bids.filter((b) => b.opened !== null)
    const orgs = await orgsOf(
      ask.tx,
      opened.map((b) => b.supplier),
    )
    const teams: Team[] = []
    const units = new Map<string, Org>()
    for (const b of opened) {
      const lead = orgs.get(b.supplier)
      if (!lead || b.opened === null) continue
      units.set(lead.id, lead)
      const members: (Org | null)[] = []
      for (const p of b.opened.consortium ?? []) {
        const known = p.uscc === undefined ? [] : await orgsByCode(ask.tx, p.uscc)
        const unit = known.find((o) => o.kind === '供应商') ?? null
        if (unit) units.set(unit.id, unit)
        members.push(unit)
      }
      const declared =
        (b.opened.smeProof ?? '中小企业声明函') === '中小企业声明函'
          ? []
          : (await factsOf(ask.tx, lead.id)).flatMap((f) =>
              f.until === null && (f.expires === null || f.expires >= (ask.today as Day))
                ? [f.key]
                : [],
            )
      teams.push({ bid: b.id, name: lead.name, lead, declared, opened: b.opened, members })
    }
    return findingsAmong(teams, d.lot, d.document, await relatedIn(ask, [...units.values()]))
  })
