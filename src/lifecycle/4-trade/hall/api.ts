import { z } from 'zod'
import {
  type Ask,
  asHouse,
  done,
  listing,
  NotFound,
  nameFor,
  op,
  present,
  readable,
  rfc3339,
  type Section,
  type Subject,
  subjectOf,
  type Tx,
  veiledFor,
  yuanText,
  zDone,
  zId,
  zRecord,
  zText,
} from '#kernel'
import { methodOfNumber, methodRow } from '#law'
import { orgsOf } from '#libraries'
import { bidsOf } from '#trade/bid'
import {
  lotFlow,
  lotOf,
  lotsOf,
  openingPhase,
  openingPhases,
  type Tender,
  tenderFlow,
  tenderOf,
} from '#trade/tender'
import * as actions from './actions.ts'
import { hallFlow, roomVeil } from './model.ts'
import * as store from './store.ts'

const one = z.strictObject({ id: zId<'hall'>() })
const words = one.extend({ text: zText(1000).meta({ title: '异议或询问', 'x-kind': 'long' }) })

const zRoom = z.strictObject({
  tender: z.string(),
  title: z.string(),
  state: z.string(),
  /** The server's clock: the page counts by it. */
  now: z.string(),
  deadline: z.string().nullable(),
  place: z.string(),
  /** How much of what suppliers handed in may be known now. */
  phase: z.enum(openingPhases),
  /** Null while names are nobody's business. */
  attended: z
    .array(z.strictObject({ org: z.string(), name: z.string(), at: z.string() }))
    .nullable(),
  here: z.boolean(),
  lots: z.array(
    z.strictObject({
      id: z.string(),
      no: z.number(),
      title: z.string(),
      state: z.string(),
      opened: z.string().nullable(),
      hall: z.string().nullable(),
      hallState: z.string().nullable(),
      ends: z.string().nullable(),
      mine: z.boolean(),
      confirmed: z.boolean(),
      bids: z.array(
        z.strictObject({
          supplier: z.string(),
          price: z.string().nullable(),
          fault: z.string(),
          confirmed: z.boolean(),
          sha256: z.string(),
        }),
      ),
      objections: z.array(
        z.strictObject({
          id: z.string(),
          org: z.string(),
          text: z.string(),
          answer: z.string().nullable(),
        }),
      ),
    }),
  ),
})
export type Room = z.infer<typeof zRoom>
/** 开标大厅: one answer with everything on the page, so that nobody sees half a table. */
export async function roomOf(ask: Ask, tenderId: string): Promise<z.infer<typeof zRoom>> {
  const s = await subjectOf(ask.tx, tenderFlow, tenderId)
  readable(ask.actor, tenderFlow, s)
  // Once opened, every bidder sees every price; before, the room has none to show to anybody.
  return asHouse(ask, () => roomFor(ask, s, tenderId))
}
async function roomFor(ask: Ask, s: Subject, tenderId: string): Promise<z.infer<typeof zRoom>> {
  const tender = await tenderOf(ask.tx, tenderId)
  if (tender.published === null) throw new NotFound('招标项目')
  const all = await lotsOf(ask.tx, { tender: tenderId })
  const org = ask.actor.org ?? ''
  const host =
    (s.parties['采购人'] ?? []).includes(org) || (s.parties['代理机构'] ?? []).includes(org)
  const attendance = await store.attendanceOf(ask.tx, tenderId)
  const opened = all.some((l) => l.opened !== null)
  const hidden = hiddenIn(ask, s, tender, opened)
  const lots = []
  for (const l of all) {
    const h = await store.hallBy(ask.tx, { lot: l.id })
    const own = (o: string) => !hidden.has('bids') || o === org
    const bids =
      l.opened === null ? [] : (await bidsOf(ask.tx, l.id)).filter((b) => own(b.supplier))
    const said = h ? (await store.wordsOf(ask.tx, h.id)).filter((w) => own(w.org)) : []
    const orgs = await orgsOf(ask.tx, [
      ...new Set([...bids.map((b) => b.supplier), ...said.map((w) => w.org)]),
    ])
    const agreed = (o: string) => said.some((w) => w.org === o && w.kind === '确认')
    lots.push({
      id: l.id,
      no: l.no,
      title: l.title,
      state: (await subjectOf(ask.tx, lotFlow, l.id)).state,
      opened: l.opened === null ? null : rfc3339(l.opened),
      hall: h?.id ?? null,
      hallState: h ? (await subjectOf(ask.tx, hallFlow, h.id)).state : null,
      ends: h ? rfc3339(h.ends) : null,
      mine: bids.some((b) => b.supplier === org),
      confirmed: agreed(org),
      bids: bids.map((b) => ({
        supplier: orgs.get(b.supplier)?.name ?? '',
        price: b.price === null ? null : yuanText(b.price),
        fault: b.fault === null ? '' : `${b.fault.why}（${b.fault.whose}）`,
        confirmed: agreed(b.supplier),
        sha256: b.sha256,
      })),
      objections: said
        .filter((w) => w.kind === '异议')
        .map((w) => ({
          id: w.id,
          org: orgs.get(w.org)?.name ?? '',
          text: w.text,
          answer: w.answer,
        })),
    })
  }
  const names = await orgsOf(
    ask.tx,
    attendance.map((a) => a.org),
  )
  return {
    tender: tenderId,
    title: s.title,
    state: s.state,
    now: rfc3339(ask.now),
    deadline: tender.deadline === null ? null : rfc3339(tender.deadline),
    place: tender.place,
    phase: phaseOf(s, tender, opened),
    attended: hidden.has('attended')
      ? null
      : attendance.map((a) => ({
          org: names.get(a.org)?.name ?? '',
          name: nameFor(ask, a.name, { org: a.org }, HOSTING),
          at: rfc3339(a.at),
        })),
    here: host || attendance.some((a) => a.org === org),
    lots,
  }
}
/** Who watches the room. What changes is told to all of one kind alike; in talks, a supplier hears of its own alone. */
export interface Watcher {
  readonly host: boolean
  readonly talks: boolean
  /** Whose own words it hears of; null where everybody hears the same. */
  readonly org: string | null
}
/** Throws NotFound for whoever may not read the tender, and before it is published. */
export async function watcherOf(ask: Ask, tenderId: string): Promise<Watcher> {
  const s = await subjectOf(ask.tx, tenderFlow, tenderId)
  readable(ask.actor, tenderFlow, s)
  if ((await tenderOf(ask.tx, tenderId)).published === null) throw new NotFound('招标项目')
  const talks = methodRow(methodOfNumber(s.no) ?? '公开招标').form !== '招标'
  const host = !veiledFor(ask.actor, roomVeil, '已开启（非招标）', s).has('bids')
  return { host, talks, org: talks && !host ? ask.actor.org : null }
}
/** A mark of what this watcher may see of the room; it changes when that does, and never with what is secret. */
export async function tickFor(tx: Tx, tenderId: string, w: Watcher): Promise<string> {
  const tender = await tenderOf(tx, tenderId)
  const opened = (await lotsOf(tx, { tender: tenderId })).some((l) => l.opened !== null)
  const all = opened && (w.host || !w.talks || tender.announced !== null)
  return store.tickOf(tx, tenderId, { all, org: w.org })
}
/** What of the room this person does not see: everything else of other suppliers' is left out, never blanked. */
const hiddenIn = (ask: Ask, s: Subject, tender: Tender, opened: boolean) =>
  veiledFor(ask.actor, roomVeil, phaseOf(s, tender, opened), s)
