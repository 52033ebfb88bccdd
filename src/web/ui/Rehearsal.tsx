import { Alert, Button, Upload } from 'antd'
import { useState } from 'react'
import { envelopeDigest } from '../../kernel/seal/suite.ts'
import { get } from '../api.ts'
import { inWorker, type Recovery } from './sealing.ts'

interface Check {
  name: string
  cause: string
}
/** 模拟开启：平台存放的密文，用本机的恢复文件当场打开一遍；绿灯，或者说出原因。 */
export const Rehearsal = ({ bid, given }: { bid: string; given?: Recovery }) => {
  const [checks, setChecks] = useState<Check[] | null>(null)
  const [busy, setBusy] = useState(false)
  const run = async (recovery: Recovery | undefined) => {
    setBusy(true)
    try {
      const out = await get<Check[]>('/api/bid/getRehearsal', { id: bid })
      const own = { name: '用恢复文件在本机打开平台存放的密文', cause: '' }
      if (!recovery) own.cause = '没有选择恢复文件，这一项没有试'
      else
        try {
          const receipt = await get<{ sha256: string }>('/api/bid/getReceipt', { id: bid })
          const digest = await envelopeDigest(
            recovery.envelope as Parameters<typeof envelopeDigest>[0],
          )
          // The digest says whose it is; sealed offline, it does not know its bid's number.
          if (recovery.kind !== '投标恢复文件' || digest !== receipt.sha256)
            own.cause = '这个恢复文件不是最后提交的那一份的'
          else {
            const { view, envelope, seed } = recovery
            await inWorker({ kind: 'open', view, envelope, seed, bid }, () => undefined)
          }
        } catch (e) {
          own.cause = (e as Error).message
        }
      setChecks([...out, own])
    } catch (e) {
      setChecks([{ name: '连接平台', cause: (e as Error).message }])
    } finally {
      setBusy(false)
    }
  }
  const green = checks?.every((c) => c.cause === '')
  return (
    <section aria-live="polite" style={{ marginTop: 16 }}>
      <h3>模拟开启</h3>
      <p className="meta">截止以前随时可试，不泄露内容，也不影响投标。</p>
      <div className="bar">
        {given ? (
          <Button loading={busy} onClick={() => run(given)}>
            试一次
          </Button>
        ) : (
          <>
            <Upload
              accept="application/json"
              fileList={[]}
              beforeUpload={(file) => {
                file
                  .text()
                  .then((t) => run(JSON.parse(t) as Recovery))
                  .catch(() => setChecks([{ name: '读取恢复文件', cause: '这不是投标恢复文件' }]))
                return false
              }}
            >
              <Button type="primary" loading={busy}>
                选择恢复文件并试一次
              </Button>
            </Upload>
            <Button loading={busy} onClick={() => run(undefined)}>
              只查平台一侧
            </Button>
          </>
        )}
      </div>
      {checks ? (
        <>
          <Alert
            type={green ? 'success' : 'error'}
            showIcon
            title={green ? '绿灯：到时可以开启' : '有问题，原因如下'}
          />
          <ul>
            {checks.map((c) => (
              <li key={c.name}>
                {c.cause === '' ? '通过　' : '未通过　'}
                {c.name}
                {c.cause === '' ? '' : `：${c.cause}`}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  )
}
