import { isDeepStrictEqual } from 'node:util'
import { goodReportOf } from '#acceptance'
import { lineOf } from '#budget'
import { contractOf } from '#contract'
import { noticesOfProcess } from '#disclosure'
import { wishOf } from '#intention'
import {
  type Ask,
  type Db,
  dayOf,
  NotFound,
  rfc3339,
  type Subject,
  startLoop,
  subjectsOfProcess,
  system,
  type World,
} from '#kernel'
import { orgsOf, projectOf } from '#libraries'
import { callOf, lotsOf as frameworkLots, frameworkOf, membersOf } from '#mall/framework'
import { compiledRelease, type Json } from '#ocds'
import { requestsOf, settlementOf } from '#payment'
import { planOf } from '#plan'
import {
  answersOf,
  awardsOfLot,
  bidsOf,
  correctionsOf,
  fallenOfLot,
  lotsOf,
  tenderOf,
} from '#tender'
import type { ContractFacts, Facts, FrameworkFacts, Part, Picture, TenderFacts } from './facts.ts'
import { pictureOf, tags } from './model.ts'
import * as store from './store.ts'

const BATCH = 500
/** Nothing yet is an answer; anything else that fails is not. */
const orNull = async <T>(p: Promise<T>): Promise<T | null> => {
  try {
    return await p
  } catch (e) {
    if (e instanceof NotFound) return null
    throw e
  }
}

async function tenderFacts(ask: Ask, s: Subject): Promise<TenderFacts> {
  const tender = await tenderOf(ask.tx, s.id)
  const lots = await lotsOf(ask.tx, { tender: s.id })
  const states = new Map((await subjectsOfProcess(ask, s.process)).map((x) => [x.id, x.state]))
  return {
    tender,
    state: s.state,
    corrections: await correctionsOf(ask.tx, s.id),
    answers: await answersOf(ask.tx, s.id),
    lots: await Promise.all(
      lots.map(async (lot) => ({
        lot,
        state: states.get(lot.id) ?? '',
        // Before its opening a lot's bids are not even counted here.
        bids: lot.opened === null ? [] : await bidsOf(ask.tx, lot.id),
        awards: await awardsOfLot(ask, lot.id),
        fallen: await fallenOfLot(ask, lot.id),
      })),
    ),
  }
}
async function contractFacts(
  ask: Ask,
  s: Subject,
  all: readonly Subject[],
): Promise<ContractFacts> {
  const { contract, award } = await contractOf(ask, s.id)
  let settled: ContractFacts['settled'] = null
  for (const x of all.filter((y) => y.noun === '结项')) {
    const settlement = await settlementOf(ask, x.id)
    if (settlement.contract === s.id) settled = settlement.closed
  }
  return {
    contract,
    award,
    no: s.no ?? s.id,
    title: s.title,
    state: s.state,
    report: (await goodReportOf(ask, s.id)) ?? null,
    paid: await requestsOf(ask, s.id),
    settled,
  }
}
/** All that the picture of a purchase is drawn from. */
export async function factsOf(ask: Ask, process: string): Promise<Facts> {
  const project = await projectOf(ask.tx, { id: process })
  const all = await subjectsOfProcess(ask, process)
  const plan = await orNull(planOf(ask, { project: process }))
  const wish = await orNull(wishOf(ask, process))
  const s = all.find((x) => x.noun === '招标项目')
  const tender = s ? await tenderFacts(ask, s) : null
  const contracts: ContractFacts[] = []
  for (const x of all) if (x.noun === '采购合同') contracts.push(await contractFacts(ask, x, all))
  const lineId = plan?.lineId ?? wish?.requirement.lineId ?? contracts[0]?.contract.lineId
  const line = lineId === undefined ? null : await orNull(lineOf(ask, lineId))
  const framework = await frameworkFacts(ask, all)
  const ids = [
    project.buyer,
    ...(framework ? [framework.framework.host, ...framework.members.map((m) => m.supplier)] : []),
    ...(tender ? [tender.tender.agency] : []),
    ...(tender?.lots.flatMap((l) => l.bids.map((b) => b.supplier)) ?? []),
    ...contracts.map((c) => c.award.supplier),
  ]
  return {
    project,
    orgs: await orgsOf(ask.tx, [...new Set(ids)]),
    notices: await noticesOfProcess(ask.tx, process),
    wish,
    plan,
    line,
    tender,
    contracts,
    framework,
    under: await underOf(ask, all),
  }
}
async function frameworkFacts(ask: Ask, all: readonly Subject[]): Promise<FrameworkFacts | null> {
  const s = all.find((x) => x.noun === '框架协议')
  if (!s) return null
  const notices = await noticesOfProcess(ask.tx, s.process)
  const first = notices.find((n) => n.kind === '框架协议征集公告')
  return {
    framework: await frameworkOf(ask.tx, s.id),
    state: s.state,
    published: first ? dayOf(first.published) : null,
    lots: await frameworkLots(ask.tx, s.id),
    members: await membersOf(ask.tx, { framework: s.id }),
  }
}
/** The framework under which this purchase was made, once it came to an order. */
async function underOf(ask: Ask, all: readonly Subject[]): Promise<Facts['under']> {
  const s = all.find((x) => x.noun === '框架采购单' && x.state === '已成交')
  if (!s) return null
  const call = await callOf(ask.tx, s.id)
  const { project } = await frameworkOf(ask.tx, call.framework)
  const { ocid, title } = await projectOf(ask.tx, { id: project })
  return { ocid, title, way: call.way }
}

