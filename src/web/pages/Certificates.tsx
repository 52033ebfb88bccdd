import { Button } from 'antd'
import { useState } from 'react'
import { post } from '../api.ts'
import { CertificateProof } from '../ui/CertificateProof.tsx'
import { showDay, showInstant } from '../words.ts'

export interface CertificateShown {
  fingerprint: string
  subject: string
  issuer: string
  serial: string
  made: string
  ends: string
  lastUsed: string | null
  standing: string
}
type Act = (path: string, body: unknown, done?: string) => Promise<void>
const pemOf = (bytes: Uint8Array) =>
  `-----BEGIN CERTIFICATE-----\n${btoa(String.fromCharCode(...bytes))}\n-----END CERTIFICATE-----\n`
/** 'C=CN, O=某单位, CN=张帆' → 张帆（某单位）. */
const shortName = (name: string) => {
  const part = (k: string) =>
    name
      .split(', ')
      .find((x) => x.startsWith(`${k}=`))
      ?.slice(k.length + 1) ?? ''
  const [cn, o] = [part('CN'), part('O')]
  return cn && o && cn !== o ? `${cn}（${o}）` : cn || o || name
}

/** 数字证书：which are registered, and one more. */
export const Certificates = ({
  account,
  list,
  demo,
  act,
}: {
  account: string
  list: CertificateShown[]
  demo: boolean
  act: Act
}) => {
  const [adding, setAdding] = useState(false)
  let ticket = ''
  return (
    <>
      <h3>数字证书</h3>
      {list.length === 0 ? <p className="meta">还没有登记。</p> : null}
      <ul className="plain">
        {list.map((c) => (
          <li key={c.fingerprint} className="bar">
            <span style={{ flex: '1 1 16em' }}>
              {shortName(c.subject)}
              {c.standing === '有效' ? '' : `（${c.standing}）`}
              <br />
              <span className="meta">
                {shortName(c.issuer)}颁发，有效至{showDay(c.ends)}
                {c.lastUsed ? `，${showInstant(c.lastUsed)}用过` : ''}
              </span>
            </span>
            <Button
              aria-label={`删除数字证书${shortName(c.subject)}`}
              onClick={() =>
                act(
                  '/api/security/dropCertificate',
                  { fingerprint: c.fingerprint },
                  '数字证书已删除',
                )
              }
            >
              删除
            </Button>
          </li>
        ))}
      </ul>
      {adding ? (
        <CertificateProof
          purpose="登记"
          label="登记这张证书"
          challenge={async () => {
            const started = await post<{ ticket: string; challenge: string }>(
              '/api/security/startCertificate',
              {},
            )
            ticket = started.ticket
            return started.challenge
          }}
          onSigned={(signature, certificate) =>
            act(
              '/api/security/keepCertificate',
              { ticket, signature, certificate: pemOf(certificate.bytes) },
              '数字证书已登记',
            ).then(() => setAdding(false))
          }
        />
      ) : (
        <div className="bar">
          <Button onClick={() => setAdding(true)}>登记数字证书</Button>
          {demo ? (
            <a href={`/api/session/demoCertificate?account=${encodeURIComponent(account)}`}>
              下载演示证书（口令与登录口令相同）
            </a>
          ) : null}
        </div>
      )}
    </>
  )
}
