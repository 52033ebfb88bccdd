import {
  type Ask,
  type Day,
  type Entry,
  type Follower,
  regionName,
  showDay,
  showInstant,
  showYuan,
  subjectOf,
  yuanText,
} from '#kernel'
import { lawOn } from '#law'
import { itemOf, type Org, orgOf, orgsOf, projectOf } from '#libraries'
import {
  buyersOf,
  callOf,
  type Framework,
  frameworkFlow,
  frameworkOf,
  type Lot,
  lotOf,
  lotsOf,
  type MemberRow,
  memberOf,
  membersOf,
  totalsOf,
} from '#mall/framework'
import { CONTACT } from './form.ts'
import { contacts, endOf, only, put } from './publish.ts'

/** 框架协议的公告：征集、入围、成交、汇总、退出，都从业务数据里来（110号令第二十二、二十八、三十五、二十、四十条）。 */
async function about(ask: Ask, id: string) {
  const f = await frameworkOf(ask.tx, id)
  const s = await subjectOf(ask.tx, frameworkFlow, id)
  const host = await orgOf(ask.tx, f.host)
  return { f, s, host, lots: await lotsOf(ask.tx, id) }
}
type About = Awaited<ReturnType<typeof about>>
const head = ({ s }: Pick<About, 's'>) => ({
  ...only('采购项目名称', s.title),
  ...only('采购项目编号', s.no),
})
const solicitor = (host: Org, f: Framework) => ({
  征集人: {
    values: {
      名称: host.name,
      地址: host.address,
      联系人: f.document.contact,
      联系方式: f.document.phone,
    },
  },
})
const scopeOf = async (ask: Ask, f: Framework) => {
  const named = await orgsOf(ask.tx, [...f.document.buyers])
  const who = [
    ...f.document.regions.map((r) => `${regionName(r)}及所辖地区的采购人`),
    ...[...named.values()].map((o) => o.name),
  ].join('、')
  return `${f.document.scope}\n${who}；履行合同的地域：${f.document.area}`
}
const needs = (lots: readonly Lot[]) =>
  lots
    .map((l) => `第${l.no}包 ${l.name}（${l.item} ${itemOf(l.item)?.name ?? ''}）：${l.need}`)
    .join('\n')
const WHERE = '政府采购一张网'
const howToAnswer =
  '在政府采购一张网提交，在本单位的浏览器里封存；内容由各保管人共同保管，开启以前任何人看不到是否提交、报价多少'

