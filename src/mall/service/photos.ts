import { sql } from 'kysely'
import { type Ask, type Instant, NotFound, Refused, readKept, refusal, ts, uploadOf } from '#kernel'
import { cite } from '#law'

/** 何时拍的：报修、申请增项、完工、验收。 */
export const stages = ['下单', '增项', '完工', '验收'] as const
export interface Photo {
  readonly file: string
  readonly stage: (typeof stages)[number]
  readonly type: string
  readonly sha256: string
  readonly org: string
  readonly at: Instant
}
export const MOST = 6
const MOST_BYTES = 8 * 2 ** 20
/** By its first bytes, whatever its name says: what a browser draws and runs nothing of. */
export function imageType(head: Uint8Array): 'image/jpeg' | 'image/png' | 'image/webp' | null {
  const text = (from: number, to: number) => String.fromCharCode(...head.subarray(from, to))
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'image/jpeg'
  if (head[0] === 0x89 && text(1, 8) === 'PNG\r\n\x1a\n') return 'image/png'
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'image/webp'
  return null
}
const unfit = (name: string, because: string) =>
  new Refused([
    refusal('照片须是能看的图片', `${name}${because}`, {
      cites: [
        cite('110号令', '第三十六条', '证明其按照合同约定数量或者工作量清单履约的相关记录或者凭证'),
      ],
      cure: '用手机拍照，或选 JPEG、PNG、WebP 图片，每张不超过8MB',
      field: 'photos',
    }),
  ])
/** Looked at before the step is taken; answers what the journal keeps of them. Throws NotFound for another's upload, Refused for what is no picture. */
export async function looked(ask: Ask, files: readonly string[]) {
  const found: { file: string; sha256: string; type: string }[] = []
  for (const file of [...new Set(files)]) {
    const u = await uploadOf(ask, file)
    if (u.size > MOST_BYTES) throw unfit(u.name, `有${Math.ceil(u.size / 2 ** 20)}MB`)
    const type = imageType(await readKept(ask.world.dataDir, u.sha256))
    if (type === null) throw unfit(u.name, '不是照片')
    found.push({ file, sha256: u.sha256, type })
  }
  return found
}
export async function keep(
  ask: Ask,
  order: string,
  stage: Photo['stage'],
  found: Awaited<ReturnType<typeof looked>>,
): Promise<void> {
  for (const f of found)
    await sql`insert into mall.service_photo (file, order_id, stage, sha256, type, org, at)
      values (${f.file}, ${order}, ${stage}, ${f.sha256}, ${f.type}, ${ask.actor.org}, ${ts(ask.now)})
      on conflict do nothing`.execute(ask.tx)
}
export const photosOf = async (ask: Ask, order: string): Promise<Photo[]> =>
  (
    await sql<Photo>`select file, stage, type, sha256, org, at from mall.service_photo
      where order_id = ${order} order by at, file`.execute(ask.tx)
  ).rows
/** The bytes, for whoever may read the order: the caller asks that. */
export async function photoOf(ask: Ask, order: string, file: string) {
  const p = (await photosOf(ask, order)).find((x) => x.file === file)
  if (!p) throw new NotFound('照片')
  return { type: p.type, bytes: await readKept(ask.world.dataDir, p.sha256) }
}
