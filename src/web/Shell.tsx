import { Button, Drawer, Select } from 'antd'
import { useState } from 'react'
import { NavLink, Route, Routes, useParams } from 'react-router'
import { post, type Session } from './api.ts'
import { Custody } from './pages/Custody.tsx'
import { Inbox, List } from './pages/Lists.tsx'
import { Birth, Record } from './pages/Record.tsx'
import { clearDrafts } from './ui/drafts.ts'
import { menuOf, moduleNames } from './words.ts'

interface Elder {
  elder: boolean
  setElder: (e: boolean) => void
}
export const ElderButton = ({ elder, setElder }: Elder) => (
  <Button size="small" onClick={() => setElder(!elder)} aria-pressed={elder}>
    大字
  </Button>
)

/** Everything around the page: who is here in which position, and the menu of that desk; a drawer on a phone. */
export const Shell = ({
  session,
  enter,
  ...elder
}: { session: Session; enter: (s: Session | null) => void } & Elder) => {
  const [menu, setMenu] = useState(false)
  const { actor } = session
  const close = () => setMenu(false)
  const signOut = (
    <Button
      size="small"
      onClick={() =>
        post('/api/session/signOut', {}).then(() => {
          clearDrafts()
          enter(null)
        })
      }
    >
      退出
    </Button>
  )
  const who = (
    <>
      <span>
        {actor.name}
        {'　'}
        <span className="meta">
          {actor.role} · {actor.orgName}
        </span>
      </span>
      <Positions session={session} enter={enter} />
      {signOut}
      <ElderButton {...elder} />
    </>
  )
  return (
    <>
      <header className="top">
        <Button
          className="phone"
          size="small"
          aria-expanded={menu}
          aria-controls="menu"
          onClick={() => setMenu(true)}
        >
          菜单
        </Button>
        <strong>政府采购一张网</strong>
        <a href="/" className="desk">
          公开门户
        </a>
        <span className="push" />
        <span className="phone meta">{actor.name}</span>
        <span className="desk bar">{who}</span>
      </header>
      <Drawer open={menu} onClose={close} placement="left" title="菜单" size={280} id="menu">
        <div className="bar" style={{ marginBottom: 12 }}>
          {who}
        </div>
        <Menu role={actor.role} onGo={close} />
        <p>
          <a href="/">公开门户</a>
        </p>
      </Drawer>
      <div className="shell">
        <div className="side desk">
          <Menu role={actor.role} />
        </div>
        <main id="main" tabIndex={-1}>
          <Routes>
            <Route path="/" element={<Inbox role={actor.role} />} />
            <Route path="/new/:module/:action" element={<Birth />} />
            <Route path="/box" element={<Custody unit={actor.orgName} />} />
            <Route path="/:module" element={<KeyedList />} />
            <Route path="/:module/:id" element={<Record role={actor.role} />} />
          </Routes>
        </main>
      </div>
    </>
  )
}

/** Another module is another list: nothing typed in one is left in the next. */
const KeyedList = () => <List key={useParams().module} />

const Positions = ({ session, enter }: { session: Session; enter: (s: Session | null) => void }) =>
  session.positions.length > 1 ? (
    <Select
      size="small"
      aria-label="岗位"
      value={
        session.positions.find(
          (p) => p.role === session.actor.role && p.org === session.actor.orgName,
        )?.id ?? null
      }
      onChange={(position) => post<Session>('/api/session/switch', { position }).then(enter)}
      options={session.positions.map((p) => ({ value: p.id, label: `${p.role} · ${p.org}` }))}
    />
  ) : null

const Menu = ({ role, onGo }: { role: string; onGo?: () => void }) => (
  <nav className="menu" aria-label="菜单">
    <NavLink to="/" end {...(onGo ? { onClick: onGo } : {})}>
      待办
    </NavLink>
    {menuOf(role).map((g) => (
      <div key={g.name}>
        <h2>{g.name}</h2>
        {g.modules.map((m) => (
          <NavLink key={m} to={`/${m}`} {...(onGo ? { onClick: onGo } : {})}>
            {moduleNames[m]}
          </NavLink>
        ))}
      </div>
    ))}
  </nav>
)
