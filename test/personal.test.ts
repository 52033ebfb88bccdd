import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { retain } from '#identity/privacy'
import { askAs, at, instant, openSession, system } from '#kernel'
import { idCheck, makeUscc } from '#libraries'
import { freshStage } from '#testing'
import { PASSWORD } from '../src/demo/cast.ts'
import type { Stage } from '../src/demo/run.ts'
import { register, sweeps } from '../src/privacy.ts'
import { verifyUrl } from '../src/verify/index.ts'
import { caller } from './support/calls.ts'

/** 个人信息：遮去、查看留痕、导出留痕、到期清理, over HTTP. */
const PHONE = '13947123456'
let s: Stage
let expert: string
let supplier: string
const { call, as } = caller(() => s.url)
const cookies = new Map<string, string>()
const be = async (account: string) => {
  const known = cookies.get(account) ?? (await as(account))
  cookies.set(account, known)
  return known
}
const ok = async (account: string, path: string, body?: unknown) => {
  const r = await call(path, body, account === '' ? '' : await be(account))
  expect(r.status, JSON.stringify(r.body)).toBe(200)
  return r.body
}
beforeAll(async () => {
  s = await freshStage()
  const idNo = `15010219750315${'001'}`
  const applied = await ok('', 'expert/apply', {
    idNo: idNo + idCheck(idNo),
    grade: '正高级',
    title: '主任医师',
    titleYears: 20,
    specialities: ['A02320500'],
    phone: PHONE,
    employer: '呼和浩特市某医院',
    ties: [],
    region: '150100',
    contact: { name: '娜仁托娅', account: 'narentuoya', password: PASSWORD },
    commitment: true,
  })
  expert = String(applied['id'])
  const registered = await ok('', 'supplier/register', {
    uscc: makeUscc('91', '150100', 'MAD99001'),
    name: '呼和浩特某打印店（个体工商户）',
    address: '呼和浩特市（演示）',
    inCharge: '贾明',
    phone: PHONE,
    scale: '微型',
    region: '150100',
    contact: { name: '贾明', account: 'jiaming', password: PASSWORD },
    commitment: true,
  })
  supplier = String(registered['id'])
  // An applicant signs in with a second factor, which is another file's story: the session is opened for him.
  const { token } = await s.app.db.transaction().execute((tx) =>
    openSession(
      tx,
      {
        person: expert,
        name: '娜仁托娅',
        role: '评审专家',
        org: null,
        orgName: '评审专家',
        region: '150100',
      },
      s.clock.now(),
      { position: null, factor: null, proved: s.clock.now(), agent: '', address: '' },
    ),
  )
  cookies.set('narentuoya', `yw_session=${token}`)
})
afterAll(() => s.stop())

