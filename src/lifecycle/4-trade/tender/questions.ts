import { type Ask, begin, newId, type Subject, story, subjectOf } from '#kernel'
import { questionFlow, tenderFlow } from './model.ts'
import * as people from './people.ts'
import * as store from './store.ts'

export const questions = story(questionFlow, async (ask, s) => {
  const q = await people.questionOf(ask.tx, s.id)
  return { now: ask.now, deadline: (await store.tenderOf(ask.tx, q.tender)).deadline }
})
/** 提问：谁问的只有提问者自己知道。 */
export async function askQuestion(ask: Ask, i: { tender: string; text: string }): Promise<Subject> {
  const ts = await subjectOf(ask.tx, tenderFlow, i.tender)
  const tender = await store.tenderOf(ask.tx, i.tender)
  const id = newId<'question'>(ask.now)
  const asker = ask.actor.org ?? ''
  const s = await begin(
    ask,
    questionFlow,
    'ask',
    {
      id,
      title: `${ts.title}　澄清`,
      process: ts.process,
      lawOn: ts.lawOn,
      region: ts.region,
      parties: { 供应商: [asker], 代理机构: ts.parties['代理机构'] ?? [] },
    },
    { now: ask.now, deadline: tender.published === null ? null : tender.deadline },
  )
  await people.addQuestion(ask.tx, { id, tender: i.tender, asker, text: i.text, answer: null })
  return s
}
export async function answer(ask: Ask, i: { id: string; answer: string }): Promise<Subject> {
  const s = await questions.take(ask, 'answer', i.id, undefined, { open: { answer: i.answer } })
  await people.setAnswer(ask.tx, i.id, i.answer)
  return s
}
