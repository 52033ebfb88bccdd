import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Instant, instant, parseYuan, showYuan } from '#kernel'
import type { Room } from '#tender'
import { hoursOf, Page, type Reader, wordsOf } from './layout.tsx'

export const openingScript = readFileSync(new URL('./opening-client.js', import.meta.url), 'utf8')
const hash = createHash('sha256').update(openingScript).digest('hex').slice(0, 12)
/** The name changes with the content. */
export const openingScriptName = `/opening-${hash}.js`
const moment = (text: string): Instant => instant(Date.parse(text))

/** Where the session stands; only what still changes is live. */
export type OpeningStage = 'before' | 'waiting' | 'live' | 'talks' | 'over' | 'never'
export function stageOf(
  room: Pick<Room, 'now' | 'deadline' | 'lots' | 'phase' | 'state'>,
): OpeningStage {
  const opened = room.lots.filter((l) => l.opened !== null)
  if (room.phase === '结果已公告') return 'over'
  if (room.phase === '已开启（非招标）') return 'talks'
  if (opened.some((l) => l.hallState === '待确认')) return 'live'
  const ended = room.state === '已终止'
  if (!ended && room.lots.some((l) => l.opened === null && OPEN.has(l.state)))
    return room.deadline !== null && moment(room.now) < moment(room.deadline) ? 'before' : 'waiting'
  return opened.length > 0 ? 'over' : 'never'
}
/** Milliseconds until the hour turns the stage by itself: nothing happens then that the stream would tell of. */
function turnsIn(room: Room, stage: OpeningStage): number | undefined {
  const ends = room.lots.flatMap((l) => (l.ends === null ? [] : [moment(l.ends)]))
  const at =
    stage === 'before' && room.deadline !== null
      ? moment(room.deadline)
      : stage === 'live'
        ? Math.max(...ends)
        : null
  return at === null || at <= moment(room.now) ? undefined : at - moment(room.now)
}