test('财政部门看到的电话是遮去的，专家名单里姓名也是；本人看到自己的', async () => {
  const seen = JSON.stringify(await ok('caizheng', `expert/get?id=${expert}`))
  expect(seen).not.toContain(PHONE)
  expect(seen).toContain('139****3456')
  expect(seen).not.toContain('1975-03-15')
  const list = JSON.stringify(await ok('caizheng', 'expert/find?q=娜仁托娅'))
  expect(list).toContain('娜***')
  expect(list).not.toContain('娜仁托娅')
  expect(JSON.stringify(await ok('caizheng', 'expert/list'))).not.toContain('娜仁托娅')
  expect(JSON.stringify(await ok('caizheng', 'inbox/list'))).not.toContain('娜仁托娅')
  const own = await ok('narentuoya', `expert/get?id=${expert}`)
  expect((own['data'] as Record<string, unknown>)['phone']).toBe(PHONE)
  const unit = JSON.stringify(await ok('caizheng', `supplier/get?id=${supplier}`))
  expect(unit).not.toContain(PHONE)
  expect(JSON.stringify(await ok('jiaming', `supplier/get?id=${supplier}`))).toContain(PHONE)
})
test('查看全值：说了目的才给，本人和审计管理员看得到谁看过；够不着的记录查看不了', async () => {
  const ask = { module: 'expert', id: expert, column: 'library.expert.phone' }
  const vague = await call(
    'privacy/look',
    { ...ask, purpose: '其他（在说明里写明）' },
    await be('caizheng'),
  )
  expect(vague.status).toBe(422)
  const seen = await ok('caizheng', 'privacy/look', { ...ask, purpose: '联系当事人' })
  expect(seen['values']).toEqual([{ label: '手机号', value: PHONE }])
  for (const other of ['wang', 'kangda', 'chifeng'])
    expect(
      (await call('privacy/look', { ...ask, purpose: '联系当事人' }, await be(other))).status,
      other,
    ).toBe(404)
  // A column that this record does not show cannot be had through it, nor one that is shown to nobody.
  for (const column of ['library.person.password', 'library.org.phone', 'contract.contract.payee'])
    expect(
      (await call('privacy/look', { ...ask, column, purpose: '监督检查' }, await be('caizheng')))
        .status,
    ).toBe(404)
  const mine = JSON.stringify(await ok('narentuoya', 'privacy/listMine'))
  expect(mine).toContain('王晓东')
  expect(mine).toContain('联系当事人')
  expect(JSON.stringify(await ok('shenji', 'privacy/listLooks'))).toContain('手机号')
  expect((await call('privacy/listLooks', undefined, await be('caizheng'))).status).toBe(403)
})
test('导出留痕：含个人信息须写用途，文件末行写明谁何时导出，异常量告警', async () => {
  const get = async (account: string, path: string) =>
    fetch(`${s.url}/api/${path}`, { headers: { cookie: await be(account) } })
  const bare = await get('caizheng', 'expert/sheet.csv')
  expect(bare.status).toBe(422)
  expect(await bare.text()).toContain('导出用途')
  const csv = await (await get('caizheng', 'expert/sheet.csv?purpose=年度培训通知')).text()
  expect(csv).not.toContain('娜仁托娅')
  expect(csv.trim().split('\r\n').at(-1)).toMatch(/导出：王晓东（财政监管.*用途：年度培训通知/)
  const list = await get('wang', 'plan/sheet.json')
  expect(((await list.json()) as { trace: string }).trace).toContain('王静')
  expect((await get('wang', 'appointment/sheet.xlsx')).status).toBe(422)
  expect((await get('kangda', 'audit/sheet.csv')).status).toBe(404)
  for (let i = 0; i < 22; i++) await (await get('wang', 'plan/sheet.csv')).text()
  const traces = (await ok('shenji', 'privacy/listTakeouts')) as unknown as Record<
    string,
    unknown
  >[]
  expect(traces.find((t) => t['what'] === '评审专家库')).toMatchObject({
    who: '王晓东',
    personal: '姓名、职称、工作单位',
    purpose: '年度培训通知',
  })
  const alarms = JSON.stringify(await ok('shenji', 'audit/list?kind=异常'))
  expect(alarms.match(/异常导出/g)).toHaveLength(1)
})
test('到期清理：不在库的专家五年后抹去，依法留存的不动；流水的证明不变', async () => {
  await ok('caizheng', 'expert/decline', { id: expert, opinion: '专业不符（演示）' })
  const held = await ok('caizheng', 'hold/place', {
    expert,
    ground: '诉讼仲裁',
    document: '（2026）内01行初1号',
    reason: '申请人就不予入库提起诉讼',
    until: null,
  })
  const faults: unknown[] = []
  const clean = () => retain(s.app.db, s.app.world, sweeps, (e) => faults.push(e))
  const row = async () =>
    (
      await s.app.pool.query(
        `select e.phone, e.identity, p.name, t.title, (select count(*)::int from kernel.journal j where j.subject = e.person and j.data <> '{}') as told
         from library.expert e join library.person p on p.id = e.person join kernel.subject t on t.id = e.person where e.person = $1`,
        [expert],
      )
    ).rows[0]
  await s.app.settle()
  const before = await verifyUrl(s.url)
  await s.clock.toInstant(at('2031-06-01', 9))
  await clean()
  expect((await row()).phone).toBe(PHONE)
  cookies.clear()
  await ok('caizheng', 'hold/lift', { id: held['id'], reason: '判决已生效' })
  await s.clock.toInstant(at('2031-06-02', 9))
  await clean()
  expect(faults).toEqual([])
  const gone = await row()
  expect(gone).toMatchObject({ phone: '', identity: null, title: '（已抹去）', told: 0 })
  await s.app.settle()
  const after = await verifyUrl(s.url)
  expect(after.faults).toEqual([])
  expect(after.size).toBeGreaterThanOrEqual(before.size)
  expect(JSON.stringify(await ok('shenji', 'privacy/listErasures'))).toContain('不在库专家的资料')
  // Once a day, however often it is asked.
  expect(await clean()).toBe(0)
})
test('订阅、信件、错误清单也各有期限：没有确认的、早已寄出的、早已入库的都清掉，还用得着的留下', async () => {
  const now = new Date(s.clock.now()).toISOString()
  const old = new Date(s.clock.now() - 400 * 86_400_000).toISOString()
  await s.app.pool.query(
    `insert into outside.mail (id, "to", subject, text, headers, at) select gen_random_uuid(), 'jia@example.cn', '', '', '{}', t from unnest($1::timestamptz[]) t`,
    [[now, old]],
  )
  await s.app.pool.query(
    `insert into disclosure.alert (id, query, label, email, origin, daily, client, made, confirmed)
     select gen_random_uuid(), '{}', '', 'jia@example.cn', '', true, 'x', m, c from unnest($1::timestamptz[], $2::timestamptz[]) as t(m, c)`,
    [
      [now, old, old],
      [null, null, old],
    ],
  )
  await s.app.pool.query(
    `insert into outside.outbox (id, kind, key, body, state, fault, placed, ended)
     select gen_random_uuid(), k, 'x', '{}', '被退回', '550 jia@example.cn', $2, $2 from unnest($1::text[]) k`,
    [['邮件', '报送'], old],
  )
  for (const id of ['没有确认的订阅', '沙箱的信件', '入库以后的错误清单'])
    await s.app.db.transaction().execute(async (tx) => {
      const sweep = sweeps.find((x) => x.id === id)
      await sweep?.run(askAs(s.app.world, tx, system))
    })
  const left = async (query: string) => (await s.app.pool.query(query)).rows
  expect(await left('select at from outside.mail')).toHaveLength(1)
  expect(await left('select id from disclosure.alert')).toHaveLength(2)
  expect(await left(`select kind from outside.outbox where key = 'x' and fault <> ''`)).toEqual([
    { kind: '报送' },
  ])
  // Every period that is promised to be carried out by the clock names a sweep that is there.
  const promised = Object.values(register).flatMap((c) =>
    Object.values(c.personal ?? {}).flatMap((p) => p.keep.sweep ?? []),
  )
  expect([...new Set(promised)].filter((id) => !sweeps.some((x) => x.id === id))).toEqual([])
})
test('抹去之外，流水和日志仍然改不动', async () => {
  const change = (text: string, on: boolean) =>
    s.app.db.transaction().execute(async (tx) => {
      if (on) await sql`select set_config('yiwang.erasing', 'on', true)`.execute(tx)
      await sql.raw(text).execute(tx)
    })
  await expect(
    change(`update kernel.journal set person_name = '（已抹去）'`, false),
  ).rejects.toThrow(/只追加/)
  await expect(change(`update kernel.journal set person_name = '别人'`, true)).rejects.toThrow(
    /只追加/,
  )
  await expect(change(`update kernel.journal set leaf = 'x'`, true)).rejects.toThrow(/只追加/)
  await expect(change(`update identity.event set said = 'x'`, true)).rejects.toThrow(/只追加/)
  await expect(change('delete from identity.takeout', true)).rejects.toThrow(/只追加/)
  expect(instant(s.clock.now())).toBeGreaterThan(0)
})