async function solicitation(
  ask: Ask,
  e: Entry,
  a: About,
  more: {
    lots: readonly Lot[]
    title: string
    until: string
    opens: string
    got: string
    how: string
    ends: Day
  },
): Promise<void> {
  const { f, s, host } = a
  const estimates = more.lots.filter((l) => l.estimate !== null)
  await put(ask, e, {
    kind: '框架协议征集公告',
    title: more.title,
    publisher: host.name,
    ends: more.ends,
    given: {
      ...solicitor(host, f),
      采购项目: {
        values: {
          采购项目名称: s.title,
          采购项目编号: s.no,
          采购需求: needs(more.lots),
          适用框架协议的采购人或者服务对象范围: await scopeOf(ask, f),
          预估采购数量: estimates.map((l) => `第${l.no}包 ${l.estimate}${l.unit}`).join('；'),
        },
        rows: more.lots.map((l) => ({
          lot: String(l.no),
          name: l.name,
          unit: l.unit,
          ceiling: yuanText(l.ceiling),
        })),
      },
      ...only('供应商的资格条件', f.document.qualifications),
      ...only(
        '框架协议的期限',
        `${f.document.months}个月${f.ends ? `，至${showDay(f.ends)}` : '，自框架协议生效之日起'}`,
      ),
      获取征集文件: { values: { 时间: more.got, 地点: WHERE, 方式: '网上免费获取' } },
      响应文件: {
        values: {
          提交方式: more.how,
          提交截止时间和地点: `${more.until}，${WHERE}`,
          '开启方式、时间和地点': more.opens,
        },
      },
      ...only('公告期限', `至${showDay(more.ends)}`),
      ...only('其他补充事宜', rulesOf(f, more.lots)),
    },
  })
}
/** How it is decided, so that whoever answers can compute it. */
const rulesOf = (f: Framework, lots: readonly Lot[]) =>
  [
    f.kind === '封闭式'
      ? `评审方法：${f.document.method}；淘汰比例不低于${f.document.percent}%，且至少淘汰一家${f.document.most === null ? '' : `，每包至多入围${f.document.most}家`}；同价同分的，先提交的在前。`
      : `开放式框架协议：${f.document.openGround}；付费标准即最高限制单价。发布入围结果公告，视为签订框架协议。`,
    `第二阶段：${f.document.modes.join('、')}${f.document.modes.includes('顺序轮候') ? '（轮候次序按入围排序，不再调整）' : ''}。`,
    ...lots.flatMap((l) => [
      l.discounts.length === 0
        ? ''
        : `第${l.no}包量价关系折扣：${l.discounts.map((d) => `一单达到${d.from}${l.unit}的，价格降低${d.percent}%`).join('；')}。`,
      l.consumables.length === 0
        ? ''
        : `第${l.no}包须同时报价：${l.consumables.map((c) => (c.usage > 0 ? `${c.name}（一${l.unit}${l.years ?? ''}年用${c.usage}${c.unit}，计入修正报价）` : c.name)).join('、')}。`,
    ]),
    f.document.outside ? '符合第三十七条的，采购人可以将合同授予非入围供应商。' : '',
    `升级换代：${f.document.upgrade}`,
    `用户反馈和评价：${f.document.feedback}`,
    `清退和补充：${f.document.topUp}`,
  ]
    .filter(Boolean)
    .join('\n')

const published: Follower = async (ask, e) => {
  const a = await about(ask, e.subject)
  const { f, s } = a
  if (f.deadline === null) throw new Error('征集公告的截止时间尚未写入')
  const more = e.action === 'topUp'
  await solicitation(ask, e, a, {
    lots: more ? a.lots.filter((l) => l.id === f.topLot) : a.lots,
    title: `${s.title}${more ? '补充' : ''}征集公告`,
    until: showInstant(f.deadline),
    opens: `${showInstant(f.deadline)}以后，保管人放出份额，在${WHERE}同时开启`,
    got: `${showDay(ask.today)}至${showDay(endOf(ask, s.lawOn, '招标文件提供期'))}`,
    how: howToAnswer,
    ends: endOf(ask, s.lawOn, '招标公告期'),
  })
}
const welcomed: Follower = async (ask, e) => {
  const a = await about(ask, e.subject)
  const { f, s } = a
  if (f.ends === null) throw new Error('开放式框架协议的期限尚未写入')
  await solicitation(ask, e, a, {
    lots: a.lots,
    title: `${s.title}征集公告（开放式）`,
    until: `${showDay(f.ends)}以前随时`,
    opens: `不集中开启；收到申请后${lawOn(s.lawOn)('开放式审核期')}个工作日内审核`,
    got: `${showDay(ask.today)}至${showDay(f.ends)}`,
    how: '在政府采购一张网提交加入框架协议的申请',
    ends: f.ends,
  })
}

