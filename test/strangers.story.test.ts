import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId, ProblemError } from '#kernel'
import { freshStage } from '#testing'
import { PASSWORD } from '../src/demo/cast.ts'
import { hospital } from '../src/demo/hospital.ts'
import type { Player } from '../src/demo/player.ts'
import type { Stage } from '../src/demo/run.ts'

/** 坏输入、别人的记录、重放：都有清楚的答复，什么都不改。 */
let s: Stage
let p: Player
let tender = ''
let lot = ''
const faults: unknown[] = []
beforeAll(async () => {
  s = await freshStage((e) => faults.push(e))
  p = s.player()
  await hospital(p, s.clock, s.cast, '招标')
  tender = (await p.as('guo').tender.list())[0].id
  lot = (await p.as('guo').lot.list())[0].id
}, 120_000)
afterAll(() => s.stop())

const rows = async () =>
  (
    await s.app.pool.query(
      'select (select count(*) from kernel.journal) as journal, (select count(*) from kernel.subject) as subjects, (select count(*) from budget.entry) as entries',
    )
  ).rows[0]
const raw = async (
  body: string | Uint8Array,
  more: { cookie?: string; path?: string; headers?: Record<string, string> } = {},
) => {
  const res = await fetch(s.url + (more.path ?? '/api/budget/receive'), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(more.cookie ? { cookie: more.cookie } : {}),
      ...more.headers,
    },
    body: body as never,
  })
  return {
    status: res.status,
    body: (await res.json()) as { detail: string; refusals?: unknown[] },
  }
}
const signIn = async (account: string, password = PASSWORD) => {
  const res = await fetch(`${s.url}/api/session/signIn`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account, password }),
  })
  return {
    status: res.status,
    cookie: res.headers
      .getSetCookie()
      .map((c) => c.split(';')[0])
      .join('; '),
    set: res.headers.getSetCookie().join(),
  }
}
const good = () => ({
  name: '指标',
  org: s.cast.orgs['hospital'],
  year: 2026,
  docNo: `试〔${newId()}〕`,
  proCode: '1'.repeat(21),
  fundType: '111',
  expFunc: '2100201',
  depEco: '31003',
  govEco: '50601',
  amount: '100.00',
})

