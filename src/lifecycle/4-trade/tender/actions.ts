import { createHash } from 'node:crypto'
import { approvedOf } from '#approval'
import { wishOf } from '#intention'
import {
  type Ask,
  begin,
  canonical,
  type Day,
  dayOf,
  type Instant,
  mineOf,
  NotFound,
  newId,
  Refused,
  refusal,
  type Subject,
  step,
  story,
  subjectOf,
  subjectsOfProcess,
} from '#kernel'
import { lawOn, methodRow, period } from '#law'
import { expertsOf, mustStand, orgOf, orgsOf } from '#libraries'
import * as plan from '#plan'
import { boxesOf, closesAt, keepShut, moveBox, placeBox } from '#trade/box'
import { keepAttachments } from './attachments.ts'
import { differences, spoken } from './difference.ts'
import type { LotFacts, TenderFacts } from './facts.ts'
import { innovationSeen } from './innovation-seen.ts'
import * as invites from './invite-store.ts'
import { leastOf } from './least.ts'
import { type Document, lotFlow, type TenderState, tenderFlow } from './model.ts'
import * as people from './people.ts'
import { conflictsOf } from './recusal.ts'
import * as store from './store.ts'

const DONE = new Set(['已定标', '已签约'])
const OVER = new Set(['已废标', ...DONE])

export async function factsOf(
  ask: Ask,
  s: Pick<Subject, 'id' | 'process' | 'region'>,
): Promise<TenderFacts> {
  const tender = await store.tenderOf(ask.tx, s.id)
  const p = await plan.planOf(ask, { id: tender.plan })
  const { intention, requirement } = await wishOf(ask, p.project)
  const approved = await approvedOf(ask, p.project)
  const list = await invites.shortlistOf(ask.tx, s.id)
  const lots = tender.published === null ? [] : await store.lotsOf(ask.tx, { tender: tender.id })
  const states = new Map((await subjectsOfProcess(ask, s.process)).map((x) => [x.id, x.state]))
  return {
    planMethod: p.method,
    region: s.region,
    approvedGrounds: approved.methods.map((a) => a.ground),
    importsApproved: approved.imports,
    emergency: requirement.emergency !== '',
    centralised: (await orgOf(ask.tx, tender.agency)).centralised,
    forSme: requirement.forSme,
    innovation: p.method === '合作创新采购' ? await innovationSeen(ask.tx, p.project) : null,
    way: tender.way,
    invited: list === null ? null : list.invited.length,
    planAmount: p.amount,
    planCategory: p.category,
    document: tender.document,
    now: ask.now,
    today: ask.today,
    intentionPublished: intention?.published ?? null,
    exemption: p.exemption,
    published: tender.published,
    deadline: tender.deadline,
    reviewDay: tender.reviewDay,
    undecidedLots: lots.filter((l) => !OVER.has(states.get(l.id) ?? '')).map((l) => l.no),
    decidedLots: lots.filter((l) => DONE.has(states.get(l.id) ?? '')).length,
  }
}
export const tenders = story(tenderFlow, factsOf)

const sha256 = (d: Document) => createHash('sha256').update(canonical(d)).digest('hex')

export async function write(
  ask: Ask,
  { id, document }: { id: string; document: Document },
): Promise<Subject> {
  const tender = await store.tenderOf(ask.tx, id)
  await keepAttachments(ask, id, document)
  const hash = sha256(document)
  const s = await tenders.take(ask, 'write', id, undefined, {
    data: { version: tender.version + 1, sha256: hash },
  })
  await store.setDocument(ask.tx, tender, document, hash, ask.now)
  return s
}

