import { everyone, staffFlow } from '#identity/people'
import type { Instant, Rule, StateOf } from '#kernel'
import { citeMarked, standingOf } from '#law'

/** No grant lasts longer (△): leave is measured in weeks; a longer absence is a new appointment. */
export const LONGEST_DAYS = 90
const DAY_MS = 86_400_000
export interface Facts {
  readonly role: string
  readonly by: string | null
  readonly principal: string
  readonly delegate: string
  /** The delegate holds a position in the principal's organisation now. */
  readonly colleague: boolean
  readonly begins: Instant
  readonly ends: Instant
  readonly now: Instant
  readonly nouns: readonly string[]
  /** Kinds of matter in which the principal's role has something to do. */
  readonly kinds: readonly string[]
}
const cites = [citeMarked('GB/T 22239-2019', '8.1.4.2 访问控制', '✎')]
const from = '2019-12-01' as const
const delegable: Rule<Facts> = {
  id: 'delegation.delegable',
  title: '评审与管理须亲自办理',
  cites,
  from,
  check: ({ role }) =>
    standingOf(role)?.delegable === true || {
      because: `${role}的事项须本人办理，不得委托`,
      facts: { 岗位: role },
      cure: '请假时由管理员另行任命',
    },
}
const colleagues: Rule<Facts> = {
  id: 'delegation.colleague',
  title: '只可委托本单位在任的同事',
  cites,
  from,
  check: ({ colleague, principal, delegate }) =>
    principal === delegate
      ? { because: '不能委托给自己', cure: '另选一位同事', field: 'delegate' }
      : colleague || {
          because: '受托人没有在本单位任职',
          cure: '请单位管理员先为其任职',
          field: 'delegate',
        },
}
const bounded: Rule<Facts> = {
  id: 'delegation.bounded',
  title: '委托须有期限',
  cites,
  from,
  check: ({ begins, ends, now }) =>
    ends <= now || ends <= begins
      ? { because: '结束时间须在开始时间和现在之后', cure: '改晚结束日期', field: 'ends' }
      : ends - begins <= LONGEST_DAYS * DAY_MS || {
          because: `委托最长${LONGEST_DAYS}日，现在填了${Math.ceil((ends - begins) / DAY_MS)}日`,
          facts: { 最长日数: LONGEST_DAYS },
          cure: `结束日期改到${LONGEST_DAYS}日以内`,
          field: 'ends',
        },
}
const scoped: Rule<Facts> = {
  id: 'delegation.scoped',
  title: '委托须写明事项',
  cites,
  from,
  check: ({ nouns, kinds, role }) => {
    const strange = nouns.filter((n) => !kinds.includes(n))
    return (
      strange.length === 0 || {
        because: `${role}不办理${strange.join('、')}`,
        cure: `在${kinds.join('、')}中选择`,
        field: 'nouns',
      }
    )
  },
}
const own = (who: 'principal' | 'delegate', title: string, cure: string): Rule<Facts> => ({
  id: `delegation.${who}`,
  title,
  cites,
  from,
  check: (f) => f.by === f[who] || { because: title, cure },
})
// biome-ignore format: a table reads as a table
export const delegationFlow = staffFlow<Facts>()(
  { noun: '授权委托', module: 'delegation', states: ['在授权', '已撤销', '已谢绝', '已到期'], onDue: { 在授权: 'expire' } },
  {
    grant:   { name: '授权委托', stepUp: true, from: [], to: '在授权', by: everyone, rules: [delegable, colleagues, bounded, scoped], sealed: true },
    revoke:  { name: '撤销委托', from: ['在授权'], to: '已撤销', by: everyone, rules: [own('principal', '只有委托人可以撤销', '请委托人本人撤销；受托人不愿办理的，可以谢绝委托')], may: true, sealed: true },
    decline: { name: '谢绝委托', from: ['在授权'], to: '已谢绝', by: everyone, rules: [own('delegate', '只有受托人可以谢绝', '请受托人本人谢绝；委托人不再委托的，可以撤销委托')], may: true, sealed: true },
    expire:  { name: '委托到期', from: ['在授权'], to: '已到期', by: ['系统'], sealed: true },
  },
)
export type State = StateOf<typeof delegationFlow>