/** 开标现场, for whoever comes by: what the law reads out to everybody, when it does, and no earlier. */
export const OpeningPage = (p: {
  reader: Reader
  room: Room
  /** Its notice, where it has one. */
  notice: string | null
  /** The notice of its result, once there is one. */
  result: string | null
  ocid: string
}) => {
  const t = wordsOf(p.reader)
  const hours = hoursOf(p.reader)
  const { room } = p
  const waiting = room.lots.some((l) => l.opened === null && OPEN.has(l.state))
  const stage = stageOf(room)
  const moves = stage === 'before' || stage === 'waiting' || stage === 'live'
  const first = room.lots.flatMap((l) => (l.opened === null ? [] : [l.opened])).sort()[0]
  const when = first ?? room.deadline
  const said = t(
    stage === 'over' && room.phase === '结果已公告' ? 'opening.stage.result' : STAGES[stage],
    when === null || when === undefined ? '' : hours(moment(when)),
  )
  return (
    <Page
      title={t('opening.title', room.title)}
      reader={p.reader}
      head={
        moves ? (
          <noscript>
            <meta http-equiv="refresh" content="30" />
          </noscript>
        ) : null
      }
    >
      <nav class="crumb" aria-label={t('all.where')}>
        <a href="/">{t('nav.home')}</a>
      </nav>
      <h1>{t('opening.title', room.title)}</h1>
      <p class="lead">{t('opening.lead')}</p>
      <p
        id="live"
        role="status"
        {...(moves
          ? {
              'data-on': t('opening.on'),
              'data-off': t('opening.off'),
              'data-turn': turnsIn(room, stage),
            }
          : {})}
      >
        <strong class={stage === 'live' ? 'tag soon' : 'tag'}>{t(NAMES[stage])}</strong>
        {'　'}
        {said} {moves ? <span class="meta">{t('opening.still')}</span> : null}
      </p>
      <p class="links-in-line">
        {moves ? <a href={`/openings/${room.tender}`}>{t('opening.again')}</a> : null}
        {p.result === null ? null : <a href={`/notices/${p.result}`}>{t('opening.result')}</a>}
        {p.notice === null ? null : <a href={`/notices/${p.notice}`}>{t('opening.notice')}</a>}
        <a href={`/projects/${p.ocid}`}>{t('opening.project')}</a>
      </p>
      <div id="room" data-live={`/api/hall/live?tender=${room.tender}`}>
        <div class="card">
          <dl>
            <div class="row">
              <dt>{t('opening.deadline')}</dt>
              <dd class="fig">{room.deadline === null ? '' : hours(moment(room.deadline))}</dd>
            </div>
            <div class="row">
              <dt>{t('opening.place')}</dt>
              <dd>{room.place}</dd>
            </div>
            <div class="row">
              <dt>{t('opening.state')}</dt>
              <dd>{t(KEYS[room.phase])}</dd>
            </div>
          </dl>
        </div>
        {room.phase === '未开启' && waiting ? <p class="card">{t('opening.before')}</p> : null}
        {room.phase === '已开启（非招标）' ? <p class="card">{t('opening.talks')}</p> : null}
        {room.lots.map((l) => (
          <section class="card" aria-labelledby={`lot${l.no}`}>
            <h2 id={`lot${l.no}`}>
              {t('fa.lot', l.no)}　{l.title}
            </h2>
            <p class="meta">
              {l.opened === null
                ? t(OPEN.has(l.state) ? 'opening.notYet' : 'opening.never')
                : t('opening.openedAt', hours(moment(l.opened)))}
              {l.hallState === null ? '' : `　${t('opening.record', l.hallState)}`}
            </p>
            {l.bids.length === 0 ? null : (
              <table class="fold">
                <thead>
                  <tr>
                    <th scope="col">{t('opening.bidder')}</th>
                    <th scope="col" class="num">
                      {t('opening.price')}
                    </th>
                    <th scope="col">{t('opening.said')}</th>
                  </tr>
                </thead>
                <tbody>
                  {l.bids.map((b) => (
                    <tr>
                      <td data-label={t('opening.bidder')}>{b.supplier}</td>
                      <td class="num" data-label={t('opening.price')}>
                        {b.price === null
                          ? b.fault === ''
                            ? t('opening.later')
                            : '—'
                          : showYuan(parseYuan(b.price))}
                      </td>
                      <td data-label={t('opening.said')}>
                        {b.fault || (b.confirmed ? t('opening.agreed') : '')}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
            {l.objections.length === 0 ? null : (
              <>
                <h3>{t('opening.objections')}</h3>
                <ul>
                  {l.objections.map((o) => (
                    <li>
                      {o.org}：{o.text}
                      <div class="meta">{o.answer ?? t('opening.unanswered')}</div>
                    </li>
                  ))}
                </ul>
              </>
            )}
          </section>
        ))}
        {room.attended === null || room.attended.length === 0 ? null : (
          <section class="card" aria-labelledby="attended">
            <h2 id="attended">{t('opening.attended')}</h2>
            <p>{[...new Set(room.attended.map((a) => a.org))].join('、')}</p>
          </section>
        )}
        <p class="meta">{t('opening.now', hours(moment(room.now)))}</p>
      </div>
      <script src={openingScriptName} type="module" />
    </Page>
  )
}
/** A lot that may still be opened. */
const OPEN: ReadonlySet<string> = new Set(['招标中', '待开标'])
const STAGES = {
  before: 'opening.stage.before',
  waiting: 'opening.stage.waiting',
  live: 'opening.stage.live',
  talks: 'opening.stage.talks',
  over: 'opening.stage.over',
  never: 'opening.stage.never',
} as const
const NAMES = {
  before: 'opening.name.before',
  waiting: 'opening.name.waiting',
  live: 'opening.name.live',
  talks: 'opening.name.talks',
  over: 'opening.name.over',
  never: 'opening.name.never',
} as const
const KEYS = {
  未开启: 'opening.phase.before',
  '已开标（招标）': 'opening.phase.opened',
  '已开启（非招标）': 'opening.phase.talks',
  结果已公告: 'opening.phase.announced',
} as const
