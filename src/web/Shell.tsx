import { Button, Drawer, Select } from 'antd'
import { useState } from 'react'
import { NavLink, Route, Routes, useParams } from 'react-router'
import { post, type Session } from './api.ts'
import { AuctionRoom } from './pages/Auction.tsx'
import { Audit } from './pages/Audit.tsx'
import { Cart } from './pages/Cart.tsx'
import { Catalogue } from './pages/Catalogue.tsx'
import { Custody } from './pages/Custody.tsx'
import { Entrance } from './pages/Entrance.tsx'
import { Good, Goods } from './pages/Goods.tsx'
import { GoodsCompare } from './pages/GoodsCompare.tsx'
import { Hall } from './pages/Hall.tsx'
import { Invitations } from './pages/Invitations.tsx'
import { Library, libraries } from './pages/Library.tsx'
import { Inbox, List } from './pages/Lists.tsx'
import { Mall } from './pages/Mall.tsx'
import { Compare, MallGood } from './pages/MallGood.tsx'
import { People } from './pages/People.tsx'
import { Performances } from './pages/Performances.tsx'
import { Progress } from './pages/Progress.tsx'
import { Project, Projects } from './pages/Projects.tsx'
import { Birth, Record } from './pages/Record.tsx'
import { RegulationDiff, Regulations } from './pages/Regulations.tsx'
import { RemotePlan } from './pages/RemotePlan.tsx'
import { Seat, SeatBeat } from './pages/Seat.tsx'
import { Security } from './pages/Security.tsx'
import { Services } from './pages/Services.tsx'
import { Settings } from './pages/Settings.tsx'
import { Shared } from './pages/Shared.tsx'
import { Themes } from './pages/Themes.tsx'
import { Thresholds } from './pages/Thresholds.tsx'
import { Upward } from './pages/Upward.tsx'
import { clearDrafts } from './ui/drafts.ts'
import { Prover } from './ui/Prover.tsx'
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
        post<{ next: string | null }>('/api/session/signOut', {}).then(({ next }) => {
          clearDrafts()
          if (next) window.location.assign(next)
          else enter(null)
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
          {actor.role === actor.orgName ? actor.role : `${actor.role} · ${actor.orgName}`}
          {actor.behalf ? `（代${actor.behalf.name}）` : ''}
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
      <Prover />
      <div className="shell">
        <div className="side desk">
          <Menu role={actor.role} />
        </div>
        <main id="main" tabIndex={-1}>
          {actor.role === '评审专家' ? <SeatBeat /> : null}
          <Routes>
            <Route path="/" element={<Inbox role={actor.role} />} />
            <Route path="/new/:module/:action" element={<Birth />} />
            <Route path="/shared" element={<Shared />} />
            {libraries
              .filter((m) => m !== 'expert' || actor.role === '财政监管')
              .map((m) => (
                <Route key={m} path={`/${m}`} element={<Library key={m} module={m} />} />
              ))}
            <Route path="/progress" element={<Progress />} />
            <Route path="/thresholds" element={<Thresholds />} />
            <Route path="/regulation" element={<Regulations role={actor.role} />} />
            <Route path="/regulation-list" element={<List of="regulation" role={actor.role} />} />
            <Route path="/regulation-diff/:id/:other" element={<RegulationDiff />} />
            <Route path="/project" element={<Projects />} />
            <Route path="/project/:id" element={<Project />} />
            <Route path="/catalogue" element={<Catalogue />} />
            <Route path="/settings" element={<Settings role={actor.role} />} />
            <Route path="/upward" element={<Upward />} />
            <Route path="/goods" element={<Goods />} />
            <Route path="/goods-compare" element={<GoodsCompare />} />
            <Route path="/goods/:id" element={<Good />} />
            <Route path="/mall" element={<Mall role={actor.role} />} />
            <Route path="/mall/compare" element={<Compare role={actor.role} />} />
            <Route path="/mall/:id" element={<MallGood role={actor.role} />} />
            <Route path="/auction-room/:id" element={<AuctionRoom role={actor.role} />} />
            <Route path="/services" element={<Services role={actor.role} />} />
            <Route path="/theme" element={<Themes role={actor.role} />} />
            <Route path="/cart" element={<Cart />} />
            <Route path="/security" element={<Security />} />
            <Route path="/people" element={<People role={actor.role} />} />
            <Route path="/entrance" element={<Entrance role={actor.role} />} />
            <Route path="/audit" element={<Audit />} />
            <Route path="/box" element={<Custody unit={actor.orgName} />} />
            <Route path="/performance" element={<Performances role={actor.role} />} />
            <Route path="/:module" element={<KeyedList role={actor.role} />} />
            <Route path="/hall-room/:tender" element={<Hall role={actor.role} />} />
            <Route path="/remote-plan/:tender" element={<RemotePlan />} />
            <Route path="/remote-rebook/:remote" element={<RemotePlan />} />
            <Route path="/seat" element={<Seat />} />
            <Route path="/invite" element={<Invitations />} />
            <Route path="/:module/:id" element={<Record role={actor.role} />} />
          </Routes>
        </main>
      </div>
    </>
  )
}

/** Another module is another list: nothing typed in one is left in the next. */
const KeyedList = ({ role }: { role: string }) => <List key={useParams().module} role={role} />

const Positions = ({ session, enter }: { session: Session; enter: (s: Session | null) => void }) =>
  session.positions.length + session.delegations.length > 1 ? (
    <Select
      size="small"
      aria-label="岗位"
      value={
        (session.actor.behalf
          ? session.delegations.find((d) => d.from === session.actor.behalf?.name)?.id
          : session.positions.find(
              (p) => p.role === session.actor.role && p.org === session.actor.orgName,
            )?.id) ?? null
      }
      onChange={(id) =>
        post<Session>(
          '/api/session/switch',
          session.positions.some((p) => p.id === id) ? { position: id } : { delegation: id },
        ).then(enter)
      }
      options={[
        ...session.positions.map((p) => ({ value: p.id, label: `${p.role} · ${p.org}` })),
        ...session.delegations.map((d) => ({
          value: d.id,
          label: `代${d.from} · ${d.role} · ${d.org}`,
        })),
      ]}
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
    <div>
      <h2>账号</h2>
      <NavLink to="/security" {...(onGo ? { onClick: onGo } : {})}>
        我的安全
      </NavLink>
    </div>
  </nav>
)
