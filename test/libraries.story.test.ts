import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askAs, ProblemError, system } from '#kernel'
import { makeUscc, poolFor } from '#libraries'
import { freshStage } from '#testing'
import { PASSWORD } from '../src/demo/cast.ts'
import { hospital } from '../src/demo/hospital.ts'
import { plainBid, seal } from '../src/demo/papers.ts'
import type { Player } from '../src/demo/player.ts'
import type { Stage } from '../src/demo/run.ts'

/** 基础库：登记一次、全区通用；审核归本地；名单之外什么也看不见。 */
let s: Stage
let p: Player
const faults: unknown[] = []
beforeAll(async () => {
  s = await freshStage((e) => faults.push(e))
  p = s.player()
}, 60_000)
afterAll(() => s?.stop())

const post = async (path: string, body: unknown) => {
  const res = await fetch(`${s.url}/api/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  // biome-ignore lint/suspicious/noExplicitAny: what came over the wire is looked at by each test
  return { status: res.status, body: (await res.json()) as any }
}
const find = async (module: string, q: Record<string, string> = {}) =>
  (await (await fetch(`${s.url}/api/${module}/find?${new URLSearchParams(q)}`)).json()) as {
    total: number
    rows: Record<string, string>[]
  }
const status = (run: Promise<unknown>) =>
  run.then(
    () => 200,
    (e: unknown) => (e instanceof ProblemError ? e.status : Promise.reject(e)),
  )
let made = 0
const code = () => makeUscc('91', '150122', `MAT${String(++made).padStart(5, '0')}`)
const supplier = (change: object = {}) => ({
  uscc: code(),
  name: `托克托县测试商贸有限公司${made}`,
  address: '托克托县双河镇',
  inCharge: `负责人${made}`,
  phone: '0471-8510000',
  scale: '微型',
  region: '150122',
  contact: { name: '张三', account: `gys${made}`, password: PASSWORD },
  commitment: true,
  ...change,
})
const rows = async (sql: string) => (await s.app.pool.query(sql)).rows

describe('供应商', () => {
  test('在旗县登记，一小时后在盟市的项目投标', async () => {
    const mine = supplier({ contact: { name: '李四', account: 'lisi', password: PASSWORD } })
    const done = await post('supplier/register', mine)
    expect(done.status, JSON.stringify(done.body)).toBe(200)
    expect(done.body.state).toBe('在库')
    await hospital(p, s.clock, s.cast, '招标')
    const lot = (await p.as('lisi').lot.list())[0].id
    const view = (await p.as('lisi').lot.get({ id: lot })).data.seal
    const sealed = () =>
      seal(
        view,
        plainBid({
          name: '体外膜肺氧合系统',
          brand: '甲',
          model: '乙',
          quantity: 2,
          unitPrice: '1.00',
          price: '2.00',
          sme: 'none',
        }),
      )
    const receipt = await p.as('lisi').bid.submit({ lot, ...(await sealed()) })
    expect(receipt.state).toBe('已提交')
    // Suspended by its own finance department, it may not change the bid; when the ban has run, the clock lets it back.
    const org = done.body.id
    expect(
      await status(
        p.as('caizheng').supplier.suspend({ id: org, reason: '试', until: '2026-12-31' }),
      ),
    ).toBe(404)
    const today = new Date(s.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10)
    await p.refused('没有期限的暂停', '禁止参加政府采购活动须有期限，期满即可参加', () =>
      p.as('tuoxian').supplier.suspend({ id: org, reason: '处罚决定书', until: today }),
    )
    const tomorrow = new Date(s.clock.now() + 32 * 3_600_000).toISOString().slice(0, 10)
    await p.as('tuoxian').supplier.suspend({ id: org, reason: '处罚决定书', until: tomorrow })
    const again = await sealed()
    await p.refused('暂停期内换投标文件', '供应商须在库', () =>
      p.as('lisi').bid.replace({ id: receipt.id, ...again }),
    )
    await s.clock.toInstant((s.clock.now() + 49 * 3_600_000) as never)
    const [after] = await rows(`select state from kernel.subject where id = '${org}'`)
    expect(after.state).toBe('在库')
  }, 60_000)
  test.each([
    ['代码错一位', { uscc: '91150204MA0N00016K' }, '统一社会信用代码须能通过校验'],
    ['全角代码', { uscc: '９１１５０２０４ＭＡ０Ｎ０００１６Ｊ' }, '统一社会信用代码须能通过校验'],
    ['没有承诺', { commitment: false }, '以承诺代替证明材料'],
  ])('%s：拒绝，说出规则，什么都不留下', async (_, change, rule) => {
    const before = await rows(
      'select count(*) from library.org union all select count(*) from library.person',
    )
    const r = await post('supplier/register', supplier(change))
    expect(r.status).toBe(422)
    expect(r.body.refusals.map((x: { rule: string }) => x.rule)).toContain(rule)
    if (String(Object.values(change)[0]).startsWith('９'))
      expect(r.body.refusals[0]).toMatchObject({ field: 'uscc', suggest: '91150204MA0N00016J' })
    expect(
      await rows('select count(*) from library.org union all select count(*) from library.person'),
    ).toEqual(before)
  })
  test('账号重名、口令太短、没有这个区划、控制字符：请求有误，什么都不变', async () => {
    const before = await rows('select count(*) from library.org')
    for (const change of [
      { contact: { name: '甲', account: 'wang', password: PASSWORD } },
      { contact: { name: '甲', account: 'newone', password: 'short' } },
      { region: '999999' },
      { name: '甲\u0000乙' },
      { uscc: '9'.repeat(1000) },
      { state: '在库' },
    ]) {
      const r = await post('supplier/register', supplier(change))
      expect([400, 409, 422], JSON.stringify(r.body)).toContain(r.status)
    }
    expect(await rows('select count(*) from library.org')).toEqual(before)
  })
  test('二十次同时登记同一代码，只成一家；其余知道登记在哪里、怎样认领', async () => {
    const uscc = code()
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        post(
          'supplier/register',
          supplier({ uscc, contact: { name: '某', account: `race${i}`, password: PASSWORD } }),
        ),
      ),
    )
    expect(answers.filter((a) => a.status === 200)).toHaveLength(1)
    const no = answers.find((a) => a.status === 422)?.body.refusals[0]
    expect(no.rule).toBe('一地登记、全区通用，不重复登记')
    expect(no.because).toContain('托克托县')
    expect(no.cure).toContain('认领登记')
    expect(answers.every((a) => a.status === 200 || a.status === 422)).toBe(true)
    expect(await rows(`select 1 from library.org where uscc = '${uscc}'`)).toHaveLength(1)
    expect(await rows(`select 1 from library.person where account like 'race%'`)).toHaveLength(1)
  }, 60_000)
  test('认领：登记地财政核实后，申请人成为经办；别的旗县看不见这件申请', async () => {
    const one = supplier()
    await post('supplier/register', one)
    const r = await post('claim/ask', {
      uscc: one.uscc,
      reason: '原经办人离职，账号无人知道',
      contact: { name: '王五', account: 'wangwu', password: PASSWORD },
    })
    expect(r.status, JSON.stringify(r.body)).toBe(200)
    await expect(p.as('wangwu').supplier.list()).rejects.toThrow('不能登录')
    expect(await status(p.as('chifeng').claim.get({ id: r.body.id }))).toBe(404)
    expect(await status(p.as('chifeng').claim.handOver({ id: r.body.id, opinion: '试' }))).toBe(404)
    await p.as('tuoxian').claim.handOver({ id: r.body.id, opinion: '已电话核实并见到授权书' })
    expect(await p.as('wangwu').supplier.list()).toHaveLength(1)
  })
  test('分享码：指定的单位看得见，别家看不见；收回即止，查阅记数', async () => {
    const mine = supplier()
    const id = (await post('supplier/register', mine)).body.id
    const me = p.as(mine.contact.account)
    expect(await status(p.as('wang').supplier.get({ id }))).toBe(404)
    await p.refused('分享三百日', '分享码须有期限', () =>
      me.supplier.share({ id, reader: s.cast.orgs['hospital'], days: 300 }),
    )
    await me.supplier.share({ id, reader: s.cast.orgs['hospital'], days: 10 })
    const shares = (await me.supplier.get({ id })).sections.find(
      (x: { title: string }) => x.title === '分享码',
    ).rows
    const shared = await p.as('wang').supplier.readShared({ code: shares[0].code })
    expect(JSON.stringify(shared)).toContain(mine.address)
    expect(JSON.stringify(shared)).not.toContain(shares[0].code)
    expect(await status(p.as('zhao').supplier.readShared({ code: shares[0].code }))).toBe(404)
    expect(await status(p.as('kangda').supplier.readShared({ code: shares[0].code }))).toBe(403)
    await me.supplier.revoke({ id, code: shares[0].code })
    expect(await status(p.as('wang').supplier.readShared({ code: shares[0].code }))).toBe(404)
  })
  test('每条资料有来源和日期，变更留下历史；残疾人福利性单位按比例判', async () => {
    const mine = supplier()
    const id = (await post('supplier/register', mine)).body.id
    const me = p.as(mine.contact.account)
    const { name, phone, inCharge, scale } = mine
    await me.supplier.amend({ id, name, phone, inCharge, scale, address: '新营子镇' })
    const titles = (await me.supplier.get({ id })).sections
    const history = titles.find((x: { title: string }) => x.title === '历史').rows
    expect(history).toMatchObject([{ key: '住所', value: mine.address, source: '自行申报' }])
    const welfare = {
      id,
      kind: '残疾人福利性单位声明',
      value: '符合',
      asOf: '2026-03-01',
      expires: null,
      staff: 100,
    }
    await p.refused('九个残疾职工', '残疾人福利性单位的安置比例和人数', () =>
      me.supplier.declare({ ...welfare, disabled: 9 }),
    )
    await me.supplier.declare({ ...welfare, disabled: 25 })
  })
  test('移出之后，本单位的会话当场失效，也不能再登录', async () => {
    const mine = supplier()
    const id = (await post('supplier/register', mine)).body.id
    const me = p.as(mine.contact.account)
    expect((await me.supplier.get({ id })).state).toBe('在库')
    await p.as('tuoxian').supplier.remove({ id, reason: '营业执照被吊销' })
    expect(await status(me.supplier.get({ id }))).toBe(401)
    const again = await post('session/signIn', {
      account: mine.contact.account,
      password: PASSWORD,
    })
    expect(again.status).toBe(403)
  })
  test('名录：分词、同形字、代码、地区、状态、翻页', async () => {
    await post('supplier/register', supplier({ name: '鄂尔多斯釆暖设备有限公司' }))
    expect((await find('supplier', { q: '采暖设备' })).rows.map((r) => r['name'])).toEqual([
      '鄂尔多斯釆暖设备有限公司',
    ])
    expect((await find('supplier', { q: '91150122MAT' })).total).toBeGreaterThan(3)
    expect((await find('supplier', { region: '150400' })).total).toBe(0)
    expect((await find('supplier', { state: '停用' })).total).toBe(1)
    expect((await find('supplier', { q: "%' or 1=1 --" })).total).toBe(0)
    expect((await fetch(`${s.url}/api/supplier/find?page=0`)).status).toBe(400)
    const seen = JSON.stringify(await find('supplier'))
    expect(seen).not.toContain('0471-')
    expect(seen).not.toContain('负责人')
  })
})

describe('评审专家', () => {
  const resume = (change: object = {}) => ({
    idNo: '150104196803150020',
    phone: '13800000000',
    grade: '正高级',
    title: '主任医师',
    titleYears: 20,
    specialities: ['A02320000'],
    employer: '托克托县医院',
    ties: [
      { kind: '亲属', orgName: '呼和浩特赛罕医械有限公司', until: null, note: '配偶任法定代表人' },
    ],
    region: '150122',
    contact: { name: '阿拉坦', account: 'alatan', password: PASSWORD },
    commitment: true,
    ...change,
  })
  const drawable = async () =>
    s.app.db
      .transaction()
      .execute((tx) => poolFor(tx, 'A02320100', askAs(s.app.world, tx, system).today))
  test.each([
    ['身份证号错', { idNo: '150104196803150021' }, '公民身份号码须能通过校验'],
    ['身份证号全角', { idNo: '１５０１０４１９６８０３１５００２Ｘ' }, '公民身份号码须能通过校验'],
    ['中级职称七年', { grade: '中级', titleYears: 7 }, '评审专家的职称和年限'],
    ['没有这个类目', { specialities: ['A99999999'] }, '评审专业须是品目目录里的类目'],
    ['在财政部门任职', { employer: '托克托县财政局' }, '采购监督管理人员不得作为评审专家'],
    ['没有承诺', { commitment: false }, '评审专家须作出承诺'],
  ])('%s：不受理，并说出规则', async (_, change, rule) => {
    const r = await post('expert/apply', resume(change))
    expect(r.status, JSON.stringify(r.body)).toBe(422)
    expect(r.body.refusals.map((x: { rule: string }) => x.rule)).toContain(rule)
    expect(await rows(`select 1 from library.person where account = 'alatan'`)).toEqual([])
  })
  test('满七十岁不受理', async () => {
    const { idCheck } = await import('#libraries/register')
    const head = '15010419560101001'
    const r = await post('expert/apply', resume({ idNo: head + idCheck(head) }))
    expect(r.body.refusals.map((x: { rule: string }) => x.rule)).toContain('评审专家的年龄')
  })
  test('申请、退回、补正、审核通过后才可抽取；回避由登记算出；暂停即不可抽', async () => {
    const r = await post('expert/apply', resume())
    expect(r.status, JSON.stringify(r.body)).toBe(200)
    const id = r.body.id
    expect(r.body.due).toBeTruthy()
    expect((await drawable()).map((e) => e.person)).not.toContain(id)
    const again = await post(
      'expert/apply',
      resume({ contact: { name: '乙', account: 'alatan2', password: PASSWORD } }),
    )
    expect(again.body.refusals.map((x: { rule: string }) => x.rule)).toContain(
      '一人只申请一次，全区通用',
    )
    // 旁的旗县、盟市：看不见申请，也办不了；本级的上级看得见、不替办。
    for (const who of ['chifeng', 'wang', 'guo', 'kangda', 'expert1'])
      expect(await status(p.as(who).expert.get({ id })), who).toBe(404)
    expect(await status(p.as('chifeng').expert.admit({ id, opinion: '试' }))).toBe(404)
    expect(await status(p.as('caizheng').expert.get({ id }))).toBe(200)
    expect(await status(p.as('caizheng').expert.admit({ id, opinion: '试' }))).toBe(404)
    const seenBy = async (who: string) => (await p.as(who).expert.find({ q: '阿拉坦' })).total
    expect(await seenBy('tuoxian')).toBe(1)
    expect(await seenBy('chifeng')).toBe(0)
    expect(await status(p.as('wang').expert.find({}))).toBe(403)

    await p.as('tuoxian').expert.giveBack({ id, opinion: '请补充工作年限' })
    const { idNo: _, region: __, contact: ___, commitment: ____, ...body } = resume()
    await p.as('alatan').expert.supplement({ id, ...body, titleYears: 21 })
    await p.as('tuoxian').expert.admit({ id, opinion: '符合条件' })
    const found = (await drawable()).find((e) => e.person === id)
    expect(found?.ties).toMatchObject([{ org: s.cast.orgs['saihan'], kind: '亲属', until: null }])

    const tomorrow = new Date(s.clock.now() + 56 * 3_600_000).toISOString().slice(0, 10)
    await p.as('tuoxian').expert.suspend({ id, reason: '迟到早退', until: tomorrow })
    expect((await drawable()).map((e) => e.person)).not.toContain(id)
    await s.clock.toInstant((s.clock.now() + 80 * 3_600_000) as never)
    expect((await drawable()).map((e) => e.person)).toContain(id)
  })
  test('姓名、手机、身份证号不在公开流水里；身份证号哪里都没有', async () => {
    const leaves = (await rows('select leaf from kernel.journal')).map((r) => r.leaf).join()
    expect(leaves).not.toContain('阿拉坦')
    expect(leaves).not.toContain('评审专家登记')
    const all = JSON.stringify(
      await rows('select * from library.expert e join library.fact f on f.subject = e.person'),
    )
    expect(all).not.toContain('150104196803150020')
  })
  test('逾期没有审，流水里写下来', async () => {
    const { idCheck } = await import('#libraries/register')
    const head = '15010419700315002'
    const r = await post(
      'expert/apply',
      resume({
        idNo: head + idCheck(head),
        contact: { name: '丙', account: 'bing', password: PASSWORD },
      }),
    )
    await s.clock.toInstant((Date.parse(r.body.due) + 1000) as never)
    const record = await p.as('tuoxian').expert.get({ id: r.body.id })
    expect(record.trail.map((t: { name: string }) => t.name)).toContain('逾期未审')
  })
})

describe('采购人与代理机构', () => {
  test('代理机构：不足五名专职人员不能登记，够了提交即入名录', async () => {
    const mine = supplier()
    const body = { ...mine, staff: 4, premises: '托克托县', recorded: true, scope: ['货物'] }
    const { scale: _, ...agency } = body
    const no = await post('agency/register', agency)
    expect(no.body.refusals.map((x: { rule: string }) => x.rule)).toEqual([
      '代理机构须有专职从业人员',
    ])
    const yes = await post('agency/register', { ...agency, staff: 6 })
    expect(yes.body.state, JSON.stringify(yes.body)).toBe('在库')
    // 同一主体再登记为供应商：两处都标注。
    await post('supplier/register', { ...mine, contact: { ...mine.contact, account: 'twin' } })
    const record = await p
      .as('twin')
      .supplier.get({ id: (await p.as('twin').supplier.list())[0].id })
    expect(JSON.stringify(record.sections)).toContain('同一主体另有身份')
  })
  test('单位树：不成环；有下属不得撤并；撤并留下历史、不移动别的；撤并后不能再开新项目', async () => {
    const unit = (name: string, parent: string | null) => ({
      uscc: makeUscc('12', '150122', `DW${String(++made).padStart(6, '0')}`),
      name,
      address: '托克托县',
      inCharge: '某',
      phone: '1',
      region: '150122',
      division: '150122000',
      parentBudget: parent,
      parentAdmin: parent,
    })
    const fin = p.as('tuoxian')
    await p.refused('区划代码不对', '财政区划代码须与登记地一致', () =>
      fin.purchaser.enrol({ ...unit('甲', null), division: '150100000' }),
    )
    const bureau = (await fin.purchaser.enrol(unit('托克托县教育局', null))).id
    const school = (await fin.purchaser.enrol(unit('托克托县第九中学', bureau))).id
    const other = (await fin.purchaser.enrol(unit('托克托县第十中学', bureau))).id
    const change = { since: '2026-09-01', reason: '试' }
    await p.refused('上级改成自己的下级', '上级单位须在库，在本级或上级，且不成环', () =>
      fin.purchaser.move({ id: bureau, kind: '预算', parent: school, ...change }),
    )
    await p.refused('撤销有下属的单位', '撤并单位须先安排下属单位', () =>
      fin.purchaser.abolish({ id: bureau, since: '2026-09-01', handover: '无' }),
    )
    await fin.purchaser.merge({
      id: school,
      heir: other,
      since: '2026-09-01',
      handover: '由第十中学承接',
    })
    const heir = JSON.stringify((await fin.purchaser.get({ id: other })).sections)
    expect(heir).toContain('托克托县第九中学（自2026-09-01）')
    const gone = await fin.purchaser.get({ id: school })
    expect(gone.state).toBe('已合并')
    expect(JSON.stringify(gone.sections)).toContain('托克托县教育局')
    expect(await status(p.as('chifeng').purchaser.get({ id: school }))).toBe(404)
  })
})
test('以上没有一次成了系统故障', () => expect(faults).toEqual([]))
