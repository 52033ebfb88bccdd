import { type Follower, showDay, showInstant, showYuan, yuanText } from '#kernel'
import { itemOf } from '#libraries'
import { attachmentsOf, type Document, innovationOf, prequalOf } from '#tender'
import { CONTACT } from './form.ts'
import { contacts, endOf, only, put } from './publish.ts'
import * as store from './store.ts'
import { about, ceilings, demanded } from './tendering.ts'

const METHOD = '合作创新采购'
const bought = (d: Document) =>
  d.lots.flatMap((l) =>
    l.items.map((i) => ({
      lot: String(l.no),
      name: i.name,
      code: `${i.code} ${itemOf(i.code)?.name ?? ''}`.trim(),
      quantity: `${i.quantity}${i.unit}`,
      requirement: i.requirement,
    })),
  )
const basicsOf = (no: string | null, title: string, d: Document) => ({
  values: {
    项目编号: no,
    项目名称: title,
    采购方式: METHOD,
    '预算金额（元）': yuanText(d.lots.reduce((a, l) => a + l.budget, 0)),
    最高限价: ceilings(d),
    采购需求: d.overview,
    合同履行期限: d.performance,
    是否接受联合体: d.consortium ? '接受' : '不接受',
  },
  rows: bought(d),
})
const schemeOf = async (ask: Parameters<Follower>[0], project: string) => {
  const i = await innovationOf(ask, { project })
  if (!i) throw new Error('合作创新采购没有采购方案')
  return i.scheme
}

/** 合作创新采购公告: what is to be researched and for how much at most, who may apply, and until when. */
export const call: Follower = async (ask, e) => {
  const p = await prequalOf(ask.tx, e.subject)
  const { tender, s, project, buyer, agency } = await about(ask, e, p.tender)
  const d = tender.document
  if (d === null || p.deadline === null) throw new Error('合作创新采购公告的文件或时间尚未写入')
  const c = await schemeOf(ask, e.process)
  const time = `${showInstant(p.deadline)}（北京时间）`
  // No period of the notice was seen in the copies (△): it stands while applications may be handed in.
  const ends = p.supplyEnds ?? endOf(ask, s.lawOn, '招标公告期')
  await put(ask, e, {
    kind: '合作创新采购公告',
    title: `${project.title}合作创新采购公告`,
    publisher: agency.name,
    ends,
    given: {
      项目概况: {
        values: {
          项目概况: `${project.title}采用合作创新采购，先订购研发、后首购研发成功的产品。愿意参加研发的供应商应于${time}前在政府采购一张网提交申请文件；通过资格审查的，均受邀参加创新概念交流。`,
        },
      },
      项目基本情况: basicsOf(s.no, project.title, d),
      研发的目标和费用: {
        values: {
          最低研发目标: c.goal,
          应用场景: c.scenario,
          研发期限: `${c.months}个月`,
          '最高研发费用（元）': yuanText(c.maxCost),
          '研发成本补偿限额（元）': yuanText(c.cap),
          补偿的成本范围: c.scope,
          研发供应商数量: `${c.suppliers}家`,
        },
      },
      申请人的资格要求: {
        values: {
          '1.满足《中华人民共和国政府采购法》第二十二条规定':
            demanded(d, '法定') || '供应商应当具备该条规定的条件。',
          '2.落实政府采购政策需满足的资格要求': demanded(d, '政策') || '无',
          '3.本项目的特定资格要求': demanded(d, '特定') || '无',
        },
      },
      申请文件的组成及格式: { values: { 申请文件的组成及格式: p.parts } },
      资格审查的标准及方法: { values: { 资格审查的标准及方法: p.standard } },
      申请文件提交: { values: { 截止时间: time, 地点: '政府采购一张网' } },
      ...only('公告期限', `自本公告发布之日起，至${showDay(ends)}`),
      ...only('其他补充事宜', '研发谈判文件在创新概念交流之后发出，并在本网公告。'),
      [CONTACT]: await contacts(ask, buyer, agency),
    },
  })
}
/** 研发谈判文件公告: the document goes to whoever took part in the exchange, and everybody may read it. */
export const document: Follower = async (ask, e) => {
  const { tender, s, project, buyer, agency } = await about(ask, e, e.subject)
  const { document: d, deadline } = tender
  if (d === null || deadline === null) throw new Error('研发谈判文件或时间尚未写入')
  const c = await schemeOf(ask, e.process)
  const time = `${showInstant(deadline)}（北京时间）`
  await put(ask, e, {
    kind: '研发谈判文件公告',
    title: `${project.title}研发谈判文件公告`,
    publisher: agency.name,
    attachments: await attachmentsOf(ask.tx, e.subject, d),
    given: {
      项目概况: {
        values: {
          项目概况: `${project.title}的研发谈判文件（第${tender.version}版）已向参与创新概念交流的供应商发出，受邀的应于${time}前提交首次响应文件。`,
        },
      },
      项目基本情况: basicsOf(s.no, project.title, d),
      研发阶段和标志性成果: {
        rows: c.stages.map((x, n) => ({ no: String(n + 1), ...x })),
      },
      评审因素和权重: {
        rows: [
          {
            name: '响应报价（研发成本补偿与首购产品）',
            max: String(d.priceWeight),
            steps: '最低的有效报价为基准，按比例计算。',
          },
          ...d.criteria.map((x) => ({ name: x.name, max: String(x.max), steps: x.steps })),
        ],
      },
      首购产品的评审标准: {
        rows: c.first.map((x) => ({ name: x.name, max: String(x.max), steps: x.steps })),
      },
      知识产权和迭代升级: { values: { 知识产权: c.ip, 迭代升级服务: c.upgrade } },
      研发合同: {
        values: {
          研发供应商数量: `${c.suppliers}家`,
          主要条款: [c.terms, ...d.clauses].join('\n'),
        },
      },
      响应文件提交: { values: { 截止时间: time, 地点: tender.place } },
      开启: { values: { 时间: time, 地点: tender.place } },
      ...only(
        '其他补充事宜',
        `研发成本补偿限额${showYuan(c.cap)}元（各家合计），首购费用限额${showYuan(c.firstCap)}元。`,
      ),
      [CONTACT]: await contacts(ask, buyer, agency),
    },
  })
}
/** 终止公告（格式七）: the research came to nothing, and why. */
export const ended: Follower = async (ask, e) => {
  const i = await innovationOf(ask, { id: e.subject })
  const { s, project, buyer, agency } = await about(ask, e, i?.tender ?? '')
  const open = await store.openOf(ask.tx, e.seq)
  await put(ask, e, {
    kind: '终止公告',
    title: `${project.title}（合作创新）终止公告`,
    publisher: buyer.name,
    given: {
      项目基本情况: { values: { 采购项目编号: s.no, 采购项目名称: project.title } },
      ...only('项目终止的原因', `${String(open['grounds'])}。${String(open['explanation'])}`),
      ...only('其他补充事宜', '无'),
      [CONTACT]: await contacts(ask, buyer, agency),
    },
  })
}
