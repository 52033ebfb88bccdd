import { createHash } from 'node:crypto'
import { trustIssuer } from '#identity/certificate'
import { type Ask, type Keys, keysFrom, makeCertificate, makeKeyFile, pem } from '#kernel'

/**
 * An issuer of the demonstration's own, and a key file for each of its people, so that signing in with a certificate can be tried
 * without a certification authority. Every key is made from a name: no secret at all, and trusted nowhere else.
 */
const name = { C: 'CN', O: '政府采购一张网演示区', CN: '演示证书颁发机构' }
const begins = Date.parse('2026-01-01T00:00:00+08:00')
const ends = Date.parse('2036-01-01T00:00:00+08:00')
const digest = (what: string) =>
  createHash('sha256').update(`yiwang demonstration certificate ${what}`).digest('hex')
// One below the order of the curve in every digest that begins with a zero: as good a key as any, since it is public.
const keysOf = (what: string): Keys => keysFrom(`0${digest(what).slice(1)}`)

/** The issuer is trusted from the first day, as the security administrator would have it. */
export async function trustDemoIssuer(ask: Ask): Promise<void> {
  const { publicKey, privateKey } = keysOf('issuer')
  const certificate = makeCertificate(
    { serial: '01', subject: name, issuer: name, begins, ends, publicKey, use: 'issue' },
    privateKey,
  )
  await trustIssuer(ask, pem('CERTIFICATE', certificate))
}
/** PEM: this person's certificate and key, under the demonstration's password. */
export async function demoKeyFile(
  holder: { account: string; name: string; unit: string },
  password: string,
): Promise<string> {
  const keys = keysOf(holder.account)
  const certificate = makeCertificate(
    {
      serial: `01${digest(`serial ${holder.account}`).slice(0, 14)}`,
      subject: { C: 'CN', ...(holder.unit ? { O: holder.unit } : {}), CN: holder.name },
      issuer: name,
      begins,
      ends,
      publicKey: keys.publicKey,
      use: 'sign',
    },
    keysOf('issuer').privateKey,
  )
  return makeKeyFile(certificate, keys, password, 10_000)
}
