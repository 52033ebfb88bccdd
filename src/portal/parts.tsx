import { type Content, kinds, type Notice } from '#disclosure'
import { type Citation, parseYuan, regionName, regions, showInstant, showYuan, sum } from '#kernel'
import { catalogue } from '#law'

/** 1,234.50 of '1234.50'; whatever is no amount is shown as it stands. */
export const amount = (s: string) => (/^\d{1,13}\.\d{2}$/.test(s) ? showYuan(parseYuan(s)) : s)

const marks = { '✔': '', '◐': '据转载核对', '✎': '待核对原文', '△': '系统设置' } as const
export const Cites = ({ cites }: { cites: readonly Citation[] }) => (
  <>
    {cites.map((c) => (
      <div class="meta">
        {catalogue[c.law] ? (
          <a href={`/law/${encodeURIComponent(c.law)}#${encodeURIComponent(c.article)}`}>
            {c.law} {c.article}
          </a>
        ) : (
          `${c.law} ${c.article}`
        )}
        {c.quote ? `“${c.quote}”` : ''}
        {c.mark && c.mark !== '✔' ? `（${marks[c.mark]}）` : ''}
      </div>
    ))}
  </>
)

/** What a reader wants to know first: how much, and to whom. */
export function gist(c: Content): { money?: string; what?: string; who?: string } {
  const field = (label: string, group?: string) =>
    c.sections.flatMap((s) => s.fields ?? []).find((f) => f.label === label && f.group === group)
      ?.value
  const rows = (heading: string) => c.sections.find((s) => s.heading === heading)?.rows ?? []
  const given = (what: string, money: string | undefined, who?: string) =>
    money === undefined ? {} : { what, money: amount(money), ...(who ? { who } : {}) }
  switch (c.kind) {
    case '采购意向公告':
      return given('预算', rows('采购意向')[0]?.budget)
    case '招标公告':
    case '竞争性谈判公告':
    case '竞争性磋商公告':
    case '询价公告':
    case '合作创新采购公告':
    case '资格预审公告':
      return given('预算', field('预算金额（元）'))
    case '单一来源采购公示':
      return given('预算', field('拟采购的货物或服务的预算金额（元）'))
    case '成交结果公告':
    case '中标结果公告': {
      const tendering = c.kind === '中标结果公告'
      const won = rows(tendering ? '中标信息' : '成交信息')
      const total = sum(
        won.flatMap((r) =>
          /^\d{1,13}\.\d{2}$/.test(r.amount ?? '') ? [parseYuan(r.amount ?? '')] : [],
        ),
      )
      return {
        what: tendering ? '中标' : '成交',
        money: showYuan(total),
        who: [...new Set(won.map((r) => r.supplier ?? ''))].join('、'),
      }
    }
    case '合同公告':
      return given('合同', field('合同金额（元）'), field('名称', '供应商（乙方）'))
    default:
      return {}
  }
}

export const NoticeList = ({ notices, empty }: { notices: readonly Notice[]; empty: string }) =>
  notices.length === 0 ? (
    <p class="meta">{empty}</p>
  ) : (
    <ul class="list">
      {notices.map((n) => {
        const { what, money, who } = gist(n.content)
        return (
          <li>
            <div class="title">
              <a href={`/notices/${n.id}`}>{n.title}</a>
              <span class="tag">{n.kind}</span>
            </div>
            <div class="meta">
              {`${regionName(n.region)}　${n.publisher}　`}　
              <span class="fig">{showInstant(n.published)}</span>
            </div>
            {money ? (
              <div class="meta">
                {what} <span class="fig">{money}</span> 元{who ? `　${who}` : ''}
              </div>
            ) : null}
          </li>
        )
      })}
    </ul>
  )

/** 盟市 and what is under each, as one select: 自治区, then a group per league. */
export const RegionSelect = ({
  id,
  name,
  value,
  all,
}: {
  id: string
  name: string
  value: string
  all: string
}) => (
  <select id={id} name={name}>
    <option value="">{all}</option>
    {regions
      .filter((r) => r.tier === '盟市')
      .map((league) => (
        <optgroup label={league.name}>
          <option value={league.code} selected={league.code === value}>
            {league.name}（含所属）
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

export interface Wanted {
  readonly q: string
  readonly kind: string
  readonly region: string
}
export const Find = ({ q, kind, region }: Wanted) => (
  <search aria-label="查找公告">
    <form class="find" action="/notices" method="get">
      <div>
        <label for="q">名称、编号、单位或内容</label>
        <input id="q" name="q" type="search" value={q} maxlength={100} autocomplete="off" />
      </div>
      <div>
        <label for="kind">种类</label>
        <select id="kind" name="kind">
          <option value="">全部种类</option>
          {kinds.map((k) => (
            <option value={k} selected={k === kind}>
              {k}
            </option>
          ))}
        </select>
      </div>
      <div>
        <label for="region">地区</label>
        <RegionSelect id="region" name="region" value={region} all="全区" />
      </div>
      <button type="submit">查找</button>
    </form>
  </search>
)
