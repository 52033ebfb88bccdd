import { sql } from 'kysely'
import { addPeople, type NewPosition } from '#identity/people'
import { type Ask, type Db, regions, type Tx, type World } from '#kernel'
import {
  addOffices,
  addTies,
  enrolAgencies,
  enrolExperts,
  enrolSuppliers,
  enterPurchasers,
  identityOf,
} from '#libraries'
import { PASSWORD } from '../demo/cast.ts'
import type * as made from './generate.ts'

type AskIn = (tx: Tx) => Ask
const CHUNK = 1000
/** Each piece in a transaction of its own; two at a time, so that the database works while the next piece is being prepared. */
async function inPieces<T>(
  all: readonly T[],
  tell: (done: number) => void,
  run: (piece: readonly T[]) => Promise<void>,
  size = CHUNK,
) {
  const pieces = Array.from({ length: Math.ceil(all.length / size) }, (_, i) =>
    all.slice(i * size, (i + 1) * size),
  )
  let done = 0
  const work = async () => {
    for (let p = pieces.shift(); p; p = pieces.shift()) {
      await run(p)
      done += p.length
      tell(done)
    }
  }
  await Promise.all([work(), work()])
}

/** Brings a generated region in by the doors of its libraries. `tell` hears how far it is. Ids by code. */
export async function load(
  db: Db,
  world: World,
  asking: AskIn,
  w: made.World,
  tell: (what: string, done: number, total: number) => void,
): Promise<void> {
  const ids = new Map<string, string>()
  const within = <T>(run: (ask: Ask) => Promise<T>) =>
    db.transaction().execute((tx) => run(asking(tx)))
  const telling = (what: string, all: readonly unknown[]) => (done: number) =>
    tell(what, done, all.length)
  const keep = (units: readonly made.Unit[], found: readonly string[]) => {
    for (const [i, u] of units.entries()) ids.set(u.uscc, found[i] as string)
  }

  await within(async (ask) => keep(w.offices, await addOffices(ask.tx, w.offices)))
  tell('财政部门和国库', w.offices.length, w.offices.length)
  // Tier by tier and parents first: whoever is named stands already.
  const parent = (code: string | null) => (code === null ? null : (ids.get(code) ?? null))
  let entered = 0
  for (const tier of ['自治区', '盟市', '旗县区'])
    for (const roots of [true, false]) {
      const codes = new Set(regions.filter((r) => r.tier === tier).map((r) => r.code))
      const units = w.purchasers.filter((p) => codes.has(p.region) && (p.budget === null) === roots)
      await inPieces(
        units,
        () => {},
        async (piece) => {
          const found = await within((ask) =>
            enterPurchasers(
              ask,
              piece.map((p) => ({
                ...p,
                division: `${p.region}000`,
                parentBudget: parent(p.budget),
                parentAdmin: parent(p.admin),
              })),
            ),
          )
          keep(piece, found)
        },
      )
      entered += units.length
      tell('采购人', entered, w.purchasers.length)
    }
  await inPieces(w.suppliers, telling('供应商', w.suppliers), async (piece) => {
    keep(piece, await within((ask) => enrolSuppliers(ask, piece)))
  })
  await inPieces(w.agencies, telling('代理机构', w.agencies), async (piece) => {
    keep(piece, await within((ask) => enrolAgencies(ask, piece)))
  })
  const nameOf = new Map(w.purchasers.map((p) => [p.uscc, p.name]))
  const signing = new Set(traineeExperts(w).map((e) => e.account))
  await inPieces(w.experts, telling('评审专家', w.experts), async (piece) => {
    await within(async (ask) => {
      const people = await addPeople(
        ask.tx,
        piece.map((e) => ({
          name: e.name,
          account: e.account,
          password: signing.has(e.account) ? PASSWORD : null,
          positions: [{ role: '评审专家', org: null, region: e.region }],
        })),
        true,
      )
      await enrolExperts(
        ask,
        piece.map((e, i) => ({
          person: people[i] as string,
          name: e.name,
          born: e.born,
          grade: e.grade,
          title: e.title,
          title_years: e.titleYears,
          specialities: [...e.specialities],
          region: e.region,
          employer: nameOf.get(e.employer) ?? '',
          phone: e.phone,
          identity: identityOf(world.masterKey, e.idNo),
        })),
      )
      await addTies(
        ask.tx,
        piece.map((e, i) => ({
          expert: people[i] as string,
          org: ids.get(e.employer) as string,
          kind: '任职' as const,
          until: null,
        })),
      )
    })
  })
  const trainees = traineesOf(w)
  await within((ask) =>
    addPeople(
      ask.tx,
      trainees.map((t) => ({
        name: t.name,
        account: t.account,
        password: PASSWORD,
        positions: t.positions.map((p) => ({ ...p, org: parent(p.org) })),
      })),
      true,
    ),
  )
  tell('培训账号', trainees.length, trainees.length)
}

