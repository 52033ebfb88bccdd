import { type Rule, showYuan } from '#kernel'
import { cite, citesOf, lawOn } from '#law'
import { document } from './document-rules.ts'
import type { TenderFacts } from './facts.ts'
import type { Document } from './model.ts'
import { deducts } from './reserve.ts'

const reserved = (d: Document, micro = false) =>
  d.lots.reduce((a, l) => {
    if (l.reserve === null) return a
    const share = (l.budget * l.reserve.percent) / 100
    return a + (micro ? (share * l.reserve.microPercent) / 100 : share)
  }, 0)

/** Where no price is compared, there is nothing to deduct from. */
const compares = (d: Document) =>
  d.method !== '协商' && !(d.method === '综合评分法' && d.priceWeight === 0)
const named = (d: Document, is: (l: Document['lots'][number]) => boolean) =>
  d.lots.flatMap((l) => (is(l) ? [`第${l.no}包`] : [])).join('、')

/** 中小企业: what is reserved, in which form, and what of the rest is deducted. */
export const reserveRules: readonly Rule<TenderFacts>[] = [
  document(
    'tender.reserve',
    '适宜由中小企业提供的须预留采购份额',
    [
      cite('财库〔2020〕46号', '第七条', '采购人应当专门面向中小企业采购'),
      cite('财库〔2020〕46号', '第八条', '预留该部分采购项目预算总额的30%以上专门面向中小企业采购'),
    ],
    '2021-01-01',
    (d, f, on) => {
      if (!f.forSme) return true
      const works = f.planCategory === '工程'
      const law = lawOn(on)
      const total = d.lots.reduce((a, l) => a + l.budget, 0)
      const all = total <= law(works ? '整体预留上限工程' : '整体预留上限货物服务')
      const share = all ? 100 : law(works ? '中小企业预留比例工程' : '中小企业预留比例货物服务')
      const need = Math.ceil((total * share) / 100)
      const has = reserved(d)
      if (has < need)
        return {
          because: `项目预算${showYuan(total)}元，应当预留${showYuan(need)}元（${share}%），现预留${showYuan(Math.floor(has))}元`,
          facts: {
            项目预算: showYuan(total),
            应预留: showYuan(need),
            已预留: showYuan(Math.floor(has)),
          },
          cure: all ? '各包整体预留给中小企业' : '把采购包、联合体份额或者分包份额预留给中小企业',
          field: 'document.lots',
        }
      const micro = Math.ceil((need * law('小微企业预留比例')) / 100)
      const hasMicro = reserved(d, true)
      return (
        all ||
        hasMicro >= micro || {
          because: `预留份额中给小微企业的应当不少于${showYuan(micro)}元，现为${showYuan(Math.floor(hasMicro))}元`,
          facts: { 应预留小微: showYuan(micro), 已预留小微: showYuan(Math.floor(hasMicro)) },
          cure: '提高预留给小微企业的比例',
          field: 'document.lots',
        }
      )
    },
  ),
  document(
    'tender.reserveForm',
    '联合体预留须接受联合体，整体预留须为全部',
    [cite('财库〔2020〕46号', '第八条', '要求供应商以联合体形式参加采购活动')],
    '2021-01-01',
    (d) => {
      const wrong = d.lots.flatMap((l) => {
        if (l.reserve === null) return []
        if (l.reserve.form === '联合体' && !d.consortium)
          return [`第${l.no}包以联合体预留，文件却不接受联合体`]
        if (
          (l.reserve.form === '项目整体' || l.reserve.form === '采购包') &&
          l.reserve.percent !== 100
        )
          return [`第${l.no}包整体预留，比例须为100%`]
        return []
      })
      return (
        wrong.length === 0 || {
          because: wrong.join('；'),
          cure: '改正预留的形式或者比例',
          field: 'document.lots',
        }
      )
    },
  ),
  document(
    'tender.reservedNoDeduction',
    '预留份额的采购包不作价格扣除',
    [
      cite(
        '财库〔2020〕46号',
        '第九条',
        '未预留份额专门面向中小企业采购的采购项目，以及预留份额项目中的非预留部分采购包',
      ),
      cite('财库〔2020〕46号', '第八条', '预留份额通过下列措施进行'),
    ],
    '2021-01-01',
    (d) => {
      if (d.lots.some(deducts) || (d.smePercent === 0 && d.smeSharePercent === 0)) return true
      return {
        because: `各包都已预留份额（${d.lots.map((l) => `第${l.no}包${l.reserve?.form}`).join('、')}），文件又写了价格扣除${d.smePercent}%、${d.smeSharePercent}%；价格扣除只给没有预留的采购包`,
        facts: { 小微扣除: `${d.smePercent}%`, 联合体分包扣除: `${d.smeSharePercent}%` },
        cure: '两项价格扣除都改为0',
        field: d.smePercent > 0 ? 'document.smePercent' : 'document.smeSharePercent',
        suggest: '0',
      }
    },
  ),
  document(
    'tender.deductionStated',
    '未预留份额的采购包须写明价格扣除比例',
    [
      cite('财库〔2020〕46号', '第九条', '对符合本办法规定的小微企业报价给予'),
      cite('财库〔2020〕46号', '第十二条', '非预留份额的采购项目或者采购包，明确有关价格扣除比例'),
    ],
    '2021-01-01',
    (d, f, on) => {
      const lots = named(d, deducts)
      if (!compares(d) || lots === '') return true
      const works = f.planCategory === '工程'
      const law = lawOn(on)
      if (d.smePercent === 0)
        return {
          because: `${lots}没有预留份额，文件没有写小微企业的价格扣除`,
          cure: '在法定幅度内写明扣除比例',
          field: 'document.smePercent',
          suggest: String(law(works ? '小微扣除下限工程' : '小微扣除下限货物服务')),
        }
      return (
        !d.consortium ||
        d.smeSharePercent > 0 || {
          because: `${lots}没有预留份额，又接受联合体，文件没有写联合体、分包的价格扣除`,
          cure: '在法定幅度内写明扣除比例',
          field: 'document.smeSharePercent',
          suggest: String(law(works ? '分包扣除下限工程' : '分包扣除下限货物服务')),
        }
      )
    },
  ),
  document(
    'tender.smeShareRate',
    '联合体、分包价格扣除比例须在法定幅度内',
    [cite('财库〔2020〕46号', '第九条', '约定小微企业的合同份额占到合同总金额30%以上的')],
    '2021-01-01',
    (d, f, on) => {
      if (d.smeSharePercent === 0) return true
      const works = f.planCategory === '工程'
      const least = works ? '分包扣除下限工程' : '分包扣除下限货物服务'
      const low = lawOn(on)(least)
      const high = lawOn(on)(works ? '分包扣除上限工程' : '分包扣除上限货物服务')
      return (
        (d.smeSharePercent >= low && d.smeSharePercent <= high) || {
          cites: citesOf(on, least),
          because: `联合体、分包价格扣除${d.smeSharePercent}%，法定幅度${low}%至${high}%`,
          facts: { 扣除比例: `${d.smeSharePercent}%` },
          cure: `改为${low}%至${high}%之间`,
          field: 'document.smeSharePercent',
          suggest: String(low),
        }
      )
    },
  ),
]
