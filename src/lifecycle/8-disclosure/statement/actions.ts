import { type Ask, begin, lawToday, newId, type Subject, story } from '#kernel'
import { orgOf } from '#libraries'
import {
  type BulletinFacts,
  bulletinFields,
  bulletinFlow,
  type ReportFacts,
  reportFlow,
} from './model.ts'
import { bulletinDraft, changesOf, reportDraft } from './notices.ts'
import { aboveOf, endOfYear, smeView } from './read.ts'
import * as store from './store.ts'

async function reportFacts(ask: Ask, r: store.Report): Promise<ReportFacts> {
  const org = await orgOf(ask.tx, r.org)
  return {
    today: ask.today,
    year: r.year,
    above: (await aboveOf(ask.tx, r.org, endOfYear(r.year, ask.today)))?.name ?? null,
    other: await store.otherReport(ask.tx, r, r.id),
    short: (await smeView(ask.tx, org, r.year)).share.short,
    explanation: r.explanation,
    // Nobody knows before it is written what a correction would change.
    changes: 1,
  }
}
export const reports = story(reportFlow, async (ask, s) =>
  reportFacts(ask, await store.reportOf(ask.tx, s.id)),
)
/** The office that acts: whoever has this position has one. */
const mine = (ask: Ask): string => {
  if (ask.actor.org === null) throw new Error(`${ask.actor.role}没有单位`)
  return ask.actor.org
}
export async function draftReport(
  ask: Ask,
  i: { year: number; explanation: string },
): Promise<Subject> {
  const org = await orgOf(ask.tx, mine(ask))
  const id = newId<'report'>(ask.now)
  const report: store.Report = { id, org: org.id, ...i }
  const s = await begin(
    ask,
    reportFlow,
    'draft',
    {
      id,
      title: `${org.name}${i.year}年面向中小企业预留项目执行情况`,
      process: id,
      lawOn: lawToday(ask),
      region: org.region,
      parties: { 采购人: [org.id] },
    },
    await reportFacts(ask, report),
  )
  await store.addReport(ask.tx, report)
  return s
}
export async function reviseReport(ask: Ask, i: { id: string; explanation: string }) {
  const s = await reports.take(ask, 'revise', i.id)
  await store.explain(ask.tx, i.id, i.explanation)
  return s
}
export async function correctReport(
  ask: Ask,
  i: { id: string; explanation: string; reason: string },
) {
  // Written first, so that the rules and the notice see it; a refusal takes it back.
  await store.explain(ask.tx, i.id, i.explanation)
  const r = await store.reportOf(ask.tx, i.id)
  const changes = await changesOf(ask, r.id, await reportDraft(ask, r, await orgOf(ask.tx, r.org)))
  return reports.take(
    ask,
    'correct',
    i.id,
    { changes: changes.length },
    { open: { reason: i.reason } },
  )
}

async function bulletinFacts(ask: Ask, b: store.Bulletin): Promise<BulletinFacts> {
  return {
    kind: b.kind,
    missing: bulletinFields[b.kind].filter((f) => !b.body[f]?.trim()),
    centralised: b.about === null ? null : (await orgOf(ask.tx, b.about)).centralised,
    changes: 1,
  }
}
export const bulletins = story(bulletinFlow, async (ask, s) =>
  bulletinFacts(ask, await store.bulletinOf(ask.tx, s.id)),
)
export type Written = Pick<store.Bulletin, 'about' | 'body'>
/** What its form has no place for is not kept; how to reach the office is known of it. */
async function tidied(ask: Ask, kind: store.Bulletin['kind'], w: Written): Promise<Written> {
  const org = await orgOf(ask.tx, mine(ask))
  const known: Record<string, string> = {
    联系部门: org.name,
    联系电话: org.phone,
    通讯地址: org.address,
  }
  return {
    about: kind === '投诉受理方式公告' ? null : w.about,
    body: Object.fromEntries(
      bulletinFields[kind].map((f) => [f, w.body[f]?.trim() || (known[f] ?? '')]),
    ),
  }
}
export async function draftBulletin(
  ask: Ask,
  { kind, ...w }: Written & Pick<store.Bulletin, 'kind'>,
): Promise<Subject> {
  const org = await orgOf(ask.tx, mine(ask))
  const id = newId<'bulletin'>(ask.now)
  const b: store.Bulletin = { id, kind, org: org.id, ...(await tidied(ask, kind, w)) }
  const facts = await bulletinFacts(ask, b)
  const s = await begin(
    ask,
    bulletinFlow,
    'draft',
    {
      id,
      title: (await bulletinDraft(ask, b)).title,
      process: id,
      lawOn: lawToday(ask),
      region: org.region,
      parties: {},
    },
    facts,
  )
  await store.addBulletin(ask.tx, b)
  return s
}
async function rewrite(ask: Ask, id: string, w: Written) {
  const { kind } = await store.bulletinOf(ask.tx, id)
  await store.setBulletin(ask.tx, { id, ...(await tidied(ask, kind, w)) })
}
export async function reviseBulletin(ask: Ask, { id, ...w }: Written & { id: string }) {
  await rewrite(ask, id, w)
  const { title } = await bulletinDraft(ask, await store.bulletinOf(ask.tx, id))
  return bulletins.take(ask, 'revise', id, undefined, { title })
}
export async function correctBulletin(
  ask: Ask,
  { id, reason, ...w }: Written & { id: string; reason: string },
) {
  await rewrite(ask, id, w)
  const draft = await bulletinDraft(ask, await store.bulletinOf(ask.tx, id))
  const changes = await changesOf(ask, id, draft)
  return bulletins.take(
    ask,
    'correct',
    id,
    { changes: changes.length },
    { title: draft.title, open: { reason } },
  )
}
