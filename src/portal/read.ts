import { sql } from 'kysely'
import {
  type Kind,
  noticesOfProcess,
  type Owed,
  owedBy,
  type ProcessKind,
  triggersOf,
} from '#disclosure'
import { stages } from '#flows'
import { at, type Day, type Instant, showYuan, type Tx, ts } from '#kernel'
import type { Project } from '#libraries'
import { gistOf } from '#search'
import type { Coming, Opened } from './home.tsx'
import type { Line } from './journal.tsx'
import type { Fact, Stage } from './project.tsx'

/** Notices that call for bids. */
const calls: string[] = [
  '招标公告',
  '竞争性谈判公告',
  '竞争性磋商公告',
  '询价公告',
  '研发谈判文件公告',
]
/** Purchases whose bids are still coming, by their deadline: `due` of a published tender is that moment. */
export async function comingOf(tx: Tx, now: Instant, limit: number): Promise<Coming[]> {
  const { rows } = await sql<Coming>`
    select s.id as tender, n.id as notice, s.title, s.due as deadline from kernel.subject s
    join disclosure.notice n on n.subject = s.id and n.kind = any(${calls})
    where s.noun = '招标项目' and s.state = '招标中' and s.due > ${ts(now)} order by s.due, s.id limit ${limit}`.execute(
    tx,
  )
  return rows
}
/** What was opened today, once per purchase. */
export async function openedOn(tx: Tx, day: Day): Promise<Opened[]> {
  const { rows } = await sql<Opened>`
    select s.id as tender, n.id as notice, s.title, min(j.at) as at from kernel.journal j
    join disclosure.notice n on n.process = j.process and n.kind = any(${calls})
    join kernel.subject s on s.id = n.subject
    where j.noun = '采购包' and j.action = 'open' and j.at >= ${ts(at(day))} and j.at < ${ts(at(day, 24))}
    group by s.id, n.id, s.title order by 4 limit 20`.execute(tx)
  return rows
}
export async function latest(
  tx: Tx,
  limit: number,
): Promise<{ note: string | null; size: number; recent: Line[] }> {
  const note = await sql<{
    note: string
    size: number
  }>`select note, size from kernel.checkpoint order by size desc limit 1`.execute(tx)
  const recent = await sql<Line>`
    select l.index, j.leaf from kernel.leaf l join kernel.journal j on j.seq = l.seq order by l.index desc limit ${limit}`.execute(
    tx,
  )
  return { note: note.rows[0]?.note ?? null, size: note.rows[0]?.size ?? 0, recent: recent.rows }
}

const stageOfKind: Readonly<Record<Kind, string>> = {
  采购意向公告: '意向',
  资格预审公告: '交易',
  招标公告: '交易',
  竞争性谈判公告: '交易',
  竞争性磋商公告: '交易',
  询价公告: '交易',
  合作创新采购公告: '交易',
  研发谈判文件公告: '交易',
  单一来源采购公示: '计划',
  更正公告: '交易',
  终止公告: '交易',
  废标公告: '交易',
  中标结果公告: '交易',
  成交结果公告: '交易',
  合同公告: '合同',
  合同变更公告: '合同',
  验收结果公告: '验收',
  框架协议征集公告: '交易',
  框架协议入围结果公告: '交易',
  框架协议成交结果公告: '交易',
  框架协议成交结果汇总公告: '交易',
  框架协议退出公告: '交易',
  投诉处理结果公告: '监督',
  监督检查处理结果公告: '监督',
  集中采购机构考核结果公告: '监督',
  投诉受理方式公告: '监督',
  中小企业预留项目执行情况公告: '公开',
}
interface Open {
  readonly amount?: number
  readonly method?: string
  readonly bids?: readonly unknown[]
}
/** Which lot a step is about, as its subject's title says: “第1包”, “第1包 心电监护仪”. */
interface Lot {
  readonly no: string
  readonly name: string
}
const lotIn = (title: string): Lot => {
  const name = title.split('　').find((part) => /^第\d+包/.test(part)) ?? ''
  return { no: /^第\d+包/.exec(name)?.[0] ?? '', name }
}
type Say = (open: Open, lot: Lot) => Exclude<Fact['text'], string>
/** The only steps a purchase tells the public besides its notices; a step that is not here is not shown. */
// biome-ignore format: a table reads as a table
const told: Readonly<Record<string, readonly { stage: string; say: Say }[]>> = {
  '采购计划.file':   [{ stage: '预算', say: () => ['told.frozen'] }, { stage: '计划', say: (o) => (o.method ? ['told.filedAs', o.method] : ['told.filed']) }],
  '招标项目.close':  [{ stage: '交易', say: () => ['told.closed'] }],
  '采购包.open':     [{ stage: '交易', say: (o, lot) => (o.bids ? ['told.openedWith', lot.name, o.bids.length] : ['told.opened', lot.name]) }],
  '采购合同.file':   [{ stage: '合同', say: (_, lot) => ['told.contract', lot.no] }],
  '支付申请.pay':    [{ stage: '支付', say: (_, lot) => ['told.paid', lot.no] }],
  '结项.close':      [{ stage: '监督', say: (_, lot) => ['told.settled', lot.no] }],
  '结项.archive':    [{ stage: '监督', say: (_, lot) => ['told.archived', lot.no] }],
}

