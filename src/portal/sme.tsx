import { reportCites } from '#disclosure'
import { type Day, type Fen, showYuan, yuanText } from '#kernel'
import type { Org } from '#libraries'
import { FIRST_YEAR, type SmeView as Figures } from '#statement'
import { daysOf, Page, type Reader, wordsOf } from './layout.tsx'
import { Cites } from './parts.tsx'
import { Rows } from './table.tsx'

/** The figures of a department's year, whose they are to publish, by when, and what has been published. */
export interface SmeView extends Figures {
  readonly org: Org
  readonly year: number
  readonly above: { readonly name: string; readonly uscc: string } | null
  readonly said: readonly { readonly id: string; readonly day: Day }[]
  readonly due: Day
}
/** Is the notice of the year out, is it due, or is it late? Nothing was to be told of a year without such purchases. */
const Said = ({ v, today, reader }: { v: SmeView; today: Day; reader: Reader }) => {
  const [t, days] = [wordsOf(reader), daysOf(reader)]
  if (v.said.length > 0)
    return (
      <>
        {v.said.map((n, i) => (
          <>
            {i === 0 ? '' : '；'}
            <a href={`/notices/${n.id}`}>{t(i === 0 ? 'sme.notice' : 'sme.correction')}</a>
            {t('sme.said', days(n.day))}
          </>
        ))}
      </>
    )
  if (v.done.rows.length + v.share.rows.length === 0) return <>{t('sme.noneOwed')}</>
  return today > v.due ? (
    <span class="tag late">{t('sme.late', days(v.due))}</span>
  ) : (
    <span>{t('sme.due', days(v.due))}</span>
  )
}

const Row = (p: { label: string; children?: unknown }) => (
  <div class="row">
    <dt>{p.label}</dt>
    <dd>{p.children}</dd>
  </div>
)
const Yuan = ({ n, yuan }: { n: Fen; yuan: string }) => (
  <>
    <span class="fig">{showYuan(n)}</span> {yuan}
  </>
)
const Executed = ({ done, reader }: { done: SmeView['done']; reader: Reader }) => {
  const t = wordsOf(reader)
  return (
    <section class="card" aria-labelledby="rows">
      <h2 id="rows">{t('sme.rows', done.rows.length)}</h2>
      {done.rows.length === 0 ? (
        <p class="meta">{t('sme.noRows')}</p>
      ) : (
        <Rows
          columns={[
            { head: t('sme.no'), of: (_, i) => i + 1 },
            {
              head: t('sme.project'),
              of: (r) => (
                <span>
                  <a href={`/projects/${r.ocid}`}>{r.title}</a>
                  {t('sme.lot', r.lot)}
                </span>
              ),
            },
            { head: t('sme.option'), of: (r) => r.option },
            { head: t('sme.smeYuan'), as: 'fig', of: (r) => showYuan(r.sme) },
            { head: t('sme.microYuan'), as: 'fig', of: (r) => showYuan(r.micro) },
            { head: t('sme.because'), of: (r) => r.because },
            {
              head: t('sme.contract'),
              of: (r) => (
                <span>
                  <a href={`/notices/${r.notice}`}>{t('sme.contractNotice')}</a>
                  {t('sme.deal', r.supplier, daysOf(reader)(r.signed), showYuan(r.amount))}
                </span>
              ),
            },
          ]}
          rows={done.rows}
        />
      )}
    </section>
  )
}
const Share = ({ share, reader }: { share: SmeView['share']; reader: Reader }) => {
  const t = wordsOf(reader)
  return (
    <section class="card" aria-labelledby="share">
      <h2 id="share">{t('sme.share', share.rows.length)}</h2>
      <p class="meta">{t('sme.shareLead')}</p>
      {share.rows.length === 0 ? (
        <p class="meta">{t('sme.noShare')}</p>
      ) : (
        <>
          <dl>
            <Row label={t('sme.budget')}>
              <Yuan n={share.budget} yuan={t('yuan')} />
            </Row>
            <Row label={t('sme.has')}>
              <Yuan n={share.has} yuan={t('yuan')} />
              {t('sme.need')}
              <Yuan n={share.need} yuan={t('yuan')} />
            </Row>
            <Row label={t('sme.hasMicro')}>
              <Yuan n={share.micro} yuan={t('yuan')} />
              {t('sme.needMicro')}
              <Yuan n={share.microNeed} yuan={t('yuan')} />
            </Row>
            <Row label={t('sme.verdict')}>
              {share.short ? (
                <span class="tag late">{t('sme.short')}</span>
              ) : (
                <span class="tag">{t('sme.enough')}</span>
              )}
            </Row>
          </dl>
          <details>
            <summary>{t('sme.each')}</summary>
            <ul>
              {share.rows.map((r) => (
                <li>
                  <a href={`/projects/${r.ocid}`}>{r.title}</a>
                  <span class="meta fig">
                    {t('sme.shareRow', showYuan(r.budget), r.percent, showYuan(r.has))}
                  </span>
                </li>
              ))}
            </ul>
          </details>
        </>
      )}
    </section>
  )
}
/** What a department's yearly notice would say (附2), open to its last contract; it is the figures, not the notice. */
export const SmePage = (p: { reader: Reader; v: SmeView; today: Day; thisYear: number }) => {
  const { org, year, above, done, share } = p.v
  const at = (y: number) => `/sme/${org.uscc}/${y}`
  const t = wordsOf(p.reader)
  const title = t('sme.title', org.name, year)
  return (
    <Page title={title} reader={p.reader}>
      <p class="crumb">
        <a href={`/purchasers/${org.uscc}`}>{org.name}</a>
      </p>
      <h1>{title}</h1>
      <p class="lead">
        {t('sme.lead')}
        {year === p.thisYear ? t('sme.sofar', daysOf(p.reader)(p.today)) : ''}
      </p>
      {above ? (
        <p class="meta">
          {t('sme.above1')}
          <a href={`/sme/${above.uscc}/${year}`}>{above.name}</a>
          {t('sme.above2')}
        </p>
      ) : null}
      <section class="card" aria-labelledby="sum">
        <h2 id="sum">{t('sme.sum')}</h2>
        <dl>
          <Row label={t('sme.sme')}>
            <Yuan n={done.sme} yuan={t('yuan')} />
          </Row>
          <Row label={t('sme.micro')}>
            <Yuan n={done.micro} yuan={t('yuan')} />
          </Row>
          <Row label={t('sme.percent')}>
            {done.percent === null ? t('sme.nothing') : <span class="fig">{done.percent}%</span>}
          </Row>
          {above ? null : (
            <Row label={t('sme.notice')}>
              <Said v={p.v} today={p.today} reader={p.reader} />
            </Row>
          )}
          <Row label={t('all.data')}>
            <a href={`${at(year)}.json`}>{t('all.thisData')}</a>
          </Row>
        </dl>
        <Cites cites={reportCites} reader={p.reader} />
      </section>
      <Executed done={done} reader={p.reader} />
      <Share share={share} reader={p.reader} />
      <section class="card" aria-labelledby="how">
        <h2 id="how">{t('sme.how')}</h2>
        <ul>
          <li>{t('sme.how1')}</li>
          <li>{t('sme.how2')}</li>
          <li>{t('sme.how3')}</li>
          <li>{t('sme.how4')}</li>
        </ul>
      </section>
      <nav class="pager" aria-label={t('sme.years')}>
        {year > FIRST_YEAR ? <a href={at(year - 1)}>{t('stat.yearOf', year - 1)}</a> : <span />}
        {year < p.thisYear ? <a href={at(year + 1)}>{t('stat.yearOf', year + 1)}</a> : null}
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
