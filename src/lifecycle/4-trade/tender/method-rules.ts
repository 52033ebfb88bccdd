import type { Rule } from '#kernel'
import { cite, citeMarked, groundOf, groundsOf, methodRow, scaleWords } from '#law'
import { biasRules } from './bias-rules.ts'
import { commonRules, document } from './document-rules.ts'
import type { TenderFacts } from './facts.ts'
import { frontRules } from './front-rules.ts'
import { innovationDocument } from './innovation-rules.ts'
import { reserveRules } from './reserve-rules.ts'

const forbids = /不得|不以|不要求|无须|无需/
/** Where a scale condition stands as something asked for; a sentence that forbids it is no such condition. */
const scaleIn = (texts: readonly string[]) =>
  texts.flatMap((t) =>
    t
      .split(/[。；;\n]/)
      .filter((x) => !forbids.test(x))
      .flatMap((x) => scaleWords.filter((w) => x.includes(w))),
  )
/** What a document must say, or may not say, because of its method; and what is asked of every one. */
export const documentRules: readonly Rule<TenderFacts>[] = [
  ...commonRules,
  ...biasRules,
  ...innovationDocument,
  ...frontRules,
  document(
    'tender.evaluation',
    '评审方法须合于采购方式',
    [
      cite('74号令', '第三十五条', '按照最后报价由低到高的顺序提出3名以上成交候选人'),
      cite('74号令', '第四十八条', '按照报价由低到高的顺序提出3名以上成交候选人'),
      citeMarked('财库〔2014〕214号', '第二十三条', '◐'),
    ],
    '2014-02-01',
    (d, f) => {
      const { evaluation } = methodRow(f.planMethod)
      return (
        evaluation.includes(d.method) || {
          because: `${f.planMethod}不能用${d.method}`,
          facts: { 采购方式: f.planMethod, 评审方法: d.method },
          cure: `改用${evaluation.join('或')}`,
          field: 'document.method',
          ...(evaluation[0] ? { suggest: evaluation[0] } : {}),
        }
      )
    },
  ),
  document(
    'tender.ground',
    '采用公开招标以外的方式须写明法定情形',
    [
      cite('政府采购法', '第二十七条', '因特殊情况需要采用公开招标以外的采购方式的'),
      cite('74号令', '第二十七条', '经本级财政部门批准后可以与该两家供应商进行竞争性谈判采购'),
    ],
    '2014-02-01',
    (d, f) => {
      const list = groundsOf[f.planMethod]
      if (list === undefined) return true
      const ground = groundOf(f.planMethod, d.ground)
      if (ground === undefined)
        return {
          because:
            d.ground === ''
              ? `没有写明采用${f.planMethod}的法定情形`
              : `“${d.ground}”不是采用${f.planMethod}的法定情形`,
          facts: { 采购方式: f.planMethod, 情形: d.ground || '未写明' },
          cure: `选择：${list.map((g) => g.title).join('；')}`,
          field: 'document.ground',
          ...(list[0] ? { suggest: list[0].title } : {}),
        }
      return (
        !(ground.two && f.planMethod === '竞争性谈判') ||
        f.approvedGrounds.includes(d.ground) || {
          because: '与两家供应商谈判须经财政部门批准，没有批准',
          cure: '先报批，附招标公告证明、质疑情况说明和论证意见',
          field: 'document.ground',
        }
      )
    },
  ),
  document(
    'tender.negotiable',
    '询价和招标不得变动需求、程序和合同条款',
    [
      cite('74号令', '第四十六条', '不得改变询价通知书所确定的技术和服务等要求'),
      cite('政府采购法实施条例', '第三十六条', '不得改变询价通知书所确定的政府采购合同条款'),
    ],
    '2014-02-01',
    (d, f) =>
      d.negotiable.length === 0 ||
      methodRow(f.planMethod).varies || {
        because: `${f.planMethod}没有谈判，不能列可变动的内容`,
        cure: '删去可变动的内容',
        field: 'document.negotiable',
      },
  ),
  document(
    'tender.envelopes',
    '双信封只用于一次报价的方式',
    [citeMarked('系统设置', '双信封', '△')],
    '2003-01-01',
    (d, f) =>
      d.envelopes === 1 ||
      methodRow(f.planMethod).form === '招标' || {
        because: `${f.planMethod}的价格另有最后报价或者一次报出，不用报价信封`,
        cure: '改为一个信封',
        field: 'document.envelopes',
        suggest: '1',
      },
  ),
  document(
    'tender.imports',
    '采购进口产品须先经批准',
    [
      cite('政府采购法', '第十条', '政府采购应当采购本国货物、工程和服务'),
      citeMarked('财库〔2007〕119号', '审核', '✎'),
    ],
    '2007-12-27',
    (d, f) =>
      !d.imports ||
      f.importsApproved || {
        because: '没有采购进口产品的批准',
        cure: '改为不接受进口产品，或在采购活动开始前取得设区的市级以上财政部门批准',
        field: 'document.imports',
        suggest: 'false',
      },
  ),
  document(
    'tender.scale',
    '不得以规模条件作为资格要求或者评审因素',
    [
      cite(
        '87号令',
        '第十七条',
        '不得将投标人的注册资本、资产总额、营业收入、从业人员、利润、纳税额等规模条件作为资格要求或者评审因素',
      ),
      cite('财库〔2020〕46号', '第五条', '规模条件和财务指标'),
    ],
    '2017-10-01',
    (d) => {
      const found = [
        ...new Set([
          ...scaleIn(d.qualifications.map((q) => q.text)),
          ...scaleIn(d.criteria.flatMap((c) => [c.name, c.steps])),
        ]),
      ]
      return (
        found.length === 0 || {
          because: `资格要求或者评审因素出现规模条件：${found.join('、')}`,
          cure: '删去规模条件',
          field: 'document.qualifications',
        }
      )
    },
  ),
  ...reserveRules,
]
