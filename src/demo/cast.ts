import { createHash } from 'node:crypto'
import { addPerson } from '#identity/people'
import { type Ask, agentKeys, type Day, type SealKeyPair, SUITES, type SuiteName } from '#kernel'
import {
  addOffices,
  addTie,
  enrolAgency,
  enrolExpert,
  enrolSupplier,
  enterPurchaser,
  makeUscc,
  type Org,
} from '#libraries'
import { registerKey } from '#tender'
import { trustDemoIssuer } from './certificates.ts'

/** The demonstration's people. One password for all; it exists only where YIWANG_DEMO=1. */
export const PASSWORD = 'yiwang-demo-2026'

type Kind = Org['kind']
interface Unit {
  key: string
  kind: Kind
  name: string
  region: string
  scale?: '大型' | '中型' | '小型' | '微型'
  inCharge: string
  centralised?: boolean
  /** The department it belongs to, entered before it. */
  under?: string
}
const units: Unit[] = [
  {
    key: 'hospital',
    kind: '采购人',
    name: '呼和浩特市青城医院',
    region: '150100',
    inCharge: '乌日娜',
  },
  {
    key: 'tuoedu',
    kind: '采购人',
    name: '托克托县教育局',
    region: '150122',
    inCharge: '包国庆',
  },
  {
    key: 'school',
    kind: '采购人',
    name: '托克托县第三中学',
    region: '150122',
    inCharge: '赵志刚',
    under: 'tuoedu',
  },
  { key: 'bureau', kind: '采购人', name: '赤峰市水利局', region: '150400', inCharge: '孟和' },
  {
    key: 'agency',
    kind: '代理机构',
    name: '内蒙古正源招标代理有限公司',
    region: '150100',
    inCharge: '郭敏',
  },
  {
    key: 'centre',
    kind: '代理机构',
    name: '呼和浩特市政府采购中心',
    region: '150100',
    inCharge: '苏雅',
    centralised: true,
  },
  {
    key: 'kangda',
    kind: '供应商',
    name: '北京康达医疗器械有限公司',
    region: '150100',
    scale: '大型',
    inCharge: '陈立',
  },
  {
    key: 'huarui',
    kind: '供应商',
    name: '沈阳华瑞影像设备有限公司',
    region: '150100',
    scale: '中型',
    inCharge: '刘洋',
  },
  {
    key: 'saihan',
    kind: '供应商',
    name: '呼和浩特赛罕医械有限公司',
    region: '150105',
    scale: '小型',
    inCharge: '张帆',
  },
  {
    key: 'mengyi',
    kind: '供应商',
    name: '内蒙古蒙医科技有限公司',
    region: '150100',
    scale: '微型',
    inCharge: '斯琴',
  },
  {
    key: 'beichen',
    kind: '供应商',
    name: '包头北辰家具有限公司',
    region: '150200',
    scale: '小型',
    inCharge: '周强',
  },
  {
    key: 'tumd',
    kind: '供应商',
    name: '土默特木业有限公司',
    region: '150100',
    scale: '微型',
    inCharge: '白云',
  },
  {
    key: 'fin150100',
    kind: '财政部门',
    name: '呼和浩特市财政局',
    region: '150100',
    inCharge: '王晓东',
  },
  {
    key: 'fin150122',
    kind: '财政部门',
    name: '托克托县财政局',
    region: '150122',
    inCharge: '李桂芳',
  },
  { key: 'fin150400', kind: '财政部门', name: '赤峰市财政局', region: '150400', inCharge: '宝音' },
  {
    key: 'fin150000',
    kind: '财政部门',
    name: '内蒙古自治区财政厅',
    region: '150000',
    inCharge: '高娃',
  },
  {
    key: 'treasury',
    kind: '国库',
    name: '呼和浩特市国库集中支付中心',
    region: '150100',
    inCharge: '田野',
  },
  {
    key: 'shunda',
    kind: '供应商',
    name: '托克托县顺达汽车修理厂',
    region: '150122',
    scale: '微型',
    inCharge: '韩志',
  },
  {
    key: 'yunda',
    kind: '供应商',
    name: '呼和浩特云达汽车维修有限公司',
    region: '150100',
    scale: '小型',
    inCharge: '郝云',
  },
  {
    key: 'qingyin',
    kind: '供应商',
    name: '呼和浩特青印快印有限公司',
    region: '150100',
    scale: '微型',
    inCharge: '青格勒',
  },
]
/** `unit` is null for administrators, who belong to no organisation; `and` is a second position of the same person. */
const people: {
  account: string
  name: string
  role: string
  unit: string | null
  and?: { role: string; unit: string }
}[] = [
  { account: 'wang', name: '王静', role: '采购人经办', unit: 'hospital' },
  { account: 'wuyun', name: '乌云', role: '采购人审核', unit: 'hospital' },
  { account: 'zhao', name: '赵文', role: '采购人经办', unit: 'school' },
  { account: 'zhaog', name: '赵志刚', role: '采购人审核', unit: 'school' },
  { account: 'menghe', name: '孟和', role: '采购人经办', unit: 'bureau' },
  { account: 'guo', name: '郭敏', role: '代理经办', unit: 'agency' },
  { account: 'suya', name: '苏雅', role: '代理经办', unit: 'centre' },
  { account: 'kangda', name: '陈立', role: '供应商经办', unit: 'kangda' },
  { account: 'huarui', name: '刘洋', role: '供应商经办', unit: 'huarui' },
  { account: 'saihan', name: '张帆', role: '供应商经办', unit: 'saihan' },
  { account: 'mengyi', name: '斯琴', role: '供应商经办', unit: 'mengyi' },
  { account: 'beichen', name: '周强', role: '供应商经办', unit: 'beichen' },
  { account: 'tumd', name: '白云', role: '供应商经办', unit: 'tumd' },
  { account: 'buhe', name: '布和', role: '采购人经办', unit: 'school' },
  { account: 'shunda', name: '韩志', role: '供应商经办', unit: 'shunda' },
  { account: 'yunda', name: '郝云', role: '供应商经办', unit: 'yunda' },
  { account: 'qingyin', name: '青格勒', role: '供应商经办', unit: 'qingyin' },
  { account: 'caizheng', name: '王晓东', role: '财政监管', unit: 'fin150100' },
  { account: 'tuoxian', name: '李桂芳', role: '财政监管', unit: 'fin150122' },
  { account: 'chifeng', name: '宝音', role: '财政监管', unit: 'fin150400' },
  { account: 'quting', name: '高娃', role: '财政监管', unit: 'fin150000' },
  { account: 'naren', name: '那仁', role: '财政监管', unit: 'fin150100' },
  { account: 'suhe', name: '苏和', role: '财政监管', unit: 'fin150000' },
  { account: 'guoku', name: '田野', role: '国库支付', unit: 'treasury' },
  {
    account: 'bayin',
    name: '巴音',
    role: '单位管理员',
    unit: 'hospital',
    and: { role: '采购人经办', unit: 'hospital' },
  },
  { account: 'kdadmin', name: '陈思', role: '单位管理员', unit: 'kangda' },
  { account: 'xitong', name: '孟凡', role: '系统管理员', unit: null },
  { account: 'anquan', name: '敖登', role: '安全管理员', unit: null },
  { account: 'shenji', name: '包晓光', role: '审计管理员', unit: null },
]
const experts: {
  account: string
  name: string
  born: Day
  title: string
  specialities: string[]
}[] = [
  ...[
    '额尔德尼',
    '张建国',
    '李秀兰',
    '巴特尔',
    '刘志强',
    '陈晓梅',
    '其其格',
    '孙伟',
    '那仁',
    '周丽华',
  ].map((name, i) => ({
    account: `expert${i + 1}`,
    name,
    born: `${1965 + i}-0${(i % 9) + 1}-15` as Day,
    title: i % 2 === 0 ? '主任医师' : '正高级工程师',
    specialities: ['A0232', 'A05', 'A0201'],
  })),
]
export interface Cast {
  /** key → id */
  readonly orgs: Readonly<Record<string, string>>
  /** account → person id */
  readonly people: Readonly<Record<string, string>>
}

