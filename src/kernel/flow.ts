import type { Day } from './day.ts'

export interface Citation {
  readonly law: string
  readonly article: string
  /** Words that occur in that article; empty when only a secondary copy was seen, and then `mark` says so. */
  readonly quote: string
  /** ✔ read in full · ◐ seen in a secondary copy · ✎ from memory · △ our own default (domain rules §0.1). */
  readonly mark?: '✔' | '◐' | '✎' | '△'
}

/** Why something may not be done: said to the user, filed in the journal, tested by name. */
export interface Refusal {
  readonly rule: string
  readonly because: string
  readonly cites: readonly Citation[]
  /** What was compared, in words a person reads: { 发出: '2026年9月22日', … }. */
  readonly facts: Readonly<Record<string, string | number | boolean>>
  /** What would make it lawful, or what is left to do when nothing would: a sentence, never empty (test/tidy.test.ts). */
  readonly cure: string
  /** The input this is about, and a value that would be accepted. */
  readonly field?: string
  readonly suggest?: string
}
/** What a check answers against; a rule that other texts say in other words of other things names its title and article too. */
export type No = Partial<Refusal> & Pick<Refusal, 'because' | 'cure'>

/** One requirement of law: who says so, since when, and how to check it against the facts. */
export interface Rule<Facts> {
  readonly id: string
  readonly title: string
  readonly cites: readonly Citation[]
  readonly from: Day
  readonly until?: Day
  readonly check: (facts: Facts, on: Day) => true | No
}
export const inForce = (r: { from: Day; until?: Day }, on: Day) =>
  r.from <= on && (r.until === undefined || on < r.until)

/** How far a role reaches: records its organisation is party to, its own, its region's, its region's and those below, any, or the machine's. */
export type Reach = 'org' | 'person' | 'region' | 'below' | 'any' | 'system'
export interface RoleSpec {
  readonly relation: string
  readonly reach: Reach
}
export type Roles = Readonly<Record<string, RoleSpec>>

/** What kind of administrative act a step is. 备案 that passes every rule accepts itself; the others wait for a person. */
export type Nature = '审批' | '核准' | '备案' | '审核'

export interface Step<State, Role, Facts> {
  readonly name: string
  readonly nature?: Nature
  /** Empty: this action brings the thing into the world. */
  readonly from: readonly State[]
  readonly to: State
  readonly by: readonly Role[]
  readonly rules?: readonly Rule<Facts>[]
  /** Whoever took one of these actions on the same thing may not take this one (不相容岗位分离). */
  readonly apartFrom?: readonly string[]
  /** May be taken and need not: it is offered on the record and puts nothing on anybody's to-do list. */
  readonly may?: true
  /** Taken by a later stage as part of its own act; nobody is offered it and no op answers to it. */
  readonly inner?: true
  /** An act of weight: whoever takes it must have shown a factor within the last minutes (`session.stepUpMs`), or is asked now. */
  readonly stepUp?: true
  /** Written to the public journal as a salted hash only: names and numbers of bidders stay unknown. */
  readonly sealed?: true
}

/**
 * A life story as a table: which action leads from which states to which state, at whose hand,
 * under which rules. Buttons, routes, permissions, diagrams and tests are all read from it.
 */
export interface Flow<State extends string, Action extends string, Role extends string, Facts> {
  readonly noun: string
  readonly module: string
  readonly states: readonly State[]
  readonly roles: Roles
  /** Why duties are apart, and why a thing goes through its states in order: cited by those two refusals. */
  readonly dutyCites: readonly Citation[]
  readonly steps: Readonly<Record<Action, Step<State, Role, Facts>>>
  /** States in which any signed-in person may read the record. */
  readonly open: readonly State[]
  /** States in which nobody but its own parties may read it: not its regulator, not an official above. */
  readonly closed: readonly State[]
  /** What the clock does when `due` passes in a state. */
  readonly onDue: Readonly<Partial<Record<State, Action>>>
  /** How its words sound for one of its things (a 竞争性谈判 has 供应商, not 投标人): what people read, never what is stored. */
  readonly say?: Say
  /** Its title is the name of the person in this relation: in lists, 张* to everybody else. */
  readonly named?: string
}
export type Say = (text: string, of: { readonly no: string | null }) => string
// biome-ignore lint/suspicious/noExplicitAny: facts are contravariant; a list of flows needs this one hole
export type AnyFlow = Flow<any, any, any, any>
export type StateOf<F> = F extends Flow<infer S, string, string, never> ? S : never
export type ActionOf<F> = F extends { readonly steps: Readonly<Record<infer A, unknown>> }
  ? A
  : never

