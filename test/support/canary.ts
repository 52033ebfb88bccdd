import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** A word in the forms in which it might leak. */
export const encodings = (word: string): Buffer[] => {
  const b = Buffer.from(word)
  const json = JSON.stringify(word).slice(1, -1)
  return [
    b,
    Buffer.from(b.toString('hex')),
    Buffer.from(b.toString('hex').toUpperCase()),
    // Base64 at each of the three offsets, without the ends that depend on the neighbours.
    ...[0, 1, 2].map((o) =>
      Buffer.from(
        Buffer.concat([Buffer.alloc(o), b])
          .toString('base64')
          .slice(o === 0 ? 0 : 4, -4),
      ),
    ),
    Buffer.from(b.toString('base64url').replace(/.$/, '')),
    Buffer.from(word, 'utf16le'),
    Buffer.from(
      json.replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
    ),
    Buffer.from(encodeURIComponent(word)),
    Buffer.from(word.split('').reverse().join('')),
  ]
}
export const filesUnder = (dir: string): string[] =>
  readdirSync(dir, { recursive: true })
    .map((f) => join(dir, String(f)))
    .filter((f) => statSync(f).isFile())
