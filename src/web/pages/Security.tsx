import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { get, Problem, post } from '../api.ts'
import { Codes } from '../ui/Codes.tsx'
import { Lookers } from '../ui/Traces.tsx'
import { showInstant } from '../words.ts'
import { Delegations } from './Delegations.tsx'
import type { Mine } from './mine.ts'
import { Factors, Password, UnifiedLink } from './SecurityFactors.tsx'

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
