import { sql } from 'kysely'
import {
  type Ask,
  dayOf,
  mayRead,
  NotFound,
  readable,
  regionName,
  rfc3339,
  type Section,
  showDay,
  showInstant,
  subjectOf,
} from '#kernel'
import { inWordsOf, methodOfNumber } from '#law'
import { orgOf } from '#libraries'
import { numeral, type Paper, paperSection } from '#papers'
import { documentSections, tenderFlow, tenderOf, versionsOf } from '#tender'

/** The version that went out first; what was drafted before it is nobody's but the drafters'. */
async function firstPublic(ask: Ask, id: string): Promise<number | null> {
  const { rows } = await sql<{ v: number | null }>`
    select (data->>'version')::int as v from kernel.journal
    where subject = ${id} and action = 'publish' order by seq limit 1`.execute(ask.tx)
  return rows[0]?.v ?? null
}
/** The versions of a tender's documents that this person may read, oldest first. Throws NotFound where there are none. */
export async function versionsFor(ask: Ask, id: string) {
  const s = await subjectOf(ask.tx, tenderFlow, id)
  readable(ask.actor, tenderFlow, s)
  const insider = mayRead(ask.actor, { ...tenderFlow, open: [] }, s)
  const since = insider ? 1 : await firstPublic(ask, id)
  const all = (await versionsOf(ask.tx, id)).filter((v) => since !== null && v.version >= since)
  if (all.length === 0) throw new NotFound('采购文件')
  return { s, all }
}
/** One version of the documents on paper: the same clauses as the record shows, drawn for reading and filing. */
export async function documentPaper(
  ask: Ask,
  id: string,
  version: number | null,
  origin: string,
): Promise<Paper & { readonly sha256: string }> {
  const { s, all } = await versionsFor(ask, id)
  const v = version === null ? all.at(-1) : all.find((x) => x.version === version)
  if (!v) throw new NotFound('采购文件')
  const tender = await tenderOf(ask.tx, id)
  const agency = await orgOf(ask.tx, tender.agency)
  const name = inWordsOf(methodOfNumber(s.no), '招标文件')
  const day = dayOf(v.at)
  const front: Section = {
    title: '邀请',
    fields: [
      { label: '项目编号', value: s.no },
      { label: '项目名称', value: s.title },
      { label: '采购代理机构', value: `${agency.name}（${agency.address}，${agency.phone}）` },
      ...(tender.deadline === null
        ? []
        : [
            {
              label: inWordsOf(methodOfNumber(s.no), '投标截止时间、开标时间'),
              value: rfc3339(tender.deadline),
              kind: 'instant' as const,
            },
            { label: '地点', value: tender.place },
          ]),
    ],
  }
  return {
    title: `${s.title}　${name}`,
    author: agency.name,
    date: day,
    meta: `${regionName(s.region)}　第${v.version}版　${showInstant(v.at)}`,
    opening: '',
    sections: [front, ...documentSections(v.document)].map((x, n) =>
      paperSection(x, numeral(n + 1)),
    ),
    tail: '',
    publisher: agency.name,
    dateWords: showDay(day),
    foot: `政府采购一张网　${name}　${s.no ?? ''}　第${v.version}版`,
    address: `${origin}/journal`,
    proof: [
      `本版内容的摘要（SHA-256）：${v.sha256}`,
      '编写这一版的那一步写在只能追加的流水里，其中有上面的摘要。',
    ],
    sha256: v.sha256,
  }
}
