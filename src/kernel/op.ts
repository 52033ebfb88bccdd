import { z } from 'zod'
import type { Day, Instant } from './day.ts'
import type { Tx } from './db.ts'
import type { AnyFlow } from './flow.ts'

/** Who is asking: a person in one position. The machine itself asks as `system`. */
export interface Actor {
  readonly person: string | null
  readonly name: string
  readonly role: string
  readonly org: string | null
  readonly orgName: string
  readonly region: string
  /** Acting by delegation (授权委托): in whose place, under which grant, in which kinds of matter. Role and organisation are the principal's. */
  readonly behalf?: {
    readonly person: string
    readonly name: string
    readonly delegation: string
    readonly nouns: readonly string[]
  }
}
/** Is this kind of matter within what was delegated? Who acts for himself is not bounded. */
export const entrusted = (actor: Actor, noun: string) =>
  actor.behalf === undefined || actor.behalf.nouns.includes(noun)
/** How the actor signs: 李四（代张三）. */
export const signature = (actor: Actor) =>
  actor.behalf ? `${actor.name}（代${actor.behalf.name}）` : actor.name

export const system: Actor = {
  person: null,
  name: '系统',
  role: '系统',
  org: null,
  orgName: '政府采购一张网',
  region: '150000',
}

/** One line of the journal, as those who follow it see it. */
export interface Entry {
  readonly seq: number
  readonly subject: string
  readonly process: string
  readonly noun: string
  readonly action: string
  readonly from: string | null
  readonly to: string
  readonly at: Instant
}
/** Facts flow downstream: called in the transaction of the entry it follows. */
export type Follower = (ask: Ask, entry: Entry) => Promise<void>

/** What is one per process and not per request. */
export interface World {
  readonly now: () => Instant
  readonly flows: readonly AnyFlow[]
  /** `noun.action` → who follows. */
  readonly followers: Readonly<Record<string, readonly Follower[]>>
  /** Named defaults (△) and their local values. */
  readonly settings: Readonly<Record<string, unknown>>
  /** The house's own secrets, never in the database: 32 bytes. */
  readonly masterKey: Uint8Array
  readonly dataDir: string
  /** A training region: the clock runs `pace` times as fast and stops at `ends`, nobody in it exists, and nothing leaves it. Absent everywhere else. */
  readonly training?: { readonly pace: number; readonly ends: Instant | null }
}
/** How much longer a span for people must be where the clock runs faster than they do. */
export const paceOf = (world: Pick<World, 'training'>) => world.training?.pace ?? 1
export interface Ask {
  readonly tx: Tx
  readonly actor: Actor
  readonly now: Instant
  readonly today: Day
  readonly world: World
  /** The one column of personal data that this question may show whole: its purpose was said and written down (查看). */
  readonly looking?: string
  /** The session that asks, where a person does. */
  readonly session?: {
    readonly id: string
    readonly proved: Instant
    /** For how long after that the acts of weight are open. */
    readonly stepUpMs: number
    /** The site the browser says it is on. */
    readonly origin: string
  }
}

/** One thing the outside may ask of a module. Its address is its place: plan.file → POST /api/plan/file. */
export interface Op<I, O> {
  readonly title: string
  readonly input: z.ZodType<I>
  readonly output: z.ZodType<O>
  readonly run: (ask: Ask, input: I) => Promise<O>
  // Who may ask, and what bounds the answer. An op named after a step of its module's flow takes both from the flow and
  // says nothing here; every other op says `takes`, `reads`, `limits` or `public` (test/access.test.ts insists).
  /** The step of another module's flow that this op takes: [contractFlow, 'rescind']. */
  readonly takes?: readonly [AnyFlow, string]
  /** Anyone, without signing in: answers what is published and nothing else. */
  readonly public?: true
  /** Records of these flows, each to whom its flow lets read it: one that is not for you is 404, a list leaves it out. */
  readonly reads?: AnyFlow | readonly AnyFlow[]
  /** What bounds the answer where it is no record of a flow, in words for the access table: '只答本人的待办'. */
  readonly limits?: string
  /** Only these roles may ask; anyone else is 403. */
  readonly by?: readonly string[]
  /** An act of weight that is no step of a flow (a step says it itself): a password or a factor shown within the last minutes. */
  readonly stepUp?: true
  /** Bytes of body accepted; 256 KiB unless told. */
  readonly maxBody?: number
}
export const op = <I, O>(o: Op<I, O>): Op<I, O> => o

// biome-ignore lint/suspicious/noExplicitAny: each op was checked where it was written
export type AnyOp = Op<any, any>
export type Ops = Readonly<Record<string, Readonly<Record<string, AnyOp>>>>

/** Questions are GET and say so in their names; everything else changes something and is POST. */
export const isQuery = (name: string) => /^(get|list|find|count)([A-Z]|$)/.test(name)

/** One line or one paragraph of text: trimmed, bounded, without control characters other than newline and tab. */
export const zText = (max: number, min = 1) =>
  z
    .string()
    .max(max + 200, { message: `不得超过${max}字` })
    .trim()
    .max(max, { message: `不得超过${max}字` })
    .min(min, { message: min === 1 ? '不能为空' : `不得少于${min}字` })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it looks for
    .refine((s) => !/[\u0000-\u0008\u000b-\u001f\u007f\ud800-\udfff]/u.test(s), {
      message: '含有不可见的控制字符',
    })
    .meta({ maxLength: max })
