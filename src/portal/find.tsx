import { type Kind, kinds, type Notice } from '#disclosure'
import { isDay, regionName, regionOf, showYuan } from '#kernel'
import { itemOf } from '#libraries/catalogue'
import { gistOf, textOf } from '#search'
import { type Mark, marks, snippet } from '#words'
import { hoursOf, Page, type Reader, wordsOf } from './layout.tsx'
import { RegionSelect } from './parts.tsx'
import { type Language, say } from './say/index.ts'

/** What a reader's address asks for, each part as it was typed; what is asked wrongly is left out. */
export interface Asked {
  readonly q: string
  readonly kind: string
  readonly region: string
  readonly method: string
  readonly category: string
  readonly item: string
  readonly least: string
  readonly most: string
  readonly from: string
  readonly to: string
  readonly order: '相关' | '最新'
}
export const METHODS = [
  '公开招标',
  '邀请招标',
  '竞争性谈判',
  '竞争性磋商',
  '询价',
  '单一来源采购',
  '框架协议采购',
  '合作创新采购',
] as const
const CATEGORIES = ['货物', '服务', '工程'] as const
export const LONGEST = 200
export const isKind = (s: string): s is Kind => (kinds as readonly string[]).includes(s)
const oneOf = (list: readonly string[], s: string) => (list.includes(s) ? s : '')

/** Reads an address; an old link with something wrong in it still shows something. */
export function askedIn(query: (name: string) => string | undefined): Asked & { tooLong: number } {
  const text = (name: string) => (query(name) ?? '').trim()
  const money = (name: string) => (/^\d{1,12}(\.\d{1,2})?$/.test(text(name)) ? text(name) : '')
  const day = (name: string) => (isDay(text(name)) ? text(name) : '')
  // PostgreSQL has no text with a NUL in it.
  const q = (query('q') ?? '').replace(/\p{Cc}/gu, ' ').trim()
  return {
    q: q.slice(0, LONGEST),
    tooLong: q.length > LONGEST ? q.length : 0,
    kind: isKind(text('kind')) ? text('kind') : '',
    region: regionOf(text('region')) ? text('region') : '',
    method: oneOf(METHODS, text('method')),
    category: oneOf(CATEGORIES, text('category')),
    item: /^[A-C]\d{0,8}$/.test(text('item')) ? text('item') : '',
    least: money('least'),
    most: money('most'),
    from: day('from'),
    to: day('to'),
    order: text('order') === '最新' || q === '' ? '最新' : '相关',
  }
}
/** The address of a question, without what was not asked. */
export const queryOf = (a: Partial<Asked>) =>
  new URLSearchParams(
    Object.entries(a).filter(
      ([k, v]) => v !== '' && v !== undefined && !(k === 'order' && v === '最新' && !a.q),
    ) as [string, string][],
  ).toString()

