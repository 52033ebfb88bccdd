import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { instant, ProblemError } from '#kernel'
import { freshStage } from '#testing'
import { hospital } from '../../demo/hospital.ts'
import { accountOf } from '../../demo/hospital-facts.ts'
import type { Player } from '../../demo/player.ts'
import type { Stage } from '../../demo/run.ts'

/** 两份合同备案之后的另一种走法：国库退回、换收款户、追加、整改、少付结清、解除。 */
let s: Stage
let p: Player
let one = ''
let two = ''
const supplier: Record<string, string> = {}
const faults: unknown[] = []
beforeAll(async () => {
  s = await freshStage((e) => faults.push(e))
  p = s.player()
  const played = await hospital(p, s.clock, s.cast, '合同')
  one = played.contracts[0] ?? ''
  two = played.contracts[1] ?? ''
  await s.clock.to('2026-05-27', 9)
  for (const id of [one, two]) supplier[id] = accountOf[(await contract(id)).data.payee.name] ?? ''
}, 120_000)
afterAll(() => s.stop())

const contract = (id: string) => p.as('wang').contract.get({ id })
const money = async () => {
  const { rows } = await s.app.pool.query<Record<string, number>>(
    'select sum(available)::float8 as available, sum(frozen)::float8 as frozen, sum(committed)::float8 as committed, sum(paid)::float8 as paid from budget.line',
  )
  return rows[0] as { available: number; frozen: number; committed: number; paid: number }
}
const tick = () => s.clock.toInstant(instant(s.clock.now() + 60_000))
const status = (run: Promise<unknown>) =>
  run.then(
    () => 200,
    (e: unknown) => (e instanceof ProblemError ? e.status : Promise.reject(e)),
  )
const fen = (yuan: string) => Number(yuan.replace('.', ''))
const apply = async (id: string, instalment: number, invoice: string) => {
  const { data } = await contract(id)
  return p.as('wang').payment.apply({
    contract: id,
    instalment,
    amount: data.schedule[instalment].amount,
    invoice,
    invoiceDay: '2026-05-26',
    payee: data.payee,
  })
}
const goods = async (id: string) =>
  (await contract(id)).sections.find((x: { title: string }) => x.title === '标的')?.rows[0] as {
    name: string
    quantity: number
    unitPrice: string
  }
const group = [
  { name: '王静', role: '采购人' as const },
  { name: '林峰', role: '专业人员' as const },
  { name: '何芳', role: '第三方' as const },
]

describe('谁看得见', () => {
  test('公告后的合同人人可读，收款账户只给当事人和本地财政', async () => {
    for (const who of ['wang', 'guo', supplier[one] ?? '', 'caizheng', 'quting'])
      expect((await p.as(who).contract.get({ id: one })).data.payee, who).toBeDefined()
    for (const who of ['beichen', 'chifeng', 'menghe'])
      expect((await p.as(who).contract.get({ id: one })).data.payee, who).toBeUndefined()
  })
  test('别的单位的合同，不能交货、验收、付款、结项、解除', async () => {
    const item = { name: 'x', quantity: 1 }
    expect(
      await status(
        p.as('beichen').delivery.deliver({ contract: one, place: '库', items: [item] } as never),
      ),
    ).toBe(404)
    expect(await status(p.as('zhao').settlement.settle({ contract: one } as never))).toBe(404)
    expect(
      await status(
        p.as('zhaog').settlement.rescind({
          contract: one,
          ground: '继续履行将损害国家利益和社会公共利益',
          reason: '无',
        }),
      ),
    ).toBe(404)
    expect(
      await status(
        p.as('beichen').contract.askAccount({
          id: one,
          payee: { name: 'x', bank: 'x', account: '12345678' },
          reason: 'x',
        }),
      ),
    ).toBe(404)
  })
})

