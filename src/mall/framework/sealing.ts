import { z } from 'zod'
import {
  type Ask,
  askAs,
  type Db,
  jsonSchema,
  judge,
  NotFound,
  type Subject,
  step,
  subjectOf,
  system,
  type World,
  zFen,
} from '#kernel'
import { lawOn } from '#law'
import { orgOf } from '#libraries'
import {
  type Box,
  boxesOf,
  closeBox,
  custodyState,
  entriesOf,
  keepShut,
  openBox,
  placeBox,
  sealView,
} from '#trade/box'
import { hostParties } from './actions.ts'
import { type PlainResponse, zPlainResponse } from './answer.ts'
import { type Framework, frameworkFlow, type Lot, type Response, responseFlow } from './model.ts'
import { opening } from './response-rules.ts'
import { askedLots } from './reviewing.ts'
import * as store from './store.ts'

/** One box for each package and round: who answers two packages hands in twice. */
const partOf = (lot: Pick<Lot, 'no'>, round: number) =>
  `第${lot.no}包响应${round === 1 ? '' : `（第${round}次征集）`}`

export async function placeBoxes(
  ask: Ask,
  s: Subject,
  f: Framework,
  lots: readonly Lot[],
): Promise<void> {
  if (f.deadline === null) throw new Error('响应截止时间尚未写入')
  for (const lot of askedLots(f, lots))
    await placeBox(ask, {
      lot: s,
      part: partOf(lot, f.round),
      closes: f.deadline,
      least: lawOn(s.lawOn)('框架最少供应商'),
    })
}
/** The box of a package in this round; none where the round began before there were boxes. */
export const boxOfLot = async (ask: Ask, f: Framework, lot: Lot): Promise<Box | undefined> =>
  (await boxesOf(ask.tx, f.id)).find((b) => b.part === partOf(lot, f.round))

/** 封箱：从此不收不退。 */
export async function closeBoxes(ask: Ask, f: Framework, lots: readonly Lot[]): Promise<void> {
  for (const lot of askedLots(f, lots)) {
    const box = await boxOfLot(ask, f, lot)
    if (box) await closeBox(ask, box.id)
  }
}
export async function keepBoxesShut(ask: Ask, f: Framework, why: string): Promise<void> {
  for (const box of await boxesOf(ask.tx, f.id)) await keepShut(ask, box.id, why)
}
/**
 * 开启：一包的响应同时开启；箱内不足两家的原封保存，那一包就此没有入围。读不出的、不合征集文件的一份自己无效，不拦别人。
 * Answers how many were opened.
 */
