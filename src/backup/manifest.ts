import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { BackupBroken, mark, openKey, sameMark } from './vault.ts'

export const FORMAT = 'yiwang-backup/v1'
const zPart = z.strictObject({
  name: z.string().regex(/^[\w./-]+$/),
  size: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
const zManifest = z.strictObject({
  format: z.literal(FORMAT),
  at: z.string(),
  migrations: z.array(z.strictObject({ name: z.string(), sha256: z.string() })),
  journal: z.strictObject({
    size: z.number().int().nonnegative(),
    root: z.string(),
    note: z.string(),
  }),
  tables: z.array(z.strictObject({ name: z.string(), rows: z.number(), part: zPart })),
  sequences: z.array(z.strictObject({ name: z.string(), last: z.string(), called: z.boolean() })),
  files: z.array(z.strictObject({ path: z.string(), part: zPart })),
  key: z.strictObject({ salt: z.string(), nonce: z.string(), key: z.string() }),
})
export type Manifest = z.infer<typeof zManifest>
export const MANIFEST = 'manifest.json'
/** The manifest is written last: a folder without one is no backup. */
export const sealManifest = (m: Manifest, key: Buffer) => {
  const text = JSON.stringify(m, null, 1)
  return `${text}\n${mark(key, text)}\n`
}
export function openManifest(dir: string, passphrase: string): { manifest: Manifest; key: Buffer } {
  const path = join(dir, MANIFEST)
  if (!existsSync(path))
    throw new BackupBroken(`${dir} 里没有 ${MANIFEST}：不是备份，或者备份没有做完`)
  const whole = readFileSync(path, 'utf8')
  const cut = whole.trimEnd().lastIndexOf('\n')
  const text = whole.slice(0, cut)
  let manifest: Manifest
  try {
    manifest = zManifest.parse(JSON.parse(text))
  } catch {
    throw new BackupBroken('清单读不懂：被改动过，或由更新的版本所写')
  }
  const key = openKey(manifest.key, passphrase)
  if (!sameMark(mark(key, text), whole.slice(cut + 1).trimEnd()))
    throw new BackupBroken('清单被改动过')
  return { manifest, key }
}
