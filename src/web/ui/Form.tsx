import { Button, Input, Select, Switch } from 'antd'
import { createContext, useContext, useId } from 'react'
import { get, type Schema, type Summary } from '../api.ts'
import { capital, tidyMoney } from '../words.ts'
import {
  ContractField,
  FrameworkField,
  InnovationField,
  ItemField,
  OfferField,
  Remote,
  SeatField,
} from './Pickers.tsx'
import { TextFile } from './TextFile.tsx'
import { UploadField } from './Upload.tsx'

type Data = Record<string, unknown>
interface Props {
  schema: Schema
  value: unknown
  onChange: (v: unknown) => void
  /** Messages by path: what the server said about a field. */
  issues: Record<string, string>
  path?: string
}
/** `X or nothing`, `'' or text`: one field, optional. */
export function plain(s: Schema): { schema: Schema; optional: boolean } {
  if (!s.anyOf) return { schema: s, optional: false }
  const rest = s.anyOf.filter((x) => x.type !== 'null' && x.const !== '')
  const one = rest[0]
  if (rest.length === 1 && one) return { schema: { ...one, ...withoutUnion(s) }, optional: true }
  return { schema: s, optional: false }
}
const withoutUnion = ({ anyOf: _, ...rest }: Schema): Schema => rest

/** What the whole form holds so far: a field deep inside may offer what another one names. */
const Whole = createContext<Data>({})

/** A form drawn from the step's own schema. The server judges; nothing is judged here. */
export const ObjectForm = ({ schema, value, onChange, issues, path = '' }: Props) => {
  const data = (value ?? {}) as Data
  const whole = useContext(Whole)
  return (
    <Whole.Provider value={path === '' ? data : whole}>
      {Object.entries(schema.properties ?? {})
        .filter(([k]) => !(path === '' && k === 'id'))
        .map(([k, s]) => (
          <Field
            key={k}
            name={k}
            schema={s}
            required={schema.required?.includes(k) ?? false}
            value={data[k]}
            onChange={(v) => onChange({ ...data, [k]: v })}
            issues={issues}
            path={path ? `${path}.${k}` : k}
          />
        ))}
    </Whole.Provider>
  )
}
const Field = ({
  name,
  schema: raw,
  required,
  value,
  onChange,
  issues,
  path,
}: Props & { name: string; required: boolean; path: string }) => {
  const { schema, optional } = plain(raw)
  const id = useId()
  const title = schema.title ?? name
  const issue = issues[path]
  // Goes back as it came: what it stands for is said beside it.
  if (schema['x-kind'] === 'hidden') return null
  if (schema['x-kind'] === 'shown')
    return (
      <div className="field">
        <strong>{String(value ?? '')}</strong>
      </div>
    )
  // A group in which this record has nothing to fill is no question to anybody.
  if (schema.type === 'object' && schema.properties && Object.keys(schema.properties).length === 0)
    return null
  if (schema.type === 'object' && schema.properties) {
    if (optional && value === null)
      return (
        <div className="field">
          <Button onClick={() => onChange({})}>填写{title}</Button>
        </div>
      )
    return (
      <fieldset>
        <legend>{title}</legend>
        <ObjectForm schema={schema} value={value} onChange={onChange} issues={issues} path={path} />
      </fieldset>
    )
  }
  if (schema.type === 'array' && schema.items)
    return (
      <ListField
        schema={schema}
        title={title}
        value={value}
        onChange={onChange}
        issues={issues}
        path={path}
      />
    )
  return (
    <div className={`field ${issue ? 'bad' : ''}`}>
      <label htmlFor={id}>
        {title}
        {schema['x-kind'] === 'instant' ? <span className="meta">（北京时间）</span> : null}
        {required && !optional ? '' : <span className="meta">（可不填）</span>}
      </label>
      <Widget id={id} schema={schema} value={value} onChange={onChange} />
      {schema.description ? <div className="meta">{schema.description}</div> : null}
      {issue ? <div className="hint">{issue}</div> : null}
    </div>
  )
}
const ListField = ({
  schema,
  title,
  value,
  onChange,
  issues,
  path = '',
}: Props & { title: string }) => {
  const item = schema.items ?? {}
  const blank = item.type === 'object' ? {} : ''
  // Where one is asked for, the first stands open.
  const rows = (value ?? (schema.minItems ? [blank] : [])) as unknown[]
  const set = (i: number, v: unknown) => onChange(rows.map((r, j) => (j === i ? v : r)))
  return (
    <fieldset>
      <legend>{title}</legend>
      {issues[path] ? (
        <div className="field bad">
          <div className="hint">{issues[path]}</div>
        </div>
      ) : null}
      {rows.map((r, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity of their own
        <fieldset key={i}>
          <legend>
            第 {i + 1} 项{' '}
            <Button
              size="small"
              onClick={() => onChange(rows.filter((_, j) => j !== i))}
              aria-label={`删去${title}第${i + 1}项`}
            >
              删去
            </Button>
          </legend>
          {item.type === 'object' ? (
            <ObjectForm
              schema={item}
              value={r}
              onChange={(v) => set(i, v)}
              issues={issues}
              path={`${path}.${i}`}
            />
          ) : (
            <Widget
              id={`${path}.${i}`}
              schema={{ ...item, title: `${title}第${i + 1}项` }}
              value={r}
              onChange={(v) => set(i, v)}
            />
          )}
        </fieldset>
      ))}
      <Button onClick={() => onChange([...rows, blank])}>加一项</Button>
    </fieldset>
  )
}

