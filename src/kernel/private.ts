import type { Citation } from './flow.ts'
import type { Actor, Ask } from './op.ts'
import type { Section } from './record.ts'

/** How a value is shown to whoever has no need of the whole of it. */
export type Mask = '姓名' | '电话' | '证件号' | '账号' | '邮箱' | '地址' | '日期' | '不示'

/** How long, on whose word, and which sweep of the clock carries it out; without one a person decides (archives). */
export interface Keep {
  readonly title: string
  readonly until: string
  readonly cites: readonly Citation[]
  readonly sweep: string | null
}
/** One column that says something of a natural person (个人信息保护法第六条：目的明确、最小必要). */
export interface Personal {
  /** What people call it: 手机号. */
  readonly title: string
  readonly whose: string
  readonly purpose: string
  readonly basis: readonly Citation[]
  readonly keep: Keep
  /** Null: never masked where it is answered at all, and `whole` says why. */
  readonly mask: Mask | null
  /** Who reads the whole value, in words for the public page. */
  readonly whole: string
  readonly sensitive?: true
}
/**
 * Every column of a table that could hold words, each in one of three lists. `free`: what people write in the course of the
 * matter; it is not collected for what it says of anybody, and it is read by whoever reads the matter. `none`: codes, digests,
 * names of things and units.
 */
export interface Columns {
  readonly personal?: Readonly<Record<string, Personal>>
  readonly free?: readonly string[]
  readonly none?: readonly string[]
}
export type Register = Readonly<Record<string, Columns>>

/** What the clock erases when its time has come: rows touched. Idempotent; skips what a hold keeps (`identity.is_held`). */
export interface Sweep {
  readonly id: string
  readonly title: string
  readonly run: (ask: Ask) => Promise<number>
}

const stars = (n: number) => '*'.repeat(Math.max(1, n))
const ends = (s: string, head: number, tail: number) =>
  s.length <= head + tail
    ? stars(s.length)
    : s.slice(0, head) + stars(s.length - head - tail) + s.slice(s.length - tail)
const masks: Readonly<Record<Mask, (s: string) => string>> = {
  姓名: (s) => {
    const [first = '', ...rest] = [...s]
    return rest.length === 0 ? '*' : first + stars(Math.min(rest.length, 3))
  },
  电话: (s) => (s.length >= 11 ? ends(s, 3, 4) : ends(s, 0, 2)),
  证件号: (s) => ends(s, 3, 4),
  账号: (s) => ends(s, 0, 4),
  邮箱: (s) => {
    const at = s.lastIndexOf('@')
    return at < 1 ? stars(s.length) : `${s.slice(0, 1)}***${s.slice(at)}`
  },
  地址: (s) => {
    const place = /^.*?[省区市盟旗县]/.exec(s.slice(0, 20))?.[0] ?? ''
    return place.length < s.length ? `${place}***` : '***'
  },
  日期: (s) => (/^\d{4}/.test(s) ? `${s.slice(0, 4)}年` : '***'),
  不示: () => '***',
}
export const masked = (kind: Mask, value: string): string =>
  value === '' ? '' : masks[kind](value)

/** Whose value this is: the person, or the unit whose people it concerns. */
export interface Owner {
  readonly person?: string | null
  readonly org?: string | null
}
/** A value on its way out that not everybody gets whole. Only `present` and `shownTo` turn it into text. */
export class Private {
  readonly column: string
  readonly mask: Mask
  readonly value: string
  readonly of: Owner
  /** Roles that need it whole for their work on this very record. */
  readonly roles: readonly string[]
  constructor(column: string, mask: Mask, value: string, of: Owner, roles: readonly string[] = []) {
    this.column = column
    this.mask = mask
    this.value = value
    this.of = of
    this.roles = roles
  }
  /** What a careless template would show. */
  toString() {
    return masked(this.mask, this.value)
  }
  toJSON() {
    return this.toString()
  }
}
const same = (a: string | null | undefined, b: string | null | undefined) =>
  typeof a === 'string' && a === b
