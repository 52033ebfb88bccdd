import { startAuthentication } from '@simplewebauthn/browser'
import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Input } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import { get, type Halfway, Problem, post, type Session } from '../api.ts'
import { CertificateProof } from '../ui/CertificateProof.tsx'
import { Codes } from '../ui/Codes.tsx'
import { Qr } from '../ui/Qr.tsx'

interface Demo {
  people: { account: string; name: string; role: string; org: string | null }[]
  password: string
}
const why = (e: unknown) => (e instanceof Problem ? e.message : '没有成功，请再试一次')
const Failure = ({ text }: { text: string }) =>
  text ? (
    <Alert type="error" showIcon title={text} role="alert" style={{ marginBottom: 12 }} />
  ) : null

export const Field = ({
  id,
  label,
  value,
  onChange,
  hint,
  ...rest
}: {
  id: string
  label: string
  value: string
  onChange: (v: string) => void
  hint?: string
} & Omit<React.ComponentProps<typeof Input>, 'onChange'>) => (
  <div className="field">
    <label htmlFor={id}>{label}</label>
    <Input id={id} value={value} onChange={(e) => onChange(e.target.value)} {...rest} />
    {hint ? <div className="hint">{hint}</div> : null}
  </div>
)

export const SignIn = ({
  onSignedIn,
  children,
}: {
  onSignedIn: (s: Session) => void
  /** Ways in for those who have no account yet. */
  children?: ReactNode
}) => {
  const [account, setAccount] = useState('')
  const [password, setPassword] = useState('')
  const [failure, setFailure] = useState('')
  const [half, setHalf] = useState<Halfway | null>(null)
  const [activating, setActivating] = useState(false)
  const [entered, setEntered] = useState<Session | null>(null)
  const demo = useQuery({
    queryKey: ['demo'],
    queryFn: () => get<Demo>('/api/session/listDemo'),
    retry: false,
  })
  const ways = useQuery({
    queryKey: ['ways'],
    queryFn: () => get<{ unified: boolean }>('/api/session/getWays'),
    retry: false,
  })
  const take = (answer: Promise<Session | Halfway>) =>
    answer.then(
      (r) => {
        setFailure('')
        if ('next' in r) setHalf(r)
        else onSignedIn(r)
      },
      (e: unknown) => setFailure(why(e)),
    )
  const enter = (a: string, p: string) =>
    take(post<Session | Halfway>('/api/session/signIn', { account: a, password: p }))
  // Back from the unified identity: what came of it is fetched once.
  const [query, setQuery] = useSearchParams()
  const returned = query.has('unified')
  const fetched = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the browser comes back
  useEffect(() => {
    if (!returned || fetched.current) return
    fetched.current = true
    setQuery({}, { replace: true })
    void take(post<Session | Halfway>('/api/session/unified', {}))
  }, [returned])
  const second = (s: Session) => (s.codes ? setEntered(s) : onSignedIn(s))
  const roles = [...new Set((demo.data?.people ?? []).map((p) => p.role))]
  if (entered)
    return (
      <main id="main" className="narrow">
        <h1>登录办事</h1>
        <Codes
          title="请记下恢复码"
          note="手机丢了，用一个恢复码代替动态口令登录，每个用一次。只显示这一回，请抄下或打印，与手机分开放。"
          codes={entered.codes ?? []}
          onDone={() => onSignedIn(entered)}
        />
      </main>
    )
  if (half)
    return (
      <main id="main" className="narrow">
        <h1>登录办事</h1>
        <Second half={half} onDone={second} onBack={() => setHalf(null)} />
      </main>
    )
  if (activating)
    return (
      <main id="main" className="narrow">
        <h1>启用账号</h1>
        <Activate
          onBack={() => setActivating(false)}
          onDone={(a, p) => {
            setActivating(false)
            setAccount(a)
            enter(a, p)
          }}
        />
      </main>
    )
  return (
    <main id="main" style={{ maxWidth: 960, margin: '0 auto' }}>
      <h1>登录办事</h1>
      <form
        className="card"
        onSubmit={(e) => {
          e.preventDefault()
          enter(account, password)
        }}
      >
        <Failure text={failure} />
        <Field
          id="account"
          label="账号"
          autoComplete="username"
          value={account}
          onChange={setAccount}
        />
        <Field
          id="password"
          label="口令"
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
        />
        <div className="bar">
          <Button type="primary" htmlType="submit">
            登录
          </Button>
          <Button onClick={() => setActivating(true)}>我有启用码</Button>
          {ways.data?.unified ? (
            <Button href="/api/session/unifiedBegin">用自治区统一身份认证登录</Button>
          ) : null}
        </div>
        <p className="meta">
          忘了口令：请本单位管理员重发启用码；官员、专家请安全管理员重设。管理员会先当面核对是您本人。
        </p>
      </form>
      {children}
      {demo.data ? (
        <section className="card">
          <h2>演示人员</h2>
          <p className="meta">这是演示区，点一下就以此人身份进入。</p>
          {roles.map((r) => (
            <div key={r}>
              <h3>{r}</h3>
              <div className="people">
                {demo.data.people
                  .filter((p) => p.role === r)
                  .map((p) => (
                    <Button
                      key={p.account}
                      style={{
                        height: 'auto',
                        textAlign: 'left',
                        justifyContent: 'flex-start',
                        whiteSpace: 'normal',
                        padding: 8,
                      }}
                      onClick={() => enter(p.account, demo.data.password)}
                    >
                      <span>
                        {p.name}
                        <br />
                        <span className="meta">{p.org ?? p.role}</span>
                      </span>
                    </Button>
                  ))}
              </div>
            </div>
          ))}
        </section>
      ) : null}
    </main>
  )
}

