import type { MethodName } from './methods.ts'

/** The letters that a project number carries for its method: a record says its method with its number. */
export const methodCodes: Readonly<Record<MethodName, string>> = {
  公开招标: 'GK',
  邀请招标: 'YQ',
  竞争性谈判: 'TP',
  竞争性磋商: 'CS',
  询价: 'XJ',
  单一来源: 'DY',
  框架协议: 'KJ',
  合作创新采购: 'HZ',
}
const byCode = new Map(Object.entries(methodCodes).map(([m, code]) => [code, m as MethodName]))
/** 150100-2026-000014-TP-01 → 竞争性谈判; undefined where the number says none. */
export const methodOfNumber = (no: string | null): MethodName | undefined => {
  const code = /-([A-Z]{2})(?:-\d+)*$/.exec(no ?? '')?.[1]
  return code === undefined ? undefined : byCode.get(code)
}

/** A number for something private under a lot (a bid, a quote, a review): nobody learns from it how many there are. */
export const numberUnder = (no: string | null, id: string) =>
  `${no ?? ''}-${String(Number.parseInt(id.slice(-8), 16) % 1_000_000_000).padStart(9, '0')}`

type Words = Readonly<Record<string, string>>
/** What every method but tendering calls things (74号令): 采购文件's own name is added by each. */
const otherwise = (document: string, group: string, noun: string): Words => ({
  // Names of methods stay what they are.
  公开招标: '公开招标',
  邀请招标: '邀请招标',
  招标文件: document,
  招标项目: noun,
  发布招标公告: '发布采购公告或者发出邀请',
  招标公告: '采购公告',
  终止招标: '终止采购活动',
  招标已暂停: '征集响应已暂停',
  暂停招标: '暂停采购活动',
  恢复招标: '恢复采购活动',
  随招标终止: '随采购活动终止',
  招标中: '征集响应中',
  投标文件: '响应文件',
  投标保证金: '保证金',
  投标截止: '响应截止',
  投标报价: '报价',
  投标总价: '报价',
  投标无效: '响应无效',
  投标人: '供应商',
  投标: '响应',
  中标候选人: '成交候选人',
  中标通知书: '成交通知书',
  中标结果: '成交结果',
  中标人: '成交供应商',
  中标: '成交',
  开标一览表: '报价一览表',
  开标: '开启',
  评标委员会: group,
  评标: '评审',
  已废标: '已终止',
  废标: '终止本包采购',
  已定标: '已确定成交',
  定标: '确定成交',
  已截标: '已截止',
})
/** 采购方式 speak in their own words; tendering's are the words of the code. */
const words: Readonly<Record<MethodName, Words>> = {
  公开招标: {},
  邀请招标: { 发布招标公告: '发出投标邀请书' },
  竞争性谈判: otherwise('谈判文件', '谈判小组', '谈判项目'),
  竞争性磋商: otherwise('磋商文件', '磋商小组', '磋商项目'),
  询价: otherwise('询价通知书', '询价小组', '询价项目'),
  单一来源: {
    ...otherwise('采购文件', '采购人员', '单一来源项目'),
    发布招标公告: '发出采购文件',
    谈判: '协商',
  },
  框架协议: {},
  合作创新采购: {
    ...otherwise('研发谈判文件', '谈判小组', '合作创新项目'),
    发布招标公告: '发出研发谈判文件',
    资格预审公告: '合作创新采购公告',
    资格预审申请: '参加申请',
    资格预审文件: '公告和申请文件',
    资格预审: '资格审查',
  },
}
const patterns = new Map(
  Object.entries(words).map(([m, w]) => [
    m,
    Object.keys(w).length === 0
      ? null
      : new RegExp(
          Object.keys(w)
            .sort((a, b) => b.length - a.length)
            .join('|'),
          'g',
        ),
  ]),
)
/** A text in the words of a method: 投标人 → 供应商, 开标 → 开启. */
export function inWordsOf(method: MethodName | undefined, text: string): string {
  const pattern = method === undefined ? null : patterns.get(method)
  if (!pattern || method === undefined) return text
  return text.replace(pattern, (x) => words[method][x] ?? x)
}
/** For a flow of the trade: the method is known by the number. */
export const sayByNumber = (text: string, s: { readonly no: string | null }) =>
  inWordsOf(methodOfNumber(s.no), text)
