import { evidenceOf } from '#journal'
import { type Ask, agentKeys, type SuiteName, step, subjectOf, system } from '#kernel'
import { notarySandbox, type ShareAnswer, unwrapAll } from '#outside'
import { factsOf, setDigest } from './facts.ts'
import { type Box, boxFlow, type Custodian } from './model.ts'
import * as store from './store.ts'

/** The custodians that answer by machine. Each looks at its own clock, the close marker, the numbers and any suspension. */
const platform = (ask: Ask, suite: SuiteName) => agentKeys(ask.world.masterKey, '平台', suite)
const notary = (ask: Ask) => notarySandbox({ dataDir: ask.world.dataDir, now: ask.world.now })

export const agentsFor = (ask: Ask, suite: SuiteName) => [
  {
    role: '平台' as const,
    name: '政府采购一张网',
    org: null,
    publicKey: platform(ask, suite).publicKey,
  },
  {
    role: '公证机构' as const,
    name: notary(ask).name,
    org: null,
    publicKey: notary(ask).publicKey(suite),
  },
]

/** Ask every machine that has not answered yet. Returns, by name, why one would not; each release is a step of its own. */
export async function askAgents(ask: Ask, box: Box): Promise<Record<string, string>> {
  const asSystem = { ...ask, actor: system }
  const done = new Set(await store.releasedBy(ask.tx, box.id))
  const refused: Record<string, string> = {}
  for (const c of box.params.custodians) {
    if (c.org !== null || done.has(c.no)) continue
    const answer = await answerOf(ask, box, c)
    if ('refused' in answer) refused[c.name] = answer.refused
    else {
      const s = await subjectOf(ask.tx, boxFlow, box.id, 'update')
      await step(asSystem, boxFlow, 'release', s, await factsOf(ask, box), {
        open: { custodian: c.name, no: c.no },
      })
      await store.addReleases(
        ask.tx,
        answer.shares.map((x) => ({ ...x, no: c.no })),
      )
    }
  }
  return refused
}
async function answerOf(ask: Ask, box: Box, c: Custodian): Promise<ShareAnswer> {
  const entries = await store.entriesOf(ask.tx, box.id)
  const bids = (await store.admittedOf(ask.tx, box)).map((e) => ({
    entry: e.id,
    wrapped: e.envelope.shares[c.no - 1]?.wrapped ?? '',
  }))
  const marker = await evidenceOf(ask.tx, { subject: box.id, actions: ['close'] })
  if (c.role === '公证机构')
    return notary(ask).answer({
      box: box.id,
      closes: box.closes,
      suite: box.suite,
      least: box.least,
      inside: entries.length,
      waits: box.permittedAt === null ? box.gate : null,
      suspended: box.suspended,
      marker,
      sealedSet: setDigest(entries),
      bids,
    })
  if (ask.world.now() < box.closes) return { refused: '尚未到截止时间' }
  if (box.suspended !== null) return { refused: `采购活动${box.suspended}` }
  if (entries.length < box.least) return { refused: `箱内不足${box.least}份` }
  if (box.gate !== null && box.permittedAt === null) return { refused: `须待${box.gate}以后启封` }
  if (marker === null) return { refused: '封箱标记尚未写入流水' }
  if (box.sealedSet !== setDigest(entries)) return { refused: '箱内各份与封箱时的总摘要不符' }
  return { shares: await unwrapAll(box.suite, platform(ask, box.suite).privateKey, bids) }
}
