import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { ConfigProvider } from 'antd'
import zhCN from 'antd/locale/zh_CN'
import { StrictMode, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter, Route, Routes } from 'react-router'
import { get, type Session } from './api.ts'
import { Register, RegisterLinks } from './pages/Register.tsx'
import { SignIn } from './pages/SignIn.tsx'
import { ElderButton, Shell } from './Shell.tsx'
import { css, theme } from './tokens.ts'
import { TrainingBar } from './ui/TrainingBar.tsx'

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
      <TrainingBar role={session?.actor.role ?? null} />
      {session ? (
        <Shell session={session} enter={enter} elder={elder} setElder={setElder} />
      ) : (
        <>
          <header className="top">
            <strong>政府采购一张网</strong>
            <a href="/">公开门户</a>
            <span className="push" />
            <ElderButton elder={elder} setElder={setElder} />
          </header>
          {session === undefined ? (
            <main id="main">
              <p className="meta">正在取……</p>
            </main>
          ) : (
            <Routes>
              <Route path="/register/:kind" element={<Register />} />
              <Route
                path="*"
                element={
                  <SignIn onSignedIn={enter}>
                    <RegisterLinks />
                  </SignIn>
                }
              />
            </Routes>
          )}
        </>
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
