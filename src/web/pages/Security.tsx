import { startRegistration } from '@simplewebauthn/browser'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Input, Select } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import { get, Problem, post, type Refusal } from '../api.ts'
import { Codes } from '../ui/Codes.tsx'
import { Refusals } from '../ui/pieces.tsx'
import { Qr } from '../ui/Qr.tsx'
import { Lookers } from '../ui/Traces.tsx'
import { showDay, showInstant } from '../words.ts'
import { type CertificateShown, Certificates } from './Certificates.tsx'
import { Field } from './SignIn.tsx'

interface Mine {
  name: string
  account: string
  passwordAt: string | null
  needsFactor: boolean
  demo: boolean
  totp: boolean
  codesLeft: number
  passkeys: { id: string; name: string; made: string; lastUsed: string | null }[]
  certificates: CertificateShown[]
  unified: { issuer: string; made: string }[]
  sessions: {
    id: string
    began: string
    seen: string
    agent: string
    address: string
    factor: string | null
    here: boolean
  }[]
  notices: { at: string; kind: string; said: string; agent: string; fresh: boolean }[]
  invitations: { id: string; role: string; org: string; since: string }[]
  delegations: {
    id: string
    given: boolean
    other: string
    role: string
    nouns: string[]
    begins: string
    ends: string
    state: string
    reason: string
  }[]
  colleagues: { id: string; name: string; role: string }[]
  kinds: string[]
}
/** What a browser calls itself, in a person's words. */
export const device = (agent: string): string => {
  const on = /Android/.test(agent)
    ? '安卓手机'
    : /iPhone|iPad/.test(agent)
      ? '苹果手机或平板'
      : /Windows/.test(agent)
        ? '视窗电脑'
        : /Mac OS/.test(agent)
          ? '苹果电脑'
          : /Linux/.test(agent)
            ? '国产或其他电脑'
            : '其他设备'
  const by = /Firefox/.test(agent)
    ? '火狐浏览器'
    : /Chrome/.test(agent)
      ? '谷歌内核浏览器'
      : /Safari/.test(agent)
        ? '苹果浏览器'
        : '其他程序'
  return `${on}，${by}`
}

