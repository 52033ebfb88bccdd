import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Input } from 'antd'
import { useState } from 'react'
import { get, Problem, post, type Session } from '../api.ts'

interface Demo {
  people: { account: string; name: string; role: string; org: string | null }[]
  password: string
}
export const SignIn = ({ onSignedIn }: { onSignedIn: (s: Session) => void }) => {
  const [account, setAccount] = useState('')
  const [password, setPassword] = useState('')
  const [failure, setFailure] = useState('')
  const demo = useQuery({
    queryKey: ['demo'],
    queryFn: () => get<Demo>('/api/session/listDemo'),
    retry: false,
  })
  const enter = (a: string, p: string) =>
    post<Session>('/api/session/signIn', { account: a, password: p }).then(
      onSignedIn,
      (e: unknown) => setFailure(e instanceof Problem ? e.message : '登录没有成功'),
    )
  const roles = [...new Set((demo.data?.people ?? []).map((p) => p.role))]
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
        {failure ? (
          <Alert type="error" showIcon message={failure} style={{ marginBottom: 12 }} />
        ) : null}
        <div className="field">
          <label htmlFor="account">账号</label>
          <Input
            id="account"
            autoComplete="username"
            value={account}
            onChange={(e) => setAccount(e.target.value)}
          />
        </div>
        <div className="field">
          <label htmlFor="password">口令</label>
          <Input
            id="password"
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={(e) => setPassword(e.target.value)}
          />
        </div>
        <Button type="primary" htmlType="submit">
          登录
        </Button>
      </form>
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
