import { showInstant } from '#kernel'
import type { SealerPage } from '#tender'
import { Page, type Reader } from './layout.tsx'

/** 离线封存：从哪里下载，怎样核对，怎样用。 */
export const SealPage = ({ reader, pages }: { reader: Reader; pages: readonly SealerPage[] }) => {
  const [now, ...before] = pages
  return (
    <Page title="离线封存" reader={reader}>
      <h1>断网也能封存投标</h1>
      <p class="lead">
        一个网页文件，拷到不联网的机器上打开，就能把投标封好。它自己连不了任何网络，平台收到的只有密文。
      </p>
      {now === undefined ? (
        <p class="card">离线封存页尚未公布。</p>
      ) : (
        <section class="card" aria-labelledby="get">
          <h2 id="get">下载与核对</h2>
          <p>
            <a href="/seal/offline.html" download="">
              下载离线封存页
            </a>
            （{Math.ceil(now.size / 1024)}KB）
          </p>
          <p>
            SHA-256：
            <code class="wrap-any">{now.sha256}</code>
          </p>
          <p class="meta">
            下载后请核对摘要，例如 <code>sha256sum 离线封存.html</code>（Windows：
            <code>certutil -hashfile 离线封存.html SHA256</code>
            ）。摘要自{showInstant(now.at)}起记在
            <a href="/journal">只能追加的流水</a>里；不一致的，请勿使用。
          </p>
        </section>
      )}
      <section class="card" aria-labelledby="use">
        <h2 id="use">怎样用</h2>
        <ol>
          <li>登录后打开要投的采购包，在“对这一包投标”里保存“离线封存数据”。</li>
          <li>把封存数据、离线封存页和附件拷到不联网的机器，用较新的浏览器打开离线封存页。</li>
          <li>填写、封存，保存密封包和恢复文件。封好以后，这一页会当场试开一遍。</li>
          <li>截止以前回到同一页面上传密封包。恢复文件自己保管。</li>
        </ol>
      </section>
      {before.length > 0 ? (
        <section class="card" aria-labelledby="old">
          <h2 id="old">以前的版本</h2>
          <ul>
            {before.map((p) => (
              <li>
                {showInstant(p.at)}起　<code class="wrap-any">{p.sha256}</code>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </Page>
  )
}
