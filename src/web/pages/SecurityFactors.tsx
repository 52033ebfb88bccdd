import { startRegistration } from '@simplewebauthn/browser'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import { get, Problem, post } from '../api.ts'
import { Qr } from '../ui/Qr.tsx'
import { showDay, showInstant } from '../words.ts'
import { Certificates } from './Certificates.tsx'
import type { Act, Mine } from './mine.ts'
import { Field } from './SignIn.tsx'

export const Password = ({ data, act }: { data: Mine; act: Act }) => {
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
export const UnifiedLink = ({
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
export const Factors = ({
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
