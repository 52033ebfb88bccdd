import { reportCites } from '#disclosure'
import { type Day, type Fen, showDay, showYuan, yuanText } from '#kernel'
import type { Org } from '#libraries'
import { FIRST_YEAR, type SmeView as Figures } from '#statement'
import { Page, type Reader } from './layout.tsx'
import { Cites } from './parts.tsx'

/** The figures of a department's year, whose they are to publish, by when, and what has been published. */
export interface SmeView extends Figures {
  readonly org: Org
  readonly year: number
  readonly above: { readonly name: string; readonly uscc: string } | null
  readonly said: readonly { readonly id: string; readonly day: Day }[]
  readonly due: Day
}
/** Is the notice of the year out, is it due, or is it late? Nothing was to be told of a year without such purchases. */
const Said = ({ v, today }: { v: SmeView; today: Day }) => {
  if (v.said.length > 0)
    return (
      <>
        {v.said.map((n, i) => (
          <>
            {i === 0 ? '' : '；'}
            <a href={`/notices/${n.id}`}>{i === 0 ? '年度公告' : '更正公告'}</a>
            {`（${showDay(n.day)}）`}
          </>
        ))}
      </>
    )
  if (v.done.rows.length + v.share.rows.length === 0) return <>这一年没有可公告的预留项目</>
  return today > v.due ? (
    <span class="tag late">{`逾期未公告，应在${showDay(v.due)}前公告`}</span>
  ) : (
    <span>{`尚未公告，应在${showDay(v.due)}前公告`}</span>
  )
}

