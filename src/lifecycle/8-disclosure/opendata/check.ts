import { sql } from 'kysely'
import { type Ask, type Checked, rfc3339, type Tx } from '#kernel'
import { compiledRelease, type Json } from '#ocds'
import { factsOf, since } from './actions.ts'
import type { Picture } from './facts.ts'
import { pictureOf, tags } from './model.ts'
import * as store from './store.ts'

/** Where a release stands: its columns and the frame of its body, which the journal's entry and the project say. */
async function frames(tx: Tx): Promise<string | null> {
  const { rows } = await sql<store.Release & { step: string; said: string; whose: string }>`
    select r.index, r.id, r.process, r.ocid, r.region, r.at, r.body, j.noun || '.' || j.action as step, j.process as said, p.ocid as whose
    from disclosure.release r join kernel.leaf l on l.index = r.index join kernel.journal j on j.seq = l.seq
    join library.project p on p.id = j.process
    where r.process <> j.process or r.ocid <> p.ocid or r.region <> p.region or r.at <> j.at
      or r.id <> p.ocid || '-' || r.index or r.body ->> 'ocid' <> p.ocid or r.body ->> 'id' <> r.id
      or (r.body -> 'journal' ->> 'index')::bigint <> r.index
    order by r.index limit 1`.execute(tx)
  const [r] = rows
  return r ? `发布 ${r.id}（第${r.index}条流水）` : null
}
/**
 * Of every purchase of which the journal has said nothing since its last release, all its releases together must be what is so now;
 * and each release must be the one that was sealed. Without the house's secret (`masterKey` empty) nobody can tell the latter.
 */
export async function checkReleases(ask: Ask): Promise<Checked[]> {
  const { tx } = ask
  const key = ask.world.masterKey
  let first = await frames(tx)
  const { rows } = await sql<{ process: string; quiet: boolean }>`
    select r.process, not exists (select from kernel.journal j left join kernel.leaf l on l.seq = j.seq
      where j.process = r.process and (l.index is null or l.index > max(r.index))) as quiet
    from disclosure.release r group by r.process order by min(r.index)`.execute(tx)
  let looked = 0
  for (const { process, quiet } of rows) {
    const list = await store.releasesOf(tx, { process })
    looked += list.length
    const seals = new Map((await store.sealsOf(tx, process)).map((x) => [x.index, x.seal]))
    const odd = list.find((r) => {
      const tag = r.body['tag'] as unknown[] | undefined
      const seal = key.length === 0 ? null : seals.get(r.index)
      return (
        r.body['date'] !== rfc3339(r.at) ||
        !Object.values(tags).includes(String(tag?.[0])) ||
        // Releases of before there were seals have none.
        (seal != null && seal !== store.sealOf(key, r))
      )
    })
    if (odd) first ??= `发布 ${odd.id}`
    const picture = quiet && first === null ? pictureOf(await factsOf(ask, process)) : null
    if (picture === null) continue
    const said = JSON.parse(
      JSON.stringify(compiledRelease(list.map((r) => r.body as Json)).release),
    ) as Partial<Picture>
    const { buyer: _, parties: __, ...stray } = since(picture, said)
    const [where] = Object.keys(stray)
    if (where) first = `项目 ${list[0]?.ocid} 的 ${where}`
  }
  return [{ what: '开放数据的发布与业务数据', looked, first }]
}