/** One's own, also for whoever acts in one's place (授权委托). */
export const isOwn = (actor: Actor, of: Owner): boolean =>
  same(of.person, actor.person) || same(of.person, actor.behalf?.person) || same(of.org, actor.org)
/** Whole for its owner, for a role that works with it, and for whoever has just said what for (查看). */
export const isWhole = (ask: Pick<Ask, 'actor' | 'looking'>, p: Private): boolean =>
  isOwn(ask.actor, p.of) || p.roles.includes(ask.actor.role) || ask.looking === p.column
export const shownTo = (ask: Pick<Ask, 'actor' | 'looking'>, p: Private): string =>
  isWhole(ask, p) ? p.value : masked(p.mask, p.value)
/** The name of somebody who acts: whole to his own unit and to whoever supervises, 张* to the rest. */
export const nameFor = (
  ask: Pick<Ask, 'actor' | 'looking'>,
  name: string,
  of: Owner,
  roles: readonly string[] = [],
) => shownTo(ask, new Private('library.person.name', '姓名', name, of, roles))

type Cell = string | number | boolean | null
type Drawn = Cell | Private
type DraftField = Omit<NonNullable<Section['fields']>[number], 'value'> & {
  readonly value: Drawn
  /** The field of the record's veil that this belongs to; so below. */
  readonly veil?: string
}
type DraftColumn = NonNullable<Section['columns']>[number] & { readonly veil?: string }
/** A section before it is known who reads it. */
export interface Draft {
  readonly title: string
  readonly veil?: string
  readonly fields?: readonly DraftField[] | undefined
  readonly columns?: readonly DraftColumn[] | undefined
  readonly rows?: readonly Readonly<Record<string, Drawn>>[] | undefined
}
/** Sections as this person sees them; what is masked says which column a 查看 would open. */
export function draw(ask: Pick<Ask, 'actor' | 'looking'>, sections: readonly Draft[]): Section[] {
  const cell = (v: Drawn) => (v instanceof Private ? shownTo(ask, v) : v)
  /** Offered while it is masked, and marked while it is being looked at. */
  const look = (v: Drawn | undefined) =>
    v instanceof Private &&
    v.value !== '' &&
    v.mask !== '不示' &&
    (!isWhole(ask, v) || ask.looking === v.column)
      ? v.column
      : undefined
  return sections.map(({ fields, rows, columns, veil: _, ...rest }) => ({
    ...rest,
    ...(fields
      ? {
          fields: fields.map((f) => {
            const column = look(f.value)
            // A masked day is no day any more.
            const kind = column !== undefined && f.kind === 'day' ? undefined : f.kind
            const { kind: _k, value, veil: _v, ...more } = f
            return {
              ...more,
              value: cell(value),
              ...(kind ? { kind } : {}),
              ...(column ? { look: column } : {}),
            }
          }),
        }
      : {}),
    ...(columns
      ? {
          columns: columns.map((c) => {
            const column = rows?.map((r) => look(r[c.key])).find((x) => x !== undefined)
            const { veil: _v, ...more } = c
            return column ? { ...more, look: column } : more
          }),
        }
      : {}),
    ...(rows
      ? {
          rows: rows.map((r) =>
            Object.fromEntries(Object.entries(r).map(([k, v]) => [k, cell(v)])),
          ),
        }
      : {}),
  }))
}
/** Data for programs: a value that is not for this person is not there, so that nobody saves its mask back. */
export function without(ask: Pick<Ask, 'actor' | 'looking'>, data: unknown): unknown {
  if (data instanceof Private) return isWhole(ask, data) ? data.value : undefined
  if (Array.isArray(data)) return data.map((x) => without(ask, x))
  if (data === null || typeof data !== 'object' || Object.getPrototypeOf(data) !== Object.prototype)
    return data
  return Object.fromEntries(
    Object.entries(data).flatMap(([k, v]) => {
      const w = without(ask, v)
      return w === undefined ? [] : [[k, w]]
    }),
  )
}
