/** What a round of soliciting is judged on: notice, review, admission, agreement, top-up. */
import { showDay } from '#kernel'
import { cite, lawOn } from '#law'
import { type DocRule, SINCE } from './facts.ts'

const L = (article: string, quote: string) => cite('110号令', article, quote)

export const closedKind: DocRule = {
  id: 'framework.closedKind',
  title: '封闭式按公开招标的程序征集',
  cites: [L('第九条', '按照政府采购公开招标的规定执行')],
  from: SINCE,
  check: ({ kind }) =>
    kind === '封闭式' || { because: '这是开放式框架协议', cure: '办理“发布开放式征集公告”' },
}
export const openKind: DocRule = {
  id: 'framework.openKind',
  title: '开放式发布征集公告，随时申请加入',
  cites: [L('第三十八条', '订立开放式框架协议的，征集人应当发布征集公告')],
  from: SINCE,
  check: ({ kind }) =>
    kind === '开放式' || { because: '这是封闭式框架协议', cure: '办理“发布征集公告”' },
}
export const longEnough: DocRule = {
  id: 'framework.longEnough',
  title: '响应期间不得少于二十日',
  cites: [
    cite('政府采购法', '第三十五条', '不得少于二十日'),
    L('第九条', '按照政府采购公开招标的规定执行'),
  ],
  from: SINCE,
  check: ({ deadline, earliest }) =>
    deadline === null ||
    earliest === null ||
    deadline >= earliest || {
      because: `响应截止${showDay(deadline)}，最早可以是${showDay(earliest)}`,
      facts: { 截止: deadline, 最早: earliest },
      cure: `截止时间改到${showDay(earliest)}或以后`,
      field: 'deadline',
      suggest: earliest,
    },
}
export const beforeEnd: DocRule = {
  id: 'framework.beforeEnd',
  title: '补充征集遵守原框架协议的有效期',
  cites: [L('第三十一条', '补充征集应当遵守原框架协议的有效期')],
  from: SINCE,
  check: ({ deadline, ends }) =>
    deadline === null ||
    ends === null ||
    deadline < ends || {
      because: `响应截止${showDay(deadline)}，框架协议${showDay(ends)}期满`,
      cure: '期满后重新征集',
      field: 'deadline',
    },
}
/** The day is told on the telephone and the seal of the names waits for it (draw, 87号令第四十七条). */
export const drawOnDay: DocRule = {
  id: 'framework.reviewDay',
  title: '评审日不早于抽取当日',
  cites: [
    cite('87号令', '第四十七条', '评标委员会成员名单在评标结果公告前应当保密'),
    L('第九条', '按照政府采购公开招标的规定执行'),
  ],
  from: SINCE,
  check: ({ reviewDay, today }) =>
    reviewDay === null ||
    reviewDay >= today || {
      because: `评审日填了${showDay(reviewDay)}，今天已是${showDay(today)}`,
      facts: { 评审日: reviewDay, 今天: today },
      cure: '评审日改为今天或以后',
      field: 'reviewDay',
      suggest: today,
    },
}
const groupFits: DocRule = {
  id: 'framework.group',
  title: '评审小组五人以上单数，专家不少于三分之二',
  cites: [
    cite('87号令', '第四十七条', '成员人数应当为5人以上单数'),
    cite('87号令', '第四十七条', '采购预算金额在1000万元以上'),
    cite(
      '87号令',
      '第四十八条',
      '从省级以上财政部门设立的政府采购评审专家库中，通过随机方式抽取评审专家',
    ),
    L('第九条', '按照政府采购公开招标的规定执行'),
  ],
  from: SINCE,
  check: ({ group, annual }, on) => {
    if (group === null) return true
    const { members, experts, twice } = group
    const least = annual >= lawOn(on)('评标委员会七人以上起点') ? 7 : 5
    const wrong = [
      ...(members < least ? [`成员${members}人，不足${least}人`] : []),
      ...(members % 2 === 0 ? [`成员${members}人，不是单数`] : []),
      ...(experts * 3 < members * 2 ? [`抽取并签到的评审专家${experts}人，不足三分之二`] : []),
      ...twice.map((n) => `${n}是抽取的专家，不能又作采购人代表`),
    ]
    return (
      wrong.length === 0 || {
        because: wrong.join('；'),
        facts: { 成员: members, 评审专家: experts },
        cure: '抽取、补抽评审专家，签到足数后评审',
        field: 'members',
      }
    )
  },
}
const allJudged: DocRule = {
  id: 'framework.allJudged',
  title: '每一份响应都要有评审结论',
  cites: [L('第二十三条', '资格审查方法和标准')],
  from: SINCE,
  check: ({ judged }) => {
    const missing = judged.flatMap((l) => l.missing.map((m) => `第${l.no}包 ${m}`))
    return (
      missing.length === 0 || {
        because: `还缺：${missing.join('；')}`,
        cure: '逐份写明是否满足；不满足的写明理由；质量优先的每名成员都给分',
        field: 'verdicts',
      }
    )
  },
}
export const reviewing: readonly DocRule[] = [groupFits, allJudged]
export const someAdmitted: DocRule = {
  id: 'framework.someAdmitted',
  title: '响应的、符合条件的供应商均不少于2家',
  cites: [L('第二十七条', '提交响应文件和符合资格条件、实质性要求的供应商应当均不少于2家')],
  from: SINCE,
  check: ({ judged }) =>
    judged.some((l) => l.admitted !== null) || {
      because: judged.map((l) => `第${l.no}包响应${l.came}家，符合条件${l.fit}家`).join('；'),
      cure: '终止征集，查明原因后重新征集',
    },
}
export const allSigned: DocRule = {
  id: 'framework.allSigned',
  title: '与入围供应商都签订后，框架协议生效',
  cites: [L('第二十九条', '应当在入围通知书发出之日起30日内和入围供应商签订框架协议')],
  from: SINCE,
  check: ({ unsigned }) =>
    unsigned.length === 0 || {
      because: `${unsigned.join('、')}还没有签订`,
      cure: '双方签订；拒不签订的，按第十九条取消入围资格',
    },
}
export const mayTopUp: DocRule = {
  id: 'framework.mayTopUp',
  title: '剩余入围供应商不足70%且影响执行，方可补充征集',
  cites: [L('第三十一条', '除剩余入围供应商不足入围供应商总数70%且影响框架协议执行的情形外')],
  from: SINCE,
  check: ({ topUp }, on) => {
    if (topUp === null) return true
    const percent = lawOn(on)('框架补充征集起点')
    if (topUp.left * 100 >= topUp.original * percent)
      return {
        because: `入围${topUp.original}家，现有${topUp.left}家，没有低于${percent}%`,
        facts: { 入围总数: topUp.original, 剩余: topUp.left },
        cure: '框架协议继续履行，不补充征集',
        field: 'lot',
      }
    return (
      topUp.affected !== '' || {
        because: '没有说明怎样影响框架协议执行',
        cure: '写明影响框架协议执行的情形',
        field: 'affected',
      }
    )
  },
}
