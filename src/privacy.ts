import type { Register, Sweep } from '#kernel'
import * as certificate from './identity/certificate/personal.ts'
import * as delegation from './identity/delegation/personal.ts'
import * as factors from './identity/factors/personal.ts'
import * as people from './identity/people/personal.ts'
import * as kernelAndTraces from './identity/privacy/personal.ts'
import * as experts from './libraries/experts/personal.ts'
import * as goods from './libraries/goods/personal.ts'
import * as intake from './libraries/intake/personal.ts'
import * as libraries from './libraries/personal.ts'
import * as purchasers from './libraries/purchasers/personal.ts'
import * as registering from './libraries/register/personal.ts'
import * as regulations from './libraries/regulations/personal.ts'
import * as rollout from './libraries/rollout/personal.ts'
import * as standards from './libraries/standards/personal.ts'
import * as suppliers from './libraries/suppliers/personal.ts'
import * as budget from './lifecycle/1-budget/personal.ts'
import * as approval from './lifecycle/2-intention/approval/personal.ts'
import * as intention from './lifecycle/2-intention/personal.ts'
import * as plan from './lifecycle/3-plan/personal.ts'
import * as bid from './lifecycle/4-trade/bid/personal.ts'
import * as box from './lifecycle/4-trade/box/personal.ts'
import * as draw from './lifecycle/4-trade/draw/personal.ts'
import * as hall from './lifecycle/4-trade/hall/personal.ts'
import * as innovate from './lifecycle/4-trade/innovate/personal.ts'
import * as letter from './lifecycle/4-trade/letter/personal.ts'
import * as prequal from './lifecycle/4-trade/prequal/personal.ts'
import * as review from './lifecycle/4-trade/review/personal.ts'
import * as round from './lifecycle/4-trade/round/personal.ts'
import * as tender from './lifecycle/4-trade/tender/personal.ts'
import * as venue from './lifecycle/4-trade/venue/personal.ts'
import * as contract from './lifecycle/5-contract/personal.ts'
import * as acceptance from './lifecycle/6-acceptance/personal.ts'
import * as payment from './lifecycle/7-payment/personal.ts'
import * as alert from './lifecycle/8-disclosure/alert/personal.ts'
import * as opendata from './lifecycle/8-disclosure/opendata/personal.ts'
import * as disclosure from './lifecycle/8-disclosure/personal.ts'
import * as search from './lifecycle/8-disclosure/search/personal.ts'
import * as statement from './lifecycle/8-disclosure/statement/personal.ts'
import * as alarm from './mall/alarm/personal.ts'
import * as auction from './mall/auction/personal.ts'
import * as framework from './mall/framework/personal.ts'
import * as order from './mall/order/personal.ts'
import * as service from './mall/service/personal.ts'
import * as shelf from './mall/shelf/personal.ts'
import * as theme from './mall/theme/personal.ts'
import * as ticket from './mall/ticket/personal.ts'
import * as outside from './outside/personal.ts'
import * as training from './training/personal.ts'

/** 个人信息登记: what every table holds of persons, said beside the table; docs/personal-data.md and /privacy are read from here. */
const rooms = [
  kernelAndTraces,
  factors,
  people,
  delegation,
  certificate,
  libraries,
  registering,
  purchasers,
  suppliers,
  experts,
  goods,
  intake,
  regulations,
  standards,
  rollout,
  training,
  budget,
  intention,
  approval,
  plan,
  tender,
  bid,
  prequal,
  round,
  review,
  draw,
  hall,
  innovate,
  letter,
  box,
  contract,
  acceptance,
  payment,
  disclosure,
  search,
  statement,
  alert,
  opendata,
  shelf,
  order,
  ticket,
  alarm,
  auction,
  service,
  theme,
  framework,
  venue,
  outside,
]
export const register: Register = Object.assign({}, ...rooms.map((r) => r.personal))
/** What the clock erases, in the order of the floors. */
export const sweeps: readonly Sweep[] = rooms.flatMap((r) =>
  'sweeps' in r ? (r.sweeps as readonly Sweep[]) : [],
)

const cell = (s: string) => s.replaceAll('|', '｜')
/** docs/personal-data.md: every column, for whoever answers for it; the portal's /privacy says the same to whom it concerns. */
export const personalDataDocument = (): string =>
  [
    '# 个人信息登记',
    '',
    '由各模块数据表旁的声明（`personal.ts`）生成（`node bin/docs.js`），不手写。每一个可能写着人的列都在三张名单之一里：个人信息、办事文书（随事项阅读，不为了解个人而收集）、不是个人信息；`test/privacy.test.ts` 对照数据库逐列核对。给公众看的同一份在门户 `/privacy`。',
    '',
    '## 一、个人信息',
    '',
    '| 列 | 是什么 | 谁的 | 作何用 | 依据 | 保存 | 清理 | 遮法 | 谁看全值 |',
    '|---|---|---|---|---|---|---|---|---|',
    ...Object.entries(register).flatMap(([table, c]) =>
      Object.entries(c.personal ?? {}).map(
        ([column, p]) =>
          `| \`${table}.${column}\` | ${p.title}${p.sensitive ? '（敏感）' : ''} | ${p.whose} | ${cell(p.purpose)} | ${p.basis
            .map((b) => `${b.law}${b.article}${b.mark === '✔' ? '' : b.mark}`)
            .join(
              '；',
            )} | ${p.keep.title}：${p.keep.until} | ${p.keep.sweep ?? '—'} | ${p.mask ?? '不遮'} | ${cell(p.whole)} |`,
      ),
    ),
    '',
    '## 二、到期清理',
    '',
    '每日一次，一项一个事务，记入 `identity.erasure`；依法留存的（`identity.is_held`）跳过。',
    '',
    ...sweeps.map((s) => `- ${s.id}：${s.title}`),
    '',
    '## 三、办事文书里的自由文字',
    '',
    ...Object.entries(register).flatMap(([table, c]) =>
      c.free && c.free.length > 0 ? [`- \`${table}\`：${c.free.join('、')}`] : [],
    ),
    '',
  ].join('\n')
