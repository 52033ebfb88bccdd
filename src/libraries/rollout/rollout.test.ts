import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshStage, reasons } from '#testing'
import type { Player } from '../../demo/player.ts'
import type { Stage } from '../../demo/run.ts'
import { readiness } from './model.ts'

/** 逐地上线：准备、定日期、上线以前的采购按原办法办完，别处照常。 */
let s: Stage
let p: Player
beforeAll(async () => {
  s = await freshStage()
  p = s.player()
  await s.clock.to('2026-03-02', 9)
}, 60_000)
afterAll(() => s.stop())
const survey = {
  purchasers: 96,
  agencies: 12,
  projects: 310,
  amount: '45200.50',
  staff: 4,
  rooms: 2,
  integrated: true,
  system: '自建采购管理系统',
  network: '政务外网到旗县',
  contact: '宝音',
  phone: '0476-8220001',
}
const line = (no: string) => ({
  name: '桌椅购置',
  org: s.cast.orgs['school'],
  year: 2026,
  docNo: `托财预指〔2026〕${no}号`,
  proCode: '150122049002000000718',
  fundType: '111',
  expFunc: '2050203',
  depEco: '31003',
  govEco: '50601',
  amount: '100000.00',
})
const wish = async (no: string) =>
  p.as('zhao').requirement.draft({
    lineId: (await p.as('tuoxian').budget.receive(line(no))).id,
    title: `桌椅采购${no}`,
    category: '货物',
    method: '公开招标',
    reason: '充分竞争。',
    summary: '桌椅。',
    budget: '100000.00',
    items: [
      {
        code: 'A05010200',
        name: '课桌椅',
        quantity: 10,
        unit: '套',
        budget: '100000.00',
        requirement: '高度可调。',
      },
    ],
    surveyed: false,
    reviewedByCounsel: false,
    forSme: true,
  })

describe('试点申请', () => {
  test('盟市填调查表申报，自治区列入；自治区自己不申报，一地不报两份', async () => {
    const { id } = await p.as('chifeng').pilot.apply(survey)
    expect(await reasons(p.as('chifeng').pilot.apply(survey))).toContain('一地同时只有一份申请')
    expect(await reasons(p.as('quting').pilot.apply(survey))).toContain(
      '由盟市（含旗县区）自行申报试点',
    )
    expect(await reasons(p.as('chifeng').pilot.select({ id, opinion: '同意' }))).toContain('404')
    expect((await p.as('quting').pilot.select({ id, opinion: '基础较好，列入试点。' })).state).toBe(
      '已列入试点',
    )
    const view = await p.as('chifeng').pilot.get({ id })
    expect(view.sections[0].fields).toContainEqual({ label: '上年采购项目（个）', value: 310 })
  })
  test.each([
    [{ amount: '很多' }, '万元'],
    [{ purchasers: -1 }, '采购单位（家）'],
  ])('调查表填错 %j：说明哪一项', async (wrong, said) => {
    expect(await reasons(p.as('tuoxian').pilot.apply({ ...survey, ...wrong }))).toContain(said)
  })
})
test('没有登记上线日期的地方，采购照常开始', async () => {
  expect((await wish('1')).state).toBe('编制中')
})
test('准备没有就绪不能定日期；就绪以后定，日期以前开始的采购登记为在途，别处照常', async () => {
  const desk = p.as('tuoxian')
  const { id } = await desk.rollout.start({})
  expect(await reasons(desk.rollout.start({}))).toContain('一地一次上线实施')
  const when = { id, features: ['预算计划备案', '电子招投标'], since: '2026-04-01' }
  const no = await reasons(desk.rollout.schedule(when))
  expect(no).toContain('准备就绪方可上线')
  expect(no).toContain('培训完成')
  expect(no).not.toContain('预算单位已登记')
  const items = ['培训完成', '财政一体化接口联调', '国库支付账户核对', '试运行项目办结', '应急办法']
  for (const item of items)
    await desk.rollout.vouch({ id, item, evidence: `托财函〔2026〕${items.indexOf(item) + 1}号` })
  expect(await reasons(desk.rollout.schedule({ ...when, since: '2026-03-02' }))).toContain(
    '上线日期须在今天以后',
  )
  expect((await desk.rollout.schedule(when)).state).toBe('已定上线')

  expect(await reasons(wish('2'))).toContain('上线日期以前按原办法办理')
  // 别处照常。
  const elsewhere = await p
    .as('caizheng')
    .budget.receive({ ...line('3'), org: s.cast.orgs['hospital'], docNo: '呼财预指〔2026〕3号' })
  expect(elsewhere.id).toBeTruthy()
  const page = await (await fetch(`${s.url}/rollout`)).text()
  expect(page).toContain('托克托县')
  expect(page).toContain('2026年4月1日')
})
test('在途项目从所在阶段接着办：付款不超合同，阶段不倒退，付清由另一人办结', async () => {
  const buyer = p.as('zhao')
  const body = {
    title: '操场维修',
    began: '2026-02-10',
    basis: '托政办发〔2019〕7号',
    stage: '合同',
    amount: '500000.00',
    contract: '480000.00',
    paid: '100000.00',
    supplier: '托克托县某建筑公司',
  }
  expect(await reasons(buyer.running.register({ ...body, paid: '490000.00' }))).toContain(
    '付款不超过合同',
  )
  expect(await reasons(buyer.running.register({ ...body, began: '2026-03-09' }))).toContain(
    '开始日期在今天以后',
  )
  expect(await reasons(p.as('wang').running.register(body))).toContain('没有登记上线日期')
  const { id } = await buyer.running.register(body)
  const now = { id, stage: '支付', contract: '480000.00', supplier: body.supplier }
  expect(
    await reasons(buyer.running.progress({ ...now, paid: '100000.00', stage: '计划' })),
  ).toContain('阶段只往后走')
  expect(await reasons(p.as('zhaog').running.finish({ id }))).toContain('款项付清方可办结')
  await buyer.running.progress({ ...now, paid: '480000.00' })
  expect((await p.as('zhaog').running.finish({ id })).state).toBe('已办结')
  expect((await buyer.running.get({ id })).lawOn).toBe('2026-02-10')
  expect(await reasons(p.as('wang').running.get({ id }))).toContain('404')
})
test('到了上线日期，采购从网上开始；已经上线的不再改期', async () => {
  await s.clock.to('2026-04-01', 9)
  expect((await wish('4')).state).toBe('编制中')
  const { rows } = await s.app.pool.query(`select id from rollout.roll where region = '150122'`)
  expect(
    await reasons(
      p
        .as('tuoxian')
        .rollout.schedule({ id: rows[0].id, features: ['预算计划备案'], since: '2026-05-01' }),
    ),
  ).toContain('已经上线')
})
test('须用第二因素的人没有都添加，就没有就绪', () => {
  const counts = {
    purchasers: 1,
    operators: 1,
    reviewers: 1,
    supervisors: 2,
    treasury: 1,
    needFactor: 2,
    haveFactor: 1,
  }
  const left = readiness(counts, new Map()).filter((r) => r.how === '系统核算' && !r.ready)
  expect(left.map((r) => r.item)).toEqual(['须用第二因素的人员都已添加'])
})
