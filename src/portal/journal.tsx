import { instant, showInstant } from '#kernel'
import { Page, type Reader } from './layout.tsx'

export interface Line {
  readonly index: number
  readonly leaf: string
}
export const JournalPage = (p: {
  reader: Reader
  note: string | null
  vkey: string
  size: number
  recent: readonly Line[]
  nameOf: (noun: string, action: string) => string
}) => (
  <Page title="流水" reader={p.reader}>
    <h1>只能追加的流水</h1>
    <p class="lead">
      系统里每走一步，这里就多一条，只增不改。全部条目结成一棵 Merkle 树（RFC
      6962），树根由系统签名：谁动过去的任何一条，树根就变，人人都能发现。须保密的步骤（如截止前的投标）只记加盐的摘要，公开之后可以核对。
    </p>
    <section class="card" aria-labelledby="checkpoint">
      <h2 id="checkpoint">最新检查点：共{p.size}条</h2>
      {p.note === null ? <p class="meta">还没有条目。</p> : <pre tabindex={0}>{p.note}</pre>}
      <p class="meta">
        验证公钥 <code>{p.vkey}</code>
      </p>
    </section>
    <section class="card" aria-labelledby="how">
      <h2 id="how">自己验证</h2>
      <p>
        在装有 Node 的机器上执行 <code>npx yiwang verify 本站网址</code>
        ：它取下全部条目，重算树根、每份公告的摘要和每个采购包的评审排序，发现一处不实就指出来。
        <code>npx yiwang monitor 本站网址</code> 一直看下去，过去被改、流水缩短、两说不一就报警。
      </p>
      <p>
        <code>npx yiwang witness --log '{p.vkey}'</code>{' '}
        让您的单位成为见证人：只给接得上的检查点会签，会签随检查点一起公布（C2SP tlog-witness）。
      </p>
      <p class="meta">
        原始数据：<a href="/journal/checkpoint">检查点</a>、<code>/journal/tile/…</code>、
        <code>/journal/proof/inclusion</code>、<code>/journal/proof/consistency</code>（C2SP
        tlog-tiles）；同一批条目另有一棵 SM3 树，在 <code>/journal/sm3/</code> 下。
      </p>
    </section>
    <section class="card" aria-labelledby="recent">
      <h2 id="recent">最近的条目</h2>
      {p.recent.length === 0 ? <p class="meta">还没有条目。</p> : null}
      <ol class="list" reversed start={p.recent[0]?.index ?? 0}>
        {p.recent.map((l) => (
          <Told line={l} nameOf={p.nameOf} />
        ))}
      </ol>
    </section>
  </Page>
)
interface Leaf {
  readonly blind?: string
  readonly noun?: string
  readonly action?: string
  readonly subject?: string
  readonly org?: string
  readonly at?: string
  readonly open?: { readonly title?: unknown }
}
const Told = ({
  line,
  nameOf,
}: {
  line: Line
  nameOf: (noun: string, action: string) => string
}) => {
  const x = JSON.parse(line.leaf) as Leaf
  const link = <a href={`/journal/entries/${line.index}`}>第{line.index}条</a>
  if (x.blind !== undefined)
    return (
      <li>
        {link}　保密步骤<span class="meta">　只有摘要</span>
      </li>
    )
  return (
    <li>
      {link}　{x.noun}：{nameOf(x.noun ?? '', x.action ?? '')}
      {x.noun === '公告' && typeof x.open?.title === 'string' ? (
        <>
          {'　'}
          <a href={`/notices/${x.subject}`}>{x.open.title}</a>
        </>
      ) : null}
      <div class="meta">
        {x.org}　<span class="fig">{showInstant(instant(Date.parse(x.at ?? '')))}</span>
      </div>
    </li>
  )
}
