import { createHash } from 'node:crypto'
import { reportOf } from '#acceptance'
import { contractOf, nameOf, pendingOf } from '#contract'
import { wishOf } from '#intention'
import { type Ask, canonical, dayOf, type Follower, showDay, showYuan, yuanText } from '#kernel'
import { orgOf, projectOf } from '#libraries'
import { type Given, keyOf } from './fill.ts'
import { only, put, wan } from './publish.ts'
import * as store from './store.ts'

const monthOf = (m: string) => `${m.slice(0, 4)}年${Number(m.slice(5))}月`

/** 采购意向公告（格式一） */
export const intention: Follower = async (ask, e) => {
  const project = await projectOf(ask.tx, { id: e.process })
  const buyer = await orgOf(ask.tx, project.buyer)
  const { requirement: r, intention: i } = await wishOf(ask, project.id)
  const month = i ? monthOf(i.month) : ''
  await put(ask, e, {
    kind: '采购意向公告',
    title: `${buyer.name}${month}政府采购意向`,
    opening: `为便于供应商及时了解政府采购信息，根据《财政部关于开展政府采购意向公开工作的通知》（财库〔2020〕10号）等有关规定，现将本单位${month}采购意向公开如下：`,
    publisher: buyer.name,
    given: {
      采购意向: {
        rows: [
          {
            no: '1',
            title: project.title,
            summary: [r.summary, ...r.items.map((x) => `${x.name}，${x.quantity}${x.unit}`)].join(
              '\n',
            ),
            budget: wan(r.budget),
            month,
            sme: r.forSme ? '是' : '否',
            note: i?.note ?? '',
          },
        ],
      },
    },
    tail: '本次公开的采购意向是本单位政府采购工作的初步安排，具体采购项目情况以相关采购公告和采购文件为准。',
  })
}

async function agreement(ask: Ask, id: string) {
  const { contract, s, award } = await contractOf(ask, id)
  const buyer = await orgOf(ask.tx, award.buyer)
  const supplier = await orgOf(ask.tx, award.supplier)
  const head: Record<string, Given> = {
    ...only('合同编号', s.no),
    ...only('合同名称', s.title),
    ...only('项目编号', award.projectNo),
    ...only('项目名称', award.title),
    合同主体: {
      values: Object.fromEntries(
        (
          [
            ['采购人（甲方）', buyer],
            ['供应商（乙方）', supplier],
          ] as const
        ).flatMap(([group, org]) => [
          [keyOf({ group, label: '名称' }), org.name],
          [keyOf({ group, label: '地址' }), org.address],
          [keyOf({ group, label: '联系方式' }), org.phone],
        ]),
      ),
    },
  }
  const what =
    contract.award !== null
      ? `${award.title}（第${award.lotNo}包）`
      : contract.order !== null
        ? `${award.title}订单`
        : award.title
  return { contract, award, buyer, head, what }
}

/** 合同公告（格式八）：文本公开其摘要；收款账户不公开。 */
export const contractNotice: Follower = async (ask, e) => {
  const { contract: c, award, buyer, head, what } = await agreement(ask, e.subject)
  await put(ask, e, {
    kind: '合同公告',
    title: `${what}${nameOf(award)}公告`,
    publisher: buyer.name,
    given: {
      ...head,
      合同主要信息: {
        values: {
          '合同金额（元）': yuanText(c.amount),
          '履约期限、地点等简要信息': c.performance,
          采购方式: award.method,
        },
        rows: c.items.map((i) => ({
          name: i.name,
          model: `${i.brand} ${i.model}`.trim(),
          quantity: `${i.quantity}${i.unit}`,
          price: yuanText(i.unitPrice),
        })),
      },
      ...only('合同签订日期', c.signed === null ? null : showDay(c.signed)),
      ...only('合同公告日期', showDay(ask.today)),
      ...only('其他补充事宜', '无'),
      附件: { values: { '合同文本摘要（SHA-256）': c.sha256 } },
    },
  })
}

/** 验收结果公告（格式九）：must for public services, and done for every contract (△ open by default). */
export const acceptanceNotice: Follower = async (ask, e) => {
  const { report } = await reportOf(ask, e.subject)
  const { contract: c, buyer, head, what } = await agreement(ask, report.contract)
  const roles = [...new Set(report.members.map((m) => m.role))]
  await put(ask, e, {
    kind: '验收结果公告',
    title: `${what}验收结果公告`,
    publisher: buyer.name,
    given: {
      ...head,
      合同主要信息: {
        values: { '服务期限、服务地点': c.performance },
        rows: c.items.map((i) => ({
          name: i.name,
          requirement: `${i.brand} ${i.model}`.trim(),
          quantity: `${i.quantity}${i.unit}`,
        })),
      },
      ...only('验收日期', showDay(ask.today)),
      // Names of the group stay in the report: the public learns in which quality each took part.
      ...only(
        '验收组成员',
        roles
          .map((role) => `${role}${report.members.filter((m) => m.role === role).length}人`)
          .join('、'),
      ),
      ...only('验收意见', report.opinion),
      ...only('其他补充事宜', '无'),
    },
  })
}

/** 合同变更公告：more of the same things at the contract's own prices, said item by item; linked to the first notice. */
export const changeNotice: Follower = async (ask, e) => {
  const { contract: c, buyer, head, what } = await agreement(ask, e.subject)
  const added = pendingOf(c)
  if (!added?.supplement) throw new Error('合同变更公告没有变更的内容')
  const { items, reason, no } = added.supplement
  const first = (await store.noticesOfProcess(ask.tx, e.process)).find(
    (n) => n.subject === e.subject && n.kind === '合同公告',
  )
  const signed = c.schedule.filter((i) => i.supplement && i.supplement.at !== null)
  const before = c.amount + signed.reduce((a, i) => a + i.amount, 0)
  const had = (name: string) =>
    (c.items.find((i) => i.name === name)?.quantity ?? 0) +
    signed
      .flatMap((i) => i.supplement?.items ?? [])
      .filter((i) => i.name === name)
      .reduce((a, i) => a + i.quantity, 0)
  const unit = (name: string) => c.items.find((i) => i.name === name)?.unit ?? ''
  await put(ask, e, {
    kind: '合同变更公告',
    title: `${what}合同变更公告`,
    publisher: buyer.name,
    ...(first ? { corrects: first.id } : {}),
    given: {
      ...head,
      变更信息: {
        values: {
          首次公告日期: first ? showDay(dayOf(first.published)) : '未公告',
          变更的条款: '标的数量、合同金额',
          变更原因: reason,
          变更时间: showDay(ask.today),
        },
        rows: [
          ...items.map((i) => ({
            item: `${i.name}数量`,
            before: `${had(i.name)}${unit(i.name)}`,
            after: `${had(i.name) + i.quantity}${unit(i.name)}`,
          })),
          {
            item: '合同金额（含补充合同）',
            before: `${showYuan(before)}元`,
            after: `${showYuan(before + added.amount)}元`,
          },
        ],
      },
      ...only('公告日期', showDay(ask.today)),
      ...only('其他补充事宜', `补充合同${no}，单价与原合同相同。`),
      附件: {
        values: {
          '补充合同文本摘要（SHA-256）': createHash('sha256')
            .update(canonical({ contract: c.id, no, items, reason, amount: added.amount }))
            .digest('hex'),
        },
      },
    },
  })
}