export async function openResponses(
  ask: Ask,
  f: Framework,
  lots: readonly Lot[],
  on: Subject['lawOn'],
): Promise<number> {
  const host = await orgOf(ask.tx, f.host)
  const all = await store.responsesOf(ask.tx, f.id, f.round)
  let opened = 0
  for (const lot of askedLots(f, lots)) {
    const box = await boxOfLot(ask, f, lot)
    const enough = box && (await entriesOf(ask.tx, box.id)).length >= box.least
    if (box && !enough) await keepShut(ask, box.id, `响应不足${box.least}家`)
    const found = box && enough ? await openBox(ask, box) : []
    for (const r of all.filter((x) => x.lot === lot.id)) {
      const o = found.find((x) => x.id === r.id)
      const plain: Read =
        r.price !== null && r.thing !== null
          ? { ok: { price: r.price, extras: [...r.extras], thing: r.thing, agents: [...r.agents] } }
          : o === undefined
            ? null
            : 'fault' in o
              ? { fault: `${o.fault.why}（${o.fault.whose}）` }
              : parsed(o.content.data)
      if (plain === null) continue
      opened++
      await reveal(ask, f, lot, r, host, plain, on)
    }
  }
  return opened
}
type Read = { ok: PlainResponse } | { fault: string } | null
function parsed(data: unknown): NonNullable<Read> {
  const p = zPlainResponse.safeParse(data)
  return p.success
    ? { ok: p.data }
    : { fault: `解密成功，但内容不完整：${p.error.issues[0]?.message}` }
}
async function reveal(
  ask: Ask,
  f: Framework,
  lot: Lot,
  r: Response,
  host: Awaited<ReturnType<typeof orgOf>>,
  read: NonNullable<Read>,
  on: Subject['lawOn'],
): Promise<void> {
  const s = await subjectOf(ask.tx, responseFlow, r.id, 'update')
  const supplier = await orgOf(ask.tx, r.supplier)
  const wrong =
    'fault' in read
      ? [read.fault]
      : judge(
          opening,
          {
            supplierName: supplier.name,
            supplierState: supplier.state,
            category: f.category,
            standing: read.ok.thing.standing,
            agents: read.ok.agents.length,
            agentsAllowed: f.document.agents,
            removed: false,
            price: read.ok.price,
            ceiling: lot.ceiling,
            asked: lot.consumables.map((c) => c.name),
            quoted: read.ok.extras.map((x) => x.name),
          },
          on,
        ).map((x) => `${x.rule}：${x.because}`)
  const reason = wrong.join('；')
  await store.setResponse(ask.tx, {
    ...r,
    ...('ok' in read ? read.ok : {}),
    verdict: reason === '' ? null : { conforms: false, reason, score: null },
  })
  await step(
    { ...ask, actor: system },
    responseFlow,
    reason === '' ? 'reveal' : 'spoil',
    s,
    {} as never,
    {
      open: {
        framework: f.id,
        lot: r.lot,
        price: 'ok' in read ? read.ok.price : null,
        ...(reason === '' ? {} : { reason }),
      },
      parties: { ...s.parties, ...hostParties(host) },
    },
  )
}
/** Everything a browser needs to seal an answer to this package as this supplier. */
export async function sealOf(ask: Ask, i: { lot: string }) {
  const lot = await store.lotOf(ask.tx, i.lot)
  const f = await store.frameworkOf(ask.tx, lot.framework)
  const s = await subjectOf(ask.tx, frameworkFlow, f.id)
  const box = await boxOfLot(ask, f, lot)
  if (!box || ask.actor.org === null || !['征集中', '补充征集中'].includes(s.state))
    throw new NotFound('采购包')
  return {
    title: `${s.title}　第${lot.no}包　${lot.name}`,
    seal: sealView(box, ask.actor.org),
    custody: (await custodyState(ask, box)).map((c) => c.name),
    schema: schemaFor(lot, f.document.agents),
    ceiling: lot.ceiling,
    unit: lot.unit,
    consumables: lot.consumables.map((c) => c.name),
  }
}
/** The form of an answer: what the document does not ask for is not in it. */
function schemaFor(lot: Lot, agentsAllowed: boolean): Record<string, unknown> {
  const whole = jsonSchema(zPlainResponse) as { properties: Record<string, unknown> }
  const { extras, agents, ...rest } = whole.properties
  return {
    ...whole,
    properties: {
      ...rest,
      ...(lot.consumables.length > 0 ? { extras } : {}),
      ...(agentsAllowed ? { agents } : {}),
    },
  }
}
/** After an upgrade: packages that are asked for and have no box yet get one; what was handed in before is opened with the rest. */
export async function boxOldFrameworks(db: Db, world: World): Promise<number> {
  const asked = await db.transaction().execute((tx) => store.askedNow(tx))
  let done = 0
  for (const id of asked)
    await db.transaction().execute(async (tx) => {
      const ask = askAs(world, tx, system)
      const s = await subjectOf(tx, frameworkFlow, id, 'update')
      const f = await store.frameworkOf(tx, id)
      if (f.deadline === null || f.deadline <= ask.now) return
      if ((await boxesOf(tx, id)).some((b) => b.closes === f.deadline)) return
      await placeBoxes(ask, s, f, await store.lotsOf(tx, id))
      done++
    })
  return done
}
export const zSeal = z.strictObject({
  title: z.string(),
  seal: z.record(z.string(), z.unknown()),
  custody: z.array(z.string()),
  schema: z.record(z.string(), z.unknown()),
  ceiling: zFen,
  unit: z.string(),
  consumables: z.array(z.string()),
})
