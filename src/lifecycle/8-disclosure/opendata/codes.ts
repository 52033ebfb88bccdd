export const CATEGORY = { 货物: 'goods', 服务: 'services', 工程: 'works' } as const
/**
 * OCDS method codes by who may take part, never by the name: a public notice that anyone may answer is open, a drawn or
 * prequalified list selective, invitation by choice limited, one supplier direct. The legal name stands beside it.
 */
export const METHOD: Readonly<Record<string, string>> = {
  公开招标: 'open',
  邀请招标: 'selective',
  竞争性谈判: 'open',
  竞争性磋商: 'open',
  询价: 'open',
  合作创新采购: 'selective',
  单一来源采购: 'direct',
  // The mall: one supplier chosen from the shelf, or all who may supply are asked.
  直购: 'direct',
  网上竞价: 'open',
  网上询价: 'open',
  电子反拍: 'open',
  // Under a framework: its members are a list fixed before; one of them is chosen, or all are asked.
  框架协议直接选定: 'direct',
  框架协议顺序轮候: 'direct',
  框架协议非入围授予: 'direct',
  框架协议二次竞价: 'selective',
}