const Second = ({
  half,
  onDone,
  onBack,
}: {
  half: Halfway
  onDone: (s: Session) => void
  onBack: () => void
}) => {
  const enrol = half.next === 'enrolFactor'
  const [code, setCode] = useState('')
  const [recovering, setRecovering] = useState(false)
  const [failure, setFailure] = useState('')
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const send = (body: Record<string, unknown>) =>
    post<Session>('/api/session/secondFactor', { ticket: half.ticket, ...body }).then(
      onDone,
      (e: unknown) => setFailure(why(e)),
    )
  const passkey = () =>
    startAuthentication({ optionsJSON: half.passkey as never }).then(
      (response) => send({ method: 'passkey', response }),
      () => setFailure('没有完成通行密钥验证，请再试'),
    )
  const typing = enrol || half.methods.includes('totp') || recovering
  return (
    <section className="card">
      <h2 ref={heading} tabIndex={-1}>
        {enrol ? '添加动态口令' : '第二步：验证是您本人'}
      </h2>
      <Failure text={failure} />
      {enrol && half.totp ? (
        <>
          <p>您的岗位须用第二因素登录。用手机上的动态口令应用扫一扫，再填它显示的六位数字。</p>
          <Qr text={half.totp.uri} label="动态口令的二维码" />
          <p className="meta">扫不了就手工输入密钥：{half.totp.secret}</p>
        </>
      ) : null}
      {half.methods.length === 0 ? (
        <p>登记的证书已过期或吊销，又没有别的第二因素：请向管理员领取新的启用码。</p>
      ) : null}
      {half.certificate && !recovering ? (
        <CertificateProof
          purpose="登录"
          label="用数字证书登录"
          challenge={half.certificate.challenge}
          known={half.certificate.fingerprints}
          onSigned={(signature, { fingerprint }) =>
            send({ method: 'certificate', response: { fingerprint, signature } })
          }
        />
      ) : null}
      {half.passkey && !recovering ? (
        <p>
          <Button type="primary" onClick={passkey}>
            用通行密钥登录
          </Button>
        </p>
      ) : null}
      {typing ? (
        <form
          onSubmit={(e) => {
            e.preventDefault()
            send({ method: enrol ? 'enrol' : recovering ? 'recovery' : 'totp', code })
          }}
        >
          <Field
            id="code"
            label={recovering ? '恢复码' : '六位动态口令'}
            inputMode={recovering ? 'text' : 'numeric'}
            autoComplete="one-time-code"
            value={code}
            onChange={setCode}
          />
          <Button type="primary" htmlType="submit">
            继续
          </Button>
        </form>
      ) : null}
      <div className="bar" style={{ marginTop: 16 }}>
        {half.methods.includes('recovery') ? (
          <Button type="link" onClick={() => setRecovering(!recovering)}>
            {recovering ? '改用别的第二因素' : '都不在身边，用恢复码'}
          </Button>
        ) : null}
        <Button type="link" onClick={onBack}>
          重新登录
        </Button>
      </div>
    </section>
  )
}

const Activate = ({
  onDone,
  onBack,
}: {
  onDone: (account: string, password: string) => void
  onBack: () => void
}) => {
  const [code, setCode] = useState('')
  const [password, setPassword] = useState('')
  const [first, setFirst] = useState(false)
  const [account, setAccount] = useState('')
  const [name, setName] = useState('')
  const [failure, setFailure] = useState('')
  return (
    <form
      className="card"
      onSubmit={(e) => {
        e.preventDefault()
        post<{ account: string }>('/api/session/activate', {
          code,
          password,
          ...(first ? { account, name } : {}),
        }).then(
          (r) => onDone(r.account, password),
          (e2: unknown) => {
            if (e2 instanceof Problem && e2.issues.some((i) => i.path === 'account')) setFirst(true)
            setFailure(why(e2))
          },
        )
      }}
    >
      <Failure text={failure} />
      <Field
        id="code"
        label="启用码"
        autoComplete="off"
        value={code}
        onChange={setCode}
        hint="管理员给您的二十位字母和数字，七天内有效，只用一次"
      />
      {first ? (
        <>
          <Field id="new-account" label="账号" value={account} onChange={setAccount} />
          <Field id="new-name" label="姓名" value={name} onChange={setName} />
        </>
      ) : null}
      <Field
        id="new-password"
        label="新口令"
        type="password"
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        hint="至少十二个字符，几个词连成一句最好记；可以粘贴"
      />
      <div className="bar">
        <Button type="primary" htmlType="submit">
          启用并登录
        </Button>
        <Button onClick={onBack}>返回</Button>
      </div>
    </form>
  )
}