/** 我的安全：how I sign in, from where, and who may act in my place. */
export const Security = () => {
  const client = useQueryClient()
  const { data, error } = useQuery({
    queryKey: ['security'],
    queryFn: () => get<Mine>('/api/security/get'),
  })
  const [failure, setFailure] = useState('')
  const [said, setSaid] = useState('')
  const [codes, setCodes] = useState<string[] | null>(null)
  const act = (path: string, body: unknown, done = '') =>
    post<{ codes?: string[] }>(path, body).then(
      (r) => {
        setFailure('')
        setSaid(done)
        if (r.codes && r.codes.length > 0) setCodes(r.codes)
        return client.invalidateQueries({ queryKey: ['security'] })
      },
      (e: unknown) => {
        setSaid('')
        setFailure(e instanceof Problem ? e.message : '没有办成，请再试')
      },
    )
  if (error) return <Alert type="error" showIcon title={error.message} role="alert" />
  if (!data) return <p className="meta">正在取……</p>
  if (codes)
    return (
      <Codes
        title="请记下恢复码"
        note="手机丢了，用一个恢复码代替第二因素登录，每个用一次。只显示这一回，请抄下或打印，与手机分开放。"
        codes={codes}
        onDone={() => setCodes(null)}
      />
    )
  const fresh = data.notices.filter((n) => n.fresh).length
  return (
    <>
      <h1>我的安全</h1>
      <p className="meta">
        {data.name}，账号 {data.account}
      </p>
      <div aria-live="polite">
        {failure ? <Alert type="error" showIcon title={failure} role="alert" /> : null}
        {said ? <Alert type="success" showIcon title={said} /> : null}
      </div>
      {data.invitations.map((i) => (
        <section className="card" key={i.id}>
          <h2>任职邀请</h2>
          <p>
            {i.org}请您任“{i.role}”，{showInstant(i.since)}发出。
          </p>
          <div className="bar">
            <Button
              type="primary"
              onClick={() => act('/api/appointment/accept', { id: i.id }, '已接受，重新登录后可选')}
            >
              接受
            </Button>
            <Button onClick={() => act('/api/appointment/decline', { id: i.id }, '已谢绝')}>
              谢绝
            </Button>
          </div>
        </section>
      ))}
      <section className="card">
        <h2>通知{fresh > 0 ? `（${fresh}条未读）` : ''}</h2>
        {data.notices.length === 0 ? <p className="meta">没有通知。</p> : null}
        <ul className="plain">
          {data.notices.map((n) => (
            <li key={n.at + n.said}>
              {n.fresh ? <strong>{n.kind}</strong> : n.kind}　{n.said}{' '}
              <span className="meta">
                {showInstant(n.at)}
                {n.agent ? `，${device(n.agent)}` : ''}
              </span>
            </li>
          ))}
        </ul>
        {fresh > 0 ? <Button onClick={() => act('/api/security/read', {})}>都看过了</Button> : null}
      </section>
      <Password data={data} act={act} />
      <UnifiedLink data={data} act={act} setFailure={setFailure} />
      <Factors data={data} act={act} setFailure={setFailure} />
      <section className="card">
        <h2>正在登录的设备</h2>
        <ul className="plain">
          {data.sessions.map((s) => (
            <li key={s.id} className="bar">
              <span style={{ flex: '1 1 16em' }}>
                {device(s.agent)}
                {s.here ? '（本机）' : ''}
                <br />
                <span className="meta">
                  {showInstant(s.began)} 登录，{showInstant(s.seen)} 用过，
                  {s.factor ?? '只用口令'}
                  {s.address ? `，地址 ${s.address}` : ''}
                </span>
              </span>
              {s.here ? null : (
                <Button onClick={() => act('/api/security/endSession', { id: s.id }, '已让它退出')}>
                  让它退出
                </Button>
              )}
            </li>
          ))}
        </ul>
        {data.sessions.length > 1 ? (
          <Button onClick={() => act('/api/security/endOthers', {}, '其他设备都已退出')}>
            退出其他设备
          </Button>
        ) : null}
      </section>
      <Lookers />
      <Delegations data={data} act={act} />
    </>
  )
}
type Act = (path: string, body: unknown, done?: string) => Promise<void>