/** As what they become on the wire: an amount of OCDS is a number with a fraction, which the canonical form of the house does not write. */
const plain = (x: unknown): unknown => JSON.parse(JSON.stringify(x))
const same = (a: unknown, b: unknown) => b !== undefined && isDeepStrictEqual(plain(a), plain(b))
type Listed = readonly Part[] | undefined
const changed = (now: Listed, before: Listed) =>
  now?.filter(
    (x) =>
      !same(
        x,
        before?.find((y) => y['id'] === x['id']),
      ),
  )
/** A release says what has changed since the ones before it, and always who buys. */
export function since(picture: Picture, before: Partial<Picture>): Part {
  const lists = {
    parties: changed(picture.parties, before.parties),
    awards: changed(picture.awards, before.awards),
    contracts: changed(picture.contracts, before.contracts),
    relatedProcesses: changed(picture.relatedProcesses, before.relatedProcesses),
  }
  const bids = changed(picture.bids?.details, before.bids?.details)
  return {
    ...Object.fromEntries(Object.entries(lists).filter(([, l]) => l !== undefined && l.length > 0)),
    buyer: picture.buyer,
    ...(same(picture.planning, before.planning) ? {} : { planning: picture.planning }),
    ...(same(picture.tender, before.tender) ? {} : { tender: picture.tender }),
    ...(bids && bids.length > 0 ? { bids: { details: bids } } : {}),
  }
}

interface Drawn {
  readonly project: Facts['project']
  readonly picture: Picture | null
  /** What the releases so far say. */
  said: Partial<Picture>
}
async function draw(ask: Ask, process: string): Promise<Drawn> {
  const facts = await factsOf(ask, process)
  const earlier = await store.releasesOf(ask.tx, { process })
  const said =
    earlier.length === 0 ? {} : compiledRelease(earlier.map((r) => r.body as Json)).release
  return {
    project: facts.project,
    picture: pictureOf(facts),
    said: JSON.parse(JSON.stringify(said)) as Partial<Picture>,
  }
}
async function release(ask: Ask, line: store.Line, drawn: Drawn) {
  const { project, picture } = drawn
  if (picture === null) return
  const { ocid, region } = project
  const id = `${ocid}-${line.index}`
  const r: store.Release = {
    index: line.index,
    id,
    process: line.process,
    ocid,
    region,
    at: line.at,
    body: {
      ocid,
      id,
      date: rfc3339(line.at),
      tag: [tags[line.step]],
      initiationType: 'tender',
      language: 'zh',
      ...since(picture, drawn.said),
      journal: { index: line.index, uri: `/journal/entries/${line.index}` },
    },
  }
  await store.addRelease(ask.tx, r, ask.world.masterKey)
  drawn.said = picture
}

/**
 * Turn the journal's next entries into releases, in its order, once across processes. Off everyone's path: a purchase never
 * waits for open data, and what is drawn is what the step left behind. Returns how many entries were looked at.
 */
export const project = (db: Db, world: World): Promise<number> =>
  db.transaction().execute(async (tx) => {
    if (!(await store.take(tx))) return 0
    const from = await store.projectedBelow(tx)
    const lines = await store.linesFrom(tx, from, BATCH)
    if (lines.length === 0) return 0
    const now = world.now()
    const ask: Ask = { tx, actor: system, now, today: dayOf(now), world }
    // A purchase is drawn once in a batch: what several of its steps left behind is one state.
    const drawn = new Map<string, Drawn>()
    for (const line of lines) {
      if (!(line.step in tags)) continue
      const known = drawn.get(line.process) ?? (await draw(ask, line.process))
      drawn.set(line.process, known)
      await release(ask, line, known)
    }
    await store.setProjected(tx, (lines.at(-1)?.index ?? from) + 1)
    return lines.length
  })

/** The projector's loop. */
export const startProjector = (
  db: Db,
  world: World,
  complain: (e: unknown, about: string) => void,
  everyMs: number,
) => startLoop(async () => (await project(db, world)) > 0, { everyMs, about: '开放数据', complain })