async function admittedNotice(
  ask: Ask,
  e: Entry,
  a: About,
  members: readonly MemberRow[],
  open: boolean,
): Promise<void> {
  const { f, s, host } = a
  const orgs = await orgsOf(
    ask.tx,
    members.map((m) => m.supplier),
  )
  const lotNo = (m: MemberRow) => a.lots.find((l) => l.id === m.lot)?.no ?? 0
  const quality = f.document.method === '质量优先法' && !open
  const limits = a.lots.flatMap((l) => {
    const here = members.filter((m) => m.lot === l.id)
    if (here.length === 0) return []
    return [
      quality
        ? `第${l.no}包最低入围分值${(Math.min(...here.map((m) => m.score ?? 0)) / 100).toFixed(2)}分`
        : `第${l.no}包${open ? '付费标准' : '最高入围价格'}${showYuan(Math.max(...here.map((m) => m.price)))}元`,
    ]
  })
  const ends = open && f.ends !== null ? f.ends : endOf(ask, s.lawOn, '结果公告期')
  await put(ask, e, {
    kind: '框架协议入围结果公告',
    title: `${s.title}入围结果公告${open ? `（${members[0]?.name ?? ''}）` : ''}`,
    publisher: host.name,
    ends,
    given: {
      ...head(a),
      ...solicitor(host, f),
      入围供应商: {
        rows: members.map((m) => ({
          place: `第${lotNo(m)}包第${m.place}名`,
          supplier: m.name,
          address: orgs.get(m.supplier)?.address ?? '',
          contact: orgs.get(m.supplier)?.phone ?? '',
        })),
      },
      ...only('最高入围价格或者最低入围分值', limits.join('；')),
      入围产品或者服务: {
        rows: members.map((m) => ({
          supplier: m.name,
          name: m.thing.name,
          model: `${m.thing.brand} ${m.thing.model}`.trim() || m.thing.spec,
          price: yuanText(m.price),
        })),
      },
      ...only(
        '评审小组成员名单',
        f.review?.members.map((m) => m.name).join('、') ??
          '开放式框架协议由征集人审核，不组成评审小组',
      ),
      ...only('采购代理服务收费标准及金额', f.document.fee),
      ...only('公告期限', `至${showDay(ends)}`),
      ...only(
        '其他补充事宜',
        members
          .filter((m) => m.agents.length > 0)
          .map((m) => `${m.name}委托的代理商：${m.agents.map((x) => x.name).join('、')}`)
          .join('\n') || '无',
      ),
    },
  })
}
const announced: Follower = async (ask, e) => {
  const a = await about(ask, e.subject)
  const members = (await membersOf(ask.tx, { framework: e.subject })).filter(
    (m) => m.round === a.f.round && m.state === '待签订',
  )
  await admittedNotice(ask, e, a, members, false)
}
const joined: Follower = async (ask, e) => {
  const m = await memberOf(ask.tx, e.subject)
  await admittedNotice(ask, e, await about(ask, m.framework), [m], true)
}
/** Who left, and who was sent away from an agreement that stood. */
const left: Follower = async (ask, e) => {
  if (e.from !== '协议有效') return
  const m = await memberOf(ask.tx, e.subject)
  const a = await about(ask, m.framework)
  const supplier = await orgOf(ask.tx, m.supplier)
  await put(ask, e, {
    kind: '框架协议退出公告',
    title: `${a.s.title}入围供应商退出公告（${supplier.name}）`,
    publisher: a.host.name,
    given: {
      ...head(a),
      ...solicitor(a.host, a.f),
      退出的供应商: { values: { 名称: supplier.name, 地址: supplier.address } },
      ...only('退出日期', showDay(ask.today)),
      ...only('退出原因', m.ground === null ? m.reason : `解除框架协议：${m.ground}`),
      ...only('其他补充事宜', '退出以前已经授予的合同继续履行。'),
    },
  })
}
/** 二次竞价、顺序轮候和授予非入围供应商的，逐笔公告；直接选定的随合同公告，期满汇总。 */
const settled: Follower = async (ask, e) => {
  const c = await callOf(ask.tx, e.subject)
  if (c.way === '直接选定') return
  const a = await about(ask, c.framework)
  const lot = await lotOf(ask.tx, c.lot)
  const buyer = await orgOf(ask.tx, c.buyer)
  const winner = await orgOf(ask.tx, c.winner ?? '')
  const m = c.member === null ? null : await memberOf(ask.tx, c.member)
  const project = await projectOf(ask.tx, { id: e.process })
  const ends = endOf(ask, a.s.lawOn, '结果公告期')
  const price = c.price ?? 0
  await put(ask, e, {
    kind: '框架协议成交结果公告',
    title: `${project.title}框架协议成交结果公告（${c.way}）`,
    publisher: a.host.name,
    ends,
    given: {
      采购人: { values: { 名称: buyer.name, 地址: buyer.address, 联系方式: buyer.phone } },
      ...head(a),
      成交供应商: {
        values: {
          名称: winner.name,
          地址: winner.address,
          '成交金额（元）': yuanText(price * c.quantity),
        },
      },
      成交标的: {
        rows: [
          {
            name: c.accessory || (m?.thing.name ?? lot.name),
            model: m
              ? `${m.thing.brand} ${m.thing.model}`.trim() || m.thing.spec
              : c.need || lot.need,
            quantity: `${c.quantity}${lot.consumables.find((x) => x.name === c.accessory)?.unit ?? lot.unit}`,
            price: yuanText(price),
          },
        ],
      },
      ...only('公告期限', `至${showDay(ends)}`),
      ...only(
        '其他补充事宜',
        c.way === '非入围授予'
          ? `依第三十七条授予非入围供应商：已请全部入围供应商报低于该价格的价，没有一家报。${c.reason}`
          : c.skips.length > 0
            ? `轮候中跳过：${c.skips.map((x) => x.reason).join('；')}`
            : '无',
      ),
    },
  })
}
const summed: Follower = async (ask, e) => {
  const a = await about(ask, e.subject)
  const totals = await totalsOf(ask.tx, e.subject)
  const buyers = await buyersOf(ask.tx, e.subject)
  const all = (key: 'name' | 'address' | 'phone') =>
    buyers.map((b) => b[key]).join('；') || '有效期内没有采购人采购'
  await put(ask, e, {
    kind: '框架协议成交结果汇总公告',
    title: `${a.s.title}成交结果汇总公告`,
    publisher: a.host.name,
    given: {
      采购人: { values: { 名称: all('name'), 地址: all('address'), 联系方式: all('phone') } },
      ...head(a),
      成交结果汇总: {
        rows:
          totals.length > 0
            ? totals.map((t) => ({
                supplier: t.supplier,
                address: t.address,
                contracts: String(t.contracts),
                amount: yuanText(t.amount),
              }))
            : [{ supplier: '没有成交供应商', address: '无', contracts: '0', amount: '0.00' }],
      },
      ...only('其他补充事宜', '无'),
    },
  })
}
const failed: Follower = async (ask, e) => {
  const a = await about(ask, e.subject)
  await put(ask, e, {
    kind: '终止公告',
    title: `${a.s.title}终止公告`,
    publisher: a.host.name,
    given: {
      项目基本情况: { values: { 采购项目编号: a.s.no, 采购项目名称: a.s.title } },
      ...only('项目终止的原因', await reasonOf(ask, e)),
      ...only('其他补充事宜', '无'),
      [CONTACT]: await contacts(ask, a.host, null),
    },
  })
}
/** What the step said in the open. */
async function reasonOf(ask: Ask, e: Entry): Promise<string> {
  const rows = await ask.tx
    .withTables<{ 'kernel.journal': { seq: number; data: { reason?: string } } }>()
    .selectFrom('kernel.journal')
    .select('data')
    .where('seq', '=', e.seq)
    .execute()
  return rows[0]?.data.reason ?? ''
}
export const frameworkFollowers: Readonly<Record<string, readonly Follower[]>> = {
  '框架协议.publish': [published],
  '框架协议.topUp': [published],
  '框架协议.welcome': [welcomed],
  '框架协议.announce': [announced],
  '框架协议.announceMore': [announced],
  '框架协议.fail': [failed],
  '框架协议.expire': [summed],
  '入围供应商.pass': [joined],
  '入围供应商.leave': [left],
  '入围供应商.agreeLeave': [left],
  '入围供应商.remove': [left],
  '框架采购单.approve': [settled],
  '框架采购单.award': [settled],
}
