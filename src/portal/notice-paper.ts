import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Field, Notice, Section } from '#disclosure'
import { regionName, showDay, showInstant } from '#kernel'
import { isWide, type Paper, type PaperSection, type Printer } from '#papers'
import { amount } from './parts.tsx'

const shown = (f: Field) => (f.kind === 'money' ? amount(f.value) : f.value)
function section(s: Section): PaperSection {
  const fields = s.fields ?? []
  const [first] = fields
  // One thing under a heading of the same name is said once.
  const single = fields.length === 1 && first && first.label === s.heading
  const groups = single ? [] : [...new Set(fields.map((f) => f.group ?? ''))]
  const columns = s.columns ?? []
  return {
    heading: s.no === '' ? (s.fields ? s.heading : '') : `${s.no}、${s.heading}`,
    text: single ? shown(first) : '',
    groups: groups.map((name) => ({
      name,
      fields: fields
        .filter((f) => (f.group ?? '') === name)
        .map((f) => ({ label: f.label, value: shown(f), long: f.kind === 'long' })),
    })),
    columns: columns.map((c) => ({
      label: c.label,
      money: c.money === true,
      wide: c.money !== true && isWide((s.rows ?? []).map((r) => r[c.key] ?? '')),
    })),
    rows: (s.rows ?? []).map((r) =>
      columns.map((c) => (c.money ? amount(r[c.key] ?? '') : (r[c.key] ?? ''))),
    ),
  }
}
/** The notice on paper: the same words in the same order as the page, and at its end where to check them. */
export const paperOf = (n: Notice, origin: string): Paper => ({
  title: n.title,
  author: n.publisher,
  date: n.content.date,
  meta: `${regionName(n.region)}　${showInstant(n.published)} 发布${n.ends ? `　公告期至${showDay(n.ends)}` : ''}`,
  opening: n.content.opening,
  sections: n.content.sections.map(section),
  tail: n.content.tail,
  publisher: n.publisher,
  dateWords: showDay(n.content.date),
  foot: `政府采购一张网　${n.kind}${n.projectNo === null ? '' : `　${n.projectNo}`}`,
  address: `${origin}/notices/${n.id}/verify`,
  proof: [
    `内容摘要（SHA-256）：${n.sha256}`,
    '这份公告记在只能追加的流水里。扫码可以核对本文与发布的内容是否一字不差：',
    `${origin}/notices/${n.id}/verify`,
  ],
})

const digestOf = (b: Buffer) => createHash('sha256').update(b).digest('hex')
/** Changes when the template does, so that papers set before are set again. */
const EDITION = 1
/** A paper is set once for what it says and kept beside the data: one file a notice, whoever asked under whatever name. */
export function paperStore(dataDir: string, printer: Printer) {
  const folder = join(dataDir, 'papers')
  const making = new Map<string, Promise<Buffer>>()
  const nameOf = (n: Notice, origin: string) =>
    `${n.id}@${createHash('sha256').update(`${EDITION} ${n.sha256} ${origin}`).digest('hex').slice(0, 16)}.pdf`
  async function make(name: string, n: Notice, origin: string): Promise<Buffer> {
    const path = join(folder, name)
    const kept = await readFile(path).catch(() => null)
    const seal = await readFile(`${path}.sha256`, 'utf8').catch(() => '')
    // A kept paper that is not the one that was set is set anew: nobody is given what somebody changed on the disk.
    if (kept && seal === digestOf(kept)) return kept
    const { pdf } = await printer.print(paperOf(n, origin))
    const bytes = Buffer.from(pdf)
    await mkdir(folder, { recursive: true })
    const draft = join(folder, `${randomUUID()}.tmp`)
    await writeFile(draft, bytes)
    await writeFile(`${path}.sha256`, digestOf(bytes))
    await rename(draft, path)
    for (const f of await readdir(folder))
      if (f !== name && f !== `${name}.sha256` && f.startsWith(`${n.id}@`))
        await rm(join(folder, f), { force: true })
    return bytes
  }
  return {
    etagOf: (n: Notice, origin: string) => `"${nameOf(n, origin).slice(37, 53)}"`,
    async of(n: Notice, origin: string): Promise<Buffer> {
      const name = nameOf(n, origin)
      let made = making.get(name)
      if (!made) {
        made = make(name, n, origin).finally(() => making.delete(name))
        making.set(name, made)
      }
      return made
    },
  }
}
