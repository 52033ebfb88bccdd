import { showDay, showInstant } from '#kernel'
import type { RuleView } from '#law'
import { Page } from './layout.tsx'

import { Cites } from './pages.tsx'

export const LawPage = (p: {
  elder: boolean
  on: string
  region: string
  rules: readonly RuleView[]
}) => (
  <Page title="规则" elder={p.elder} here="/law">
    <h1>系统执行的规则</h1>
    <p class="meta">
      每一次“不能办理”都出自这里的某一条。{showDay(p.on as never)}有效，共{p.rules.length}
      条。标“系统设置”“待核原文”的不是法律数字，可由管理部门改定。
    </p>
    <form class="search card" method="get" action="/law">
      <div>
        <label for="on">日期</label>
        <input id="on" name="on" type="date" value={p.on} />
      </div>
      <button type="submit">查看</button>
    </form>
    <div class="scroll" tabindex={0} role="region" aria-label="规则">
      <table>
        <thead>
          <tr>
            <th scope="col">规则</th>
            <th scope="col">依据</th>
            <th scope="col">施行</th>
          </tr>
        </thead>
        <tbody>
          {p.rules.map((r) => (
            <tr>
              <td>{r.title}</td>
              <td>
                <Cites cites={r.cites} />
              </td>
              <td class="num">
                {r.from}
                {r.to ? ` 至 ${r.to}` : ''}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </Page>
)

export const JournalPage = (p: {
  elder: boolean
  note: string
  vkey: string
  size: number
  entries: readonly { index: number; leaf: string }[]
}) => (
  <Page title="流水" elder={p.elder} here="/journal">
    <h1>只能追加的流水</h1>
    <p>
      系统里每走一步，就在这里记一条。全部条目结成一棵 Merkle 树（RFC
      6962），树根由系统签名。谁改动过去的任何一条，树根就变，人人都能发现。投标等截止前须保密的步骤，只记摘要，开标后可以核对。
    </p>
    <div class="card">
      <h2>最新检查点</h2>
      <pre class="scroll">
        <code>{p.note}</code>
      </pre>
      <p class="hash meta">
        验证公钥 <code>{p.vkey}</code>
      </p>
    </div>
    <div class="card">
      <h2>自己验证</h2>
      <p>
        在装有 Node 的机器上执行 <code>npx yiwang verify 本站网址</code>
        ：它取下全部条目，重算两棵树的根、每份公告的摘要和每个包的评审排序，发现一处不实就报错。原始数据：
        <a href="/journal/checkpoint">checkpoint</a>、<code>/journal/tile/…</code>、
        <code>/journal/proof/…</code>（C2SP tlog-tiles）。
      </p>
    </div>
    <h2>最近的条目</h2>
    <ul class="list card">
      {p.entries.map((e) => (
        <li>
          <a href={`/journal/entries/${e.index}`}>第 {e.index} 条</a>
          <div class="meta hash">{describe(e.leaf)}</div>
        </li>
      ))}
    </ul>
  </Page>
)
function describe(leaf: string): string {
  const x = JSON.parse(leaf) as {
    blind?: string
    noun?: string
    from?: string
    to?: string
    org?: string
    at?: string
  }
  return x.blind
    ? '保密步骤（只有摘要）'
    : `${showInstant(Date.parse(x.at ?? '') as never)}　${x.org}　${x.noun}：${x.from ? `${x.from} → ` : ''}${x.to}`
}
export const Message = (p: { elder: boolean; title: string; text: string }) => (
  <Page title={p.title} elder={p.elder} here="/">
    <h1>{p.title}</h1>
    <p>{p.text}</p>
    <p>
      <a href="/">回首页</a>
    </p>
  </Page>
)