const phaseOf = (s: Subject, tender: Tender, opened: boolean) =>
  openingPhase(methodOfNumber(s.no) ?? '公开招标', opened, tender.announced !== null)
/** Whoever holds the opening calls people by their names; the other bidders have no need to. */
const HOSTING = ['代理经办', '采购人经办', '采购人审核', '财政监管']
const tableOf = (
  r: Awaited<ReturnType<typeof actions.recordOf>>,
  sha256: string | null,
  named: (name: string) => string,
): Section[] => [
  {
    title: '开标记录',
    fields: [
      { label: '地点', value: r.place },
      { label: '截止、开标时间', value: r.deadline, kind: 'instant' },
      { label: '开启时间', value: r.opened, kind: 'instant' },
      {
        label: '到场',
        value: r.attended.map((a) => `${a.org} ${named(a.name)}`).join('、') || '没有签到',
      },
      { label: '视同认可', value: r.deemed.join('、') || '没有' },
      ...(sha256 === null ? [] : [{ label: '摘要', value: sha256, kind: 'hash' as const }]),
    ],
  },
  {
    title: '开标一览表',
    columns: [
      { key: 'supplier', label: '投标人' },
      { key: 'price', label: '投标报价（元）', kind: 'money' },
      { key: 'fault', label: '说明' },
    ],
    rows: r.bids.map((b) => ({ supplier: b.supplier, price: b.price, fault: b.fault })),
  },
  ...(r.words.length === 0
    ? []
    : [
        {
          title: '确认与异议',
          columns: [
            { key: 'org', label: '投标人' },
            { key: 'kind', label: '意见' },
            { key: 'text', label: '内容' },
            { key: 'answer', label: '答复' },
          ],
          rows: r.words.map((w) => ({ ...w })),
        },
      ]),
]