const Row = (p: { label: string; children?: unknown }) => (
  <div class="row">
    <dt>{p.label}</dt>
    <dd>{p.children}</dd>
  </div>
)
const Yuan = ({ n }: { n: Fen }) => (
  <>
    <span class="fig">{showYuan(n)}</span> 元
  </>
)
const Executed = ({ done }: { done: SmeView['done'] }) => (
  <section class="card" aria-labelledby="rows">
    <h2 id="rows">{`面向中小企业预留项目明细（${done.rows.length}）`}</h2>
    {done.rows.length === 0 ? (
      <p class="meta">这一年没有签订并公告的预留合同。</p>
    ) : (
      <table class="fold">
        <thead>
          <tr>
            {[
              '序号',
              '项目名称',
              '预留选项',
              '中小企业（元）',
              '小微企业（元）',
              '依据',
              '合同',
            ].map((h) => (
              <th scope="col">{h}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {done.rows.map((r, i) => (
            <tr>
              <td data-label="序号">{i + 1}</td>
              <td data-label="项目名称">
                <span>
                  <a href={`/projects/${r.ocid}`}>{r.title}</a>
                  {`（第${r.lot}包）`}
                </span>
              </td>
              <td data-label="预留选项">{r.option}</td>
              <td data-label="中小企业（元）" class="fig">
                {showYuan(r.sme)}
              </td>
              <td data-label="小微企业（元）" class="fig">
                {showYuan(r.micro)}
              </td>
              <td data-label="依据">{r.because}</td>
              <td data-label="合同">
                <span>
                  <a href={`/notices/${r.notice}`}>合同公告</a>
                  {`　${r.supplier}，${showDay(r.signed)}，${showYuan(r.amount)}元`}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </section>
)
const Share = ({ share }: { share: SmeView['share'] }) => (
  <section class="card" aria-labelledby="share">
    <h2 id="share">{`预留份额（${share.rows.length}个项目）`}</h2>
    <p class="meta">
      这一年发出采购文件、需求审查认为适宜由中小企业提供的项目，按预算计；废标、终止的包不计。
    </p>
    {share.rows.length === 0 ? (
      <p class="meta">没有这样的项目。</p>
    ) : (
      <>
        <dl>
          <Row label="项目预算">
            <Yuan n={share.budget} />
          </Row>
          <Row label="已预留">
            <Yuan n={share.has} />
            ，应预留 <Yuan n={share.need} />
          </Row>
          <Row label="其中给小微企业">
            <Yuan n={share.micro} />
            ，应不少于 <Yuan n={share.microNeed} />
          </Row>
          <Row label="结论">
            {share.short ? (
              <span class="tag late">未达到规定比例，须作出说明</span>
            ) : (
              <span class="tag">达到规定比例</span>
            )}
          </Row>
        </dl>
        <details>
          <summary>逐个项目</summary>
          <ul>
            {share.rows.map((r) => (
              <li>
                <a href={`/projects/${r.ocid}`}>{r.title}</a>
                <span class="meta fig">
                  {`　预算${showYuan(r.budget)}元，应预留${r.percent}%，已预留${showYuan(r.has)}元`}
                </span>
              </li>
            ))}
          </ul>
        </details>
      </>
    )}
  </section>
)
/** What a department's yearly notice would say (附2), open to its last contract; it is the figures, not the notice. */
export const SmePage = (p: { reader: Reader; v: SmeView; today: Day; thisYear: number }) => {
  const { org, year, above, done, share } = p.v
  const at = (y: number) => `/sme/${org.uscc}/${y}`
  const title = `${org.name}${year}年面向中小企业预留项目执行情况`
  return (
    <Page title={title} reader={p.reader}>
      <p class="crumb">
        <a href={`/purchasers/${org.uscc}`}>{org.name}</a>
      </p>
      <h1>{title}</h1>
      <p class="lead">
        由本单位和预算上所属单位已公告的合同算出，不经填报；年度公告就由这些数字生成。
        {year === p.thisYear ? `这一年还没有过完，算到${showDay(p.today)}。` : ''}
      </p>
      {above ? (
        <p class="meta">
          本单位的主管预算单位是 <a href={`/sme/${above.uscc}/${year}`}>{above.name}</a>
          ，年度公告由主管预算单位发布。
        </p>
      ) : null}
      <section class="card" aria-labelledby="sum">
        <h2 id="sum">执行情况</h2>
        <dl>
          <Row label="面向中小企业采购">
            <Yuan n={done.sme} />
          </Row>
          <Row label="其中面向小微企业">
            <Yuan n={done.micro} />
          </Row>
          <Row label="小微企业占比">
            {done.percent === null ? '没有可算的' : <span class="fig">{done.percent}%</span>}
          </Row>
          {above ? null : (
            <Row label="年度公告">
              <Said v={p.v} today={p.today} />
            </Row>
          )}
          <Row label="数据">
            <a href={`${at(year)}.json`}>本页的数据</a>
          </Row>
        </dl>
        <Cites cites={reportCites} />
      </section>
      <Executed done={done} />
      <Share share={share} />
      <section class="card" aria-labelledby="how">
        <h2 id="how">怎样算</h2>
        <ul>
          <li>只算这一年签订、已经公告的合同，按签订时的金额；补充合同不计，后来解除的不减。</li>
          <li>
            项目整体或者采购包预留的，合同全额计入；联合体、分包预留的，按采购文件规定的份额计入，约定更高的不多计。
          </li>
          <li>
            小微企业：声明函声明全部由小微企业制造或承接的全额计入；服务和工程也看供应商登记的规模（按现在的登记），小型、微型都算；货物看制造商，没有声明的不计入。
          </li>
          <li>所属单位按合同签订当日的预算隶属关系。</li>
        </ul>
      </section>
      <nav class="pager" aria-label="换一年">
        {year > FIRST_YEAR ? <a href={at(year - 1)}>{year - 1}年</a> : <span />}
        {year < p.thisYear ? <a href={at(year + 1)}>{year + 1}年</a> : null}
      </nav>
    </Page>
  )
}
/** The same page as data: money as yuan in text, shares in per cent. */
export const smeData = ({ org, year, above, said, due, done, share }: SmeView) => ({
  department: { scheme: 'CN-USCC', id: org.uscc, name: org.name, region: org.region },
  year,
  above,
  due,
  notices: said.map((n) => n.id),
  total: yuanText(done.sme),
  smallAndMicro: yuanText(done.micro),
  smallAndMicroPercent: done.percent,
  contracts: done.rows.map((r) => ({
    ocid: r.ocid,
    title: r.title,
    lot: r.lot,
    buyer: r.buyer,
    supplier: r.supplier,
    signed: r.signed,
    contractAmount: yuanText(r.amount),
    reserve: r.reserve,
    option: r.option,
    amount: yuanText(r.sme),
    smallAndMicro: yuanText(r.micro),
    because: r.because,
    notice: r.notice,
  })),
  reserved: {
    budget: yuanText(share.budget),
    required: yuanText(share.need),
    reserved: yuanText(share.has),
    smallAndMicroRequired: yuanText(share.microNeed),
    smallAndMicro: yuanText(share.micro),
    short: share.short,
    projects: share.rows.map((r) => ({
      ocid: r.ocid,
      title: r.title,
      budget: yuanText(r.budget),
      requiredPercent: r.percent,
      required: yuanText(r.need),
      reserved: yuanText(r.has),
      smallAndMicro: yuanText(r.micro),
    })),
  },
  cites: reportCites,
})
