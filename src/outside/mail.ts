import { sql } from 'kysely'
import { createTransport } from 'nodemailer'
import { type Db, type Instant, newId, ts } from '#kernel'

export interface Letter {
  /** Stable: the same letter again has the same Message-ID. */
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly headers: Readonly<Record<string, string>>
}
export interface Mail {
  readonly sandbox: boolean
  /** Throws when the server is away or refuses; `responseCode` 5xx is for good. */
  send(l: Letter): Promise<void>
  close(): void
}
/** Letters by SMTP: `smtp://user:password@host:587`, `smtps://…`. TLS is asked for and, off loopback, insisted on. */
export function smtpMail(url: string, from: string): Mail {
  const u = new URL(url)
  const local = ['127.0.0.1', 'localhost', '[::1]'].includes(u.hostname)
  const secure = u.protocol === 'smtps:'
  const transport = createTransport(
    {
      host: u.hostname.replace(/^\[|\]$/g, ''),
      port: u.port === '' ? (secure ? 465 : 587) : Number(u.port),
      secure,
      ...(u.username === ''
        ? {}
        : { auth: { user: decodeURIComponent(u.username), pass: decodeURIComponent(u.password) } }),
      ...(local ? { ignoreTLS: !secure } : { requireTLS: true }),
      connectionTimeout: 15_000,
      socketTimeout: 30_000,
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from },
  )
  return {
    sandbox: false,
    async send(l) {
      await transport.sendMail({
        to: l.to,
        subject: l.subject,
        text: l.text,
        headers: l.headers,
        messageId: `<${l.id}@yiwang>`,
      })
    },
    close: () => transport.close(),
  }
}
/** No server is configured: letters lie in a table of ours and go nowhere. */
export const mailSandbox = (db: Db, now: () => Instant): Mail => ({
  sandbox: true,
  async send(l) {
    await db.transaction().execute((tx) =>
      sql`insert into outside.mail (id, "to", subject, text, headers, at)
      values (${newId(now())}, ${l.to}, ${l.subject}, ${l.text}, ${JSON.stringify(l.headers)}, ${ts(now())})`.execute(
        tx,
      ),
    )
  },
  close() {},
})
export async function sandboxLetters(db: Db, limit: number) {
  const { rows } = await db.transaction().execute((tx) =>
    sql<{ to: string; subject: string; text: string; at: Instant }>`
    select "to", subject, text, at from outside.mail order by at desc, id desc limit ${limit}`.execute(
      tx,
    ),
  )
  return rows
}
