import { dayOf, instant } from '#kernel'
import type { Cast } from './cast.ts'
import type { Player, SimClock } from './player.ts'

const DAY = 86_400_000
/** What goes on beside the purchases: a leave with a delegate, letters from a committee, an expert's record, a file kept for a lawsuit. */
export async function duties(p: Player, clock: SimClock, cast: Cast): Promise<void> {
  const agent = p.as('guo')
  const lots: { id: string; state: string }[] = await agent.lot.list()
  const lot = lots.find((l) => l.state === '评审中')?.id ?? ''
  const bids = (await agent.lot.get({ id: lot })).data['bids'] as { id: string; state: string }[]
  for (const bid of bids.filter((b) => b.state === '已开启').slice(0, 2))
    await agent.letter.send({
      lot,
      bid: bid.id,
      kind: '澄清',
      text: '请说明质保期自何日起算，并写明响应时间。',
      minutes: 1440,
    })
  for (const account of ['kangda', 'huarui', 'saihan']) {
    const [letter] = (await p.as(account).letter.list()) as { id: string }[]
    if (!letter) continue
    await p.as(account).letter.reply({
      id: letter.id,
      text: '质保期自验收合格之日起算；接到通知后四小时内到场。',
    })
    break
  }
  for (let n = 1; n <= 10; n++) {
    const expert = `expert${n}`
    const [review] = (await p.as(expert).review.list()) as { process: string }[]
    if (!review) continue
    const record = (grade: '良好' | '一般', who: string, opinion: string) =>
      p.as(who).performance.record({
        project: review.process,
        expert: cast.people[expert] ?? '',
        grade,
        opinion,
      })
    const { id } = await record('一般', 'guo', '迟到二十分钟，未说明原因。')
    await p.as(expert).performance.explain({ id, reply: '当日道路封闭，已电话告知现场。' })
    await record('良好', 'wang', '评审认真，意见具体。')
    break
  }
  const day = (n: number) => dayOf(instant(clock.now() + n * DAY))
  await p.as('wuyun').delegation.grant({
    delegate: cast.people['bayin'] ?? '',
    nouns: ['采购计划'],
    from: day(0),
    to: day(5),
    reason: '外出培训',
  })
  const [request] = (await p.as('caizheng').approval.list()) as { process: string }[]
  const hold = (document: string, until: string | null) =>
    p.as('caizheng').hold.place({
      project: request?.process ?? null,
      expert: null,
      supplier: null,
      ground: '监察调查',
      document,
      reason: '协助调查，有关资料停止清理（演示）。',
      until,
    })
  await hold('呼监函〔2026〕12号', day(180))
  const ended = await hold('呼监函〔2026〕3号', null)
  await p.as('caizheng').hold.lift({ id: ended.id, reason: '调查终结（演示）。' })
}
