import { at } from '#kernel'
import type { Cast } from '../../src/demo/cast.ts'
import type { Player } from '../../src/demo/player.ts'

/** 异地评审的布景：三处场所、合格的设备、某日的时段、某人的席位。 */
export const device = { camera: true, microphone: true, latency: 40, bandwidth: 50_000 }
export const slot = (day: string, from = 9, to = 18) => ({
  starts: new Date(at(day as never, from)).toISOString(),
  ends: new Date(at(day as never, to)).toISOString(),
})
export async function registerVenues(p: Player, cast: Cast): Promise<Record<string, string>> {
  const venues: Record<string, string> = {}
  for (const [key, keeper, name] of [
    ['main', 'agency', '正源评审室'],
    ['sub', 'centre', '呼和浩特市政府采购中心评审室'],
    ['spare', 'centre', '呼和浩特市政府采购中心备用评审室'],
  ] as const)
    venues[key] = (
      await p.as('caizheng').venue.register({
        name,
        address: `${name}（演示地址）`,
        region: '150100',
        keeper: cast.orgs[keeper],
        seats: key === 'sub' ? 3 : 8,
      })
    ).id
  return venues
}
export async function seatsOf(p: Player, account: string, remote: string) {
  const all = (await p.as(account).sitting.listMine()) as {
    remote: string
    sites: { booking: string; kind: string; seats: number[] }[]
  }[]
  return all.find((x) => x.remote === remote)
}