const Select = (p: {
  name: string
  label: string
  all: string
  value: string
  options: readonly string[]
}) => (
  <div>
    <label for={p.name}>{p.label}</label>
    <select id={p.name} name={p.name}>
      <option value="">{p.all}</option>
      {p.options.map((o) => (
        <option value={o} selected={o === p.value}>
          {o}
        </option>
      ))}
    </select>
  </div>
)
const Text = (p: {
  name: string
  label: string
  value: string
  type?: string
  mode?: 'decimal'
  hint?: string
  pattern?: string
}) => (
  <div>
    <label for={p.name}>{p.label}</label>
    <input
      id={p.name}
      name={p.name}
      type={p.type ?? 'text'}
      value={p.value}
      autocomplete="off"
      {...(p.mode ? { inputmode: p.mode } : {})}
      {...(p.hint ? { placeholder: p.hint } : {})}
      {...(p.pattern ? { pattern: p.pattern } : {})}
    />
  </div>
)
export const Find = ({ a, reader, more = false }: { a: Asked; reader: Reader; more?: boolean }) => {
  const t = wordsOf(reader)
  const narrowed = [a.method, a.category, a.item, a.least, a.most, a.from, a.to].some(
    (x) => x !== '',
  )
  return (
    <search aria-label={t('find.label')}>
      <form action="/search" method="get">
        <div class="find">
          <div>
            <label for="q">{t('find.words')}</label>
            <input
              id="q"
              name="q"
              type="search"
              value={a.q}
              maxlength={LONGEST}
              autocomplete="off"
            />
          </div>
          <Select
            name="kind"
            label={t('find.kind')}
            all={t('find.allKinds')}
            value={a.kind}
            options={kinds}
          />
          <div>
            <label for="region">{t('find.region')}</label>
            <RegionSelect
              id="region"
              name="region"
              value={a.region}
              all={t('find.allRegions')}
              within={(name) => t('find.within', name)}
            />
          </div>
          <button type="submit">{t('find.go')}</button>
        </div>
        {more ? (
          <details open={narrowed}>
            <summary>{t('find.more')}</summary>
            <div class="find more">
              <Select
                name="method"
                label={t('find.method')}
                all={t('find.allMethods')}
                value={a.method}
                options={METHODS}
              />
              <Select
                name="category"
                label={t('find.category')}
                all={t('find.allCategories')}
                value={a.category}
                options={CATEGORIES}
              />
              <Text
                name="item"
                label={t('find.item')}
                value={a.item}
                hint="A0232"
                pattern="[A-C][0-9]{0,8}"
              />
              <Text name="least" label={t('find.least')} value={a.least} mode="decimal" />
              <Text name="most" label={t('find.most')} value={a.most} mode="decimal" />
              <Text name="from" label={t('find.from')} value={a.from} type="date" />
              <Text name="to" label={t('find.to')} value={a.to} type="date" />
            </div>
          </details>
        ) : null}
      </form>
    </search>
  )
}
const Marked = ({ text, found }: { text: string; found: readonly Mark[] }) => {
  const out: unknown[] = []
  let at = 0
  for (const [from, to] of found) {
    out.push(text.slice(at, from), <mark>{text.slice(from, to)}</mark>)
    at = to
  }
  return (
    <>
      {out}
      {text.slice(at)}
    </>
  )
}
/** A notice's file, for showing where in it a word stands. */
export interface Hit {
  readonly title: string
  readonly text: string | null
  readonly mark: string
}
const GISTS = {
  预算: 'gist.budget',
  中标: 'gist.won',
  成交: 'gist.done',
  合同: 'gist.contract',
} as const
const Answer = ({
  n,
  q,
  files,
  reader,
}: {
  n: Notice
  q: string
  files: readonly Hit[]
  reader: Reader
}) => {
  const t = wordsOf(reader)
  const g = gistOf(n.content)
  const inText = q === '' ? null : snippet(textOf(n.content), q)
  const inFile =
    q === '' || inText !== null
      ? null
      : files.flatMap((f) => {
          const s = f.text === null ? null : snippet(f.text, q)
          return s ? [{ title: f.title, ...s }] : []
        })[0]
  return (
    <li>
      <div class="title">
        <a href={`/notices/${n.id}`}>
          <Marked text={n.title} found={q === '' ? [] : marks(n.title, q)} />
        </a>
        <span class="tag">{n.kind}</span>
      </div>
      <div class="meta">
        {`${regionName(n.region)}　${n.publisher}　`}
        <span class="fig">{hoursOf(reader)(n.published)}</span>
      </div>
      {g ? (
        <div class="meta">
          {t(GISTS[g.what])} <span class="fig">{showYuan(g.amount)}</span> {t('yuan')}
          {g.who ? `　${g.who}` : ''}
        </div>
      ) : null}
      {inText ? (
        <div class="hit">
          <Marked text={inText.text} found={inText.marks} />
        </div>
      ) : inFile ? (
        <div class="hit">
          {t('find.file', inFile.title)}
          <Marked text={inFile.text} found={inFile.marks} />
        </div>
      ) : null}
    </li>
  )
}
export const NoticeList = (p: {
  notices: readonly Notice[]
  reader: Reader
  empty: string
  q?: string
  files?: ReadonlyMap<string, readonly Hit[]>
}) =>
  p.notices.length === 0 ? (
    <p class="meta">{p.empty}</p>
  ) : (
    <ul class="list">
      {p.notices.map((n) => (
        <Answer n={n} q={p.q ?? ''} files={p.files?.get(n.id) ?? []} reader={p.reader} />
      ))}
    </ul>
  )