/** The public story of one purchase; null while nothing of it has been announced: before that not even its name is public. */
export async function spineOf(tx: Tx, process: string): Promise<Stage[] | null> {
  const notices = await noticesOfProcess(tx, process)
  if (notices.length === 0) return null
  // Only the open part of the public leaf is read, never what the house keeps beside it.
  const { rows } = await sql<{
    noun: string
    action: string
    at: Instant
    open: Open | null
    title: string
  }>`
    select j.noun, j.action, j.at, j.leaf::jsonb -> 'open' as open, s.title from kernel.journal j
    join kernel.subject s on s.id = j.subject
    where j.process = ${process} and j.noun || '.' || j.action in (${sql.join(Object.keys(told))}) order by j.seq`.execute(
    tx,
  )
  const facts: (Fact & { stage: string })[] = [
    ...notices.map((n) => {
      const g = gistOf(n.content)
      return {
        stage: stageOfKind[n.kind],
        at: n.published,
        text: n.title,
        href: `/notices/${n.id}`,
        ...(g ? { money: showYuan(g.amount) } : {}),
        ...(g?.who ? { who: g.who } : {}),
      }
    }),
    ...rows.flatMap((r) =>
      (told[`${r.noun}.${r.action}`] ?? []).map(({ stage, say }) => ({
        stage,
        at: r.at,
        text: say(r.open ?? {}, lotIn(r.title)),
        ...(typeof r.open?.amount === 'number' ? { money: showYuan(r.open.amount) } : {}),
      })),
    ),
  ]
  const last = notices.at(-1)
  if (last)
    facts.push({
      stage: '公开',
      at: last.published,
      text: ['told.notices', notices.length],
      href: `/notices?q=${encodeURIComponent(last.projectNo ?? '')}`,
    })
  const byStage = stages.map((s) =>
    facts.filter((f) => f.stage === s.name).sort((a, b) => a.at - b.at),
  )
  // 公开 goes along with every stage; it does not say how far the purchase has come.
  const reached = byStage.findLastIndex((f, i) => f.length > 0 && stages[i]?.name !== '公开')
  const settled = rows.some((r) => r.noun === '结项')
  const ended = notices.some((n) => n.kind === '终止公告')
  return stages.map((s, i) => {
    const mine = byStage[i] ?? []
    const open = s.name === '公开'
    const done = settled || i < reached || (ended && i === reached)
    const status = open
      ? settled || ended
        ? 'done'
        : 'now'
      : done
        ? 'done'
        : i === reached
          ? 'now'
          : ended
            ? 'off'
            : 'next'
    return { name: s.name, status, facts: mine.map(({ stage: _, ...f }) => f) }
  })
}

/** What one purchase owes the public, on a day: by what it is, a purchase, an order or a framework. */
export async function owedOf(tx: Tx, p: Project, today: Day): Promise<Owed[]> {
  const { rows } = await sql<{
    noun: string
    no: string | null
    state: string
    form: string | null
  }>`
    select s.noun, s.no, s.state, f.kind as form from kernel.subject s left join mall.framework f on f.id = s.id
    where s.process = ${p.id} and s.noun in ('招标项目', '框架协议', '框架采购单', '订单', '服务单')`.execute(
    tx,
  )
  const tender = rows.find((r) => r.noun === '招标项目')
  const framework = rows.find((r) => r.noun === '框架协议')
  const kind: ProcessKind = framework
    ? framework.form === '开放式'
      ? '开放式框架协议'
      : '封闭式框架协议'
    : tender || rows.length === 0
      ? '采购'
      : '订单'
  return owedBy({
    began: p.began,
    kind,
    over: framework?.state === '已终止',
    no: tender?.no ?? null,
    triggers: await triggersOf(tx, p.id),
    notices: await noticesOfProcess(tx, p.id),
    today,
  })
}
