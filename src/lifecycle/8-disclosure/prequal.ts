import { type Follower, showDay, showInstant, showYuan, yuanText } from '#kernel'
import { lawOn, methodOfNumber } from '#law'
import { itemOf } from '#libraries'
import { prequalOf } from '#tender'
import { CONTACT } from './form.ts'
import { contacts, endOf, only, put } from './publish.ts'
import * as store from './store.ts'
import { about, ceilings, demanded } from './tendering.ts'

/** 资格预审公告（格式二）: made of the confirmed documents and of what the prequalification adds to them. */
export const prequalNotice: Follower = async (ask, e) => {
  const p = await prequalOf(ask.tx, e.subject)
  const { tender, s, project, buyer, agency } = await about(ask, e, p.tender)
  const d = tender.document
  if (d === null || p.deadline === null || p.supplyEnds === null || p.reviewDay === null)
    throw new Error('资格预审公告的文件或时间尚未写入')
  const ends = endOf(ask, s.lawOn, '招标公告期')
  const time = `${showInstant(p.deadline)}（北京时间）`
  await put(ask, e, {
    kind: '资格预审公告',
    title: `${project.title}资格预审公告`,
    publisher: agency.name,
    ends,
    given: {
      项目概况: {
        values: {
          项目概况: `${project.title}的潜在资格预审申请人应在政府采购一张网领取资格预审文件，并于${time}前提交申请文件。`,
        },
      },
      项目基本情况: {
        values: {
          项目编号: s.no,
          项目名称: project.title,
          采购方式: methodOfNumber(s.no) ?? '公开招标',
          '预算金额（元）': yuanText(d.lots.reduce((a, l) => a + l.budget, 0)),
          最高限价: ceilings(d),
          采购需求: d.overview,
          合同履行期限: d.performance,
          是否接受联合体投标: d.consortium ? '接受' : '不接受',
        },
        rows: d.lots.flatMap((l) =>
          l.items.map((i) => ({
            lot: String(l.no),
            name: i.name,
            code: `${i.code} ${itemOf(i.code)?.name ?? ''}`.trim(),
            quantity: `${i.quantity}${i.unit}`,
            requirement: i.requirement,
          })),
        ),
      },
      申请人的资格要求: {
        values: {
          '1.满足《中华人民共和国政府采购法》第二十二条规定':
            demanded(d, '法定') || '供应商应当具备该条规定的条件。',
          '2.落实政府采购政策需满足的资格要求': demanded(d, '政策') || '无',
          '3.本项目的特定资格要求': demanded(d, '特定') || '无',
        },
      },
      领取资格预审文件: {
        values: {
          时间: `${showDay(ask.today)}至${showDay(p.supplyEnds)}，每日0时至24时（北京时间，含节假日）`,
          地点: '政府采购一张网',
          方式: '网上免费领取，无须登录',
        },
      },
      资格预审申请文件的组成及格式: { values: { 资格预审申请文件的组成及格式: p.parts } },
      资格预审的审查标准及方法: { values: { 资格预审的审查标准及方法: p.standard } },
      ...only(
        '拟邀请参加投标的供应商数量',
        p.need === null
          ? '通过资格预审的全部邀请'
          : `${p.need}家，从通过资格预审的供应商中随机抽取`,
      ),
      申请文件提交: { values: { 截止时间: time, 地点: '政府采购一张网' } },
      ...only('资格预审日期', showDay(p.reviewDay)),
      ...only(
        '公告期限',
        `自本公告发布之日起${lawOn(s.lawOn)('招标公告期')}个工作日，至${showDay(ends)}`,
      ),
      ...only(
        '其他补充事宜',
        d.bidBond === 0 ? '本项目不收取投标保证金。' : `投标保证金${showYuan(d.bidBond)}元。`,
      ),
      [CONTACT]: await contacts(ask, buyer, agency),
    },
  })
}
/** 终止公告（格式七）: where a notice had gone out before. */
export const prequalFailed: Follower = async (ask, e) => {
  const p = await prequalOf(ask.tx, e.subject)
  if (p.deadline === null) return
  const { s, project, buyer, agency } = await about(ask, e, p.tender)
  const open = await store.openOf(ask.tx, e.seq)
  await put(ask, e, {
    kind: '终止公告',
    title: `${project.title}（资格预审）终止公告`,
    publisher: agency.name,
    given: {
      项目基本情况: { values: { 采购项目编号: s.no, 采购项目名称: project.title } },
      ...only('项目终止的原因', `${String(open['grounds'])}。${String(open['explanation'])}`),
      ...only('其他补充事宜', '无'),
      [CONTACT]: await contacts(ask, buyer, agency),
    },
  })
}
