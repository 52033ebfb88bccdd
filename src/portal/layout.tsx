import type { Child } from 'hono/jsx'
import { cssName } from './style.ts'

/** What every page knows of its reader: the size of type, and the address to come back to. */
export interface Reader {
  readonly elder: boolean
  /** Path and query of this page. */
  readonly here: string
}
const links = [
  ['/', '首页'],
  ['/notices', '公告'],
  ['/law', '规则'],
  ['/journal', '流水'],
] as const
const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M1 8h14' stroke='%230b5cab' stroke-width='3'/%3E%3C/svg%3E"

export const Page = ({
  title,
  reader,
  children,
}: {
  title: string
  reader: Reader
  children?: Child
}) => {
  const at = reader.here.split('?')[0] ?? '/'
  return (
    <html lang="zh-CN" class={reader.elder ? 'elder' : ''}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} - 政府采购一张网`}</title>
        <link rel="stylesheet" href={cssName} />
        <link rel="icon" href={icon} />
        <link rel="alternate" type="application/atom+xml" href="/feed.atom" title="最新公告" />
      </head>
      <body>
        <a class="skip" href="#main">
          跳到正文
        </a>
        <header class="top">
          <div class="wrap">
            <a class="brand" href="/">
              政府采购一张网<small>内蒙古自治区</small>
            </a>
            <nav aria-label="主要栏目">
              <ul>
                {links.map(([href, name]) => (
                  <li>
                    <a href={href} {...(at === href ? { 'aria-current': 'page' } : {})}>
                      {name}
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
            <nav class="push" aria-label="工具">
              <ul>
                <li>
                  <a
                    href={`/elder?on=${reader.elder ? '0' : '1'}&back=${encodeURIComponent(reader.here)}`}
                  >
                    {reader.elder ? '标准字号' : '大字版'}
                  </a>
                </li>
                <li>
                  <a href="/desk/">登录办事</a>
                </li>
              </ul>
            </nav>
          </div>
        </header>
        <main id="main" class="wrap">
          {children}
        </main>
        <footer>
          <div class="wrap">
            <p>
              发布和查阅都不收费。每一份公告都记在只能追加的流水里，任何人可以
              <a href="/journal">自己验证</a>；数据都在
              <a href="/ocds">开放数据</a>里，谁能办什么在
              <a href="/access">权限表</a>里，也可<a href="/feed.atom">订阅</a>。
            </p>
          </div>
        </footer>
      </body>
    </html>
  )
}
export const Message = (p: { reader: Reader; title: string; text: string }) => (
  <Page title={p.title} reader={p.reader}>
    <h1>{p.title}</h1>
    <p>{p.text}</p>
    <p>
      可以<a href="/">回到首页</a>，或者<a href="/notices">查找公告</a>。
    </p>
  </Page>
)
