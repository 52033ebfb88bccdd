import { readFileSync } from 'node:fs'
import type { Migration } from '#postgres'

/** Every module's tables, in the order of their foreign keys; then what was added later, each file once and for all. */
const modules = [
  'kernel',
  'libraries',
  'lifecycle/1-budget',
  'lifecycle/2-intention',
  'lifecycle/3-plan',
  'lifecycle/4-trade/tender',
  'lifecycle/4-trade/bid',
  'lifecycle/4-trade/review',
  'lifecycle/5-contract',
  'lifecycle/6-acceptance',
  'lifecycle/7-payment',
  'outside',
  'lifecycle/8-disclosure',
  'lifecycle/8-disclosure/opendata',
  'kernel/tables-0003-cosignature.sql',
  'kernel/tables-0001-upload.sql',
  'kernel/tables-0002-session.sql',
  'identity/factors',
  'identity/people',
  'identity/people/tables-0001-registration-ends.sql',
  'libraries/register',
  'libraries/purchasers',
  'libraries/suppliers',
  'libraries/experts',
  'kernel/tables-0003-job.sql',
  'libraries/goods',
  'identity/delegation',
  'kernel/tables-0003-open.sql',
  'lifecycle/2-intention/approval',
  'lifecycle/2-intention/tables-0001-emergency.sql',
  'libraries/tables-0001-again.sql',
  'lifecycle/4-trade/tender/tables-0001-methods.sql',
  'lifecycle/4-trade/round',
  'outside/tables-0002-telephone.sql',
  'lifecycle/4-trade/draw',
  'lifecycle/4-trade/hall',
  'lifecycle/4-trade/letter',
  'lifecycle/4-trade/box',
  'lifecycle/4-trade/bid/tables-0001-box.sql',
  'lifecycle/4-trade/venue',
  'mall/shelf',
  'mall/order',
  'mall/ticket',
  'lifecycle/5-contract/tables-0001-order.sql',
  'mall/auction',
  'libraries/goods/tables-0001-price-at.sql',
]
export const migrations = (): Migration[] =>
  modules.map((name) => ({
    name,
    sql: readFileSync(
      new URL(name.endsWith('.sql') ? `./${name}` : `./${name}/tables.sql`, import.meta.url),
      'utf8',
    ),
  }))
/** The policies and grants: what they say now, not what they once said. */
export const walls = (): string => readFileSync(new URL('./walls.sql', import.meta.url), 'utf8')