describe('国库退回以后', () => {
  let request = ''
  const account = (n: string, name: string) => ({ name, bank: '中国银行示范支行', account: n })
  const change = async (n: string) => {
    const { name } = (await contract(one)).data.payee
    const id = one
    const who = p.as(supplier[one] ?? '')
    await who.contract.askAccount({ id, payee: account(n, name), reason: '开户行撤并' })
    await p.as('wuyun').contract.confirmAccount({ id })
  }
  test('收款户变更须经双方，且只能是供应商自己的户', async () => {
    const before = (await contract(one)).data
    const who = p.as(supplier[one] ?? '')
    await p.refused('换成别人的户', '收款户须为中标供应商', () =>
      who.contract.askAccount({ id: one, payee: account('62220204', '别家'), reason: '无' }),
    )
    await who.contract.askAccount({
      id: one,
      payee: account('62220205', before.payee.name),
      reason: '开户行撤并',
    })
    await p.refused('变更中付款', '无合同不支付', () => apply(one, 0, 'A'.repeat(20)))
    await p.as('wuyun').contract.refuseAccount({ id: one, reason: '没有凭据' })
    expect((await contract(one)).data.payee).toEqual(before.payee)
    await change('6222020409000000')
    const after = (await contract(one)).data
    expect(after.payee.account).toBe('6222020409000000')
    expect(after.text).toBe(before.sha256)
  })
  test('销了户，国库退回：钱一分未动，理由写在流水', async () => {
    const before = await money()
    request = (await apply(one, 0, '1'.repeat(20))).id
    await p.as('wuyun').payment.approve({ id: request })
    await tick()
    expect(await p.as('wang').payment.get({ id: request })).toMatchObject({ state: '已退回' })
    expect(await money()).toEqual(before)
    const { rows } = await s.app.pool.query<{ leaf: string }>(
      `select leaf from kernel.journal where subject = $1 and action = 'bounce'`,
      [request],
    )
    expect(JSON.parse(rows[0]?.leaf ?? '{}').open).toEqual({ reason: '收款账户已销户' })
  })
  test('同一张发票不另开申请；换了户，在原申请上重办，付成一次', async () => {
    await p.refused('另开申请', '一张发票申请一次支付', () => apply(one, 0, '1'.repeat(20)))
    await change('6222020409000012346')
    await p.as('wang').payment.reapply({ id: request })
    const before = await money()
    await p.as('wuyun').payment.approve({ id: request })
    await tick()
    await tick()
    const got = await p.as('wang').payment.get({ id: request })
    expect(got.state).toBe('已支付')
    const paid = fen(got.data.amount)
    expect(await money()).toEqual({
      ...before,
      committed: before.committed - paid,
      paid: before.paid + paid,
    })
    const { rows } = await s.app.pool.query('select outcome from outside.voucher order by no')
    expect(rows.map((r) => r.outcome)).toEqual(['已退回', '已支付'])
  })
  test('两个人同时申请同一期，只成一笔', async () => {
    const all = await Promise.all(
      ['2', '3', '4', '5'].map((n) => status(apply(two, 0, n.repeat(20)))),
    )
    expect(all.filter((x) => x === 200)).toHaveLength(1)
    expect(all.filter((x) => x === 422)).toHaveLength(3)
  })
})

describe('追加', () => {
  test('超过百分之十、别的标的，都不行', async () => {
    const { name, quantity } = await goods(one)
    const ask = (items: { name: string; quantity: number }[]) => () =>
      p.as('wang').contract.supplement({ id: one, items, reason: '扩编' })
    await p.refused(
      '追加一倍',
      '所有补充合同不得超过原合同金额的百分之十',
      ask([{ name, quantity }]),
    )
    await p.refused('追加别的', '追加的须与合同标的相同', ask([{ name: '别的', quantity: 1 }]))
  })
  test('先冻结，双方签了转占用；放弃则退回', async () => {
    // The demonstration buys one machine, a tenth of which nobody sells: let it be twenty at a twentieth of the price.
    await s.app.pool.query(
      `update contract.contract set items = jsonb_set(jsonb_set(items, '{0,quantity}', '20'), '{0,unitPrice}', to_jsonb(amount / 20)) where id = $1`,
      [two],
    )
    const { name, quantity, unitPrice } = await goods(two)
    const most = 2
    const before = await money()
    const amount = fen(unitPrice) * most
    expect(before.available).toBeGreaterThanOrEqual(amount)
    const ask = () =>
      p.as('wang').contract.supplement({
        id: two,
        items: [{ name, quantity: most }],
        reason: '病区扩编',
      })
    const who = p.as(supplier[two] ?? '')
    await p.refused('多追加一台', '所有补充合同不得超过原合同金额的百分之十', () =>
      p.as('wang').contract.supplement({
        id: two,
        items: [{ name, quantity: most + 1 }],
        reason: '病区扩编',
      }),
    )
    await ask()
    await p.refused('追加未签就付款', '无合同不支付', () => apply(two, 0, '7'.repeat(20)))
    expect((await money()).frozen).toBe(before.frozen + amount)
    await who.contract.dropSupplement({ id: two, reason: '无货' })
    expect(await money()).toEqual(before)
    await ask()
    await who.contract.agreeSupplement({ id: two })
    await p.refused('经办自己签', '职责', () =>
      p.as('wang').contract.approveSupplement({ id: two }),
    )
    await p.as('wuyun').contract.approveSupplement({ id: two })
    expect(await money()).toEqual({
      ...before,
      available: before.available - amount,
      committed: before.committed + amount,
    })
    expect((await goods(two)).quantity).toBe(quantity + most)
    const { notices } = (await (
      await fetch(`${s.url}/api/disclosure/list?kind=${encodeURIComponent('合同变更公告')}`)
    ).json()) as { notices: { corrects: string | null; content: unknown }[] }
    expect(notices).toHaveLength(1)
    expect(notices[0]?.corrects).not.toBeNull()
    expect(JSON.stringify(notices[0]?.content)).toContain(`"after":"${quantity + most}`)
    const { schedule, total } = (await contract(two)).data
    expect(fen(total)).toBe(
      schedule.reduce((a: number, x: { amount: string }) => a + fen(x.amount), 0),
    )
    await p.refused('没验收就付追加的', '以验收为条件的款项，验收合格后支付', () =>
      apply(two, schedule.length - 1, '8'.repeat(20)),
    )
    await p.refused('再追加', '所有补充合同不得超过原合同金额的百分之十', () => ask())
  })
})