describe('坏输入', () => {
  test.each([
    ['不是 JSON', '{"name":', 'JSON'],
    ['重复的键', '{"name":"甲","name":"乙"}', '出现了两次'],
    ['转义后重复的键', '{"na\\u006de":"甲","name":"乙"}', '出现了两次'],
    ['嵌套过深', `${'['.repeat(40)}${']'.repeat(40)}`, '嵌套'],
    ['数组', '[]', ''],
    ['NaN', '{"amount":NaN}', 'JSON'],
  ])('%s', async (_, body, says) => {
    const before = await rows()
    const { cookie } = await signIn('caizheng')
    const r = await raw(body, { cookie })
    expect(r.status).toBe(400)
    expect(r.body.detail).toContain(says)
    expect(await rows()).toEqual(before)
  })
  test.each([
    ['负数金额', { amount: '-1.00' }],
    ['1e308', { amount: 1e308 }],
    ['科学记数', { amount: '1e308' }],
    ['三位小数', { amount: '1.001' }],
    ['带逗号', { amount: '1,000.00' }],
    ['全角数字', { amount: '１００.００' }],
    ['零', { amount: '0.00' }],
    ['太大的金额', { amount: '99999999999999.00' }],
    ['多余的字段', { state: '已下达' }],
    ['原型污染', JSON.parse('{"__proto__":{"role":"系统"}}')],
    ['类型不对', { year: '2026' }],
    ['过长的文字', { name: '长'.repeat(10_000) }],
    ['控制字符', { name: '指标\u0000' }],
    ['孤立的代理项', { name: '指标\ud800' }],
    ['伪造的编号', { org: "'; drop table budget.line; --" }],
    ['空白名称', { name: '   ' }],
  ])('%s', async (_, change) => {
    const before = await rows()
    const { cookie } = await signIn('caizheng')
    const r = await raw(
      JSON.stringify({
        ...good(),
        ...change,
        ...(Object.hasOwn(change, '__proto__') ? {} : {}),
      }).replace(
        '"name":"指标"',
        Object.hasOwn(change, '__proto__')
          ? '"__proto__":{"role":"系统"},"name":"指标"'
          : '"name":"指标"',
      ),
      { cookie },
    )
    expect(r.status).toBe(400)
    expect(r.body.detail).toMatch(/[\u4e00-\u9fff]/)
    expect(await rows()).toEqual(before)
  })
  test('一百兆的内容：拒收，服务照常', async () => {
    const { cookie } = await signIn('caizheng')
    const big = new Uint8Array(100 * 1024 * 1024).fill(32)
    const status = await raw(big, { cookie }).then(
      (r) => r.status,
      () => 413,
    )
    expect(status).toBe(413)
    expect((await fetch(`${s.url}/healthz`)).status).toBe(200)
  })
  test('不是 UTF-8、不是 JSON 类型', async () => {
    const { cookie } = await signIn('caizheng')
    expect((await raw(new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), { cookie })).status).toBe(400)
    expect((await raw('{}', { cookie, headers: { 'content-type': 'text/plain' } })).status).toBe(
      415,
    )
  })
  test('别的网站借浏览器来办，不行', async () => {
    const { cookie } = await signIn('caizheng')
    const before = await rows()
    expect(
      (await raw(JSON.stringify(good()), { cookie, headers: { origin: 'https://evil.example' } }))
        .status,
    ).toBe(403)
    expect(await rows()).toEqual(before)
  })
  test('方法不对、地址不对', async () => {
    expect((await fetch(`${s.url}/api/budget/receive`)).status).toBe(405)
    expect((await fetch(`${s.url}/api/nowhere/nothing`)).status).toBe(404)
    expect((await fetch(`${s.url}/notices/not-an-id`)).status).toBe(404)
    expect(await (await fetch(`${s.url}/desk/..%2f..%2fpackage.json`)).text()).not.toContain(
      'dependencies',
    )
  })
})

describe('别人的记录', () => {
  const status = (run: Promise<unknown>) =>
    run.then(
      () => 200,
      (e: unknown) => (e instanceof ProblemError ? e.status : Promise.reject(e)),
    )
  test('没有登录', async () => expect((await raw('{}')).status).toBe(401))
  test('别的盟市看不见也办不了，像没有一样', async () => {
    const plan = (await p.as('wang').plan.list())[0].id
    for (const who of ['menghe', 'chifeng', 'tuoxian', 'kangda', 'expert1', 'guo']) {
      expect(await status(p.as(who).plan.get({ id: plan })), who).toBe(404)
      expect(await status(p.as(who).plan.cancel({ id: plan })), who).toBe(404)
    }
  })
  test('自治区财政看得见下级，但不替下级办', async () => {
    const line = (await p.as('wang').budget.list())[0].id
    expect(await status(p.as('quting').budget.get({ id: line }))).toBe(200)
    expect(await status(p.as('quting').budget.recall({ id: line }))).toBe(404)
  })
  test('岗位不对，拒绝并说出该谁办', async () => {
    const no = await p.refused('供应商发布公告', '职责', () =>
      p.as('wang').tender.publish({
        id: tender,
        deadline: '2026-05-28T09:30:00+08:00',
        supplyEnds: '2026-05-20',
        place: '厅',
      }),
    )
    expect(no.because).toContain('代理经办')
  })
  test('投标只有投标人自己看得见，数目也没有人知道', async () => {
    const { seal, plainBid } = await import('../src/demo/papers.ts')
    const view = (await p.as('kangda').lot.get({ id: lot })).data.seal
    await p.as('kangda').bid.submit({
      lot,
      ...(await seal(
        view,
        plainBid({
          name: '体外膜肺氧合系统(ECMO)',
          brand: '康达',
          model: 'KD',
          quantity: 2,
          unitPrice: '1.00',
          price: '2.00',
          sme: 'none',
        }),
      )),
    })
    const mine = (await p.as('kangda').bid.list())[0].id
    for (const who of ['guo', 'wang', 'wuyun', 'caizheng', 'quting', 'huarui'])
      expect(await status(p.as(who).bid.get({ id: mine })), who).toBe(404)
    for (const who of ['guo', 'wang', 'caizheng', 'huarui']) {
      const seen = JSON.stringify([
        await p.as(who).lot.get({ id: lot }),
        await p.as(who).tender.get({ id: tender }),
        who === 'huarui'
          ? {}
          : await p
              .as(who)
              .project.get({ id: (await p.as(who).tender.get({ id: tender })).process }),
      ])
      expect(seen, who).not.toContain('康达')
      expect(seen, who).not.toContain('"name":"提交投标文件"')
    }
  })
  test('冒充别家的封存打不开别家的名下', async () => {
    const { seal, plainBid } = await import('../src/demo/papers.ts')
    const view = (await p.as('kangda').lot.get({ id: lot })).data.seal
    const other = (await p.as('huarui').lot.get({ id: lot })).data.seal
    expect(other.context).not.toBe(view.context)
    expect(
      await status(
        p.as('kangda').bid.submit({
          lot,
          ...(await seal(
            view,
            plainBid({
              name: 'x',
              brand: 'x',
              model: 'x',
              quantity: 1,
              unitPrice: '1.00',
              price: '1.00',
              sme: 'none',
            }),
          )),
        }),
      ),
    ).toBe(409)
  })
})

