import { Alert, Button } from 'antd'
import { useCallback, useEffect, useRef, useState } from 'react'
import { get, opOf, Problem, post, type Refusal, type Schema } from '../api.ts'
import { showInstant } from '../words.ts'
import { Answers } from './Answers.tsx'
import { clearDraft, draftOf, saveDraft } from './drafts.ts'
import { ObjectForm } from './Form.tsx'
import { Refusals } from './pieces.tsx'

interface Done {
  id: string
  state: string
  no?: string | null
  receivedAt?: string
  sha256?: string
}
interface Props {
  module: string
  action: string
  /** The record's id, for steps; absent for births. */
  id?: string
  start?: Record<string, unknown>
  /** The step in the words of this record; else the op's own title. */
  name?: string | undefined
  onDone: (d: Done) => void
  onCancel: () => void
}
/** One step: fill in, judged as you go, check the answers, act, receipt. */
export const Act = ({ module, action, id, start, name, onDone, onCancel }: Props) => {
  const [op, setOp] = useState<{ title: string; schema: Schema } | null>(null)
  const [value, setValue] = useState<Record<string, unknown>>({ ...start, ...(id ? { id } : {}) })
  const [refusals, setRefusals] = useState<Refusal[]>([])
  const [issues, setIssues] = useState<Record<string, string>>({})
  const [wrong, setWrong] = useState<string[]>([])
  const [failure, setFailure] = useState('')
  const [checking, setChecking] = useState(false)
  const [busy, setBusy] = useState(false)
  const [touched, setTouched] = useState(false)
  const [receipt, setReceipt] = useState<Done | null>(null)
  const key = useRef(crypto.randomUUID())
  const draft = `${module}.${action}.${id ?? 'new'}`
  const [found, setFound] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    opOf(module, action).then((o) => {
      setOp(o)
      const before = draftOf(draft)
      if (o)
        setValue((v) =>
          keep(o.schema, { ...defaults(o.schema), ...v, ...blank(o.schema), ...before }),
        )
      if (before) {
        setFound(true)
        setTouched(true)
      }
    })
    heading.current?.focus()
  }, [module, action, draft])
  const learn = useCallback((e: unknown) => {
    if (!(e instanceof Problem)) throw e
    setRefusals(e.refusals)
    setIssues(
      Object.fromEntries([
        ...e.issues.map((i) => [i.path, i.message] as const),
        ...e.refusals.filter((r) => r.field).map((r) => [r.field ?? '', r.because] as const),
      ]),
    )
    setWrong(e.issues.map((i) => (i.field ? `${i.field}：${i.message}` : i.message)))
    setFailure(e.refusals.length > 0 || e.issues.length > 0 ? '' : e.message)
  }, [])
  // Judged live: tried for real, and taken back. Quiet until the person has begun.
  useEffect(() => {
    if (!op || (!touched && id === undefined)) return
    const timer = setTimeout(() => {
      post(`/api/${module}/${action}?dry=1`, value).then(
        () => {
          setRefusals([])
          setIssues({})
          setWrong([])
          setFailure('')
        },
        (e: unknown) => learn(e),
      )
    }, 600)
    return () => clearTimeout(timer)
  }, [value, op, touched, id, module, action, learn])
  if (!op) return <p className="meta">正在取表单……</p>
  const change = (v: unknown) => {
    setTouched(true)
    setChecking(false)
    key.current = crypto.randomUUID()
    setValue(v as Record<string, unknown>)
    if (!secret(op.schema)) saveDraft(draft, v as Record<string, unknown>)
  }
  const leave = () => {
    clearDraft(draft)
    onCancel()
  }
  const act = () => {
    setBusy(true)
    post<Done>(`/api/${module}/${action}`, value, key.current)
      .then((d) => {
        setReceipt(d)
        setFailure('')
        // The state in the record's own words; one that this person may no longer read keeps the plain one.
        get<{ shown: { state: string } }>(`/api/${module}/get`, { id: d.id }).then(
          (r) => setReceipt({ ...d, state: r.shown.state }),
          () => undefined,
        )
        clearDraft(draft)
      }, learn)
      .finally(() => setBusy(false))
  }
  if (receipt)
    return (
      <section className="card" aria-live="polite">
        <h2>{name ?? op.title}：已办</h2>
        <p>
          现在处于“{receipt.state}”{receipt.no ? `，编号 ${receipt.no}` : ''}。
          {showInstant(new Date().toISOString())}
        </p>
        <Button type="primary" onClick={() => onDone(receipt)}>
          知道了
        </Button>
      </section>
    )
  const empty = Object.keys(op.schema.properties ?? {}).filter((k) => k !== 'id').length === 0
  return (
    <section className="card">
      <h2 ref={heading} tabIndex={-1}>
        {name ?? op.title}
      </h2>
      {found && !checking ? (
        <p className="meta" role="status">
          接着上次没有办完的内容。
          <Button
            size="small"
            onClick={() => {
              clearDraft(draft)
              setFound(false)
              setTouched(false)
              setValue(
                keep(op.schema, {
                  ...defaults(op.schema),
                  ...start,
                  ...(id ? { id } : {}),
                  ...blank(op.schema),
                }),
              )
            }}
          >
            重新填
          </Button>
        </p>
      ) : null}
      {failure ? (
        <Alert type="error" showIcon title={failure} style={{ marginBottom: 12 }} />
      ) : null}
      {checking || empty ? (
        <>
          {empty ? (
            <p>办理后不能自行撤回，请确认。</p>
          ) : (
            <Answers schema={op.schema} value={value} />
          )}
          {wrong.length > 0 ? (
            <Alert
              type="warning"
              showIcon
              title={`还有${wrong.length}处没有填好`}
              description={
                <ul>
                  {wrong.map((w) => (
                    <li key={w}>{w}</li>
                  ))}
                </ul>
              }
              style={{ marginBottom: 12 }}
            />
          ) : null}
          <Refusals refusals={refusals} />
          <div className="bar">
            <Button
              type="primary"
              loading={busy}
              disabled={refusals.length > 0 || wrong.length > 0}
              onClick={act}
            >
              确认办理
            </Button>
            {empty ? null : <Button onClick={() => setChecking(false)}>回去修改</Button>}
            <Button onClick={leave}>不办了</Button>
          </div>
        </>
      ) : (
        <>
          <ObjectForm
            schema={op.schema}
            value={value}
            onChange={change}
            issues={touched || id ? issues : {}}
          />
          <Refusals
            refusals={refusals}
            onFix={(field, suggest) =>
              change({
                ...value,
                [field]: fixed(op.schema.properties?.[field], value[field], suggest),
              })
            }
          />
          <div className="bar">
            <Button type="primary" onClick={() => setChecking(true)}>
              核对后办理
            </Button>
            <Button onClick={leave}>不办了</Button>
          </div>
        </>
      )}
    </section>
  )
}
/** A suggested day for a field that holds a moment keeps the hour already chosen. */
function fixed(schema: Schema | undefined, before: unknown, suggest: string): unknown {
  const instant =
    schema?.['x-kind'] === 'instant' || schema?.anyOf?.some((s) => s.format === 'date-time')
  if (!instant) return schema?.type === 'integer' ? Number(suggest) : suggest
  const hour =
    typeof before === 'string'
      ? new Date(Date.parse(before) + 8 * 3_600_000).toISOString().slice(11, 16)
      : '09:30'
  return `${suggest}T${hour}:00+08:00`
}
function defaults(s: Schema): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(s.properties ?? {}).flatMap(([k, p]) => {
      if (p.default !== undefined) return [[k, p.default]]
      if (p.type === 'boolean') return [[k, false]]
      if (p.type === 'array') return [[k, []]]
      if (p.type === 'object' && p.properties) return [[k, defaults(p)]]
      return []
    }),
  )
}
/** What may be left out is not prefilled from the record: leaving it out means "as it was". */
const blank = (s: Schema) =>
  Object.fromEntries(
    Object.entries(s.properties ?? {})
      .filter(([, p]) => p.anyOf?.some((x) => x.type === 'null'))
      .map(([k]) => [k, null]),
  )
/** Only what the step asks for is sent: a record knows more than its forms. */
const keep = (s: Schema, v: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(v).filter(([k, x]) => s.properties?.[k] !== undefined && x !== undefined),
  )
/** Forms with a secret in them leave nothing behind in the browser. */
const secret = (s: Schema): boolean =>
  Object.values(s.properties ?? {}).some((p) => p['x-kind'] === 'password' || secret(p))
