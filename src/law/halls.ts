import type { Citation } from '#kernel'
import { cite, citeMarked } from './cite.ts'
import type { MallSetting } from './mall-settings.ts'

/** What a hall asks of goods: who sells them, or what they are certified as. Every condition that is given must hold. */
export interface Hall {
  readonly says: string
  /** What it is of, and so of what its share is measured: certificates are goods', a supplier's size is anybody's. */
  readonly kinds: readonly ('货物' | '服务')[]
  readonly scales?: readonly string[]
  /** One of these certificates, valid that day. */
  readonly certificates?: readonly string[]
  /** The share of a unit's mall spending in the year, in percent, that it is measured against. */
  readonly target: MallSetting
  readonly cites: readonly Citation[]
}
/** 主题馆: a hall is data. Who makes the goods is not known here, so the first is read of who sells them (said on its page). */
export const halls = {
  中小企业馆: {
    says: '由中型、小型、微型企业供应的商品和定点服务（按供应商登记的规模）',
    kinds: ['货物', '服务'],
    scales: ['中型', '小型', '微型'],
    target: '中小企业馆目标',
    cites: [cite('财库〔2020〕46号', '第三条', '提高中小企业在政府采购中的份额')],
  },
  绿色馆: {
    says: '节能产品、环境标志产品认证证书在有效期内的商品',
    kinds: ['货物'],
    certificates: ['节能产品', '环境标志产品'],
    target: '绿色馆目标',
    cites: [cite('政府采购法', '第九条', '保护环境'), citeMarked('财库〔2019〕9号', '三', '✎')],
  },
  帮扶馆: {
    says: '脱贫地区农副产品网络销售平台（832平台）在售、编号在有效期内的商品',
    kinds: ['货物'],
    certificates: ['脱贫地区农副产品'],
    target: '帮扶馆目标',
    cites: [
      cite('政府采购法', '第九条', '扶持不发达地区'),
      citeMarked('财库〔2021〕19号', '预留份额', '✎'),
    ],
  },
} as const satisfies Record<string, Hall>
export type HallName = keyof typeof halls
export const hallNames = Object.keys(halls) as [HallName, ...HallName[]]

/** In which halls something stands, by what it is, who sells it and its certificates that are valid. */
export const hallsOf = (of: {
  readonly kind: '货物' | '服务'
  readonly scale: string | null
  readonly certificates: readonly string[]
}): HallName[] =>
  hallNames.filter((name) => {
    const h: Hall = halls[name]
    return (
      h.kinds.includes(of.kind) &&
      (h.scales === undefined || (of.scale !== null && h.scales.includes(of.scale))) &&
      (h.certificates === undefined || of.certificates.some((c) => h.certificates?.includes(c)))
    )
  })