export const hallApi = {
  attend: op({
    title: '签到进入开标大厅',
    by: ['供应商经办', '代理经办', '采购人经办', '采购人审核', '财政监管'],
    limits: '只记本单位到场',
    input: z.strictObject({ tender: zId<'tender'>() }),
    output: z.strictObject({ ok: z.boolean() }),
    run: async (ask, i) => {
      await actions.attend(ask, i)
      return { ok: true }
    },
  }),
  getRoom: op({
    title: '开标大厅',
    reads: tenderFlow,
    input: z.strictObject({ tender: zId<'tender'>() }),
    output: zRoom,
    run: (ask, { tender }) => roomOf(ask, tender),
  }),
  confirm: op({
    title: '确认开标结果',
    input: one,
    output: zDone,
    run: async (ask, i) => done(await actions.confirm(ask, i)),
  }),
  object: op({
    title: '提出异议',
    input: words,
    output: zDone,
    run: async (ask, i) => done(await actions.object(ask, i)),
  }),
  answer: op({
    title: '当场答复异议',
    input: words.extend({ word: zId<'word'>().meta({ title: '异议' }) }),
    output: zDone,
    run: async (ask, i) => done(await actions.answer(ask, i)),
  }),
  sign: op({
    title: '签署开标记录',
    input: one,
    output: zDone,
    run: async (ask, i) => done(await actions.sign(ask, i)),
  }),
  list: listing('开标记录一览', hallFlow),
  get: op({
    title: '一份开标记录',
    reads: hallFlow,
    input: one,
    output: zRecord,
    run: async (ask, { id }) => {
      const s = await subjectOf(ask.tx, hallFlow, id)
      readable(ask.actor, hallFlow, s)
      const h = await store.hallOf(ask.tx, id)
      const { record, hidden } = await asHouse(ask, async () => {
        const { tender: of } = await lotOf(ask.tx, h.lot)
        const t = await subjectOf(ask.tx, tenderFlow, of)
        return {
          record: await actions.recordOf(ask, id),
          hidden: hiddenIn(ask, t, await tenderOf(ask.tx, of), true),
        }
      })
      const shown = hidden.has('bids') ? actions.ownOf(record, ask.actor.orgName) : record
      // Whoever was there signs the record and checks its digest; anybody else reads 张*.
      const there = record.attended.some((a) => a.org === ask.actor.orgName)
      const named = (name: string) => nameFor(ask, name, {}, there ? [ask.actor.role] : HOSTING)
      return present(ask, actions.halls, s, {
        data: {
          lot: h.lot,
          record: {
            ...shown,
            attended: shown.attended.map((a) => ({
              ...a,
              name: named(a.name),
            })),
          },
          sha256: h.sha256,
        },
        sections: tableOf(shown, h.sha256, named),
      })
    },
  }),
}
