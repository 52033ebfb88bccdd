import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type App, build } from '#app'
import { instant, openPool, regions } from '#kernel'
import { isUscc } from '#libraries'
import { freshDatabase } from '#testing'
import { instanceOf, startTrainingClock, type TrainingClock } from '#training'
import { PASSWORD } from '../demo/cast.ts'
import { isMadeUp } from './codes.ts'
import { type Seeded, seed, seedArguments, usualStart } from './command.ts'
import { digestOf, generate, linesOf } from './generate.ts'

const small = { departments: 2, suppliers: 150, agencies: 20, experts: 150 }

describe('生成的培训区', () => {
  const made = generate('草原', small)
  const again = generate('草原', small)
  test('同一个词，同一个区；另一个词，另一个区', () => {
    expect(digestOf(linesOf(again))).toBe(digestOf(linesOf(made)))
    expect(digestOf(linesOf(generate('戈壁', small)))).not.toBe(digestOf(linesOf(made)))
  })
  test('代码能通过校验，都在留给培训的号段里，名称都写明是培训', () => {
    const units = [...made.offices, ...made.purchasers, ...made.suppliers, ...made.agencies]
    expect(units.filter((u) => !isUscc(u.uscc) || !isMadeUp(u.uscc))).toEqual([])
    expect(units.filter((u) => !u.name.endsWith('（培训）'))).toEqual([])
    expect(new Set(units.map((u) => u.uscc)).size).toBe(units.length)
    expect(new Set(made.experts.map((e) => e.idNo)).size).toBe(made.experts.length)
  })
  test('十二个盟市、一百零三个旗县都有财政、国库和采购人；满洲里、二连浩特直接对自治区', () => {
    const places = new Set(made.purchasers.map((p) => p.region))
    expect(regions.filter((r) => !places.has(r.code))).toEqual([])
    expect(regions.filter((r) => r.tier === '旗县区')).toHaveLength(101)
    const top = made.purchasers.find((p) => p.region === '150000')?.uscc
    for (const code of ['150781', '152501', '150100'])
      expect(made.purchasers.find((p) => p.region === code)?.admin).toBe(top)
  })
})
test.each([
  [['--pace', '0'], '--pace 须为'],
  [['--seed', 'a b'], '--seed 须为'],
  [['--from', '2099-01-01'], '没有公布'],
])('写错的参数 %j 被指出', (args, said) => {
  expect(() => seedArguments(args)).toThrow(said)
})

describe('培训区', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>
  let done: Seeded
  let app: App
  let clock: TrainingClock
  const dir = mkdtempSync(join(tmpdir(), 'yiwang-seed-'))
  const options = () => ({
    databaseUrl: database.url,
    dataDir: dir,
    seed: '草原',
    pace: 60,
    from: usualStart,
    size: small,
    offers: 100,
    complain: (e: unknown) => {
      throw e
    },
    say: () => {},
  })
  const pool = () => app.pool
  let owner: ReturnType<typeof openPool>
  beforeAll(async () => {
    database = await freshDatabase()
    done = await seed(options())
    owner = openPool(database.url, 1)
    const found = await instanceOf(owner)
    const ends = found?.ends ?? null
    // As at a real start: the clock first, then whatever asks it.
    clock = await startTrainingClock(owner, { pace: 60, ends }, console.error, 3_600_000)
    app = await build({
      databaseUrl: database.url,
      dataDir: dir,
      now: () => clock.now(),
      demo: { password: PASSWORD },
      training: { pace: 60, ends },
      complain: console.error,
      everyMs: 0,
    })
    await app.settle()
  }, 60_000)
  afterAll(async () => {
    await clock.stop()
    await owner.end()
    await app.stop()
    await database.drop()
    rmSync(dir, { recursive: true, force: true })
  })
  const ask = (path: string, cookie = '', body?: object) =>
    app.http.request(`http://127.0.0.1${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
  const signIn = async (account: string) => {
    const res = await ask('/api/session/signIn', '', { account, password: PASSWORD })
    expect(res.status, await res.clone().text()).toBe(200)
    return res.headers
      .getSetCookie()
      .map((c) => c.split(';')[0])
      .join('; ')
  }

  test('库里的就是生成的，每一家都有自己的登记流水', async () => {
    expect(done.digest).toBe(digestOf(linesOf(generate('草原', small))))
    const { rows } = await pool().query(
      `select count(*) filter (where j.seq is null)::int as untold, count(*)::int as n
       from kernel.subject s left join kernel.journal j on j.subject = s.id`,
    )
    expect(rows[0]).toMatchObject({ untold: 0 })
    const { rows: leaves } = await pool().query(
      'select count(*)::int as n from kernel.journal j left join kernel.leaf l using (seq) where l.seq is null',
    )
    expect(leaves[0]?.n).toBe(0)
  })
  test('已建好的库不能再建，也改不成别的', async () => {
    await expect(seed(options())).rejects.toThrow('已是培训区')
    await expect(pool().query(`update training.instance set kind = '演示'`)).rejects.toThrow(
      '写定不改',
    )
    await expect(pool().query('delete from training.instance')).rejects.toThrow('写定不改')
  })
  test('有数据的库进不了培训', async () => {
    const real = await freshDatabase()
    const owner = openPool(real.url, 1)
    try {
      await owner.query(
        `insert into library.person (id, name, account, password) values (gen_random_uuid(), '张三', 'zhangsan', null)`,
      )
      await expect(seed({ ...options(), databaseUrl: real.url })).rejects.toThrow('须在空库上建')
      expect(await instanceOf(owner)).toBeNull()
    } finally {
      await owner.end()
      await real.drop()
    }
  })
  test('门户每一页写着培训区；时钟的事人人可看，只有系统管理员能推进', async () => {
    for (const path of ['/', '/notices', '/law', '/no-such-page'])
      expect(await (await ask(path)).text()).toContain('<strong>培训区</strong>')
    const told = (await (await ask('/api/training/get')).json()) as { training: { pace: number } }
    expect(told.training.pace).toBe(60)
    const finance = await signIn('cz150122')
    const no = await ask('/api/training/advance', finance, { to: '当日结束' })
    expect(no.status).toBe(403)
  })
  test('推进到当日结束：时钟到次日，登录的人还在，停机再开不倒退', async () => {
    const keeper = await signIn('xitong')
    const before = clock.now()
    const res = await ask('/api/training/advance', keeper, { to: '一周以后' })
    expect(res.status, await res.clone().text()).toBe(200)
    await clock.look()
    expect(clock.now() - before).toBeGreaterThan(6 * 86_400_000)
    expect((await ask('/api/inbox/list', keeper)).status).toBe(200)
    const at = clock.now()
    await clock.stop()
    clock = await startTrainingClock(pool(), { pace: 60, ends: null }, console.error, 3_600_000)
    expect(clock.now()).toBeGreaterThanOrEqual(instant(at))
  })
  test('没有等着的期限时说得明白', async () => {
    const keeper = await signIn('xitong')
    const res = await ask('/api/training/advance', keeper, { to: '下一个期限' })
    expect(res.status).toBe(422)
    expect(await res.text()).toContain('没有等着的期限')
  })
})
