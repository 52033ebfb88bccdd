import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input, Switch } from 'antd'
import { useState } from 'react'
import { get, Problem, post } from '../api.ts'

type Value = string | number | boolean
interface Setting {
  name: string
  title: string
  note: string
  value: Value
  default: Value
}
const shown = (v: Value) => (v === true ? '是' : v === false ? '否' : v === '' ? '空' : String(v))

/** 登录设定：the security administrator changes, the audit administrator reads. */
export const Entrance = ({ role }: { role: string }) => {
  const client = useQueryClient()
  const { data, error } = useQuery({
    queryKey: ['entrance'],
    queryFn: () => get<{ settings: Setting[] }>('/api/entrance/get'),
  })
  const [failure, setFailure] = useState('')
  const [said, setSaid] = useState('')
  if (error) return <Alert type="error" showIcon title={error.message} role="alert" />
  if (!data) return <p className="meta">正在取……</p>
  const save = (s: Setting, value: Value) =>
    post('/api/entrance/set', { name: s.name, value }).then(
      () => {
        setFailure('')
        setSaid(`“${s.title}”已改为${shown(value)}`)
        return client.invalidateQueries({ queryKey: ['entrance'] })
      },
      (e: unknown) => {
        setSaid('')
        setFailure(e instanceof Problem ? e.message : '没有办成，请再试')
      },
    )
  return (
    <>
      <h1>登录设定</h1>
      <p className="meta">全区一样，改了立即生效，每一次修改都记入安全审计。</p>
      <div aria-live="polite">
        {failure ? <Alert type="error" showIcon title={failure} role="alert" /> : null}
        {said ? <Alert type="success" showIcon title={said} /> : null}
      </div>
      {data.settings.map((s) => (
        <One key={s.name} s={s} mayChange={role === '安全管理员'} save={save} />
      ))}
    </>
  )
}
const One = ({
  s,
  mayChange,
  save,
}: {
  s: Setting
  mayChange: boolean
  save: (s: Setting, v: Value) => void
}) => {
  const [typed, setTyped] = useState(String(s.value))
  const id = `setting-${s.name}`
  return (
    <section className="card">
      <h2 id={id}>{s.title}</h2>
      <p className="meta">
        {s.note}。默认{shown(s.default)}。
      </p>
      {!mayChange ? (
        <p>{shown(s.value)}</p>
      ) : typeof s.value === 'boolean' ? (
        <Switch
          aria-labelledby={id}
          checked={s.value}
          checkedChildren="是"
          unCheckedChildren="否"
          onChange={(v) => save(s, v)}
        />
      ) : (
        <form
          className="bar"
          onSubmit={(e) => {
            e.preventDefault()
            save(s, typeof s.value === 'number' ? Number(typed) : typed)
          }}
        >
          <Input
            aria-labelledby={id}
            inputMode={typeof s.value === 'number' ? 'numeric' : 'text'}
            style={{ maxWidth: 320 }}
            value={typed}
            onChange={(e) => setTyped(e.target.value)}
          />
          <Button htmlType="submit" disabled={typed === String(s.value)}>
            改定
          </Button>
        </form>
      )}
    </section>
  )
}
