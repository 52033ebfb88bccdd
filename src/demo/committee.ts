import { instant } from '#kernel'
import type { Player, SimClock } from './player.ts'

const EXPERTS = ['daibiao', ...Array.from({ length: 10 }, (_, i) => `expert${i + 1}`)]
interface Ring {
  about: string
}
const soon = (clock: SimClock, ms: number) => clock.toInstant(instant(clock.now() + ms))
const ringing = async (p: Player): Promise<Ring[]> =>
  ((await (await p.get('/sandbox/phones.json')).json()) as { ringing: Ring[] }).ringing

/**
 * 组成评委会: the agency draws, the beacon appears, telephones ring and are answered, and whoever agreed signs in.
 * `declines` says how many of the first calls are answered with 2. `by` is the agency's account. Takes about two minutes
 * of the clock.
 */
export async function committee(
  p: Player,
  clock: SimClock,
  i: { tender: string; need: number; by?: string; declines?: number; reason?: string },
): Promise<string> {
  await p.as(i.by ?? 'guo').tender.draw({
    id: i.tender,
    need: i.need,
    ...(i.reason === undefined ? {} : { reason: i.reason }),
  })
  return seated(p, clock, i.declines ?? 0)
}
/** A draw was begun: its beacon, its telephones, and whoever agreed at the door; answers its last state. */
export async function seated(p: Player, clock: SimClock, declines = 0): Promise<string> {
  await soon(clock, 1)
  await soon(clock, 61_000)
  await answerAll(p, declines)
  return signInAll(p)
}
/** Every telephone that rings is answered: the first few with 2, the others with 1. */
export async function answerAll(p: Player, declines = 0): Promise<void> {
  let left = declines
  for (let r = await ringing(p); r.length > 0; r = await ringing(p))
    for (const { about } of r) {
      await p.press(about, left > 0 ? '2' : '1')
      left = Math.max(0, left - 1)
    }
}
/** Whoever agreed to come signs in; answers the last state of the draw. */
export async function signInAll(p: Player): Promise<string> {
  let state = ''
  for (const account of EXPERTS)
    for (const c of (await p.as(account).draw.listMine()) as { call: string; maySignIn: boolean }[])
      if (c.maySignIn)
        state = (await p.as(account).draw.signIn({ call: c.call, noConflict: true })).state
  return state
}