export interface Found {
  readonly asked: Asked
  readonly tooLong: number
  /** null: the words hold nothing to look for. */
  readonly notices: readonly Notice[] | null
  readonly files: ReadonlyMap<string, readonly Hit[]>
  readonly count: number | null
  readonly counted: number
  readonly page: number
  /** Where the next page is; null when there is none. */
  readonly next: string | null
  readonly first: boolean
}
/** What is asked besides the words, for a person. */
const said = (a: Asked, lang: Language = 'zh') =>
  [
    a.kind,
    a.region && regionName(a.region),
    a.method,
    a.category,
    a.item && (itemOf(a.item)?.name ?? say(lang, 'find.itemOf', a.item)),
    a.least && say(lang, 'find.atLeast', a.least),
    a.most && say(lang, 'find.atMost', a.most),
    a.from && say(lang, 'find.since', a.from),
    a.to && say(lang, 'find.till', a.to),
  ]
    .filter(Boolean)
    .join('，')

/** The whole question in one line; empty when everything is asked. */
export const sayAsked = (a: Asked, lang: Language = 'zh') =>
  [a.q && `“${a.q}”`, said(a, lang)].filter(Boolean).join('，')
const Orders = ({ a, reader }: { a: Asked; reader: Reader }) => {
  const t = wordsOf(reader)
  const order = a.order === '相关' ? '最新' : '相关'
  return (
    <span>
      {'　'}
      <a href={`/search?${queryOf({ ...a, order })}`}>
        {order === '最新' ? t('find.byTime') : t('find.byFit')}
      </a>
    </span>
  )
}
export const SearchPage = ({ reader, f }: { reader: Reader; f: Found }) => {
  const { asked: a } = f
  const t = wordsOf(reader)
  const title = a.q
    ? t('find.title', a.q.length > 30 ? `${a.q.slice(0, 30)}…` : a.q)
    : a.kind || t('nav.notices')
  const narrowed = said(a, reader.lang)
  const link = (more: Record<string, string>) =>
    `/search?${queryOf(a)}&${new URLSearchParams(more)}`
  return (
    <Page title={title} reader={reader}>
      <h1>{title}</h1>
      <div class="card">
        <Find a={a} reader={reader} more />
      </div>
      {f.tooLong > 0 ? (
        <div class="card note" role="status">
          <p>{t('find.tooLong', f.tooLong, LONGEST)}</p>
        </div>
      ) : null}
      <section class="card" aria-label={t('nav.notices')}>
        {f.count === null ? null : (
          <p class="meta">
            {`${f.count >= f.counted ? t('find.foundMore', f.counted) : t('find.found', f.count)}${narrowed ? `（${narrowed}）` : ''}`}
            {a.q ? <Orders a={a} reader={reader} /> : null}
            {'　'}
            <a href={`/alerts?${queryOf(a)}`}>{t('find.alert')}</a>
            {'　'}
            <a href={`/search.atom?${queryOf(a)}`}>Atom</a>
          </p>
        )}
        <NoticeList
          notices={f.notices ?? []}
          files={f.files}
          reader={reader}
          q={f.tooLong ? '' : a.q}
          empty={
            f.tooLong
              ? t('find.notLooked')
              : f.notices === null
                ? t('find.noWords')
                : a.q || narrowed
                  ? t('find.nothing')
                  : t('home.noNotices')
          }
        />
        {f.next === null && f.first ? null : (
          <p class="pager">
            {f.first ? <span /> : <a href={`/search?${queryOf(a)}`}>{t('find.first')}</a>}
            {f.next === null ? (
              <span class="meta">{t('find.end')}</span>
            ) : (
              <a rel="next" href={link(a.order === '相关' ? { page: f.next } : { before: f.next })}>
                {a.order === '相关' ? t('find.next') : t('find.older')}
              </a>
            )}
          </p>
        )}
      </section>
    </Page>
  )
}
