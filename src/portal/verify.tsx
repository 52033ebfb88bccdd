import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Notice } from '#disclosure'
import { Page, type Reader } from './layout.tsx'

export const script = readFileSync(new URL('./verify-client.js', import.meta.url), 'utf8')
const hash = createHash('sha256').update(script).digest('hex').slice(0, 12)
/** The name changes with the content. */
export const scriptName = `/verify-${hash}.js`

/** One notice checked in the reader's own browser; with scripts off, the same steps in words. */
export const VerifyPage = ({ reader, n, vkey }: { reader: Reader; n: Notice; vkey: string }) => (
  <Page title={`核对：${n.title}`} reader={reader}>
    <nav class="crumb" aria-label="位置">
      <a href={`/notices/${n.id}`}>回到公告</a>
    </nav>
    <h1>核对《{n.title}》</h1>
    <p class="lead">
      核对在您自己的浏览器里进行：取回公告的数据，重算摘要，在公开流水里找到它，再算到签了名的树根。不相信本站说的“没有改过”。
    </p>
    <section class="card proof wait" id="verify" data-notice={n.id} aria-labelledby="result">
      <h2 id="result">结果</h2>
      <p id="verdict" role="status">
        浏览器没有运行脚本，所以这里没有结果；请用下面的任一办法。
      </p>
      <ol id="steps" class="list"></ol>
    </section>
    <section class="card" aria-labelledby="hand">
      <h2 id="hand">不用浏览器也能核对</h2>
      <ol>
        <li>
          取<a href={`/notices/${n.id}.json`}>公告数据</a>中的 content，按 RFC 8785 写成一行，计算
          SHA-256，应为 <code>{n.sha256}</code>。
        </li>
        <li>
          公告数据中的 journal.index 是它在流水里的序号；那一条的 open.sha256 应是同一个摘要。
        </li>
        <li>
          用 <code>/journal/proof/inclusion?leaf=序号&size=大小</code> 的证明（RFC
          6962）由那一条算出树根，应与
          <a href="/journal/checkpoint">检查点</a>第三行相同；检查点由 <code>{vkey}</code> 签名。
        </li>
        <li>
          或者在装有 Node 的机器上执行 <code>npx yiwang verify 本站网址</code>，一次核对全部公告。
        </li>
      </ol>
    </section>
    <script src={scriptName} type="module" />
  </Page>
)
