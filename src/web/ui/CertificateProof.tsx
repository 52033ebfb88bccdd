import { Alert, Button, Input } from 'antd'
import { useId, useState } from 'react'
import type { Signer } from '../../kernel/x509/holder.ts'

/**
 * The person's certificate, from a key file chosen here: opened and signed with in this page, and sent nowhere. Where a UKey is
 * plugged in, its maker's driver answers the same `Signer` in the file's place (docs/operations.md).
 */
export const CertificateProof = ({
  purpose,
  challenge,
  label,
  known,
  onSigned,
}: {
  purpose: '登录' | '再次验证' | '登记'
  /** Asked for when the button is pressed, where it is not there yet. */
  challenge: string | (() => Promise<string>)
  label: string
  /** Fingerprints that are registered; none: any. */
  known?: readonly string[]
  onSigned: (signature: string, certificate: Signer['certificate']) => Promise<unknown>
}) => {
  // Two may stand on one page: one to register, one to prove before registering.
  const id = useId()
  const [text, setText] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const [failure, setFailure] = useState('')
  const [busy, setBusy] = useState(false)
  const sign = async () => {
    setBusy(true)
    setFailure('')
    try {
      // The national algorithms are loaded by whoever has a certificate.
      const { openKeyFile, proofText } = await import('../../kernel/x509/holder.ts')
      const signer = await openKeyFile(text, passphrase)
      if (known && !known.includes(signer.certificate.fingerprint))
        throw new Error('这张证书没有登记在您的账号上，请选登记过的那一张')
      const asked = typeof challenge === 'string' ? challenge : await challenge()
      const origin = window.location.origin
      const signature = await signer.sign(proofText({ purpose, origin, challenge: asked }))
      await onSigned(signature, signer.certificate)
      setPassphrase('')
    } catch (e) {
      setFailure(e instanceof Error ? e.message : '没有读懂这个证书文件')
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault()
        void sign()
      }}
    >
      {failure ? <Alert type="error" showIcon title={failure} role="alert" /> : null}
      <div className="field">
        <label htmlFor={`${id}file`}>证书文件</label>
        <input
          id={`${id}file`}
          type="file"
          accept=".pem,.key,.txt"
          onChange={(e) => {
            void e.target.files?.[0]?.text().then(setText)
          }}
        />
        <div className="hint">含证书和私钥的文件，在本机打开和签名，不会传出去</div>
      </div>
      <div className="field">
        <label htmlFor={`${id}word`}>证书口令</label>
        <Input
          id={`${id}word`}
          type="password"
          autoComplete="off"
          value={passphrase}
          onChange={(e) => setPassphrase(e.target.value)}
        />
      </div>
      <Button type="primary" htmlType="submit" disabled={text === ''} loading={busy}>
        {label}
      </Button>
    </form>
  )
}
