import { createHash } from 'node:crypto'
import type pg from 'pg'
import { type AnyFlow, canonical } from '#kernel'
import { append, emptyEdge, leafHash, sha256 } from '#merkle'

/** What must hold of any region at any moment, asked of the database itself. Each answers what is false, in a line each. */
export interface Invariant {
  readonly name: string
  readonly check: (pool: pg.Pool, flows: readonly AnyFlow[]) => Promise<string[]>
}
const rows =
  (text: string, said: (r: Record<string, unknown>) => string) => async (pool: pg.Pool) =>
    (await pool.query<Record<string, unknown>>(text)).rows.map(said)
const line = (r: Record<string, unknown>) => JSON.stringify(r)

export const invariants: readonly Invariant[] = [
  {
    name: '预算守恒：余额就是分录之和，各户不为负，合计等于下达',
    check: rows(
      `select l.id, l.available, l.frozen, l.committed, l.paid, l.appropriated from budget.line l
       left join lateral (select
         coalesce(sum(case when debit = 'available' then amount when credit = 'available' then -amount end), 0) as available,
         coalesce(sum(case when debit = 'frozen' then amount when credit = 'frozen' then -amount end), 0) as frozen,
         coalesce(sum(case when debit = 'committed' then amount when credit = 'committed' then -amount end), 0) as committed,
         coalesce(sum(case when debit = 'paid' then amount when credit = 'paid' then -amount end), 0) as paid
         from budget.entry e where e.line = l.id) s on true
       where (l.available, l.frozen, l.committed, l.paid) is distinct from (s.available, s.frozen, s.committed, s.paid)
         or least(l.available, l.frozen, l.committed, l.paid) < 0 or l.available + l.frozen + l.committed + l.paid <> l.appropriated`,
      line,
    ),
  },
  {
    name: '四条铁律：计划有指标，合同有成交，付款有合同，结项有验收',
    check: rows(
      `select 'plan' as what, p.id from plan.plan p left join budget.line l on l.id = p.line_id where l.id is null
       union all select 'contract', c.id from contract.contract c left join trade.award a on a.id = c.award_id where a.id is null
       union all select 'payment', r.id from payment.request r join kernel.subject s on s.id = r.id
         join contract.contract c on c.id = r.contract_id where s.state = '已支付' and c.filed is null
       union all select 'settlement', t.id from payment.settlement t left join acceptance.report a on a.id = t.report_id and a.accepted is not null where a.id is null`,
      line,
    ),
  },
  {
    name: '付款不超过合同，合同不超过成交和预算',
    check: rows(
      `select c.id, c.amount, c.awarded, c.lot_budget, sum(r.amount) filter (where s.state = '已支付') as paid from contract.contract c
       left join payment.request r on r.contract_id = c.id left join kernel.subject s on s.id = r.id
       group by c.id having coalesce(sum(r.amount) filter (where s.state = '已支付'), 0) > c.amount or c.amount > c.awarded or c.amount > c.lot_budget`,
      line,
    ),
  },
  {
    name: '以验收为条件的款项，验收合格以后才付',
    check: rows(
      `select r.id from payment.request r join kernel.subject s on s.id = r.id and s.state = '已支付' join contract.contract c on c.id = r.contract_id
       where c.schedule->r.instalment->>'condition' like '%验收%'
         and not exists (select from acceptance.report a where a.contract = c.id and a.accepted is not null and a.accepted <= r.paid)`,
      line,
    ),
  },
  {
    name: '一步一条流水：状态就是最后一条，每一条接着上一条',
    check: rows(
      `select s.id, s.noun, s.state from kernel.subject s
       join lateral (select count(*) as n, (array_agg(j."to" order by j.seq desc))[1] as last from kernel.journal j where j.subject = s.id) e on true
       where e.n <> s.version or e.last is distinct from s.state
       union all
       select x.subject, x.noun, x."from" from (select j.*, lag(j."to") over (partition by j.subject order by j.seq) as before from kernel.journal j) x
       where x."from" is distinct from x.before`,
      line,
    ),
  },
  {
    name: '没有流程以外的状态：每一步都在流程表里，由表里的岗位办理',
    async check(pool, flows) {
      const { rows: taken } = await pool.query<{
        noun: string
        action: string
        from: string | null
        to: string
        role: string
        n: number
      }>(
        'select noun, action, "from", "to", role, count(*)::int as n from kernel.journal group by 1, 2, 3, 4, 5',
      )
      return taken.flatMap((t) => {
        const step = flows.find((f) => f.noun === t.noun)?.steps[t.action]
        const fits =
          step !== undefined &&
          step.to === t.to &&
          (t.from === null ? step.from.length === 0 : step.from.includes(t.from)) &&
          (step.inner === true || step.by.includes(t.role))
        return fits ? [] : [JSON.stringify(t)]
      })
    },
  },
  {
    name: '不相容岗位分离：两手的事没有一手办完的',
    async check(pool, flows) {
      const out: string[] = []
      for (const f of flows)
        for (const [action, step] of Object.entries(f.steps))
          for (const other of step.apartFrom ?? []) {
            const { rows: found } = await pool.query(
              `select a.subject from kernel.journal a join kernel.journal b on b.subject = a.subject and b.action = $3 and b.seq < a.seq
                 and coalesce(a.behalf, a.person) = coalesce(b.behalf, b.person)
               where a.noun = $1 and a.action = $2`,
              [f.noun, action, other],
            )
            for (const r of found) out.push(`${f.noun}.${action} / ${other} ${String(r.subject)}`)
          }
      return out
    },
  },
  {
    name: '未到时的标箱没有一份打开，没有一份密钥',
    check: rows(
      `select b.id from trade.box b join trade.entry e on e.box = b.id
       where e.seed is not null and exists (select from kernel.journal j where j.subject = b.id)
         and not exists (select from kernel.journal j where j.subject = b.lot and j.action in ('open', 'openFinal', 'openPrice') and j.at >= b.closes)`,
      line,
    ),
  },
  {
    name: '截止以后没有一份投标',
    check: rows(
      `select b.id, b.submitted, t.closes from trade.bid b join trade.box t on t.lot = b.lot and t.part = '投标'
       where b.submitted > t.closes`,
      line,
    ),
  },
  {
    name: '一包至多一个成交；合作创新的研发供应商一家一份',
    check: rows(
      `select lot, part, case when part = '研发' then bid end as bid, count(*) from trade.award
       where superseded is null group by 1, 2, 3 having count(*) > 1`,
      line,
    ),
  },
  {
    name: '公告不改：内容就是它的摘要；该公告的步骤都有公告',
    async check(pool) {
      const { rows: notices } = await pool.query<{ id: string; content: object; sha256: string }>(
        'select id, content, sha256 from disclosure.notice',
      )
      const changed = notices
        .filter((n) => createHash('sha256').update(canonical(n.content)).digest('hex') !== n.sha256)
        .map((n) => `公告 ${n.id} 与摘要不符`)
      const { rows: missing } = await pool.query<{ noun: string; action: string; subject: string }>(
        `select j.noun, j.action, j.subject from kernel.journal j
         where (j.noun, j.action) in (('采购意向', 'publish'), ('招标项目', 'publish'), ('招标项目', 'announce'), ('招标项目', 'terminate'), ('采购合同', 'publish'))
           and not exists (select from disclosure.notice n where n.process = j.process and n.published = j.at)`,
      )
      return [...changed, ...missing.map((m) => `没有公告：${JSON.stringify(m)}`)]
    },
  },
  {
    name: '流水一条不少，树根与签过的检查点相符',
    async check(pool) {
      const { rows: leaves } = await pool.query<{ leaf: string | null }>(
        'select j.leaf from kernel.leaf l full join kernel.journal j using (seq) order by l.index nulls last',
      )
      const { rows: noted } = await pool.query<{ size: number; note: string }>(
        'select size, note from kernel.checkpoint order by size desc limit 1',
      )
      const { rows: untold } = await pool.query(
        'select from kernel.journal j left join kernel.leaf l using (seq) where l.seq is null',
      )
      if (untold.length > 0) return [`${untold.length}条没有入树`]
      const { root } = append(
        sha256,
        emptyEdge,
        leaves.map((r) => leafHash(sha256, new Uint8Array(Buffer.from(r.leaf ?? '')))),
      )
      const [, size = '', said = ''] = (noted[0]?.note ?? '').split('\n')
      return Number(size) === leaves.length && said === Buffer.from(root).toString('base64')
        ? []
        : [`检查点说${size}条 ${said}，重算${leaves.length}条`]
    },
  },
]