const Password = ({ data, act }: { data: Mine; act: Act }) => {
  const [password, setPassword] = useState('')
  return (
    <section className="card">
      <h2>口令</h2>
      <p className="meta">
        {data.passwordAt ? `${showDay(data.passwordAt)}设定` : '还没有改过'}
        。改后其他设备都要重新登录。
      </p>
      <form
        onSubmit={(e) => {
          e.preventDefault()
          act('/api/security/changePassword', { password }, '口令已修改').then(() =>
            setPassword(''),
          )
        }}
      >
        <Field
          id="new-password"
          label="新口令"
          type="password"
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
          hint="至少十二个字符，几个词连成一句最好记；可以粘贴，不必定期更换"
        />
        <Button htmlType="submit" disabled={password === ''}>
          修改口令
        </Button>
      </form>
    </section>
  )
}
/** Only where the operator named a provider. */
const UnifiedLink = ({
  data,
  act,
  setFailure,
}: {
  data: Mine
  act: Act
  setFailure: (s: string) => void
}) => {
  const ways = useQuery({
    queryKey: ['ways'],
    queryFn: () => get<{ unified: boolean }>('/api/session/getWays'),
  })
  const [query, setQuery] = useSearchParams()
  const returned = query.has('unified')
  const fetched = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the browser comes back
  useEffect(() => {
    if (!returned || fetched.current) return
    fetched.current = true
    setQuery({}, { replace: true })
    void act('/api/session/unified', { link: true }, '统一身份认证已关联')
  }, [returned])
  if (!ways.data?.unified) return null
  const go = () =>
    post<{ url: string }>('/api/session/unifiedLink', {}).then(
      (r) => window.location.assign(r.url),
      (e: unknown) => setFailure(e instanceof Problem ? e.message : '没有办成'),
    )
  return (
    <section className="card">
      <h2>自治区统一身份认证</h2>
      {data.unified.length > 0 ? (
        <div className="bar">
          <span>{showDay(data.unified[0]?.made ?? '')}已关联，可以用它代替口令登录。</span>
          <Button onClick={() => act('/api/security/dropUnified', {}, '已解除关联')}>
            解除关联
          </Button>
        </div>
      ) : (
        <>
          <p className="meta">关联以后，可以用它代替口令登录；岗位要求的第二因素照旧。</p>
          <Button onClick={go}>去关联</Button>
        </>
      )}
    </section>
  )
}
const Factors = ({
  data,
  act,
  setFailure,
}: {
  data: Mine
  act: Act
  setFailure: (s: string) => void
}) => {
  const [started, setStarted] = useState<{ uri: string; secret: string } | null>(null)
  const [code, setCode] = useState('')
  const [name, setName] = useState('')
  const start = () =>
    post<{ uri: string; secret: string }>('/api/security/startTotp', {}).then(
      setStarted,
      (e: unknown) => setFailure(e instanceof Problem ? e.message : '没有办成'),
    )
  const addPasskey = async () => {
    try {
      const begun = await post<{ options: never; ticket: string }>('/api/security/startPasskey', {})
      const response = await startRegistration({ optionsJSON: begun.options })
      await act(
        '/api/security/keepPasskey',
        { ticket: begun.ticket, name: name.trim() || '我的通行密钥', response },
        '通行密钥已添加',
      )
      setName('')
    } catch (e) {
      setFailure(e instanceof Problem ? e.message : '没有完成添加通行密钥，请再试')
    }
  }
  return (
    <section className="card">
      <h2>第二因素</h2>
      <p className="meta">
        {data.needsFactor ? '您的岗位登录须用第二因素。' : '添加后，登录时除口令外还要出示它。'}
      </p>
      <Certificates account={data.account} list={data.certificates} demo={data.demo} act={act} />
      <h3>动态口令</h3>
      {data.totp ? (
        <div className="bar">
          <span>已添加</span>
          <Button onClick={() => act('/api/security/dropTotp', {}, '动态口令已删除')}>
            删除动态口令
          </Button>
        </div>
      ) : started ? (
        <form
          onSubmit={(e) => {
            e.preventDefault()
            act('/api/security/confirmTotp', { code }, '动态口令已添加').then(() => setCode(''))
          }}
        >
          <p>用手机上的动态口令应用扫一扫，再填它显示的六位数字。</p>
          <Qr text={started.uri} label="动态口令的二维码" />
          <p className="meta">扫不了就手工输入密钥：{started.secret}</p>
          <Field
            id="totp-code"
            label="六位动态口令"
            inputMode="numeric"
            autoComplete="one-time-code"
            value={code}
            onChange={setCode}
          />
          <Button type="primary" htmlType="submit">
            确认添加
          </Button>
        </form>
      ) : (
        <Button onClick={start}>添加动态口令</Button>
      )}
      <h3>通行密钥</h3>
      <ul className="plain">
        {data.passkeys.map((k) => (
          <li key={k.id} className="bar">
            <span>
              {k.name}{' '}
              <span className="meta">
                {showDay(k.made)}添加
                {k.lastUsed ? `，${showInstant(k.lastUsed)}用过` : ''}
              </span>
            </span>
            <Button
              aria-label={`删除通行密钥${k.name}`}
              onClick={() => act('/api/security/dropPasskey', { id: k.id }, '通行密钥已删除')}
            >
              删除
            </Button>
          </li>
        ))}
      </ul>
      <Field
        id="passkey-name"
        label="给新的通行密钥起个名字"
        value={name}
        onChange={setName}
        hint="如：办公室电脑、我的手机"
      />
      <Button onClick={addPasskey}>添加通行密钥</Button>
      {data.totp || data.passkeys.length > 0 ? (
        <>
          <h3>恢复码</h3>
          <div className="bar">
            <span>还剩{data.codesLeft}个</span>
            <Button onClick={() => act('/api/security/renewCodes', {}, '原来的恢复码已作废')}>
              重新生成
            </Button>
          </div>
        </>
      ) : null}
    </section>
  )
}
const Delegations = ({ data, act }: { data: Mine; act: Act }) => {
  const client = useQueryClient()
  const [delegate, setDelegate] = useState<string | null>(null)
  const [nouns, setNouns] = useState<string[]>([])
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [reason, setReason] = useState('')
  const [refusals, setRefusals] = useState<Refusal[]>([])
  const [failure, setFailure] = useState('')
  const grant = () =>
    post('/api/delegation/grant', { delegate, nouns, from, to, reason }).then(
      () => {
        setRefusals([])
        setFailure('')
        setReason('')
        return client.invalidateQueries({ queryKey: ['security'] })
      },
      (e: unknown) => {
        setRefusals(e instanceof Problem ? e.refusals : [])
        setFailure(
          e instanceof Problem && e.refusals.length > 0
            ? ''
            : e instanceof Problem
              ? e.message
              : '没有办成',
        )
      },
    )
  return (
    <section className="card">
      <h2>授权委托</h2>
      <p className="meta">
        请假时把一类或几类事项委托给本单位同事，到期自动终止，随时可以撤销；代办的每一步都写明“代”，经办与审核不因委托而成为同一人。
      </p>
      <ul className="plain">
        {data.delegations.map((d) => (
          <li key={d.id} className="bar">
            <span style={{ flex: '1 1 16em' }}>
              <span className="chip state">{d.state}</span>{' '}
              {d.given ? `委托${d.other}代办` : `受${d.other}委托代办`}
              {d.nouns.join('、')}
              <br />
              <span className="meta">
                {showInstant(d.begins)} 至 {showInstant(d.ends)}，{d.reason}
              </span>
            </span>
            {d.state === '在授权' ? (
              <Button
                onClick={() =>
                  act(
                    d.given ? '/api/delegation/revoke' : '/api/delegation/decline',
                    { id: d.id },
                    d.given ? '委托已撤销' : '已谢绝',
                  )
                }
              >
                {d.given ? '撤销' : '谢绝'}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {data.kinds.length === 0 ? (
        <p className="meta">现在的岗位须本人办理，不能委托。</p>
      ) : data.colleagues.length === 0 ? (
        <p className="meta">本单位还没有别的在任同事。</p>
      ) : (
        <form
          onSubmit={(e) => {
            e.preventDefault()
            grant()
          }}
        >
          <h3>新的委托</h3>
          {failure ? <Alert type="error" showIcon title={failure} role="alert" /> : null}
          <Refusals refusals={refusals} />
          <div className="field">
            <label htmlFor="delegate">受托人</label>
            <Select
              id="delegate"
              style={{ width: '100%' }}
              value={delegate}
              onChange={setDelegate}
              options={data.colleagues.map((c) => ({
                value: c.id,
                label: `${c.name}（${c.role}）`,
              }))}
            />
          </div>
          <fieldset>
            <legend>事项</legend>
            <Checkbox.Group
              value={nouns}
              onChange={(v) => setNouns(v as string[])}
              options={data.kinds}
            />
          </fieldset>
          <div className="field">
            <label htmlFor="from">自</label>
            <Input id="from" type="date" value={from} onChange={(e) => setFrom(e.target.value)} />
          </div>
          <div className="field">
            <label htmlFor="to">至（当日有效）</label>
            <Input id="to" type="date" value={to} onChange={(e) => setTo(e.target.value)} />
          </div>
          <Field id="reason" label="事由" value={reason} onChange={setReason} />
          <Button type="primary" htmlType="submit" disabled={delegate === null}>
            委托
          </Button>
        </form>
      )}
    </section>
  )
}