export async function publish(
  ask: Ask,
  i: { id: string; deadline: Instant; supplyEnds: Day; place: string },
): Promise<Subject> {
  const tender = await store.tenderOf(ask.tx, i.id)
  const d = tender.document
  const before = await mineOf(ask, tenderFlow, i.id)
  const { method } = await plan.planOf(ask, { id: tender.plan })
  const { notice } = methodRow(method)
  // Written first: the notice that follows the step reads it. Whoever is invited by name gets no notice.
  const noticeEnds =
    notice === null || tender.way !== '公告'
      ? null
      : period({ from: ask.today, length: lawOn(before.lawOn)(notice), unit: 'workday' }).end
  await store.setPublished(ask.tx, i.id, {
    published: ask.today,
    supplyEnds: i.supplyEnds,
    noticeEnds,
    deadline: i.deadline,
    place: i.place,
    reviewDay: dayOf(i.deadline),
  })
  const s = await tenders.take(
    ask,
    'publish',
    i.id,
    { input: { deadline: i.deadline, supplyEnds: i.supplyEnds } },
    {
      due: closesAt(ask, i.deadline),
      open: { deadline: i.deadline, version: tender.version, document: d ? sha256(d) : '' },
    },
  )
  if (d === null) throw new Error('文件已确认而没有文件')
  const least = await leastOf(ask, { method, document: d }, tender.plan)
  for (const l of d.lots) {
    const id = newId<'lot'>(ask.now)
    const lot = await begin(
      ask,
      lotFlow,
      'publish',
      {
        id,
        title: `${s.title}　第${l.no}包 ${l.title}`,
        process: s.process,
        lawOn: s.lawOn,
        region: s.region,
        parties: s.parties,
      },
      {} as LotFacts,
      {
        no: `${s.no}-${String(l.no).padStart(2, '0')}`,
        open: { budget: l.budget },
      },
    )
    await store.addLot(ask.tx, {
      id,
      tender: tender.id,
      no: l.no,
      title: l.title,
      budget: l.budget,
      ceiling: l.ceiling,
      content: l,
    })
    await placeBox(ask, {
      lot,
      part: '投标',
      closes: i.deadline,
      least,
    })
  }
  return s
}

export interface Correcting {
  id: string
  subjectOf: string
  reason: string
  affects: boolean
  changes: { item: string; before: string; after: string }[]
  newDeadline: Instant | null
  document: Document | null
}
/** 更正：公告、文件或时间；影响编制而不足十五日的，截止时间依规顺延。 */
export async function correct(ask: Ask, i: Correcting): Promise<Subject> {
  // Whose tender it is comes before what may be corrected: a stranger learns neither.
  await mineOf(ask, tenderFlow, i.id)
  const tender = await store.tenderOf(ask.tx, i.id)
  const deadline = i.newDeadline ?? tender.deadline
  if (deadline === null)
    throw new Refused([
      refusal('状态', '招标公告尚未发布，没有可更正的内容', {
        cure: '公告发布以前直接修改招标文件，不须更正',
      }),
    ])
  // What the new documents say otherwise is compared, not told: the notice, the record and every supplier read the same.
  const compared =
    i.document === null || tender.document === null
      ? []
      : spoken(differences(tender.document, i.document))
  // A version that says the same is no new version.
  const document = compared.length === 0 ? null : i.document
  const changes = [...i.changes, ...compared]
  await store.addCorrection(ask.tx, {
    id: newId(ask.now),
    tender: i.id,
    at: ask.now,
    subjectOf: i.subjectOf,
    reason: i.reason,
    affects: i.affects,
    before: {
      deadline: tender.deadline,
      changes: changes.map(({ item, before }) => ({ item, text: before })),
    },
    after: { deadline, changes: changes.map(({ item, after }) => ({ item, text: after })) },
  })
  if (i.newDeadline !== null)
    await store.setDeadline(ask.tx, i.id, i.newDeadline, dayOf(i.newDeadline))
  const s = await mineOf(ask, tenderFlow, i.id)
  const before = { ...(await factsOf(ask, s)), deadline: tender.deadline }
  // Written first: the notice that follows the step reads it.
  if (document !== null) {
    await keepAttachments(ask, i.id, document)
    await store.setDocument(ask.tx, tender, document, sha256(document), ask.now)
  }
  const next = await step(
    ask,
    tenderFlow,
    'correct',
    s,
    {
      ...before,
      input: {
        affects: i.affects,
        newDeadline: i.newDeadline,
        told: i.changes.length,
        compared: compared.length,
        ...(document === null ? {} : { document }),
      },
    },
    { due: closesAt(ask, deadline), open: { deadline, affects: i.affects, reason: i.reason } },
  )
  if (i.newDeadline !== null) await moveBoxes(ask, i.id, deadline)
  if (document !== null) {
    const lots = await store.lotsOf(ask.tx, { tender: i.id })
    for (const l of document.lots) {
      const lot = lots.find((x) => x.no === l.no)
      if (lot) await store.setLotContent(ask.tx, lot.id, l)
    }
  }
  return next
}
/** Bids and price envelopes have the tender's deadline. */
export async function moveBoxes(ask: Ask, tender: string, deadline: Instant) {
  for (const lot of await store.lotsOf(ask.tx, { tender }))
    for (const box of await boxesOf(ask.tx, lot.id)) await moveBox(ask, box.id, deadline)
}
async function concerned(ask: Ask, tender: string, s: Subject) {
  return orgsOf(ask.tx, [
    ...(await people.biddersOf(ask.tx, tender)),
    ...(s.parties['采购人'] ?? []),
  ])
}
async function seat(
  ask: Ask,
  s: Subject<TenderState>,
  action: 'appoint' | 'select',
  people: readonly string[],
  facts: TenderFacts,
  data: Record<string, unknown>,
) {
  const parties = {
    ...s.parties,
    评审专家: [...new Set([...(s.parties['评审专家'] ?? []), ...people])],
  }
  return step(ask, tenderFlow, action, s, facts, { parties, data })
}

