import { type Day, regionName, showDay } from '#kernel'
import type { RuleView } from '#law'
import { LawNav } from './law-nav.tsx'
import { Page, type Reader } from './layout.tsx'
import { Cites, RegionSelect } from './parts.tsx'

export interface Group {
  readonly name: string
  readonly rules: readonly RuleView[]
}
/** The dated numbers, the methods, then the rules of each life story, under the name of the thing they judge. */
export function grouped(rules: readonly RuleView[], nounOf: (module: string) => string): Group[] {
  const out = new Map<string, RuleView[]>()
  for (const r of rules) {
    const prefix = r.id.split('.')[0] ?? ''
    const name =
      prefix === 'param' ? '期限、数额与比例' : prefix === 'method' ? '采购方式' : nounOf(prefix)
    out.set(name, [...(out.get(name) ?? []), r])
  }
  return [...out].map(([name, list]) => ({ name, rules: list }))
}
const plain = (d: string) => `${d.slice(0, 4)}年${Number(d.slice(5, 7))}月${Number(d.slice(8))}日`
const since = (r: RuleView) =>
  r.to === null ? `${plain(r.from)}起` : `${plain(r.from)}起，${plain(r.to)}止`

/** A page stays well under the 50 KB of a slow line, however many numbers the law comes to have. */
const PER_PAGE = 40

export const LawPage = (p: {
  reader: Reader
  on: Day
  region: string
  groups: readonly Group[]
  /** The group that is open; the first when the reader named none. */
  of: string | undefined
  /** Which page of the open group, from 1; one that there is not is the first. */
  page: number
}) => {
  const open = p.groups.find((g) => g.name === p.of) ?? p.groups[0]
  const pages = Math.ceil((open?.rules.length ?? 0) / PER_PAGE)
  const at = p.page <= pages ? p.page : 1
  const link = (name: string, n = 1) =>
    `/law?on=${p.on}&region=${p.region}&of=${encodeURIComponent(name)}${n > 1 ? `&page=${n}` : ''}`
  return (
    <Page title="规则" reader={p.reader}>
      <h1>系统执行的规则</h1>
      <LawNav at="rules" />
      <p class="lead">
        每一次“不能办理”都出自这里的某一条。带引号的是法规原文；注明“待核对原文”“系统设置”的不是核实过的法律数字，可由管理部门改定。
        <a href="/law/texts">法律法规库</a>里可以读到条文。
      </p>
      <div class="card">
        <form class="find law" method="get" action="/law" aria-label="规则的日期和地区">
          <div>
            <label for="on">哪一天有效</label>
            <input id="on" name="on" type="date" value={p.on} />
          </div>
          <div>
            <label for="region">地区</label>
            <RegionSelect id="region" name="region" value={p.region} all="全区" />
          </div>
          <button type="submit">查看</button>
        </form>
      </div>
      <p>
        {showDay(p.on)}在{regionName(p.region)}有效，共
        {p.groups.reduce((n, g) => n + g.rules.length, 0)}条。
      </p>
      <nav aria-label="规则的类别">
        <ul class="tabs">
          {p.groups.map((g) => (
            <li>
              <a href={link(g.name)} aria-current={g === open ? 'page' : undefined}>
                {g.name}
                <span class="fig">（{g.rules.length}）</span>
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {open ? (
        <section class="card">
          <h2>{open.name}</h2>
          <ul class="list">
            {open.rules.slice((at - 1) * PER_PAGE, at * PER_PAGE).map((r) => (
              <li>
                <div class="title">
                  <span>{r.title}</span>
                  <span class="meta fig">{since(r)}</span>
                </div>
                <Cites cites={r.cites} />
              </li>
            ))}
          </ul>
          {pages > 1 ? (
            <nav aria-label={`${open.name}的各页`}>
              <ul class="tabs">
                {Array.from({ length: pages }, (_, i) => (
                  <li>
                    <a
                      href={link(open.name, i + 1)}
                      aria-current={i + 1 === at ? 'page' : undefined}
                    >
                      第{i + 1}页
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
          ) : null}
        </section>
      ) : null}
      <p class="meta">
        程序可取：<a href={`/api/law/rules?on=${p.on}&region=${p.region}`}>这一天的规则数据</a>
        。期限、采购方式和评审得分也可以在公开接口上试算，见
        <a href="/openapi.json">接口说明</a>。
      </p>
    </Page>
  )
}
