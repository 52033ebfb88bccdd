import type { CertificateShown } from './Certificates.tsx'

/** What `/api/security/get` answers of one's own sign-in. */
export interface Mine {
  name: string
  account: string
  passwordAt: string | null
  needsFactor: boolean
  demo: boolean
  totp: boolean
  codesLeft: number
  passkeys: { id: string; name: string; made: string; lastUsed: string | null }[]
  certificates: CertificateShown[]
  unified: { issuer: string; made: string }[]
  sessions: {
    id: string
    began: string
    seen: string
    agent: string
    address: string
    factor: string | null
    here: boolean
  }[]
  notices: { at: string; kind: string; said: string; agent: string; fresh: boolean }[]
  invitations: { id: string; role: string; org: string; since: string }[]
  delegations: {
    id: string
    given: boolean
    other: string
    role: string
    nouns: string[]
    begins: string
    ends: string
    state: string
    reason: string
  }[]
  colleagues: { id: string; name: string; role: string }[]
  kinds: string[]
}
/** Take a step on one's own sign-in, then say what came of it. */
export type Act = (path: string, body: unknown, done?: string) => Promise<void>
