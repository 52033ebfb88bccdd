/** The server holds the truth; this asks it. Shapes are those of the kernel's record.ts and present.ts. */
export interface Cite {
  law: string
  article: string
  quote: string
  mark?: string
}
export interface Refusal {
  rule: string
  because: string
  cites: Cite[]
  facts: Record<string, string | number | boolean | null>
  cure: string
  field?: string
  suggest?: string
}
export interface Summary {
  id: string
  module: string
  noun: string
  /** Noun and state in the words of its method: 谈判项目, 征集响应中. */
  shown: { noun: string; state: string }
  title: string
  no: string | null
  state: string
  since: string
  due: string | null
  region: string
  process: string
}
export interface Section {
  title: string
  fields?: {
    label: string
    value: string | number | boolean | null
    kind?: string
    look?: string
  }[]
  columns?: { key: string; label: string; kind?: string; look?: string }[]
  rows?: Record<string, string | number | boolean | null>[]
}
export interface TrailEntry {
  seq: number
  at: string
  name: string
  who: string
  role: string
  org: string
  from: string | null
  to: string
  index: number | null
}
export interface RecordView extends Summary {
  lawOn: string
  data: Record<string, unknown>
  sections: Section[]
  trail: TrailEntry[]
  offers: { action: string; name: string; may: boolean; refusals: Refusal[] }[]
}
export interface Actor {
  person: string
  name: string
  role: string
  org: string | null
  orgName: string
  region: string
  behalf?: { name: string; nouns: string[] }
}
export interface Session {
  actor: Actor
  positions: { id: string; role: string; org: string }[]
  delegations: { id: string; role: string; org: string; from: string; ends: string }[]
  /** Recovery codes, shown once after a first factor was added. */
  codes?: string[]
}
/** Signed in so far by password alone: what may come next. */
export interface Halfway {
  next: 'secondFactor' | 'enrolFactor'
  methods: string[]
  ticket: string
  passkey?: Record<string, unknown>
  certificate?: { challenge: string; fingerprints: string[] }
  totp?: { uri: string; secret: string }
}
export interface ProjectView {
  project: {
    id: string
    ocid: string
    no: string
    title: string
    buyer: string
    region: string
    category: string
  }
  spine: {
    stage: string
    status: 'done' | 'now' | 'next'
    at: string | null
    who: string | null
    money: string | null
    note: string | null
    subjects: Summary[]
  }[]
}
export interface Schema {
  type?: string | string[]
  title?: string
  description?: string
  enum?: (string | number)[]
  const?: unknown
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  minItems?: number
  default?: unknown
  format?: string
  maxLength?: number
  additionalProperties?: Schema | boolean
  'x-kind'?: string
  'x-org'?: string
  'x-accept'?: string
  'x-names'?: Record<string, string>
}
/** A field that is not filled in as its form asks; `field` in the words of the form. */
export interface Issue {
  path: string
  field?: string
  message: string
}
export class Problem extends Error {
  readonly status: number
  readonly refusals: Refusal[]
  readonly issues: Issue[]
  constructor(status: number, body: { detail?: string; refusals?: Refusal[]; issues?: Issue[] }) {
    super(body.detail ?? '没有连上，请稍后再试')
    this.status = status
    this.refusals = body.refusals ?? []
    this.issues = body.issues ?? []
  }
}
/** Asks the person to show a factor once more; set by the page that can. */
let prover: (() => Promise<boolean>) | null = null
export const setProver = (p: typeof prover) => {
  prover = p
}
async function send<T>(path: string, init: RequestInit): Promise<T> {
  let res: Response
  try {
    res = await fetch(path, init)
  } catch {
    throw new Problem(0, { detail: '网络不通：您填的内容还在，连上后再试一次' })
  }
  const text = await res.text()
  const body: unknown = text ? JSON.parse(text) : {}
  if (
    res.status === 403 &&
    (body as { next?: string }).next === 'prove' &&
    prover &&
    (await prover())
  )
    return send<T>(path, init)
  if (!res.ok) throw new Problem(res.status, body as ConstructorParameters<typeof Problem>[1])
  return body as T
}
/** Before a long act with a deadline behind it: prove now, so that the act itself is not held up. Whoever declines is asked then. */
export async function proveAhead(seconds = 300) {
  const { provedFor } = await get<{ provedFor: number }>('/api/session/get')
  if (provedFor < seconds) await prover?.()
}
export const get = <T>(path: string, query: Record<string, string> = {}) =>
  send<T>(`${path}?${new URLSearchParams(query)}`, { method: 'GET' })
/** The same key for the same content: a retry after a lost answer changes nothing twice. */
export const post = <T>(path: string, body: unknown, key?: string) =>
  send<T>(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key ? { 'idempotency-key': key } : {}) },
    body: JSON.stringify(body),
  })

interface OpenApi {
  paths: Record<
    string,
    {
      post?: { summary: string; requestBody?: { content: Record<string, { schema: Schema }> } }
      get?: { summary: string }
    }
  >
}
let spec: Promise<OpenApi> | undefined
export const openapi = () => {
  spec ??= get<OpenApi>('/openapi.json')
  return spec
}
export async function opOf(
  module: string,
  action: string,
): Promise<{ title: string; schema: Schema } | null> {
  const op = (await openapi()).paths[`/api/${module}/${action}`]?.post
  return op
    ? { title: op.summary, schema: op.requestBody?.content['application/json']?.schema ?? {} }
    : null
}
