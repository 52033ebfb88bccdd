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
  'kernel/tables-0001-upload.sql',
  'lifecycle/4-trade/box',
  'lifecycle/4-trade/bid/tables-0001-box.sql',
]
export const migrations = (): Migration[] =>
  modules.map((name) => ({
    name,
    sql: readFileSync(
      new URL(name.endsWith('.sql') ? `./${name}` : `./${name}/tables.sql`, import.meta.url),
      'utf8',
    ),
  }))
