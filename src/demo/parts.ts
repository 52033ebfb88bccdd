import type { Cast } from './cast.ts'
import { duties } from './duties.ts'
import { frameworkAsked, frameworkCompeting, frameworkInForce } from './framework.ts'
import { goods } from './goods.ts'
import { hospital } from './hospital.ts'
import { innovating } from './innovating.ts'
import { living } from './living.ts'
import { mall } from './mall.ts'
import type { Player, SimClock } from './player.ts'
import { registering } from './registering.ts'
import { rulebook } from './rulebook.ts'
import { type Shop, serviceDone, services } from './services.ts'
import { shortfall } from './shortfall.ts'
import { statements } from './statements.ts'
import { negotiating, varied } from './varied.ts'

/** The demonstration, part by part in its order: what a first start plays, and what a test that wants all of it plays too. */
export const partsOf = (
  player: Player,
  clock: SimClock,
  cast: Cast,
): readonly (readonly [string, () => Promise<unknown>])[] => {
  let shop: Shop | undefined
  const innovation = innovating(player, clock, cast)
  return [
    ['商品上架', () => goods(player, clock)],
    ['法规与标准', () => rulebook(player, clock)],
    ['一笔采购，从指标到归档', () => hospital(player, clock, cast)],
    ['框架协议征集', () => frameworkAsked(player)],
    ['一笔不足三家的采购', () => shortfall(player, clock, cast)],
    ['框架协议的第二阶段', () => frameworkInForce(player, clock, cast)],
    ['合作创新：方案与公告', () => innovation.asked()],
    ['各种采购方式', () => varied(player, clock, cast)],
    ['合作创新：概念交流', () => innovation.met()],
    [
      '一次车辆维修',
      async () => {
        shop = await serviceDone(player, clock, cast)
      },
    ],
    ['正在办的采购', () => living(player, clock, cast, () => innovation.talked())],
    ['合作创新：分阶段研发', () => innovation.researched()],
    ['登记和推广', () => registering(player)],
    ['一场谈判', () => negotiating(player, clock, cast)],
    ['依法留存与痕迹', () => duties(player, clock, cast)],
    ['电子卖场', () => mall(player, clock, cast)],
    ['定点服务', () => services(player, cast, shop as Shop)],
    ['框架协议的二次竞价', () => frameworkCompeting(player, cast)],
    ['不属于项目的公告', () => statements(player)],
  ]
}
