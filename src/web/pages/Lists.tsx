import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Alert, Button, Input, Select } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import { get, opOf, type Summary } from '../api.ts'
import { Export } from '../ui/Export.tsx'
import { DueChip } from '../ui/pieces.tsx'
import { desks, moduleNames, showInstant } from '../words.ts'

/** `alike`: in a list of one kind of thing, what it is stands in the heading. */
const Row = ({ s, note, alike }: { s: Summary; note?: string; alike?: boolean }) => (
  <li>
    <Link to={`/${s.module}/${s.id}`}>
      {alike ? null : <span className="chip state">{s.shown.noun}</span>}
      <span className="what">
        {s.title}
        {s.no ? <span className="meta no">{s.no}</span> : null}
        {note ? <span className="meta note">{note}</span> : null}
      </span>
      <span className="chip">{s.shown.state}</span>
      <DueChip due={s.due} />
      <span className="meta">{showInstant(s.since)}</span>
    </Link>
  </li>
)
/** j and k move, Enter opens: a hundred matters without a mouse. */
function useKeys() {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if (e.target instanceof HTMLInputElement || (e.key !== 'j' && e.key !== 'k')) return
      const links = [...(list.current?.querySelectorAll('ul.todo a') ?? [])]
      const at = links.indexOf(document.activeElement as Element)
      const next = links[Math.max(0, Math.min(links.length - 1, at + (e.key === 'j' ? 1 : -1)))]
      if (next instanceof HTMLElement) next.focus()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  return list
}

interface Desk {
  items: Matter[]
  waiting: Matter[]
  openings: Summary[]
  corrected: Summary[]
}
type Matter = Summary & { actions: string[]; natures: string[] }
/** In the order of weight; what has no legal nature of its own is simply done. */
const NATURES = ['审批', '核准', '备案', '审核', '办理']
const DAY = 86_400_000
/** By the time left: what is late or due today, what is due this week, what may wait. */
const urgencies: readonly { name: string; has: (left: number) => boolean }[] = [
  { name: '已到期或今天到期', has: (left) => left < DAY },
  { name: '七天内到期', has: (left) => left >= DAY && left < 7 * DAY },
  { name: '其他待办', has: (left) => left >= 7 * DAY },
]
const leftOf = (m: Summary) => (m.due === null ? Infinity : Date.parse(m.due) - Date.now())

