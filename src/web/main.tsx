import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { Button, ConfigProvider, Select } from 'antd'
import zhCN from 'antd/locale/zh_CN'
import { StrictMode, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter, NavLink, Route, Routes } from 'react-router'
import { get, post, type Session } from './api.ts'
import { Inbox, List } from './pages/Lists.tsx'
import { Birth, Record } from './pages/Record.tsx'
import { SignIn } from './pages/SignIn.tsx'
import { css, theme } from './tokens.ts'
import { desks, moduleNames } from './words.ts'

const client = new QueryClient({ defaultOptions: { queries: { staleTime: 5_000 } } })

const App = () => {
  const [session, setSession] = useState<Session | null | undefined>(undefined)
  const [elder, setElder] = useState(localStorage.getItem('elder') === '1')
  useEffect(() => {
    get<Session>('/api/session/get').then(setSession, () => setSession(null))
  }, [])
  useEffect(() => {
    document.documentElement.style.fontSize = elder ? '22px' : '14px'
    document.body.style.fontSize = '1rem'
    localStorage.setItem('elder', elder ? '1' : '0')
  }, [elder])
  const enter = (s: Session | null) => {
    client.clear()
    setSession(s)
  }
  return (
    <ConfigProvider locale={zhCN} theme={theme(elder)} button={{ autoInsertSpace: false }}>
      <a className="skip" href="#main">
        跳到正文
      </a>
      <header className="top">
        <strong>政府采购一张网</strong>
        <a href="/">公开门户</a>
        <span className="push" />
        {session ? (
          <>
            <span>
              {session.actor.name}
              {'　'}
              <span className="meta">
                {session.actor.role} · {session.actor.orgName}
              </span>
            </span>
            {session.positions.length > 1 ? (
              <Select
                aria-label="岗位"
                value={
                  session.positions.find(
                    (p) => p.role === session.actor.role && p.org === session.actor.orgName,
                  )?.id ?? null
                }
                onChange={(position) =>
                  post<Session>('/api/session/switch', { position }).then(enter)
                }
                options={session.positions.map((p) => ({
                  value: p.id,
                  label: `${p.role} · ${p.org}`,
                }))}
              />
            ) : null}
            <Button
              size="small"
              onClick={() => post('/api/session/signOut', {}).then(() => enter(null))}
            >
              退出
            </Button>
          </>
        ) : null}
        <Button size="small" onClick={() => setElder(!elder)} aria-pressed={elder}>
          大字
        </Button>
      </header>
      {session === undefined ? (
        <main id="main">
          <p className="meta">正在取……</p>
        </main>
      ) : session === null ? (
        <SignIn onSignedIn={enter} />
      ) : (
        <div className="shell">
          <nav className="side" aria-label="菜单">
            <NavLink to="/" end>
              待办
            </NavLink>
            <h2>业务</h2>
            {(desks[session.actor.role]?.menu ?? []).map((m) => (
              <NavLink key={m} to={`/${m}`}>
                {moduleNames[m]}
              </NavLink>
            ))}
          </nav>
          <main id="main" tabIndex={-1}>
            <Routes>
              <Route path="/" element={<Inbox role={session.actor.role} />} />
              <Route path="/new/:module/:action" element={<Birth />} />
              <Route path="/:module" element={<List />} />
              <Route path="/:module/:id" element={<Record role={session.actor.role} />} />
            </Routes>
          </main>
        </div>
      )}
    </ConfigProvider>
  )
}

const style = document.createElement('style')
style.textContent = css
document.head.append(style)
const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <BrowserRouter basename="/desk">
          <App />
        </BrowserRouter>
      </QueryClientProvider>
    </StrictMode>,
  )