const modules = new Set([
  'plan',
  'requirement',
  'intention',
  'approval',
  'tender',
  'lot',
  'contract',
  'bid',
  'venue',
  'frameworkCall',
])
/** A lot that has been decided carries its award; who may not see it is not offered it. */
const awards = async () => {
  const lots = await get<Summary[]>('/api/lot/list', { state: '已定标' })
  const seen = await Promise.all(
    lots.map((l) => get<{ data: { award?: string } }>('/api/lot/get', { id: l.id })),
  )
  const single = lots.flatMap((l, i) => {
    const award = seen[i]?.data.award
    return award ? [{ value: award, label: `${l.title}　${l.no ?? ''}` }] : []
  })
  return [...single, ...(await researchAwards())]
}
/** 合作创新 has several awards, told on its own record: the researchers', and the first purchase's. */
const researchAwards = async () => {
  const all = await Promise.all(
    ['研发中', '已定首购'].map((state) => get<Summary[]>('/api/innovation/list', { state })),
  )
  const seen = await Promise.all(
    all.flat().map(async (i) => ({
      ...i,
      of: await get<{ data: { awards?: { id: string; name: string; part: string }[] } }>(
        '/api/innovation/get',
        { id: i.id },
      ),
    })),
  )
  return seen.flatMap((i) =>
    (i.of.data.awards ?? []).map((a) => ({
      value: a.id,
      label: `${i.title}　${a.part}：${a.name}`,
    })),
  )
}
const Widget = ({
  id,
  schema,
  value,
  onChange,
}: {
  id: string
  schema: Schema
  value: unknown
  onChange: (v: unknown) => void
}) => {
  const kind = schema['x-kind']
  const whole = useContext(Whole)
  const text = value === undefined || value === null ? '' : String(value)
  if (schema.type === 'boolean')
    return (
      <Switch
        id={id}
        checked={value === true}
        onChange={onChange}
        checkedChildren="是"
        unCheckedChildren="否"
        aria-label={schema.title ?? ''}
      />
    )
  if (schema.enum)
    return (
      <Select
        id={id}
        value={text || null}
        onChange={onChange}
        style={{ width: '100%' }}
        options={schema.enum.map((e) => ({
          value: e,
          label: schema['x-names']?.[String(e)] ?? String(e),
        }))}
        aria-label={schema.title ?? ''}
      />
    )
  if (kind === 'money')
    return (
      <>
        <Input
          id={id}
          inputMode="decimal"
          value={text}
          onChange={(e) => onChange(tidyMoney(e.target.value))}
          onBlur={() => text && onChange(tidyMoney(text, true))}
          className="money"
          styles={{ input: { textAlign: 'right', fontVariantNumeric: 'tabular-nums' } }}
          suffix="元"
          placeholder="0.00"
        />
        <div className="hint" aria-live="polite">
          {capital(text)}
        </div>
      </>
    )
  if (kind === 'day' || schema.format === 'date')
    return <Input id={id} type="date" value={text} onChange={(e) => onChange(e.target.value)} />
  if (kind === 'month')
    return <Input id={id} type="month" value={text} onChange={(e) => onChange(e.target.value)} />
  if (kind === 'instant')
    return (
      <Input
        id={id}
        type="datetime-local"
        value={text ? new Date(Date.parse(text) + 8 * 3_600_000).toISOString().slice(0, 16) : ''}
        onChange={(e) => onChange(e.target.value ? `${e.target.value}:00+08:00` : null)}
      />
    )
  if (kind === 'long')
    return (
      <Input.TextArea
        id={id}
        value={text}
        onChange={(e) => onChange(e.target.value)}
        autoSize={{ minRows: 2, maxRows: 12 }}
        maxLength={schema.maxLength ?? 8000}
      />
    )
  if (kind === 'file') return <TextFile id={id} value={text} onChange={onChange} />
  if (kind === 'upload')
    return (
      <UploadField
        id={id}
        value={text}
        onChange={onChange}
        {...(typeof schema['x-accept'] === 'string' ? { accept: schema['x-accept'] } : {})}
      />
    )
  if (kind === 'offer') return <OfferField id={id} value={text} onChange={onChange} />
  if (kind === 'frameLot' || kind === 'frameMember')
    return (
      <FrameworkField
        id={id}
        kind={kind}
        value={text}
        onChange={onChange}
        label={schema.title ?? ''}
      />
    )
  if (kind === 'candidate' || kind === 'product')
    return (
      <InnovationField
        id={id}
        kind={kind}
        value={text}
        onChange={onChange}
        label={schema.title ?? ''}
      />
    )
  if (kind === 'site' || kind === 'booking' || kind === 'sitting')
    return (
      <SeatField id={id} value={text} onChange={onChange} kind={kind} label={schema.title ?? ''} />
    )
  if (kind === 'org')
    return (
      <Remote
        id={id}
        value={text}
        onChange={onChange}
        load={(word) =>
          get<{ id: string; name: string }[]>('/api/library/findOrgs', {
            kind: schema['x-org'] ?? '供应商',
            name: word,
          }).then((r) => r.map((o) => ({ value: o.id, label: o.name })))
        }
        label={schema.title ?? ''}
      />
    )
  if (kind === 'region')
    return (
      <Remote
        id={id}
        value={text}
        onChange={onChange}
        load={() =>
          get<{ code: string; name: string }[]>('/api/library/listRegions').then((r) =>
            r.map((o) => ({ value: o.code, label: o.name })),
          )
        }
        label={schema.title ?? ''}
      />
    )
  if (kind === 'reader')
    return (
      <Remote
        id={id}
        value={text}
        onChange={onChange}
        load={() =>
          Promise.all(
            ['采购人', '代理机构'].map((k) =>
              get<{ id: string; name: string }[]>('/api/library/findOrgs', { kind: k }),
            ),
          ).then((r) => r.flat().map((o) => ({ value: o.id, label: o.name })))
        }
        label={schema.title ?? ''}
      />
    )
  if (kind === 'regulation')
    return (
      <Remote
        id={id}
        value={text}
        onChange={onChange}
        load={() =>
          get<Summary[]>('/api/regulation/list').then((r) =>
            r.map((x) => ({ value: x.id, label: `${x.title}　${x.shown.state}` })),
          )
        }
        label={schema.title ?? ''}
      />
    )
  if (kind === 'award')
    return (
      <Remote
        id={id}
        value={text}
        onChange={onChange}
        load={() => awards()}
        label={schema.title ?? ''}
      />
    )
  if (kind === 'instalment' || kind === 'article')
    return (
      <ContractField
        id={id}
        value={text}
        onChange={onChange}
        kind={kind}
        contract={typeof whole['contract'] === 'string' ? whole['contract'] : ''}
        label={schema.title ?? ''}
      />
    )
  if (kind === 'item')
    return <ItemField id={id} value={text} onChange={onChange} label={schema.title ?? ''} />
  if (kind === 'line' || kind === 'project' || modules.has(kind ?? '')) {
    const module = kind === 'line' ? 'budget' : kind === 'project' ? 'requirement' : (kind ?? '')
    return (
      <Remote
        id={id}
        value={text}
        onChange={onChange}
        load={() =>
          get<Summary[]>(`/api/${module}/list`).then((r) =>
            r.map((x) => ({
              value: kind === 'project' ? x.process : x.id,
              label: `${x.title}　${x.no ?? ''}　${x.shown.state}`,
            })),
          )
        }
        label={schema.title ?? ''}
      />
    )
  }
  if (schema.type === 'integer' || schema.type === 'number')
    return (
      <Input
        id={id}
        inputMode="numeric"
        value={text}
        onChange={(e) =>
          onChange(/^-?\d+(\.\d+)?$/.test(e.target.value) ? Number(e.target.value) : e.target.value)
        }
      />
    )
  return (
    <Input
      id={id}
      value={text}
      onChange={(e) => onChange(e.target.value)}
      type={kind === 'password' ? 'password' : 'text'}
    />
  )
}
