import type { Child } from 'hono/jsx'
import { cssName } from './style.ts'

export interface Frame {
  readonly title: string
  readonly elder: boolean
  readonly here: string
}
const links = [
  ['/', '首页'],
  ['/notices', '公告'],
  ['/law', '规则'],
  ['/journal', '流水'],
] as const

export const Page = ({ title, elder, here, children }: Frame & { children?: Child }) => (
  <html lang="zh-CN" data-elder={elder ? '1' : '0'}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{`${title} - 政府采购一张网`}</title>
      <link rel="stylesheet" href={cssName} />
      <link rel="alternate" type="application/atom+xml" href="/feed.atom" title="最新公告" />
    </head>
    <body>
      <a class="skip" href="#main">
        跳到正文
      </a>
      <header class="top">
        <div class="wrap">
          <a class="brand" href="/">
            政府采购一张网<span>内蒙古自治区</span>
          </a>
          <nav aria-label="主要栏目">
            <ul>
              {links.map(([href, name]) => (
                <li>
                  <a href={href} {...(here === href ? { 'aria-current': 'page' } : {})}>
                    {name}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          <nav class="push" aria-label="工具">
            <ul>
              <li>
                <a href={`/elder?on=${elder ? '0' : '1'}&back=${encodeURIComponent(here)}`}>
                  {elder ? '标准字号' : '大字版'}
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
          公告发布和查阅都不收费。每一份公告都记在只能追加的流水里，任何人可以
          <a href="/journal">自行验证</a>；数据可以按 <a href="/openapi.json">接口说明</a>取用，
          <a href="/feed.atom">可订阅</a>。
        </div>
      </footer>
    </body>
  </html>
)