describe('重放与登录', () => {
  test('同一钥匙同一内容，答复相同而只办一次；换了内容就拒绝', async () => {
    const { cookie } = await signIn('caizheng')
    const key = newId()
    const body = JSON.stringify(good())
    const ask = (b: string) => raw(b, { cookie, headers: { 'idempotency-key': key } })
    const [a, b] = await Promise.all([ask(body), ask(body)])
    expect(a).toEqual(b)
    expect(a.status).toBe(200)
    expect((await ask(body)).body).toEqual(a.body)
    const other = await ask(JSON.stringify(good()))
    expect(other.status).toBe(422)
    expect(other.body.detail).toContain('Idempotency-Key')
  })
  test('试办只判不办', async () => {
    const { cookie } = await signIn('caizheng')
    const before = await rows()
    expect(
      await raw(JSON.stringify(good()), { cookie, path: '/api/budget/receive?dry=1' }),
    ).toMatchObject({ status: 200, body: { ok: true } })
    expect(
      (
        await raw(JSON.stringify({ ...good(), year: 2025 }), {
          cookie,
          path: '/api/budget/receive?dry=1',
        })
      ).status,
    ).toBe(422)
    expect(await rows()).toEqual(before)
  })
  test('会话只在 HttpOnly 的 cookie 里；退出就失效', async () => {
    const { cookie, set } = await signIn('wang')
    expect(set).toContain('HttpOnly')
    expect(set).toContain('SameSite')
    await fetch(`${s.url}/api/session/signOut`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: '{}',
    })
    expect((await fetch(`${s.url}/api/inbox/list`, { headers: { cookie } })).status).toBe(401)
  })
  test('连输五次错口令，锁一刻钟；没有的账号答复一样', async () => {
    for (let i = 0; i < 5; i++) expect((await signIn('tumd', 'wrong')).status).toBe(401)
    expect((await signIn('tumd')).status).toBe(429)
    expect((await signIn('nobody', 'wrong')).status).toBe(401)
    await s.clock.toInstant((s.clock.now() + 16 * 60_000) as never)
    expect((await signIn('tumd')).status).toBe(200)
  })
})
test('以上没有一次成了系统故障', () => expect(faults).toEqual([]))
