import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { get, Problem, post, type Refusal } from '../api.ts'
import { Codes } from '../ui/Codes.tsx'
import { Refusals } from '../ui/pieces.tsx'
import { showInstant } from '../words.ts'
import { Field } from './SignIn.tsx'

interface Member {
  person: string
  name: string
  account: string
  standing: string
  position: string
  role: string
  org: string | null
  region: string
  state: string
  since: string | null
  flag: string | null
}
interface Listed {
  members: Member[]
  roles: string[]
}
interface Issued {
  state: string
  code: string | null
}
const UNIT_KINDS: Record<string, string> = { 财政监管: '财政部门', 国库支付: '国库' }

/** 人员与岗位：a unit's manager, and the three administrators, each with what that desk may do. */
export const People = ({ role }: { role: string }) => {
  const client = useQueryClient()
  const { data, error } = useQuery({
    queryKey: ['people'],
    queryFn: () => get<Listed>('/api/people/list'),
  })
  const [word, setWord] = useState('')
  const [failure, setFailure] = useState('')
  const [refusals, setRefusals] = useState<Refusal[]>([])
  const [said, setSaid] = useState('')
  const [code, setCode] = useState<string | null>(null)
  const [ending, setEnding] = useState<{ path: string; body: object; what: string } | null>(null)
  const act = (path: string, body: object, done: string) =>
    post<Issued>(path, body).then(
      (r) => {
        setFailure('')
        setRefusals([])
        setSaid(done || `已办，现在“${r.state}”`)
        if (r.code) setCode(r.code)
        return client.invalidateQueries()
      },
      (e: unknown) => {
        setSaid('')
        setRefusals(e instanceof Problem ? e.refusals : [])
        setFailure(e instanceof Problem && e.refusals.length > 0 ? '' : (e as Error).message)
      },
    )
  if (error) return <Alert type="error" showIcon title={error.message} role="alert" />
  if (!data) return <p className="meta">正在取……</p>
  const shown = data.members.filter((m) =>
    `${m.name}${m.account}${m.role}${m.org ?? ''}${m.region}`.includes(word.trim()),
  )
  const unit = role === '单位管理员'
  const system = role === '系统管理员'
  const safety = role === '安全管理员'
  return (
    <>
      <h1>{unit ? '本单位人员' : '人员与岗位'}</h1>
      <div aria-live="polite">
        {failure ? <Alert type="error" showIcon title={failure} role="alert" /> : null}
        {said ? <Alert type="success" showIcon title={said} /> : null}
        <Refusals refusals={refusals} />
      </div>
      {code ? (
        <Codes
          title="启用码"
          note="请当面交给本人，七天内有效，只用一次。离开这一页就看不到了。"
          codes={[code]}
          onDone={() => setCode(null)}
        />
      ) : null}
      {unit || system ? <Newcomer unit={unit} roles={data.roles} act={act} /> : null}
      <section className="card">
        <div className="field">
          <label htmlFor="word">查找姓名、账号、岗位或单位</label>
          <Input id="word" value={word} onChange={(e) => setWord(e.target.value)} allowClear />
        </div>
        <p className="meta">共{shown.length}个岗位</p>
        {shown.length === 0 ? <p>没有符合的人员。</p> : null}
        <table className="t">
          <thead>
            <tr>
              <th scope="col">姓名</th>
              <th scope="col">岗位</th>
              <th scope="col">账号</th>
              <th scope="col">任职</th>
              <th scope="col">办理</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((m) => (
              <tr key={m.position}>
                <td data-label="姓名">
                  <span>
                    {m.name}
                    {m.flag ? <span className="chip warn">{m.flag}</span> : null}
                  </span>
                </td>
                <td data-label="岗位">
                  <span>
                    {m.role}
                    <br />
                    <span className="meta">{m.org ?? m.region}</span>
                  </span>
                </td>
                <td data-label="账号">
                  <span>
                    {m.account} <span className="chip state">{m.standing}</span>
                  </span>
                </td>
                <td data-label="任职">
                  <span>
                    {m.state}
                    <br />
                    <span className="meta">{m.since ? showInstant(m.since) : ''}</span>
                  </span>
                </td>
                <td data-label="办理">
                  <span className="bar">
                    {safety && m.state === '待审核' ? (
                      <>
                        <Button
                          size="small"
                          type="primary"
                          aria-label={`审核通过${m.name}任${m.role}`}
                          onClick={() =>
                            act('/api/appointment/approve', { id: m.position }, '审核通过，已在任')
                          }
                        >
                          审核通过
                        </Button>
                        <Button
                          size="small"
                          aria-label={`不通过${m.name}任${m.role}`}
                          onClick={() =>
                            setEnding({
                              path: '/api/appointment/reject',
                              body: { id: m.position },
                              what: `不通过${m.name}任${m.role}`,
                            })
                          }
                        >
                          不通过
                        </Button>
                      </>
                    ) : null}
                    {(unit || system || safety) && m.state !== '待审核' ? (
                      <Button
                        size="small"
                        aria-label={`停用${m.name}的岗位${m.role}`}
                        onClick={() =>
                          setEnding({
                            path: '/api/appointment/end',
                            body: { id: m.position },
                            what: `停用${m.name}的岗位“${m.role}”`,
                          })
                        }
                      >
                        停用岗位
                      </Button>
                    ) : null}
                    {unit && m.state === '在任' ? (
                      <Button
                        size="small"
                        aria-label={`为${m.name}重发启用码`}
                        onClick={() => act('/api/account/help', { person: m.person }, '已重发')}
                      >
                        重发启用码
                      </Button>
                    ) : null}
                    {system && m.standing === '待启用' ? (
                      <Button
                        size="small"
                        aria-label={`为${m.name}重发启用码`}
                        onClick={() => act('/api/account/reissue', { person: m.person }, '已重发')}
                      >
                        重发启用码
                      </Button>
                    ) : null}
                    {safety && m.standing === '在用' ? (
                      <>
                        <Button
                          size="small"
                          aria-label={`解除${m.name}的锁定`}
                          onClick={() =>
                            act('/api/account/unlock', { person: m.person }, '已解除锁定')
                          }
                        >
                          解除锁定
                        </Button>
                        <Button
                          size="small"
                          aria-label={`重设${m.name}的登录`}
                          onClick={() =>
                            act('/api/account/renew', { person: m.person }, '已重设登录')
                          }
                        >
                          重设登录
                        </Button>
                      </>
                    ) : null}
                    {(system || safety) && m.standing !== '停用' ? (
                      <Button
                        size="small"
                        danger
                        aria-label={`停用${m.name}的账号`}
                        onClick={() =>
                          setEnding({
                            path: '/api/account/disable',
                            body: { person: m.person },
                            what: `停用${m.name}的账号`,
                          })
                        }
                      >
                        停用账号
                      </Button>
                    ) : null}
                    {safety && m.standing === '停用' ? (
                      <Button
                        size="small"
                        aria-label={`恢复${m.name}的账号`}
                        onClick={() => act('/api/account/restore', { person: m.person }, '已恢复')}
                      >
                        恢复账号
                      </Button>
                    ) : null}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <Reason
        ending={ending}
        onClose={() => setEnding(null)}
        onGo={(reason) => {
          if (ending) act(ending.path, { ...ending.body, reason }, '已办')
          setEnding(null)
        }}
      />
    </>
  )
}

const Reason = ({
  ending,
  onClose,
  onGo,
}: {
  ending: { what: string } | null
  onClose: () => void
  onGo: (reason: string) => void
}) => {
  const [reason, setReason] = useState('')
  return (
    <Modal
      open={ending !== null}
      title={ending?.what}
      onCancel={onClose}
      okText="确认"
      cancelText="取消"
      okButtonProps={{ disabled: reason.trim() === '' }}
      onOk={() => {
        onGo(reason)
        setReason('')
      }}
    >
      <Field id="why" label="理由" value={reason} onChange={setReason} />
    </Modal>
  )
}

const Newcomer = ({
  unit,
  roles,
  act,
}: {
  unit: boolean
  roles: string[]
  act: (path: string, body: object, done: string) => Promise<void>
}) => {
  const [name, setName] = useState('')
  const [account, setAccount] = useState('')
  const [role, setRole] = useState<string | null>(null)
  const [org, setOrg] = useState<string | null>(null)
  const kinds = role === '单位管理员' ? ['采购人', '代理机构', '供应商'] : [UNIT_KINDS[role ?? '']]
  const orgs = useQuery({
    queryKey: ['orgs', kinds.join()],
    enabled: !unit && kinds[0] !== undefined,
    queryFn: async () =>
      (
        await Promise.all(
          kinds.map((kind) =>
            get<{ id: string; name: string }[]>('/api/library/findOrgs', { kind: kind ?? '' }),
          ),
        )
      ).flat(),
  })
  const placed = !unit && kinds[0] !== undefined
  return (
    <form
      className="card"
      onSubmit={(e) => {
        e.preventDefault()
        act(
          unit ? '/api/appointment/appoint' : '/api/appointment/apply',
          { name, account, role, ...(unit ? {} : { org: placed ? org : null }) },
          unit ? '' : '已提交，待安全管理员审核',
        ).then(() => {
          setName('')
          setAccount('')
        })
      }}
    >
      <h2>{unit ? '添加人员或岗位' : '申请任职'}</h2>
      <p className="meta">
        {unit
          ? '新人当场得到启用码；已有账号的外单位人员，会收到邀请，接受后在任。'
          : '提交后由安全管理员审核；新账号当场得到启用码，审核通过后才有岗位。'}
      </p>
      <Field id="name" label="姓名" value={name} onChange={setName} autoComplete="off" />
      <Field
        id="acc"
        label="账号"
        value={account}
        onChange={setAccount}
        autoComplete="off"
        hint="小写字母开头，3至32位字母、数字、点、横线或下划线"
      />
      <div className="field">
        <label htmlFor="role">岗位</label>
        <Select
          id="role"
          style={{ width: '100%' }}
          value={role}
          onChange={(r) => {
            setRole(r)
            setOrg(null)
          }}
          options={roles.map((r) => ({ value: r, label: r }))}
        />
      </div>
      {placed ? (
        <div className="field">
          <label htmlFor="org">单位</label>
          <Select
            id="org"
            style={{ width: '100%' }}
            showSearch={{ optionFilterProp: 'label' }}
            value={org}
            onChange={setOrg}
            options={(orgs.data ?? []).map((o) => ({ value: o.id, label: o.name }))}
          />
        </div>
      ) : null}
      <Button type="primary" htmlType="submit" disabled={!name || !account || role === null}>
        {unit ? '添加' : '提交申请'}
      </Button>
    </form>
  )
}