/** Bind the table of roles once; each module then declares its own stories. */
export const flowsFor =
  <const R extends Roles>(roles: R, dutyCites: readonly Citation[] = []) =>
  <Facts>() =>
  <const State extends string, Action extends string>(
    head: {
      noun: string
      module: string
      states: readonly State[]
      open?: readonly NoInfer<State>[]
      closed?: readonly NoInfer<State>[]
      onDue?: Partial<Record<NoInfer<State>, NoInfer<Action>>>
      say?: Say
      named?: string
    },
    steps: Record<Action, Step<NoInfer<State>, keyof R & string, Facts>>,
  ): Flow<State, Action, keyof R & string, Facts> => ({
    noun: head.noun,
    module: head.module,
    states: head.states,
    roles,
    dutyCites,
    steps,
    open: head.open ?? [],
    closed: head.closed ?? [],
    onDue: (head.onDue ?? {}) as Partial<Record<State, Action>>,
    ...(head.say ? { say: head.say } : {}),
    ...(head.named ? { named: head.named } : {}),
  })

const say = (
  rule: string,
  because: string,
  more: Partial<Refusal> & Pick<Refusal, 'cure'>,
): Refusal => ({
  rule,
  because,
  cites: [],
  facts: {},
  ...more,
})
export const refusal = say

/** The rules alone, every reason at once. */
export const judge = <F>(rules: readonly Rule<F>[], facts: F, on: Day): Refusal[] =>
  rules.flatMap((rule) => {
    if (!inForce(rule, on)) return []
    const verdict = rule.check(facts, on)
    return verdict === true
      ? []
      : [say(verdict.rule ?? rule.title, verdict.because, { cites: rule.cites, ...verdict })]
  })

/** Every reason against, not just the first; an empty list is a yes. */
export function refusals<S extends string, A extends string, R extends string, F>(
  { noun, steps, dutyCites: cites }: Flow<S, A, R, F>,
  action: A,
  at: { state: S | null; role: string; on: Day; facts: F; tookBefore?: readonly string[] },
): Refusal[] {
  const step = steps[action]
  const out: Refusal[] = []
  if (at.state === null ? step.from.length > 0 : !step.from.includes(at.state))
    out.push(
      say('状态', `${noun}处于“${at.state ?? '未建'}”，不能${step.name}`, {
        cites,
        facts: { 当前状态: at.state ?? '未建', 可办状态: step.from.join('、') || '新建' },
        cure:
          step.from.length > 0
            ? `待进入“${step.from.join('”或“')}”后办理`
            : '这一步只在新建时办理，请另建一份',
      }),
    )
  if (!(step.by as readonly string[]).includes(at.role))
    out.push(
      say('职责', `${step.name}须由${step.by.join('或')}办理，您的岗位是${at.role}`, {
        cites,
        facts: { 岗位: at.role },
        cure: `请转${step.by.join('或')}办理`,
      }),
    )
  if (step.apartFrom?.some((a) => at.tookBefore?.includes(a)))
    out.push(
      say('不相容岗位分离', `${step.name}与前一环节不能由同一人办理`, {
        cites,
        cure: '请由本单位另一名经办或审核人员办理',
      }),
    )
  out.push(...judge(step.rules ?? [], at.facts, at.on))
  return out
}

export const diagram = (f: AnyFlow) =>
  [
    'stateDiagram-v2',
    ...Object.values(f.steps).flatMap((s) =>
      (s.from.length > 0 ? s.from : ['[*]']).map(
        (from: string) => `  ${from} --> ${s.to}: ${s.name}`,
      ),
    ),
  ].join('\n')

/** The same refusals in the words of this thing. */
export const inWords = (
  of: Pick<AnyFlow, 'say'>,
  s: { no: string | null },
  rs: readonly Refusal[],
) =>
  of.say === undefined
    ? [...rs]
    : rs.map((r) => {
        const w = (text: string) => of.say?.(text, s) ?? text
        const facts = Object.entries(r.facts).map(([k, v]) => [
          w(k),
          typeof v === 'string' ? w(v) : v,
        ])
        return {
          ...r,
          rule: w(r.rule),
          because: w(r.because),
          cure: w(r.cure),
          facts: Object.fromEntries(facts) as Refusal['facts'],
        }
      })

/** Thrown once, at the edge of an action; the HTTP layer turns it into 422 with the citations. */
export class Refused extends Error {
  override name = 'Refused'
  readonly refusals: readonly Refusal[]
  constructor(refusals: readonly Refusal[]) {
    super(refusals.map((r) => r.because).join('；'))
    this.refusals = refusals
  }
}
export const demand = (refusals: readonly Refusal[]) => {
  if (refusals.length > 0) throw new Refused(refusals)
}
/** Not there, or not yours: the answer is the same, so that nobody learns which. */
export class NotFound extends Error {
  override name = 'NotFound'
}
/** Someone was quicker, or the same key came with another body. */
export class Conflict extends Error {
  override name = 'Conflict'
}
