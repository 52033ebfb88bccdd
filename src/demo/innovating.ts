import { at } from '#kernel'
import type { Cast } from './cast.ts'
import { innovationItems, Researched, stagesOf, type Two } from './innovation.ts'
import type { Player, SimClock } from './player.ts'

const KANGDA = '北京康达医疗器械有限公司'
const HUARUI = '沈阳华瑞影像设备有限公司'
const finals: Readonly<Record<'kangda' | 'huarui', Two>> = {
  kangda: { research: 500_000_00, first: 1_000_000_00 },
  huarui: { research: 600_000_00, first: 900_000_00 },
}
/** 一项合作创新, over the year: two researchers, of whom one missed its first milestone and one is in its second stage. */
export function innovating(p: Player, clock: SimClock, cast: Cast) {
  const t = new Researched(p, clock, cast, {
    title: '牧区眼底病变筛查样机研发',
    method: '合作创新采购',
    category: '货物',
    budget: '3000000.00',
    item: innovationItems[1] as (typeof innovationItems)[1],
  })
  let research: { kangda: string; huarui: string } | undefined
  return {
    async asked() {
      await clock.to('2026-07-27', 9)
      await t.want()
      await t.planned('专项资金年中下达，年初未能预见。')
      await t.entrusted()
      await t.write()
      await t.confirmed()
      await t.schemed()
      await t.called('2026-08-25')
      for (const who of ['kangda', 'huarui']) await t.apply(who)
    },
    async met() {
      await t.looked()
      await t.agent.prequal.conclude({ id: t.prequal })
      await t.met()
      await t.agent.innovation.settle({ id: t.innovation })
      await t.write()
      await t.confirmed()
      await t.published('2026-09-11', 9, '2026-09-11')
      for (const who of ['kangda', 'huarui'] as const)
        await t.respond(who, '', { two: finals[who] })
    },
    async talked() {
      await clock.to('2026-09-11', 9, 31)
      await t.open()
      await t.group(4)
      await t.agent.lot.convene({ id: t.lot })
      await t.judge(false)
      await t.talks()
      await t.callFinal(at('2026-09-11', 15))
      for (const who of ['kangda', 'huarui'] as const) await t.finalTwo(who, finals[who])
      await clock.to('2026-09-11', 15, 1)
      await t.agent.lot.openFinal({ id: t.lot })
      await t.judge(true, [], { [KANGDA]: 16, [HUARUI]: 12 })
      await t.report()
      await t.head.innovation.choose({
        id: t.innovation,
        bids: (await t.candidates()).map((c) => c.bid),
        reason: '同意谈判小组的推荐。',
      })
      await t.announce()
      const { awards } = (await t.buyer.innovation.get({ id: t.innovation })).data as {
        awards: { id: string; name: string }[]
      }
      const sign = async (who: 'kangda' | 'huarui', name: string, amount: string) => {
        const award = awards.find((a) => a.name === name)?.id ?? ''
        const stages = stagesOf(finals[who].research)
        return t.researchOf(await t.contracted(award, who, name, amount, stages))
      }
      research = {
        kangda: await sign('kangda', KANGDA, '500000.00'),
        huarui: await sign('huarui', HUARUI, '600000.00'),
      }
      await t.talk(research.kangda, '2026-10-30')
      await t.talk(research.huarui, '2026-10-09')
      await t.handIn(research.kangda, 'kangda')
      await t.head.research.meet({ id: research.kangda, opinion: '详细设计通过评审。' })
      await t.talk(research.kangda, '2026-12-31', { compensation: '240000.00' })
    },
    async researched() {
      if (!research) return
      await t.head.research.miss({
        id: research.huarui,
        payable: '0.00',
        opinion: '到期没有提交详细设计方案。',
      })
      await t.head.research.eliminate({
        id: research.huarui,
        reason: '未按照约定完成标志性成果，依照研发合同予以淘汰。',
      })
    },
  }
}