/** Three experts of each place sign in with the published password; the others stand in the library and wait to be drawn. */
const traineeExperts = (w: made.World) =>
  regions.flatMap((r) => w.experts.filter((e) => e.region === r.code).slice(0, 3))

export interface Trainee {
  readonly account: string
  readonly name: string
  /** `org` is a code here. */
  readonly positions: readonly NewPosition[]
}
/** One account for each desk of each place, named after both: cz150122 is the finance desk of 托克托县. */
export function traineesOf(w: made.World): Trainee[] {
  const at = (list: readonly made.Unit[], code: string) => list.find((u) => u.region === code)
  const office = (kind: made.Office['kind'], code: string) =>
    w.offices.find((o) => o.kind === kind && o.region === code)
  const desks = regions.flatMap((r) => {
    const buyer = at(w.purchasers, r.code)
    const found: readonly (readonly [string, readonly string[], made.Unit | undefined])[] = [
      ['cz', ['财政监管'], office('财政部门', r.code)],
      ['gk', ['国库支付'], office('国库', r.code)],
      ['jb', ['采购人经办'], buyer],
      ['sh', ['采购人审核'], buyer],
      ['dw', ['单位管理员'], buyer],
      ['dl', ['代理经办'], at(w.agencies, r.code)],
      ['gys', ['供应商经办'], at(w.suppliers, r.code)],
    ]
    return found.flatMap(([head, roles, unit]) =>
      unit
        ? [
            {
              account: `${head}${r.code}`,
              name: unit.inCharge,
              positions: roles.map((role) => ({ role, org: unit.uscc, region: r.code })),
            },
          ]
        : [],
    )
  })
  const administrators = (
    [
      ['xitong', '系统管理员'],
      ['anquan', '安全管理员'],
      ['shenji', '审计管理员'],
    ] as const
  ).map(([account, role]) => ({
    account,
    name: `${role}（培训）`,
    positions: [{ role, org: null, region: '150000' }],
  }))
  return [...administrators, ...desks]
}

/** The same lines as `linesOf`, read back from what stands in the database. */
export async function standing(tx: Tx): Promise<unknown[][]> {
  const { rows: units } = await sql<Record<string, string | boolean | null>>`
    select o.kind, o.uscc, o.name, o.region, o.address, o.phone, o.in_charge, o.scale, o.centralised, pb.uscc as budget, pa.uscc as admin
    from library.org o
    left join library.unit_link b on b.unit = o.id and b.kind = '预算' and b.until is null left join library.org pb on pb.id = b.parent
    left join library.unit_link a on a.unit = o.id and a.kind = '行政' and a.until is null left join library.org pa on pa.id = a.parent`.execute(
    tx,
  )
  const { rows: experts } = await sql<Record<string, unknown>>`
    select p.account, p.name, e.born, e.grade, e.title, e.title_years, e.specialities, e.region, o.uscc as employer
    from library.expert e join library.person p on p.id = e.person
    join library.expert_tie t on t.expert = e.person and t.kind = '任职' join library.org o on o.id = t.org`.execute(
    tx,
  )
  return [
    ...units.map((u) => [
      u['kind'],
      u['uscc'],
      u['name'],
      u['region'],
      u['address'],
      u['phone'],
      u['in_charge'],
      u['scale'],
      ...(u['kind'] === '采购人' ? [u['budget'], u['admin']] : []),
      ...(u['kind'] === '代理机构' ? [u['centralised']] : []),
    ]),
    ...experts.map((e) => [
      '评审专家',
      e['account'],
      e['name'],
      e['born'],
      e['grade'],
      e['title'],
      e['title_years'],
      (e['specialities'] as string[]).map((s) => s.padEnd(9, '0')),
      e['region'],
      e['employer'],
    ]),
  ]
}