/** Each into its own library, as an older library would be brought in; offices of finance are in none. */
async function entered(
  ask: Ask,
  u: Unit,
  profile: Parameters<typeof enrolSupplier>[1],
  orgs: Record<string, string>,
): Promise<string> {
  switch (u.kind) {
    case '采购人':
      return (
        await enterPurchaser(ask, 'enrol', {
          ...profile,
          division: `${u.region}000`,
          parentBudget: (u.under && orgs[u.under]) || null,
          parentAdmin: (u.under && orgs[u.under]) || null,
        })
      ).org
    case '代理机构':
      return (await enrolAgency(ask, { ...profile, centralised: u.centralised ?? false })).org
    case '供应商':
      return enrolSupplier(ask, profile)
    default:
      return (await addOffices(ask.tx, [{ ...profile, kind: u.kind }]))[0] as string
  }
}
/** The opening key that a unit's own people hold in their key file. Made from the demonstration's password: no secret at all. */
export const demoKeys = (unit: string, suite: SuiteName): SealKeyPair =>
  agentKeys(createHash('sha256').update(PASSWORD).digest(), unit, suite)
/** The unit an account works for; none for experts, for administrators and for accounts that are not in the cast. */
export const unitOf = (account: string) => people.find((p) => p.account === account)?.unit
const KEEPERS: Partial<Record<Kind, string>> = {
  采购人: '采购人审核',
  代理机构: '代理经办',
  财政部门: '财政监管',
}

