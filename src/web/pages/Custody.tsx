import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input, Radio, Upload } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { lockKey, unlockKey } from '../../kernel/seal/keyfile.ts'
import { newSealKeys, type SuiteName, toBase64, unwrapShare } from '../../kernel/seal/suite.ts'
import { get, post, type Summary } from '../api.ts'
import { saveFile } from '../ui/sealing.ts'
import { showInstant } from '../words.ts'

interface Held {
  id: string
  title: string
  state: string
  closes: string
  suite: SuiteName
  publicKey: string
  released: boolean
  need: number
  have: number
  waits: string | null
}
/** 开标保管：本单位的密钥，和等着本单位放出份额的标箱。私钥只在密钥文件里，从不送出。 */
export const Custody = ({ unit }: { unit: string }) => {
  const client = useQueryClient()
  const boxes = useQuery({ queryKey: ['held'], queryFn: () => get<Held[]>('/api/box/listMine') })
  const keys = useQuery({
    queryKey: ['keys'],
    queryFn: () => get<Summary[]>('/api/custody/list'),
  })
  const [releasing, setReleasing] = useState<Held | null>(null)
  const [making, setMaking] = useState(false)
  const refresh = () => {
    setReleasing(null)
    setMaking(false)
    client.invalidateQueries()
  }
  const own = (keys.data ?? []).filter((k) => k.title.startsWith(`${unit}的开标密钥`))
  const waiting = (boxes.data ?? []).filter(
    (b) => b.state === '已封箱' && !b.released && b.waits === null,
  )
  const rest = (boxes.data ?? []).filter((b) => !waiting.includes(b))
  return (
    <>
      <h1>开标保管</h1>
      <p className="meta">
        每一包的投标由采购人、代理机构、财政部门、平台和公证机构分别保管份额，到齐规定份数才能开启。截止封箱以前，任何人都放不出份额。
      </p>
      <section className="card">
        <h2>等本单位放出份额</h2>
        {boxes.isLoading ? <p className="meta">正在取……</p> : null}
        {boxes.error ? <Alert type="error" showIcon title={boxes.error.message} /> : null}
        {boxes.data && waiting.length === 0 ? <p className="meta">眼下没有。</p> : null}
        {waiting.map((b) => (
          <div key={b.id} className="bar">
            <span>
              <Link to={`/box/${b.id}`}>{b.title}</Link>　{showInstant(b.closes)}截止　已有{b.have}
              份，须有{b.need}份
            </span>
            <Button type="primary" onClick={() => setReleasing(b)}>
              放出份额
            </Button>
          </div>
        ))}
        {releasing ? (
          <Release box={releasing} onDone={refresh} onCancel={() => setReleasing(null)} />
        ) : null}
      </section>
      <section className="card">
        <h2>本单位的开标密钥</h2>
        {own.length === 0 && keys.data ? (
          <p>还没有登记。没有登记密钥的单位，其项目发布不了招标公告。</p>
        ) : null}
        <ul>
          {own.map((k) => (
            <li key={k.id}>
              <Link to={`/custody/${k.id}`}>{k.title.slice(unit.length + 1)}</Link>　{k.state}
              {'　'}登记于 {showInstant(k.since)}
            </li>
          ))}
        </ul>
        {making ? (
          <MakeKey unit={unit} onDone={refresh} onCancel={() => setMaking(false)} />
        ) : (
          <Button onClick={() => setMaking(true)}>生成并登记新密钥</Button>
        )}
      </section>
      <section className="card">
        <h2>本单位保管的其他标箱</h2>
        {rest.length === 0 ? <p className="meta">没有。</p> : null}
        <ul>
          {rest.map((b) => (
            <li key={b.id}>
              <Link to={`/box/${b.id}`}>{b.title}</Link>　{b.state}
              {b.released ? '，本单位已放出' : b.waits ? `，等${b.waits}` : ''}
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

const Release = ({
  box,
  onDone,
  onCancel,
}: {
  box: Held
  onDone: () => void
  onCancel: () => void
}) => {
  const [file, setFile] = useState<File | null>(null)
  const [passphrase, setPassphrase] = useState('')
  const [failure, setFailure] = useState('')
  const [busy, setBusy] = useState(false)
  const go = async () => {
    setBusy(true)
    setFailure('')
    try {
      const waiting = await get<{
        suite: SuiteName
        publicKey: string
        shares: { entry: string; wrapped: string }[]
      }>('/api/box/getShares', { id: box.id })
      const pair = await unlockKey(JSON.parse((await file?.text()) ?? 'null'), passphrase)
      if (pair.publicKey !== waiting.publicKey)
        throw new Error('这把钥匙不是设箱时登记的那一把，请换密钥文件')
      const shares = []
      for (const s of waiting.shares)
        try {
          const share = await unwrapShare(waiting.suite, pair.privateKey, s.wrapped)
          shares.push({ entry: s.entry, share: toBase64(share), fault: null })
        } catch (e) {
          shares.push({ entry: s.entry, share: null, fault: (e as Error).message })
        }
      await post('/api/box/release', { id: box.id, shares }, crypto.randomUUID())
      onDone()
    } catch (e) {
      setFailure(e instanceof SyntaxError ? '这不是开标密钥文件' : (e as Error).message)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="card" aria-live="polite">
      <h3>放出份额：{box.title}</h3>
      <p className="meta">份额在本机解开后送出；密钥文件和口令不离开这台机器。</p>
      <p>
        <Upload
          accept="application/json"
          fileList={[]}
          beforeUpload={(f) => {
            setFile(f)
            return false
          }}
        >
          <Button>选择密钥文件</Button>
        </Upload>{' '}
        {file?.name ?? '还没有选'}
      </p>
      <label htmlFor="passphrase">口令</label>
      <Input.Password
        id="passphrase"
        value={passphrase}
        autoComplete="off"
        onChange={(e) => setPassphrase(e.target.value)}
      />
      {failure ? <Alert type="error" showIcon title={failure} /> : null}
      <div className="bar">
        <Button type="primary" disabled={!file || !passphrase} loading={busy} onClick={go}>
          放出份额
        </Button>
        <Button onClick={onCancel}>不办了</Button>
      </div>
    </div>
  )
}

const MakeKey = ({
  unit,
  onDone,
  onCancel,
}: {
  unit: string
  onDone: () => void
  onCancel: () => void
}) => {
  const [suite, setSuite] = useState<SuiteName>('GM-1')
  const [first, setFirst] = useState('')
  const [second, setSecond] = useState('')
  const [failure, setFailure] = useState('')
  const [busy, setBusy] = useState(false)
  const weak = first.length < 12
  const make = async () => {
    setBusy(true)
    setFailure('')
    try {
      const pair = await newSealKeys(suite)
      const file = await lockKey(pair, { suite, owner: unit, passphrase: first })
      // Saved before it is registered: a key that nobody has must never be asked for.
      saveFile(`开标密钥-${unit}-${new Date().toISOString().slice(0, 10)}.json`, file)
      await post('/api/custody/register', { suite, publicKey: pair.publicKey }, crypto.randomUUID())
      onDone()
    } catch (e) {
      setFailure((e as Error).message)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="card">
      <h3>生成开标密钥</h3>
      <Radio.Group
        value={suite}
        onChange={(e) => setSuite(e.target.value as SuiteName)}
        options={[
          { value: 'GM-1', label: '国密（SM2）' },
          { value: 'STD-1', label: '国际通用（P-256）' },
        ]}
      />
      <p>
        <label htmlFor="first">口令（至少12个字）</label>
        <Input.Password
          id="first"
          value={first}
          autoComplete="new-password"
          onChange={(e) => setFirst(e.target.value)}
        />
        <label htmlFor="second">再输一次</label>
        <Input.Password
          id="second"
          value={second}
          autoComplete="new-password"
          onChange={(e) => setSecond(e.target.value)}
        />
      </p>
      <p className="meta">
        密钥在本机生成，以口令加密后存成文件，平台只得到公钥。文件或口令丢失都无法找回；请另存一份在别处。
      </p>
      {failure ? <Alert type="error" showIcon title={failure} /> : null}
      <div className="bar">
        <Button type="primary" loading={busy} disabled={weak || first !== second} onClick={make}>
          保存密钥文件并登记
        </Button>
        <Button onClick={onCancel}>不办了</Button>
      </div>
    </div>
  )
}
