import { type Day, type Fen, showDay, showYuan } from '#kernel'
import type { itemTold, limitsOn, settingsTold } from '#libraries/standards'
import { LawNav } from './law-nav.tsx'
import { Page, type Reader } from './layout.tsx'

interface Good {
  readonly code: string
  readonly name: string
  readonly leaf: boolean
}
type Told = Awaited<ReturnType<typeof itemTold>>
type Limits = ReturnType<typeof limitsOn>
type Central = Told['central'][number]
const itemPath = (code: string) => `/catalogue/${code}`
const marks: Record<string, string> = {
  '◐': '据转载核对',
  '✎': '待核对原文',
  '△': '系统设置',
}
const Goods = ({ list }: { list: readonly Good[] }) => (
  <ul class="list">
    {list.map((i) => (
      <li>
        <div class="title">
          <a href={itemPath(i.code)}>{i.name}</a>
          <span class="meta fig">{i.code}</span>
        </div>
      </li>
    ))}
  </ul>
)
const Find = ({ q }: { q: string }) => (
  <search aria-label="查找品目">
    <form class="find law" method="get" action="/catalogue">
      <div>
        <label for="q">名称、俗称或编码</label>
        <input id="q" name="q" type="search" value={q} maxlength={60} />
      </div>
      <button type="submit">查找</button>
    </form>
  </search>
)
export const CataloguePage = (p: {
  reader: Reader
  q: string
  found: readonly Good[] | null
  roots: readonly Good[]
}) => (
  <Page title="品目目录" reader={p.reader}>
    <h1>政府采购品目分类目录（2022年版）</h1>
    <LawNav at="catalogue" />
    <p class="lead">
      财库〔2022〕31号，4274个品目。编码总带版本：2013年版里同样的编码指的是别的东西。
    </p>
    <div class="card">
      <Find q={p.q} />
    </div>
    {p.found === null ? (
      <section class="card" aria-label="大类">
        <Goods list={p.roots} />
      </section>
    ) : (
      <section class="card" aria-label="查到的品目">
        <h2>
          “{p.q}”查到{p.found.length === 50 ? '前50' : p.found.length}个
        </h2>
        {p.found.length === 0 ? (
          <p class="meta">没有这样的品目。可以换一个说法，或从大类往下找。</p>
        ) : (
          <Goods list={p.found} />
        )}
      </section>
    )}
  </Page>
)
const CentralTable = ({ list }: { list: readonly Central[] }) => (
  <table class="fold">
    <thead>
      <tr>
        <th scope="col">品目</th>
        <th scope="col">由谁采购</th>
        <th scope="col">适用级次</th>
        <th scope="col">起点</th>
        <th scope="col">依据</th>
      </tr>
    </thead>
    <tbody>
      {list.map((e) => (
        <tr>
          <td data-label="品目">
            <a href={itemPath(e.code)}>{e.name}</a> <span class="meta fig">{e.code}</span>
            {e.note ? <div class="meta">{e.note}</div> : null}
          </td>
          <td data-label="由谁采购">{e.body}</td>
          <td data-label="适用级次">{e.tiers.length === 3 ? '全区' : e.tiers.join('、')}</td>
          <td data-label="起点" class="num">
            {(e.least as Fen) === 0 ? '不论金额' : `${showYuan(e.least as Fen)} 元`}
          </td>
          <td data-label="依据">
            {e.law}，{showDay(e.from as Day)}起
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)
const LimitTable = ({ list }: { list: Limits }) => (
  <table class="fold">
    <thead>
      <tr>
        <th scope="col">级次</th>
        <th scope="col">标准</th>
        <th scope="col">数额</th>
        <th scope="col">依据</th>
      </tr>
    </thead>
    <tbody>
      {list.map((l) => (
        <tr>
          <td data-label="级次">{l.tier}</td>
          <td data-label="标准">{l.name}</td>
          <td data-label="数额" class="num">
            {showYuan(l.value as Fen)} 元
          </td>
          <td data-label="依据">
            {l.law} {l.article}
            {marks[l.mark] ? `（${marks[l.mark]}）` : ''}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)
export const ItemPage = (p: {
  reader: Reader
  on: Day
  told: Told
  attributes: readonly { name: string; unit?: string; type: string; required: boolean }[]
  prices: readonly { region: string; offers: number; least: number; median: number; most: number }[]
}) => {
  const { item } = p.told
  return (
    <Page title={item.name} reader={p.reader}>
      <p class="crumb">
        <a href="/catalogue">品目目录</a>
        {p.told.path.map((i) => (
          <>
            {' › '}
            <a href={itemPath(i.code)}>{i.name}</a>
          </>
        ))}
      </p>
      <h1>{item.name}</h1>
      <p class="lead">
        {item.code}，2022年版，{p.told.category}。{p.told.doubt ?? ''}
      </p>
      {p.told.before2022 ? (
        <div class="card note">
          <p>
            2013年版的同一编码是“{p.told.before2022}
            ”，不是这个品目。历史数据请看所带的版本。
          </p>
        </div>
      ) : null}
      <section class="card" aria-labelledby="central">
        <h2 id="central">集中采购</h2>
        {p.told.central.length > 0 ? (
          <CentralTable list={p.told.central} />
        ) : (
          <p class="meta">
            {p.told.known
              ? `${showDay(p.on)}有效的集中采购目录里没有这个品目，分散采购。`
              : `本系统还没有收录${showDay(p.on)}有效的集中采购目录。`}
          </p>
        )}
      </section>
      <section class="card" aria-labelledby="limits">
        <h2 id="limits">{showDay(p.on)}的限额标准</h2>
        <LimitTable list={p.told.limits} />
      </section>
      {p.told.children.length > 0 ? (
        <section class="card" aria-labelledby="under">
          <h2 id="under">下面的品目</h2>
          <Goods list={p.told.children} />
        </section>
      ) : null}
      {p.attributes.length > 0 ? (
        <section class="card" aria-labelledby="attributes">
          <h2 id="attributes">商品参数</h2>
          <ul class="list">
            {p.attributes.map((a) => (
              <li>
                {a.name}
                {a.unit ? `（${a.unit}）` : ''}
                <span class="meta">
                  　{{ number: '数值', enum: '选一', flag: '是或否', text: '文字' }[a.type] ?? ''}
                  {a.required ? '，必填' : ''}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {p.prices.length > 0 ? (
        <section class="card" aria-labelledby="prices">
          <h2 id="prices">在库商品的价格</h2>
          <table class="fold">
            <thead>
              <tr>
                <th scope="col">供货地区</th>
                <th scope="col">报价</th>
                <th scope="col">最低（元）</th>
                <th scope="col">中位（元）</th>
                <th scope="col">最高（元）</th>
              </tr>
            </thead>
            <tbody>
              {p.prices.map((r) => (
                <tr>
                  <td data-label="供货地区">{r.region}</td>
                  <td data-label="报价" class="num">
                    {r.offers}项
                  </td>
                  <td data-label="最低（元）" class="num">
                    {showYuan(r.least as Fen)}
                  </td>
                  <td data-label="中位（元）" class="num">
                    {showYuan(r.median as Fen)}
                  </td>
                  <td data-label="最高（元）" class="num">
                    {showYuan(r.most as Fen)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : null}
    </Page>
  )
}
export const CentralPage = (p: {
  reader: Reader
  on: Day
  central: readonly Central[]
  limits: Limits
}) => (
  <Page title="集中采购目录和限额标准" reader={p.reader}>
    <h1>集中采购目录和限额标准</h1>
    <LawNav at="central" />
    <div class="card">
      <form class="find law" method="get" action="/catalogue/central" aria-label="哪一天有效">
        <div>
          <label for="on">哪一天有效</label>
          <input id="on" name="on" type="date" value={p.on} />
        </div>
        <button type="submit">查看</button>
      </form>
    </div>
    <section class="card" aria-labelledby="limits">
      <h2 id="limits">限额标准（{showDay(p.on)}）</h2>
      <LimitTable list={p.limits} />
    </section>
    <section class="card" aria-labelledby="central">
      <h2 id="central">集中采购目录（{showDay(p.on)}）</h2>
      {p.central.length > 0 ? (
        <CentralTable list={p.central} />
      ) : (
        <p class="meta">本系统还没有收录这一天有效的集中采购目录。</p>
      )}
    </section>
  </Page>
)
/** 参数: all that the law leaves open here, with its mark, its default and who decided otherwise. */
export const SettingsPage = (p: {
  reader: Reader
  settings: Awaited<ReturnType<typeof settingsTold>>
}) => (
  <Page title="参数" reader={p.reader}>
    <h1>系统的全部参数</h1>
    <LawNav at="settings" />
    <p class="lead">
      法规没有写明、或者原文没有核对到的，都是参数：有默认值，由自治区财政厅按日期改定。每一次改动的依据和经手人都在这里。
    </p>
    <section class="card">
      <ul class="list">
        {p.settings.map((s) => (
          <li id={s.name}>
            <div class="title">
              <strong>{s.name}</strong>
              <span class="tag">{marks[s.mark] ?? s.mark}</span>
            </div>
            <div>
              {s.now.map((n) => (
                <span class="fig">
                  {n.tier === '全部' ? '' : `${n.tier} `}
                  {n.value}
                  {s.unit}　
                </span>
              ))}
            </div>
            <div class="meta">
              默认 {s.default}
              {s.unit}。{s.note}
            </div>
            {s.history.map((h) => (
              <div class="meta">
                {showDay(h.from as Day)}起{h.tier === '全部' ? '' : `（${h.tier}）`}改为 {h.value}
                {s.unit}，依据 {h.law} {h.article}；{h.org} {h.person} 公布
              </div>
            ))}
          </li>
        ))}
      </ul>
    </section>
  </Page>
)
