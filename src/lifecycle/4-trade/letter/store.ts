import { NotFound, type Tx } from '#kernel'
import type { Letter } from './model.ts'

type Tables = {
  'trade.letter': Omit<Letter, 'triggers'> & { triggers: number[] }
  'trade.letter_vote': { letter: string; person: string; accept: boolean; reason: string }
}
const t = (tx: Tx) => tx.withTables<Tables>()
export const addLetter = (tx: Tx, l: Letter) =>
  t(tx)
    .insertInto('trade.letter')
    .values({ ...l, triggers: [...l.triggers] })
    .execute()
export async function letterOf(tx: Tx, id: string): Promise<Letter> {
  const l = await t(tx)
    .selectFrom('trade.letter')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!l) throw new NotFound('澄清函')
  return l
}
export const lettersOf = (tx: Tx, lot: string): Promise<Letter[]> =>
  t(tx).selectFrom('trade.letter').selectAll().where('lot', '=', lot).orderBy('id').execute()
export const setReply = (tx: Tx, id: string, reply: string) =>
  t(tx).updateTable('trade.letter').set({ reply }).where('id', '=', id).execute()
export const setOutcome = (tx: Tx, id: string, outcome: '采信' | '不予采信') =>
  t(tx).updateTable('trade.letter').set({ outcome }).where('id', '=', id).execute()
export const addVote = (tx: Tx, v: Tables['trade.letter_vote']) =>
  t(tx).insertInto('trade.letter_vote').values(v).execute()
export const votesOf = (tx: Tx, letter: string) =>
  t(tx).selectFrom('trade.letter_vote').selectAll().where('letter', '=', letter).execute()