export const Inbox = ({ role }: { role: string }) => {
  const { data, isLoading, error } = useQuery({
    queryKey: ['inbox'],
    queryFn: () => get<Desk>('/api/inbox/list'),
    refetchInterval: 60_000,
  })
  const [kind, setKind] = useState('')
  const [nature, setNature] = useState('')
  const [word, setWord] = useState('')
  const list = useKeys()
  const items = (data?.items ?? []).filter(
    (i) =>
      (!nature || i.natures.includes(nature)) &&
      (!kind || i.shown.noun === kind) &&
      (!word || `${i.title}${i.no}`.includes(word)),
  )
  const kinds = [...new Set((data?.items ?? []).map((i) => i.shown.noun))]
  const natures = NATURES.map((n) => ({
    n,
    count: (data?.items ?? []).filter((i) => i.natures.includes(n)).length,
  })).filter((x) => x.count > 0)
  return (
    <div ref={list}>
      <h1>待办</h1>
      <Births role={role} />
      {data && data.corrected.length > 0 ? (
        <section className="card">
          <h2>结果公告有更正</h2>
          <p className="meta">
            您参加的这些采购，结果公告在十四天内更正过；打开看更正前后和质疑期。
          </p>
          <ul className="todo">
            {data.corrected.map((s) => (
              <Row key={s.id} s={s} alike />
            ))}
          </ul>
        </section>
      ) : null}
      {data && data.openings.length > 0 ? (
        <section className="card">
          <h2>七天内截止与开标</h2>
          <ul className="todo">
            {data.openings.map((s) => (
              <Row key={s.id} s={s} />
            ))}
          </ul>
        </section>
      ) : null}
      <section className="card">
        {natures.length > 1 ? (
          <fieldset
            className="bar"
            aria-label="按性质"
            style={{ margin: '0 0 8px', padding: 0, border: 0 }}
          >
            {[{ n: '', count: data?.items.length ?? 0 }, ...natures].map(({ n, count }) => (
              <Button
                key={n}
                aria-pressed={nature === n}
                type={nature === n ? 'primary' : 'default'}
                onClick={() => setNature(n)}
              >
                {n || '全部'} {count}
              </Button>
            ))}
          </fieldset>
        ) : null}
        <div className="bar" style={{ marginBottom: 8 }}>
          <Input
            aria-label="查找"
            placeholder="名称或编号"
            allowClear
            value={word}
            onChange={(e) => setWord(e.target.value)}
            style={{ maxWidth: 260 }}
          />
          <Select
            aria-label="种类"
            value={kind}
            onChange={setKind}
            style={{ minWidth: 140 }}
            options={[
              { value: '', label: '全部种类' },
              ...kinds.map((k) => ({ value: k, label: k })),
            ]}
          />
          <span className="meta" style={{ alignSelf: 'center' }}>
            {items.length} 件<span className="desk">　j / k 移动，回车打开</span>
          </span>
        </div>
        {error ? <Alert type="error" title={error.message} /> : null}
        {isLoading ? (
          <p className="meta">正在取……</p>
        ) : items.length === 0 ? (
          <p className="meta">
            {word || kind || nature ? '没有符合条件的待办。' : '没有等您办的事。'}
          </p>
        ) : null}
        {urgencies.map((u) => {
          const group = items.filter((i) => u.has(leftOf(i)))
          return group.length === 0 ? null : (
            <section key={u.name}>
              <h2 className="group">
                {u.name}
                <span className="meta">　{group.length} 件</span>
              </h2>
              <ul className="todo">
                {group.map((i) => (
                  <Row
                    key={i.id}
                    s={i}
                    note={`${i.natures.filter((n) => n !== '办理').join('、') || '办理'}｜可办：${i.actions.join('、')}`}
                  />
                ))}
              </ul>
            </section>
          )
        })}
      </section>
      {data && data.waiting.length > 0 ? (
        <details className="card">
          <summary>等别人办的 {data.waiting.length} 件</summary>
          <ul className="todo">
            {data.waiting.map((i) => (
              <Row key={i.id} s={i} note={`等${i.actions.join('、')}`} />
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  )
}
const birthsOf = (role: string, module?: string) =>
  (desks[role]?.births ?? []).filter((b) => module === undefined || b.startsWith(`${module}.`))
/** What may be begun at this desk; in a list, what adds to that list. */
/** What is begun most stands open; an office that may begin nine things folds the rest. */
const OPEN_BIRTHS = 4
const Births = ({ role, module }: { role: string; module?: string }) => {
  const births = birthsOf(role, module)
  const [all, setAll] = useState(false)
  const { data } = useQuery({
    queryKey: ['births', role, module],
    queryFn: async () =>
      (
        await Promise.all(
          births.map(async (b) => ({
            b,
            op: await opOf(b.split('.')[0] ?? '', b.split('.')[1] ?? ''),
          })),
        )
      ).filter((x) => x.op),
  })
  if (!data || data.length === 0) return null
  return (
    <nav className="bar" aria-label="新办" style={{ marginBottom: 16 }}>
      {data
        .slice(0, all || data.length <= OPEN_BIRTHS + 1 ? undefined : OPEN_BIRTHS)
        .map(({ b, op }) => (
          <Link key={b} to={`/new/${b.replace('.', '/')}`}>
            <Button>{op?.title}</Button>
          </Link>
        ))}
      {data.length > OPEN_BIRTHS + 1 ? (
        <Button type="text" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? '收起' : `更多（${data.length - OPEN_BIRTHS}）`}
        </Button>
      ) : null}
    </nav>
  )
}
const PAGE = 50
/** Every record of one kind that this position may read: searched and paged by the server, the search kept in the address. */
export const List = ({ of, role }: { of?: string; role: string }) => {
  const { module = of ?? '' } = useParams()
  const [params, setParams] = useSearchParams()
  const word = params.get('word') ?? ''
  const state = params.get('state') ?? ''
  const [typed, setTyped] = useState(word)
  const keep = (change: Record<string, string>) => {
    const next = new URLSearchParams(params)
    for (const [k, v] of Object.entries(change)) v ? next.set(k, v) : next.delete(k)
    setParams(next, { replace: true })
  }
  const keepLater = useRef<ReturnType<typeof setTimeout>>(undefined)
  const { data, isLoading, error, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery({
      queryKey: ['list', module, word, state],
      queryFn: ({ pageParam }) =>
        get<Summary[]>(`/api/${module}/list`, {
          limit: String(PAGE),
          ...(word ? { word } : {}),
          ...(state ? { state } : {}),
          ...(pageParam ? { after: pageParam } : {}),
        }),
      initialPageParam: '',
      getNextPageParam: (last) => (last.length < PAGE ? undefined : last.at(-1)?.id),
    })
  const list = useKeys()
  const items = data?.pages.flat() ?? []
  const states = [...new Set([...(state ? [state] : []), ...items.map((i) => i.state)])]
  const alike = items.every((i) => i.shown.noun === items[0]?.shown.noun)
  // One stored state may sound differently by method: 招标中, 征集响应中.
  const called = (s: string) =>
    [...new Set(items.filter((i) => i.state === s).map((i) => i.shown.state))].join('／') || s
  return (
    <>
      <h1>{moduleNames[module] ?? '一览'}</h1>
      <Births role={role} module={module} />
      <div className="card" ref={list}>
        <div className="bar" style={{ marginBottom: 8 }}>
          <Input
            aria-label="查找"
            placeholder="名称或编号"
            allowClear
            value={typed}
            onChange={(e) => {
              const text = e.target.value
              setTyped(text)
              clearTimeout(keepLater.current)
              keepLater.current = setTimeout(() => keep({ word: text.trim() }), 300)
            }}
            style={{ maxWidth: 260 }}
          />
          <Select
            aria-label="状态"
            value={state}
            onChange={(v) => keep({ state: v })}
            style={{ minWidth: 140 }}
            options={[
              { value: '', label: '全部状态' },
              ...states.map((s) => ({ value: s, label: called(s) })),
            ]}
          />
          <span className="meta" style={{ alignSelf: 'center' }}>
            {hasNextPage ? `先列 ${items.length} 件` : `共 ${items.length} 件`}
          </span>
          {items.length > 0 ? <Export module={module} search={{ word, state }} /> : null}
        </div>
        {error ? <Alert type="error" title={error.message} /> : null}
        {isLoading ? (
          <p className="meta">正在取……</p>
        ) : items.length === 0 ? (
          <p className="meta">
            {word || state
              ? '没有符合条件的。'
              : `这里还没有内容。${birthsOf(role, module).length > 0 ? '可以从上面的按钮办起。' : '有了会列在这里，等您办的还会出现在待办里。'}`}
          </p>
        ) : null}
        <ul className="todo">
          {items.map((i) => (
            <Row key={i.id} s={i} alike={alike} />
          ))}
        </ul>
        {hasNextPage ? (
          <p>
            <Button loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
              再列 {PAGE} 件
            </Button>
          </p>
        ) : null}
      </div>
    </>
  )
}
