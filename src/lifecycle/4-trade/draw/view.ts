import { type Ask, rfc3339, type Section } from '#kernel'
import type { DrawState } from './model.ts'
import { seedOf } from './permute.ts'
import * as store from './store.ts'

const HELD = new Set(['参加', '已签到'])
/** What everyone entitled sees of a draw: turns and outcomes; a name is nowhere in it. */
export async function drawView(ask: Ask, id: string, state: DrawState) {
  const d = await store.drawOf(ask.tx, id)
  const calls = await store.callsOf(ask.tx, id)
  const commits = await store.commitsOf(ask.tx, id)
  const confirmed = calls.filter((c) => HELD.has(c.outcome)).length
  const seated = calls.filter((c) => c.outcome === '已签到').length
  const data = {
    tender: d.tender,
    kind: d.kind,
    need: d.need,
    confirmed,
    seated,
    spec: d.spec,
    commits: commits.map(({ by, commitment, nonce }) => ({
      by,
      commitment,
      revealed: nonce !== null,
    })),
    beacon: d.seed?.beacon ?? null,
    calls: calls.map((c) => ({
      turn: c.turn,
      attempt: c.attempt,
      outcome: c.outcome,
      reason: c.reason,
      ends: c.ends === null ? null : rfc3339(c.ends),
    })),
  }
  const seed = d.seed !== null && commits.every((c) => c.nonce !== null) ? d.seed : null
  const sections: Section[] = [
    {
      title: '抽取条件（信标之前公布）',
      fields: [
        { label: '类别', value: d.kind },
        { label: '理由', value: d.reason || null, kind: 'long' },
        { label: '需要', value: `${d.need}人` },
        { label: '名单', value: `${d.spec.pool.size}人，专业含${d.spec.pool.code}` },
        {
          label: '回避',
          value:
            d.spec.pool.excluded.length === 0
              ? '没有'
              : d.spec.pool.excluded.map((e) => `${e.reason}${e.count}人`).join('；'),
        },
        ...(d.spec.pool.size < 3 * d.need
          ? [{ label: '提示', value: `名单${d.spec.pool.size}人，不足需要的三倍` }]
          : []),
        { label: '名单树根', value: d.spec.pool.root, kind: 'hash' },
      ],
    },
    {
      title: '随机数',
      columns: [
        { key: 'by', label: '由' },
        { key: 'commitment', label: '承诺' },
        { key: 'state', label: '揭示' },
      ],
      rows: commits.map((c) => ({
        by: c.by,
        commitment: c.commitment,
        // The platform's own is known to the house from the start, and shown to nobody before the beacon.
        state:
          seed === null
            ? c.by === '平台' || c.nonce === null
              ? '待揭示'
              : '已揭示'
            : (c.nonce ?? ''),
      })),
    },
    ...(d.seed === null
      ? []
      : [
          {
            title: '信标',
            fields: [
              { label: '流水检查点', value: `前${d.seed.beacon.size}条` },
              { label: '树根', value: d.seed.beacon.root, kind: 'hash' as const },
              ...(seed === null
                ? []
                : [{ label: '种子', value: seedOf(seed).toString('hex'), kind: 'hash' as const }]),
            ],
          },
        ]),
    ...(calls.length === 0
      ? []
      : [
          {
            title: `通知（${confirmed}/${d.need}已确认${state === '待签到' || state === '已完成' ? `，${seated}人已签到` : ''}）`,
            columns: [
              { key: 'turn', label: '次序' },
              { key: 'outcome', label: '结果' },
              { key: 'reason', label: '理由' },
              { key: 'attempt', label: '通知次数', kind: 'number' as const },
            ],
            rows: calls.map((c) => ({
              turn: `第${c.turn + 1}位`,
              outcome: c.outcome,
              reason: c.reason || null,
              attempt: c.attempt,
            })),
          },
        ]),
  ]
  return { data, sections }
}
