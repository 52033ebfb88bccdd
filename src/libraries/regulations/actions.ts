import {
  type Ask,
  addDays,
  at,
  begin,
  type Day,
  lawToday,
  NotFound,
  newId,
  nextNumber,
  regionOf,
  type Subject,
  step,
  story,
  subjectOf,
  type Timers,
  yearOf,
} from '#kernel'
import { numberOf, type Settings } from '#law'
import { piecesOf } from './articles.ts'
import { cleaningFlow, type Doc, docFlow, type Facts } from './model.ts'
import * as store from './store.ts'

async function factsOf(ask: Ask, d: Doc, articles: number): Promise<Facts> {
  const cleanings = await store.cleaningsOf(ask.tx, d.id)
  const repeal = await store.repealOf(ask.tx, d.id)
  return {
    today: ask.today,
    articles,
    from: d.from,
    until: d.until,
    waiting: cleanings.filter((c) => c.outcome === '').length,
    shownTo: repeal?.shownTo ?? null,
  }
}
export const docs = story(docFlow, async (ask, s) => {
  const pieces = await store.piecesOfDoc(ask.tx, s.id)
  return factsOf(
    ask,
    await store.docOf(ask.tx, s.id),
    pieces.filter((p) => p.article !== '正文前').length,
  )
})
/** The machine looks again when its days are over. */
const dueOf = (until: Day | null) => (until === null ? null : at(until, 24))

/** Days are text: Math.max does not know them. */
const later = (a: Day, b: Day): Day => [a, b].sort()[1] as Day

export type Draft = Omit<Doc, 'id'> & { readonly title: string }
const bodyOf = ({ title: _, ...d }: Draft, id: string): Doc => ({ ...d, id })
/** What it replaces must be a document of the same region that has stood. */
async function knownVersion(ask: Ask, replaces: string | null): Promise<void> {
  if (replaces === null) return
  const s = await subjectOf(ask.tx, docFlow, replaces)
  if (s.region !== ask.actor.region || !docFlow.open.includes(s.state)) throw new NotFound('上一版')
}
export async function register(ask: Ask, i: Draft): Promise<Subject> {
  await knownVersion(ask, i.replaces)
  const { region } = ask.actor
  const id = newId<'doc'>(ask.now)
  const { pieces } = piecesOf(i.body)
  const n = await nextNumber(ask.tx, `文件-${region}-${yearOf(ask.today)}`)
  const d = bodyOf(i, id)
  const s = await begin(
    ask,
    docFlow,
    'register',
    { id, title: i.title, process: id, lawOn: lawToday(ask), region, parties: {} },
    await factsOf(ask, d, pieces.length),
    { no: `WJ-${region}-${yearOf(ask.today)}-${String(n).padStart(6, '0')}` },
  )
  await store.addDoc(ask.tx, d, i.title, pieces)
  return s
}
export async function amend(ask: Ask, { id, ...i }: Draft & { id: string }): Promise<Subject> {
  const s = await docs.take(ask, 'amend', id, undefined, { title: i.title })
  await knownVersion(ask, i.replaces)
  await store.setDoc(ask.tx, bodyOf(i, id), i.title, piecesOf(i.body).pieces)
  return s
}
/** In the library; the version before ends on the day this one begins. */
export async function publish(
  ask: Ask,
  { id, checked }: { id: string; checked: boolean },
): Promise<Subject> {
  const d = await store.docOf(ask.tx, id)
  const twin = await store.twinOf(ask.tx, d.docNo, [id, ...(d.replaces ? [d.replaces] : [])])
  const s = await docs.take(
    ask,
    'publish',
    id,
    { input: { checked, ...(twin === undefined ? {} : { twin }) } },
    { open: { docNo: d.docNo, from: d.from, until: d.until }, due: dueOf(d.until) },
  )
  if (d.replaces !== null) {
    const before = await subjectOf(ask.tx, docFlow, d.replaces)
    if (before.state !== '已废止') {
      const old = await store.docOf(ask.tx, d.replaces)
      await docs.take(ask, 'supersede', d.replaces, undefined, {
        open: { by: d.docNo, from: d.from },
      })
      const last = addDays(d.from, -1)
      await store.endDoc(ask.tx, d.replaces, later(last, old.from))
      await endCleanings(ask, d.replaces, '修订后的新版已公布')
    }
  }
  return s
}
async function endCleanings(ask: Ask, doc: string, outcome: string): Promise<void> {
  for (const c of await store.cleaningsOf(ask.tx, doc))
    if (c.outcome === '') {
      await cleanings.take(ask, 'end', c.id, undefined, { open: { outcome } })
      await store.endCleaning(ask.tx, c.id, outcome)
    }
}
export async function propose(
  ask: Ask,
  { id, reason, on }: { id: string; reason: string; on: Day },
): Promise<Subject> {
  const d = await store.docOf(ask.tx, id)
  const days = numberOf('拟废止公示期', ask.world.settings as Settings)
  const shownTo = addDays(ask.today, days)
  const s = await docs.take(
    ask,
    'propose',
    id,
    { input: { on, shownTo } },
    { open: { reason, shownTo, on }, due: dueOf(d.until) },
  )
  await store.setRepeal(ask.tx, id, { reason, shownFrom: ask.today, shownTo, on })
  return s
}
export async function keep(
  ask: Ask,
  { id, reason }: { id: string; reason: string },
): Promise<Subject> {
  const d = await store.docOf(ask.tx, id)
  const s = await docs.take(ask, 'keep', id, undefined, { open: { reason }, due: dueOf(d.until) })
  await store.dropRepeal(ask.tx, id)
  return s
}
export async function repeal(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const r = await store.repealOf(ask.tx, id)
  const s = await docs.take(ask, 'repeal', id, undefined, {
    open: { reason: r?.reason, on: r?.on },
  })
  const d = await store.docOf(ask.tx, id)
  await store.endDoc(ask.tx, id, later(d.from, later(ask.today, r?.on ?? ask.today)))
  await endCleanings(ask, id, '文件已废止')
  return s
}

