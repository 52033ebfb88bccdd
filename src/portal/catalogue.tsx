import { type Day, type Fen, showYuan } from '#kernel'
import type { itemTold, limitsOn, settingsTold } from '#libraries/standards'
import { LawNav } from './law-nav.tsx'
import { daysOf, Page, type Reader, wordsOf } from './layout.tsx'
import { marks } from './parts.tsx'
import type { Key } from './say/index.ts'
import { type Column, Rows, spread } from './table.tsx'

interface Good {
  readonly code: string
  readonly name: string
  readonly leaf: boolean
}
type Told = Awaited<ReturnType<typeof itemTold>>
type Limits = ReturnType<typeof limitsOn>
type Central = Told['central'][number]
const itemPath = (code: string) => `/catalogue/${code}`
/** How sure a number of the law is, when it is not the checked text. */
const markOf = (reader: Reader, mark: string) =>
  mark in marks ? wordsOf(reader)(marks[mark as keyof typeof marks]) : undefined
const attributeTypes: Readonly<Record<string, Key>> = {
  number: 'item.number',
  enum: 'item.enum',
  flag: 'item.flag',
  text: 'item.text',
}
const Goods = ({ list }: { list: readonly Good[] }) => (
  <ul class="list">
    {list.map((i) => (
      <li>
        <div class="title">
          <a href={itemPath(i.code)}>{i.name}</a>
          <span class="meta fig">{i.code}</span>
        </div>
      </li>
    ))}
  </ul>
)
const Find = ({ q, reader }: { q: string; reader: Reader }) => {
  const t = wordsOf(reader)
  return (
    <search aria-label={t('item.find')}>
      <form class="find law" method="get" action="/catalogue">
        <div>
          <label for="q">{t('item.words')}</label>
          <input id="q" name="q" type="search" value={q} maxlength={60} />
        </div>
        <button type="submit">{t('find.go')}</button>
      </form>
    </search>
  )
}
export const CataloguePage = (p: {
  reader: Reader
  q: string
  found: readonly Good[] | null
  roots: readonly Good[]
}) => {
  const t = wordsOf(p.reader)
  return (
    <Page title={t('item.title')} reader={p.reader}>
      <h1>{t('item.h1')}</h1>
      <LawNav at="catalogue" reader={p.reader} />
      <p class="lead">{t('item.lead')}</p>
      <div class="card">
        <Find q={p.q} reader={p.reader} />
      </div>
      {p.found === null ? (
        <section class="card" aria-label={t('item.roots')}>
          <Goods list={p.roots} />
        </section>
      ) : (
        <section class="card" aria-label={t('item.foundLabel')}>
          <h2>
            {t('item.found', p.q, p.found.length === 50 ? t('item.first', 50) : p.found.length)}
          </h2>
          {p.found.length === 0 ? (
            <p class="meta">{t('item.nothing')}</p>
          ) : (
            <Goods list={p.found} />
          )}
        </section>
      )}
    </Page>
  )
}
const CentralTable = ({ list, reader }: { list: readonly Central[]; reader: Reader }) => {
  const t = wordsOf(reader)
  const columns: Column<Central>[] = [
    {
      head: t('price.item'),
      of: (e) => (
        <>
          <a href={itemPath(e.code)}>{e.name}</a> <span class="meta fig">{e.code}</span>
          {e.note ? <div class="meta">{e.note}</div> : null}
        </>
      ),
    },
    { head: t('item.who'), of: (e) => e.body },
    {
      head: t('item.tiers'),
      of: (e) => (e.tiers.length === 3 ? t('all.region') : e.tiers.join('、')),
    },
    {
      head: t('item.least'),
      as: 'num',
      of: ({ least }) =>
        (least as Fen) === 0 ? t('item.anyAmount') : t('item.yuan', showYuan(least as Fen)),
    },
    {
      head: t('item.basis'),
      of: (e) => t('item.since', e.law, daysOf(reader)(e.from as Day)),
    },
  ]
  return <Rows columns={columns} rows={list} />
}
const LimitTable = ({ list, reader }: { list: Limits; reader: Reader }) => {
  const t = wordsOf(reader)
  const columns: Column<Limits[number]>[] = [
    { head: t('item.tier'), of: (l) => l.tier },
    { head: t('item.standard'), of: (l) => l.name },
    {
      head: t('item.value'),
      as: 'num',
      of: (l) => t('item.yuan', showYuan(l.value as Fen)),
    },
    {
      head: t('item.basis'),
      of: (l) => {
        const mark = markOf(reader, l.mark)
        return `${l.law} ${l.article}${mark ? t('item.mark', mark) : ''}`
      },
    },
  ]
  return <Rows columns={columns} rows={list} />
}
export const ItemPage = (p: {
  reader: Reader
  on: Day
  told: Told
  attributes: readonly { name: string; unit?: string; type: string; required: boolean }[]
  prices: readonly { region: string; offers: number; least: number; median: number; most: number }[]
}) => {
  const { item } = p.told
  const [t, days] = [wordsOf(p.reader), daysOf(p.reader)]
  return (
    <Page title={item.name} reader={p.reader}>
      <p class="crumb">
        <a href="/catalogue">{t('item.title')}</a>
        {p.told.path.map((i) => (
          <>
            {' › '}
            <a href={itemPath(i.code)}>{i.name}</a>
          </>
        ))}
      </p>
      <h1>{item.name}</h1>
      <p class="lead">
        {t('item.is', item.code, p.told.category)}
        {p.told.doubt ?? ''}
      </p>
      {p.told.before2022 ? (
        <div class="card note">
          <p>{t('item.was', p.told.before2022)}</p>
        </div>
      ) : null}
      <section class="card" aria-labelledby="central">
        <h2 id="central">{t('item.central')}</h2>
        {p.told.central.length > 0 ? (
          <CentralTable list={p.told.central} reader={p.reader} />
        ) : (
          <p class="meta">
            {p.told.known ? t('item.notCentral', days(p.on)) : t('item.unknown', days(p.on))}
          </p>
        )}
      </section>
      <section class="card" aria-labelledby="limits">
        <h2 id="limits">{t('item.limits', days(p.on))}</h2>
        <LimitTable list={p.told.limits} reader={p.reader} />
      </section>
      {p.told.children.length > 0 ? (
        <section class="card" aria-labelledby="under">
          <h2 id="under">{t('item.under')}</h2>
          <Goods list={p.told.children} />
        </section>
      ) : null}
      {p.attributes.length > 0 ? (
        <section class="card" aria-labelledby="attributes">
          <h2 id="attributes">{t('item.attributes')}</h2>
          <ul class="list">
            {p.attributes.map((a) => (
              <li>
                {a.name}
                {a.unit ? t('item.mark', a.unit) : ''}
                <span class="meta">
                  {'　'}
                  {attributeTypes[a.type] ? t(attributeTypes[a.type] as Key) : ''}
                  {a.required ? t('item.required') : ''}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {p.prices.length > 0 ? (
        <section class="card" aria-labelledby="prices">
          <h2 id="prices">{t('item.prices')}</h2>
          <Rows
            columns={[
              { head: t('price.sold'), of: (r) => r.region },
              { head: t('item.offers'), as: 'num', of: (r) => t('item.offersOf', r.offers) },
              ...spread(t),
            ]}
            rows={p.prices}
          />
        </section>
      ) : null}
    </Page>
  )
}
export const CentralPage = (p: {
  reader: Reader
  on: Day
  central: readonly Central[]
  limits: Limits
}) => {
  const [t, days] = [wordsOf(p.reader), daysOf(p.reader)]
  return (
    <Page title={t('central.title')} reader={p.reader}>
      <h1>{t('central.title')}</h1>
      <LawNav at="central" reader={p.reader} />
      <div class="card">
        <form
          class="find law"
          method="get"
          action="/catalogue/central"
          aria-label={t('central.on')}
        >
          <div>
            <label for="on">{t('central.on')}</label>
            <input id="on" name="on" type="date" value={p.on} />
          </div>
          <button type="submit">{t('all.show')}</button>
        </form>
      </div>
      <section class="card" aria-labelledby="limits">
        <h2 id="limits">{t('central.limits', days(p.on))}</h2>
        <LimitTable list={p.limits} reader={p.reader} />
      </section>
      <section class="card" aria-labelledby="central">
        <h2 id="central">{t('central.list', days(p.on))}</h2>
        {p.central.length > 0 ? (
          <CentralTable list={p.central} reader={p.reader} />
        ) : (
          <p class="meta">{t('central.none')}</p>
        )}
      </section>
    </Page>
  )
}
/** 参数: all that the law leaves open here, with its mark, its default and who decided otherwise. */
export const SettingsPage = (p: {
  reader: Reader
  settings: Awaited<ReturnType<typeof settingsTold>>
}) => {
  const t = wordsOf(p.reader)
  return (
    <Page title={t('set.title')} reader={p.reader}>
      <h1>{t('set.h1')}</h1>
      <LawNav at="settings" reader={p.reader} />
      <p class="lead">{t('set.lead')}</p>
      <section class="card">
        <ul class="list">
          {p.settings.map((s) => (
            <li id={s.name}>
              <div class="title">
                <strong>{s.name}</strong>
                <span class="tag">{markOf(p.reader, s.mark) ?? s.mark}</span>
              </div>
              <div>
                {s.now.map((n) => (
                  <span class="fig">
                    {n.tier === '全部' ? '' : `${n.tier} `}
                    {n.value}
                    {s.unit}
                    {'　'}
                  </span>
                ))}
              </div>
              <div class="meta">
                {t('set.default', s.default, s.unit)}
                {s.note}
              </div>
              {s.history.map((h) => (
                <div class="meta">
                  {t(
                    'set.changed',
                    daysOf(p.reader)(h.from as Day),
                    h.tier === '全部' ? '' : t('set.tier', h.tier),
                    h.value,
                    s.unit,
                    h.law,
                    h.article,
                    h.org,
                    h.person,
                  )}
                </div>
              ))}
            </li>
          ))}
        </ul>
      </section>
    </Page>
  )
}