/** Register everyone once: 登记一次，全区通用. */
export async function registerCast(ask: Ask): Promise<Cast> {
  await trustDemoIssuer(ask)
  const orgs: Record<string, string> = {}
  for (const [i, u] of units.entries()) {
    const body = `DM${String(i + 1).padStart(6, '0')}`
    const profile = {
      name: u.name,
      uscc: makeUscc(
        u.kind === '采购人' ? '12' : u.kind === '财政部门' || u.kind === '国库' ? '11' : '91',
        u.region,
        body,
      ),
      region: u.region,
      address: `${u.name}注册地址（演示）`,
      phone: `0471-${String(6500000 + i)}`,
      inCharge: u.inCharge,
      scale: u.scale ?? null,
    }
    const org = await entered(ask, u, profile, orgs)
    orgs[u.key] = org
    const role = KEEPERS[u.kind]
    const actor = { person: null, name: u.inCharge, org, orgName: u.name, region: u.region }
    if (role)
      for (const suite of SUITES) {
        const { publicKey } = demoKeys(u.key, suite)
        await registerKey({ ...ask, actor: { ...actor, role } }, { suite, publicKey })
      }
  }
  const ids: Record<string, string> = {}
  for (const p of people) {
    const unit = units.find((u) => u.key === p.unit)
    ids[p.account] = await addPerson(
      ask.tx,
      { name: p.name, account: p.account, password: PASSWORD, demo: true },
      [{ role: p.role, unit: p.unit }, ...(p.and ? [p.and] : [])].map((x) => ({
        role: x.role,
        org: x.unit === null ? null : (orgs[x.unit] ?? null),
        region: unit?.region ?? '150000',
      })),
    )
  }
  for (const e of experts) {
    const person = await addPerson(
      ask.tx,
      { name: e.name, account: e.account, password: PASSWORD, demo: true },
      [{ role: '评审专家', org: null, region: '150100' }],
    )
    ids[e.account] = person
    await enrolExpert(ask, {
      person,
      name: e.name,
      born: e.born,
      grade: e.title === '主任医师' || e.title === '正高级工程师' ? '正高级' : '副高级',
      title: e.title,
      title_years: 12,
      specialities: e.specialities,
      region: '150100',
      // Says nothing of the name, which is masked beside it.
      employer: `（演示单位${e.account.slice('expert'.length)}）`,
    })
  }
  // The purchaser's representative is in the same library, tied to the purchaser by employment.
  const rep = await addPerson(
    ask.tx,
    { name: '萨仁', account: 'daibiao', password: PASSWORD, demo: true },
    [{ role: '评审专家', org: orgs['hospital'] ?? null, region: '150100' }],
  )
  ids['daibiao'] = rep
  await enrolExpert(ask, {
    person: rep,
    name: '萨仁',
    grade: '正高级',
    born: '1978-05-20',
    title: '主任技师',
    title_years: 15,
    specialities: ['A0232'],
    region: '150100',
    employer: '呼和浩特市青城医院',
  })
  await addTie(ask.tx, { expert: rep, org: orgs['hospital'] ?? '', kind: '任职', until: null })
  // Worked for a bidder until May 2024: two years before the tender of the story (条例第九条, three years).
  const former = await addPerson(
    ask.tx,
    { name: '韩涛', account: 'hantao', password: PASSWORD, demo: true },
    [{ role: '评审专家', org: null, region: '150100' }],
  )
  ids['hantao'] = former
  await enrolExpert(ask, {
    person: former,
    name: '韩涛',
    grade: '副高级',
    born: '1975-08-08',
    title: '高级工程师',
    title_years: 10,
    specialities: ['A0232'],
    region: '150100',
    employer: '（演示单位）',
  })
  await addTie(ask.tx, {
    expert: former,
    org: orgs['kangda'] ?? '',
    kind: '任职',
    until: '2024-05-31',
  })
  return { orgs, people: ids }
}
export const accounts = [
  ...people.map((p) => ({ ...p, unit: units.find((u) => u.key === p.unit)?.name ?? '' })),
  ...experts.map((e) => ({ account: e.account, name: e.name, role: '评审专家', unit: '' })),
]
