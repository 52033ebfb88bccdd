import type { Cast } from './cast.ts'
import type { Player } from './player.ts'

const MEMBERS = ['daibiao', ...Array.from({ length: 10 }, (_, i) => `expert${i + 1}`)]
const device = { camera: true, microphone: true, latency: 35, bandwidth: 48_500 }
interface Site {
  booking: string
  kind: string
  seats: number[]
}

/** 评审场所: two at home and one in another league, each with its keeper. */
export async function venues(p: Player, cast: Cast): Promise<Record<string, string>> {
  const enter = async (who: string, name: string, region: string, keeper: string, seats: number) =>
    (
      await p.as(who).venue.register({
        name,
        address: `${name}（演示地址）`,
        region,
        keeper: cast.orgs[keeper],
        seats,
      })
    ).id as string
  return {
    home: await enter('caizheng', '正源评审一室', '150100', 'agency', 8),
    centre: await enter('caizheng', '呼和浩特市政府采购中心评审室', '150100', 'centre', 12),
    away: await enter('chifeng', '赤峰市红山评审分中心', '150400', 'centre', 6),
  }
}
/** 订席: the agency asks; the keeper of the other room may answer at once. */
export async function book(
  p: Player,
  i: { tender: string; starts: number; main: string; sub: string; confirmed: boolean },
): Promise<string> {
  const { id } = await p.as('guo').remote.plan({
    tender: i.tender,
    starts: new Date(i.starts).toISOString(),
    ends: new Date(i.starts + 8 * 3_600_000).toISOString(),
    sites: [
      { venue: i.main, kind: '主会场', seats: 4 },
      { venue: i.sub, kind: '分会场', seats: 2 },
    ],
  })
  if (i.confirmed)
    for (const b of (await p.as('suya').booking.list({ state: '待确认' })) as { id: string }[])
      await p.as('suya').booking.confirm({ id: b.id })
  return id
}
/** 到席、核验、开场: the first four in the main room, the rest in the other. */
export async function convene(p: Player, remote: string): Promise<void> {
  let n = 0
  for (const account of MEMBERS) {
    const mine = (await p.as(account).sitting.listMine()) as { remote: string; sites: Site[] }[]
    const m = mine.find((x) => x.remote === remote)
    const site = m?.sites.find((x) => x.kind === (n < 4 ? '主会场' : '分会场'))
    if (!site) continue
    const { id } = await p
      .as(account)
      .sitting.sit({ remote, booking: site.booking, seat: site.seats[0], device })
    await p.as(n < 4 ? 'guo' : 'suya').sitting.attest({ id })
    n++
  }
  await p.as('guo').remote.start({ id: remote })
}
/** 收场、各会场签记录. */
export async function close(p: Player, remote: string): Promise<void> {
  await p.as('guo').remote.finish({ id: remote })
  const { sites } = (await p.as('guo').remote.get({ id: remote })).data as {
    sites: (Site & { state: string })[]
  }
  for (const s of sites)
    if (s.state === '已确认')
      await p.as(s.kind === '主会场' ? 'guo' : 'suya').booking.sign({ id: s.booking })
}
