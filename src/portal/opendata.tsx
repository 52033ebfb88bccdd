import { regionName } from '#kernel'
import { Page, type Reader } from './layout.tsx'

interface Summary {
  readonly releases: number
  readonly processes: number
  readonly years: readonly { readonly year: number; readonly league: string; readonly n: number }[]
}
const FORMATS = [
  ['jsonl', '每行一个项目'],
  ['jsonl.gz', '同上，压缩'],
  ['csv', '表格'],
  ['parquet', '列式'],
] as const
const Files = (p: { year: number; region: string; name: string }) => (
  <>
    {FORMATS.map(([format, what], i) => (
      <>
        {i > 0 ? '　' : ''}
        <a
          href={`/ocds/bulk/${p.year}/${p.region}.${format}`}
          aria-label={`${p.year}年${p.name}，${what}（${format}）`}
        >
          {format}
        </a>
      </>
    ))}
  </>
)
/** 开放数据：有什么，怎么取，怎么用。 */
export const OpenDataPage = ({
  reader,
  origin,
  now,
}: {
  reader: Reader
  origin: string
  now: Summary
}) => {
  const years = [...new Set(now.years.map((y) => y.year))]
  return (
    <Page title="开放数据" reader={reader}>
      <h1>开放数据</h1>
      <p>
        由采购意向到结项，每一步公开之事同时是一条数据，按国际通用的开放合约数据标准（OCDS
        1.1）发布。不用登录，不用申请，不收费。 现有{now.processes}个项目，{now.releases}条发布。
      </p>
      <p>
        没有到公开的时候，就不在这里：开标以前没有投标人，没有报价，也没有有几家投标；提问的人、评审的理由、联系人和收款账户始终不在这里。
      </p>
      <section class="card">
        <h2>成批下载</h2>
        {years.length === 0 ? (
          <p>还没有公开的项目。</p>
        ) : (
          <table class="fold">
            <thead>
              <tr>
                <th scope="col">年份</th>
                <th scope="col">地区</th>
                <th scope="col">项目</th>
                <th scope="col">文件</th>
              </tr>
            </thead>
            <tbody>
              {years.map((year) => (
                <>
                  <tr>
                    <td data-label="年份">{year}年</td>
                    <td data-label="地区">全区</td>
                    <td class="num" data-label="项目">
                      {now.years.filter((y) => y.year === year).reduce((a, y) => a + y.n, 0)}
                    </td>
                    <td data-label="文件">
                      <Files year={year} region="150000" name="全区" />
                    </td>
                  </tr>
                  {now.years
                    .filter((y) => y.year === year && y.league !== '150000')
                    .map((y) => (
                      <tr>
                        <td data-label="年份">{year}年</td>
                        <td data-label="地区">{regionName(y.league)}</td>
                        <td class="num" data-label="项目">
                          {y.n}
                        </td>
                        <td data-label="文件">
                          <Files year={year} region={y.league} name={regionName(y.league)} />
                        </td>
                      </tr>
                    ))}
                </>
              ))}
            </tbody>
          </table>
        )}
      </section>
      <section class="card">
        <h2>跟着更新</h2>
        <p>
          <a href="/ocds/releases">/ocds/releases</a>{' '}
          按写入流水的次序给出每一条发布，一条不漏。读完一页，用其中 links.next
          的网址取下一页；没有新的，下一页就是空的，过一会儿再取同一个网址。
        </p>
        <pre>
          <code>{`curl '${origin}/ocds/releases?limit=100'`}</code>
        </pre>
      </section>
      <section class="card">
        <h2>一个项目的全部</h2>
        <p>
          每个项目的页面上有它的编号；用编号取它的记录，里面有每一条发布、现在的样子和每个值的历史。
        </p>
        <pre>
          <code>{`curl '${origin}/ocds/records/{编号}'`}</code>
        </pre>
      </section>
      <section class="card">
        <h2>自己核对</h2>
        <p>
          每条发布都写明它在<a href="/journal">公开流水</a>
          里是第几条；公告带着摘要。同一套工具随本系统提供，也能用于别处的数据：
        </p>
        <pre>
          <code>
            {
              'npx yiwang ocds validate < 发布包.json\nnpx yiwang ocds merge --versioned < 发布.json\nnpx yiwang flags < 合并发布.jsonl'
            }
          </code>
        </pre>
        <p>最后一条算出十一种值得一看的迹象，公式与开放合约组织的同名指标一致。迹象不是结论。</p>
      </section>
      <section class="card">
        <h2>说明</h2>
        <ul>
          <li>金额为人民币元；时间为北京时间；采购方式按谁可以参加归类，法定名称另在旁边。</li>
          <li>单位以统一社会信用代码标识，品目以政府采购品目分类目录的编号标识。</li>
          <li>
            用到的扩展：分包、投标、答疑、预算明细、合同履行完毕，以及
            <a href="/ocds/extensions/yiwang/extension.json">本系统自己的</a>一项。
          </li>
          <li>
            机器可读的接口说明：<a href="/openapi.json">openapi.json</a>。
          </li>
        </ul>
      </section>
    </Page>
  )
}