/** 委派采购人代表或自行选定专家：指名的人同样要过回避。 */
export async function name(
  ask: Ask,
  action: 'appoint' | 'select',
  i: { id: string; person: string; reason: string },
): Promise<Subject> {
  const s = await mineOf(ask, tenderFlow, i.id)
  const [expert] = await expertsOf(ask.tx, [i.person])
  if (!expert) throw new NotFound('评审人员')
  mustStand(expert)
  const members = await people.membersOf(ask.tx, i.id)
  if (members.some((m) => m.person === i.person))
    throw new Refused([
      refusal('评委不得重复', '这名人员已是评标委员会成员', { field: 'person', cure: '另选一人' }),
    ])
  const orgs =
    action === 'appoint'
      ? await orgsOf(ask.tx, await people.biddersOf(ask.tx, i.id))
      : await concerned(ask, i.id, s)
  const facts = {
    ...(await factsOf(ask, s)),
    input: { conflicts: conflictsOf([expert], orgs, ask.today, s.lawOn) },
  }
  const done = await seat(ask, s, action, [i.person], facts, { reason: i.reason })
  await people.addMember(ask.tx, {
    tender: i.id,
    person: i.person,
    kind: action === 'appoint' ? '采购人代表' : '自选专家',
    order: members.length + 1,
  })
  return done
}

export async function terminate(
  ask: Ask,
  i: { id: string; grounds: string; explanation: string },
): Promise<Subject> {
  const tender = await store.tenderOf(ask.tx, i.id)
  const s = await tenders.take(
    ask,
    'terminate',
    i.id,
    { input: { grounds: i.grounds } },
    { open: { grounds: i.grounds, explanation: i.explanation } },
  )
  for (const lot of await store.lotsOf(ask.tx, { tender: i.id })) {
    const l = await subjectOf(ask.tx, lotFlow, lot.id, 'update')
    if (OVER.has(l.state)) continue
    await step(ask, lotFlow, 'terminate', l, {} as LotFacts)
    await store.setFailure(ask.tx, lot.id, i.grounds)
    for (const box of await boxesOf(ask.tx, lot.id)) await keepShut(ask, box.id, i.grounds)
  }
  await plan.fail(ask, tender.plan)
  return s
}
