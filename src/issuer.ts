import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  certificateOf,
  makeCertificate,
  makeKeyFile,
  makeRevocationList,
  newKeys,
  openKeyFile,
  pem,
} from '#kernel'

/**
 * `yiwang issuer`: an issuing authority in a folder, for a trial before a licensed one is contracted. The issuer's key lies there under a
 * passphrase that is printed once; whoever trusts its certificate trusts that folder.
 */
const DAY = 86_400_000
const USAGE = `用法：
  yiwang issuer new  --dir 目录 --name 机构名称            新的颁发机构，打印一次它的口令
  yiwang issuer sign --dir 目录 --person 姓名 [--org 单位] [--days 365]
                                                        给一个人签发证书，打印一次证书口令
  yiwang issuer list --dir 目录 [--revoke 序列号 …]        签发新的吊销列表
  口令由环境变量 YIWANG_ISSUER_PASSPHRASE 给出（new 以外）`
interface Book {
  name: Record<string, string>
  lists: number
  issued: { serial: string; person: string; file: string }[]
  revoked: { serial: string; at: number }[]
}

export async function issuer(
  args: readonly string[],
  say: (line: string) => void,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const all = (name: string) =>
    args.flatMap((a, i) => (a === `--${name}` && args[i + 1] ? [args[i + 1] as string] : []))
  const [dir] = all('dir')
  if (!dir) throw new Error(USAGE)
  const at = (file: string) => join(dir, file)
  const secret = (file: string, text: string) => writeFileSync(at(file), text, { mode: 0o600 })
  const passphrase = () => randomBytes(15).toString('base64url')
  const now = Date.now()
  if (args[0] === 'new') {
    const [name] = all('name')
    if (!name) throw new Error(USAGE)
    mkdirSync(dir, { recursive: true })
    if (existsSync(at('issuer.pem'))) throw new Error(`${dir} 里已有一个颁发机构`)
    const keys = newKeys()
    const its = { C: 'CN', O: name, CN: name }
    const certificate = makeCertificate(
      {
        serial: randomBytes(8).toString('hex').replace(/^./, '1'),
        subject: its,
        issuer: its,
        begins: now - 60_000,
        ends: now + 3650 * DAY,
        publicKey: keys.publicKey,
        use: 'issue',
      },
      keys.privateKey,
    )
    const phrase = passphrase()
    secret('issuer.key', await makeKeyFile(certificate, keys, phrase))
    writeFileSync(at('issuer.pem'), pem('CERTIFICATE', certificate))
    secret('issued.json', JSON.stringify({ name: its, lists: 0, issued: [], revoked: [] }))
    say(`颁发机构证书：${at('issuer.pem')}，请安全管理员在“证书颁发机构”里列入信任`)
    say(`口令（只打印这一次）：${phrase}`)
    return
  }
  const phrase = env['YIWANG_ISSUER_PASSPHRASE']
  if (!phrase) throw new Error(USAGE)
  const book = JSON.parse(readFileSync(at('issued.json'), 'utf8')) as Book
  const signer = await openKeyFile(readFileSync(at('issuer.key'), 'utf8'), phrase)
  if (args[0] === 'sign') {
    const [person] = all('person')
    const [org] = all('org')
    const days = Number(all('days')[0] ?? 365)
    if (!person || !Number.isInteger(days) || days < 1 || days > 3650) throw new Error(USAGE)
    const keys = newKeys()
    const serial = randomBytes(8).toString('hex').replace(/^./, '1')
    const certificate = makeCertificate(
      {
        serial,
        subject: { C: 'CN', ...(org ? { O: org } : {}), CN: person },
        issuer: book.name,
        begins: now - 60_000,
        ends: now + days * DAY,
        publicKey: keys.publicKey,
        use: 'sign',
      },
      signer.privateKey,
    )
    const file = `${serial}.pem`
    const own = passphrase()
    secret(file, await makeKeyFile(certificate, keys, own))
    book.issued.push({ serial: certificateOf(certificate).serial, person, file })
    secret('issued.json', JSON.stringify(book))
    say(`证书文件：${at(file)}，序列号 ${serial}，口令（只打印这一次）：${own}`)
    return
  }
  if (args[0] === 'list') {
    for (const serial of all('revoke')) {
      if (!book.issued.some((i) => i.serial === serial))
        throw new Error(`没有签发过序列号 ${serial}`)
      if (!book.revoked.some((r) => r.serial === serial)) book.revoked.push({ serial, at: now })
    }
    book.lists++
    const number = book.lists.toString(16)
    const list = makeRevocationList(
      { issuer: book.name, number, made: now, next: now + 30 * DAY, revoked: book.revoked },
      signer.privateKey,
    )
    writeFileSync(at('list.pem'), pem('X509 CRL', list))
    secret('issued.json', JSON.stringify(book))
    say(`吊销列表第${book.lists}份：${at('list.pem')}，${book.revoked.length}张`)
    return
  }
  throw new Error(USAGE)
}
