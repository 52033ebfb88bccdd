import {
  type Ask,
  begin,
  type Fen,
  fen,
  type Id,
  newId,
  readable,
  type Subject,
  story,
  subjectOf,
} from '#kernel'
import { orgOf } from '#libraries'
import { type Account, type Line, lineFlow } from './model.ts'
import * as store from './store.ts'

export const lines = story(lineFlow, async ({ tx, today }, s) => {
  const line = await store.lineOf(tx, s.id)
  return { year: line.year, today, used: fen(line.appropriated - line.available) }
})

export type Received = Omit<
  Line,
  'id' | 'appropriated' | 'available' | 'frozen' | 'committed' | 'paid'
> & {
  name: string
  amount: Fen
}
/** 财政核心下达一笔指标：分录为 借可用、贷下达。 */
export async function receive(ask: Ask, { name, amount, ...line }: Received): Promise<Subject> {
  const org = await orgOf(ask.tx, line.org)
  const id = newId<'line'>(ask.now)
  const s = await begin(
    ask,
    lineFlow,
    'receive',
    {
      id,
      title: name,
      process: id,
      lawOn: ask.today,
      region: org.region,
      parties: { 采购人: [org.id] },
    },
    { year: line.year, today: ask.today, used: fen(0) },
    { no: line.docNo, open: { amount, org: org.name } },
  )
  await store.addLine(ask.tx, { id, ...line })
  await move(ask, id, 'appropriated', 'available', amount, id)
  return s
}
export async function recall(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const line = await store.lineOf(ask.tx, id, true)
  const s = await lines.take(ask, 'recall', id)
  await move(ask, line.id, 'available', 'appropriated', line.available, id)
  return s
}

/** One entry: `amount` leaves one account of the line for another, because of `subject`. */
const move = (
  ask: Ask,
  line: Id<'line'>,
  from: Account,
  to: Account,
  amount: Fen,
  subject: string,
) => store.post(ask.tx, { line, credit: from, debit: to, amount, subject, at: ask.now })

/** The line, locked until the transaction ends. */
export const lineForUpdate = (ask: Ask, id: string) => store.lineOf(ask.tx, id, true)
export const lineOf = (ask: Ask, id: string) => store.lineOf(ask.tx, id)

/** 计划备案：可用 → 冻结。 */
export const freeze = (ask: Ask, line: Id<'line'>, amount: Fen, because: string) =>
  move(ask, line, 'available', 'frozen', amount, because)
/** 计划撤销、节余：冻结 → 可用。 */
export const release = (ask: Ask, line: Id<'line'>, amount: Fen, because: string) =>
  amount > 0 ? move(ask, line, 'frozen', 'available', amount, because) : Promise.resolve()
/** 合同签订：冻结 → 合同占用。 */
export const commit = (ask: Ask, line: Id<'line'>, amount: Fen, because: string) =>
  move(ask, line, 'frozen', 'committed', amount, because)
/** 国库支付：合同占用 → 已支付。 */
export const spend = (ask: Ask, line: Id<'line'>, amount: Fen, because: string) =>
  move(ask, line, 'committed', 'paid', amount, because)
/** 合同少付结清：合同占用 → 可用。 */
export const uncommit = (ask: Ask, line: Id<'line'>, amount: Fen, because: string) =>
  amount > 0 ? move(ask, line, 'committed', 'available', amount, because) : Promise.resolve()
/** 支付退回：已支付 → 合同占用。 */
export const refund = (ask: Ask, line: Id<'line'>, amount: Fen, because: string) =>
  move(ask, line, 'paid', 'committed', amount, because)

export async function get(ask: Ask, id: string) {
  const s = await subjectOf(ask.tx, lineFlow, id)
  readable(ask.actor, lineFlow, s)
  const line = await store.lineOf(ask.tx, id)
  return {
    s,
    line,
    entries: await store.entriesOf(ask.tx, line.id),
    org: await orgOf(ask.tx, line.org),
  }
}
export const totals = (ask: Ask) => store.totals(ask.tx)
