import { startAuthentication } from '@simplewebauthn/browser'
import { Alert, Button, Input, Modal } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { Problem, post, setProver } from '../api.ts'
import { CertificateProof } from './CertificateProof.tsx'

interface Asked {
  methods: string[]
  ticket: string
  passkey?: Record<string, unknown>
  certificate?: { challenge: string; fingerprints: string[] }
}
/** 再次验证：a high act waits while its person shows a password or a factor again. */
export const Prover = () => {
  const [asked, setAsked] = useState<Asked | null>(null)
  const [typed, setTyped] = useState('')
  const [failure, setFailure] = useState('')
  const settle = useRef<((proved: boolean) => void) | null>(null)
  useEffect(() => {
    setProver(async () => {
      setAsked(await post<Asked>('/api/session/askProof', {}))
      setTyped('')
      setFailure('')
      return new Promise<boolean>((done) => {
        settle.current = done
      })
    })
    return () => setProver(null)
  }, [])
  const end = (proved: boolean) => {
    setAsked(null)
    settle.current?.(proved)
  }
  const show = async (how: Record<string, unknown>) => {
    try {
      await post('/api/session/prove', { ticket: asked?.ticket, ...how })
      end(true)
    } catch (e) {
      setFailure(e instanceof Problem ? e.message : '没有完成验证，请再试')
    }
  }
  const passkey = async () => {
    try {
      const response = await startAuthentication({ optionsJSON: asked?.passkey as never })
      await show({ method: 'passkey', response })
    } catch {
      setFailure('没有完成通行密钥验证，请再试')
    }
  }
  const typing = asked?.methods.find((m) => m === 'totp' || m === 'password')
  const label = typing === 'totp' ? '六位动态口令' : '口令'
  return (
    <Modal
      open={asked !== null}
      title="再次验证是您本人"
      onCancel={() => end(false)}
      footer={null}
      destroyOnHidden
    >
      <p>这项办理要紧，请再验证一次；验证后接着办，几分钟内不再问。</p>
      {failure ? <Alert type="error" showIcon title={failure} role="alert" /> : null}
      {asked?.passkey ? (
        <p>
          <Button type="primary" onClick={passkey}>
            用通行密钥验证
          </Button>
        </p>
      ) : null}
      {asked?.certificate ? (
        <CertificateProof
          purpose="再次验证"
          label="用数字证书验证"
          challenge={asked.certificate.challenge}
          known={asked.certificate.fingerprints}
          onSigned={(signature, { fingerprint }) =>
            show({ method: 'certificate', response: { fingerprint, signature } })
          }
        />
      ) : null}
      {typing ? (
        <form
          onSubmit={(e) => {
            e.preventDefault()
            show(
              typing === 'totp'
                ? { method: 'totp', code: typed }
                : { method: 'password', password: typed },
            )
          }}
        >
          <div className="field">
            <label htmlFor="prove">{label}</label>
            <Input
              id="prove"
              type={typing === 'totp' ? 'text' : 'password'}
              inputMode={typing === 'totp' ? 'numeric' : 'text'}
              autoComplete={typing === 'totp' ? 'one-time-code' : 'current-password'}
              value={typed}
              onChange={(e) => setTyped(e.target.value)}
            />
          </div>
          <Button type="primary" htmlType="submit">
            验证
          </Button>
        </form>
      ) : null}
    </Modal>
  )
}
