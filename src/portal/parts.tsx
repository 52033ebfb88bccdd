import { type Citation, parseYuan, regions, showYuan } from '#kernel'
import { catalogue } from '#law'
import type { Reader } from './layout.tsx'
import { say } from './say/index.ts'

/** 1,234.50 of '1234.50'; whatever is no amount is shown as it stands. */
export const amount = (s: string) => (/^\d{1,13}\.\d{2}$/.test(s) ? showYuan(parseYuan(s)) : s)

/** Between two pieces of one line: Chinese runs on here, English must not. */
export const gapOf = (reader: Reader) => (reader.lang === 'en' ? ' ' : '')

export const marks = { '◐': 'mark.second', '✎': 'mark.memory', '△': 'mark.ours' } as const
export const Cites = ({ cites, reader }: { cites: readonly Citation[]; reader?: Reader }) => (
  <>
    {cites.map((c) => (
      <div class="meta">
        {c.law === '系统设置' ? (
          <a href={`/law/settings#${encodeURIComponent(c.article)}`}>系统设置 {c.article}</a>
        ) : catalogue[c.law] ? (
          <a href={`/law/${encodeURIComponent(c.law)}#${encodeURIComponent(c.article)}`}>
            {c.law} {c.article}
          </a>
        ) : (
          `${c.law} ${c.article}`
        )}
        {c.quote ? `“${c.quote}”` : ''}
        {c.mark && c.mark !== '✔' ? `（${say(reader?.lang ?? 'zh', marks[c.mark])}）` : ''}
      </div>
    ))}
  </>
)

/** 盟市 and what is under each, as one select: 自治区, then a group per league. */
export const RegionSelect = ({
  id,
  name,
  value,
  all,
  within = (place) => say('zh', 'find.within', place),
}: {
  id: string
  name: string
  value: string
  all: string
  within?: (place: string) => string
}) => (
  <select id={id} name={name}>
    <option value="">{all}</option>
    {regions
      .filter((r) => r.tier === '盟市')
      .map((league) => (
        <optgroup label={league.name}>
          <option value={league.code} selected={league.code === value}>
            {within(league.name)}
          </option>
          {regions
            .filter((r) => r.parent === league.code && r.tier === '旗县区')
            .map((r) => (
              <option value={r.code} selected={r.code === value}>
                {r.name}
              </option>
            ))}
        </optgroup>
      ))}
  </select>
)