describe('验收不合格以后', () => {
  test('整改了再验收；一份合同只合格一次', async () => {
    const { name, quantity } = await goods(one)
    const who = p.as(supplier[one] ?? '')
    await p.refused('分两行多送', '交货须与合同标的一致', () =>
      who.delivery.deliver({
        contract: one,
        place: '设备库',
        items: [
          { name, quantity },
          { name, quantity },
        ],
      } as never),
    )
    const d = await who.delivery.deliver({
      contract: one,
      place: '设备库',
      items: [{ name, quantity }],
    } as never)
    await p.as('wang').delivery.receive({ id: d.id })
    const report = (met: boolean) =>
      p.as('wang').acceptance.begin({
        contract: one,
        members: group,
        clauses: [{ text: `${name}：技术参数`, kind: '技术', met, note: '实测' }],
        opinion: '逐项验收',
      })
    const bad = await report(false)
    await p.refused('未达标却合格', '有未达标项的不得验收合格', () =>
      p.as('wuyun').acceptance.pass({ id: bad.id }),
    )
    await p.refused('同时两份', '一份合同同时只有一份验收书在办', () => report(true))
    await p.as('wuyun').acceptance.fail({ id: bad.id, reason: '流量不足，限十日整改' })
    await p.refused('没整改就再验', '验收不合格的，整改后再行验收', () => report(true))
    await who.acceptance.rectify({ id: bad.id, measures: '更换泵头' })
    const good = await report(true)
    await p.as('wuyun').acceptance.pass({ id: good.id })
    await who.acceptance.signSupplier({ id: good.id })
    await p.refused('再验一次', '一份合同同时只有一份验收书在办', () => report(true))
  })
})

describe('了结', () => {
  test('少付须写理由；退回重报；结项时余额回到指标，档案目录对得上流水', async () => {
    const wang = p.as('wang')
    const settle = (shortfall: string) => wang.settlement.settle({ contract: one, shortfall })
    await p.refused('没有理由', '款项付清方可结项', () => settle(''))
    const { id } = await settle('逾期交货，依约扣减')
    await p.as('wuyun').settlement.giveBack({ id, opinion: '写明条款' })
    await p.refused('另开一次', '一份合同结项一次', () => settle('依合同第八条扣减'))
    await wang.settlement.resubmit({ id, shortfall: '依合同第八条扣减违约金' })
    const before = await money()
    const { data } = await contract(one)
    await p.as('wuyun').settlement.close({ id })
    const rest = fen(data.total) - before.paid
    expect(await money()).toEqual({
      ...before,
      committed: before.committed - rest,
      available: before.available + rest,
    })
    await p.refused('结项后再付款', '无合同不支付', () => apply(one, 1, '6'.repeat(20)))
    await wang.settlement.archive({ id })
    const got = await wang.settlement.get({ id })
    expect(got.state).toBe('已归档')
    const { manifest } = got.data as {
      manifest: { leaves: { count: number }; notices: unknown[]; entries: { name?: string }[] }
    }
    const { rows } = await s.app.pool.query<{ n: number; sealed: number }>(
      `select count(*)::int as n, count(*) filter (where leaf like '{"blind"%')::int as sealed from kernel.journal
       where process = $1 and not (noun = '结项' and action = 'archive')`,
      [got.process],
    )
    expect(manifest.leaves.count).toBe(rows[0]?.n)
    expect(manifest.entries.filter((e) => e.name === undefined)).toHaveLength(rows[0]?.sealed ?? -1)
    expect(manifest.notices.length).toBeGreaterThan(4)
    expect((await p.as('beichen').settlement.get({ id })).data.manifest).toBeUndefined()
  })
  test('在途的先撤回才能解除；解除后钱回指标，计划执行完毕', async () => {
    const rescind = () =>
      p.as('wuyun').settlement.rescind({
        contract: two,
        ground: '继续履行将损害国家利益和社会公共利益',
        reason: '标的存在安全隐患，国家药监部门通告停用',
      })
    await p.refused('还有在途', '没有在途支付方可解除合同', rescind)
    const open = (await p.as('wang').payment.list()).find(
      (x: { state: string }) => x.state === '已申请',
    )
    await p.as('wang').payment.withdraw({ id: open?.id ?? '' })
    await p.refused('经办解除', '职责', () =>
      p.as('wang').settlement.rescind({
        contract: two,
        ground: '继续履行将损害国家利益和社会公共利益',
        reason: '无',
      }),
    )
    await rescind()
    const after = await money()
    expect(after).toMatchObject({ frozen: 0, committed: 0 })
    expect((await p.as('wang').plan.list())[0]?.state).toBe('已执行')
  })
  test('以上没有一次成了系统故障', () => expect(faults).toEqual([]))
})