export const cleanings = story(cleaningFlow, async (ask, s) => {
  const c = await store.cleaningOf(ask.tx, s.id)
  const doc = await subjectOf(ask.tx, docFlow, c.doc)
  return {
    region: doc.region,
    by: ask.actor.region,
    docState: doc.state,
    hasArticle: true,
    hasLaw: true,
  }
})
export interface Mark {
  readonly doc: string
  readonly article: string
  readonly law: string
  readonly lawArticle: string
  readonly reason: string
}
export async function mark(ask: Ask, i: Mark): Promise<Subject> {
  const doc = await subjectOf(ask.tx, docFlow, i.doc, 'update')
  // Not public: as if it were not there.
  if (!docFlow.open.includes(doc.state)) throw new NotFound('政策文件')
  const d = await store.docOf(ask.tx, i.doc)
  const id = newId<'cleaning'>(ask.now)
  const due = addDays(ask.today, numberOf('文件清理期', ask.world.settings as Settings))
  const s = await begin(
    ask,
    cleaningFlow,
    'mark',
    {
      id,
      title: `${doc.title} ${i.article}`,
      process: doc.process,
      lawOn: lawToday(ask),
      region: doc.region,
      parties: {},
    },
    {
      region: doc.region,
      by: ask.actor.region,
      docState: doc.state,
      hasArticle: (await store.piecesOfDoc(ask.tx, i.doc)).some((p) => p.article === i.article),
      hasLaw: await store.isHigher(ask.tx, i.law, i.doc),
      input: { article: i.article, law: i.law },
    },
    {
      open: { article: i.article, law: i.law, lawArticle: i.lawArticle, reason: i.reason },
      due: at(due, 24),
    },
  )
  const markedBy = ask.actor.orgName || regionOf(ask.actor.region)?.name || ask.actor.name
  await store.addCleaning(ask.tx, { id, ...i, markedBy, due })
  await step(ask, docFlow, 'conflict', doc, await factsOf(ask, d, 1), {
    open: { article: i.article, law: i.law },
    due: dueOf(d.until),
  })
  return s
}
export async function settle(
  ask: Ask,
  { id, outcome, reason }: { id: string; outcome: string; reason: string },
): Promise<Subject> {
  const c = await store.cleaningOf(ask.tx, id)
  const doc = await subjectOf(ask.tx, docFlow, c.doc, 'update')
  const s = await cleanings.take(ask, 'settle', id, undefined, { open: { outcome, reason } })
  await store.endCleaning(ask.tx, id, `${outcome}：${reason}`)
  const left = (await store.cleaningsOf(ask.tx, c.doc)).some((x) => x.outcome === '')
  if (!left && doc.state === '标记冲突') {
    const d = await store.docOf(ask.tx, c.doc)
    await docs.take(ask, 'clear', c.doc, undefined, { open: { outcome }, due: dueOf(d.until) })
  }
  return s
}

export const timers: Timers = {
  '政策文件.lapse': async (ask, id) => {
    await docs.take(ask, 'lapse', id)
    await endCleanings(ask, id, '文件有效期满')
  },
  '文件清理.overdue': async (ask, id) => {
    const c = await store.cleaningOf(ask.tx, id)
    await cleanings.take(ask, 'overdue', id, undefined, { open: { due: c.due } })
    await store.lateCleaning(ask.tx, id)
  },
}
