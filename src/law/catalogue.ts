import type { Day } from '#kernel'

export interface LawText {
  readonly title: string
  /** 文号. */
  readonly no: string
  /** The day the text came into force. */
  readonly from: Day
  /** ✔ read in full, its words may be quoted; ◐ seen in secondary copies; ✎ from memory (domain rules §0.1). */
  readonly mark: '✔' | '◐' | '✎'
}

/** Texts read in full: every citation of them quotes words that test/law finds in the article. */
// biome-ignore format: a table reads as a table
export const readTexts = {
  政府采购法:           { title: '中华人民共和国政府采购法（2014修正）', no: '主席令第68号', from: '2003-01-01', mark: '✔' },
  政府采购法实施条例:   { title: '中华人民共和国政府采购法实施条例', no: '国务院令第658号', from: '2015-03-01', mark: '✔' },
  '87号令':             { title: '政府采购货物和服务招标投标管理办法', no: '财政部令第87号', from: '2017-10-01', mark: '✔' },
  '74号令':             { title: '政府采购非招标采购方式管理办法', no: '财政部令第74号', from: '2014-02-01', mark: '✔' },
  '94号令':             { title: '政府采购质疑和投诉办法', no: '财政部令第94号', from: '2018-03-01', mark: '✔' },
  '101号令':            { title: '政府采购信息发布管理办法', no: '财政部令第101号', from: '2020-03-01', mark: '✔' },
  '110号令':            { title: '政府采购框架协议采购方式管理暂行办法', no: '财政部令第110号', from: '2022-03-01', mark: '✔' },
  招标投标法:           { title: '中华人民共和国招标投标法', no: '主席令第86号', from: '2000-01-01', mark: '✔' },
  '民法典-总则':        { title: '中华人民共和国民法典 第一编 总则', no: '主席令第45号', from: '2021-01-01', mark: '✔' },
  电子签名法:           { title: '中华人民共和国电子签名法', no: '主席令第29号', from: '2005-04-01', mark: '✔' },
  '财库〔2019〕38号':   { title: '关于促进政府采购公平竞争优化营商环境的通知', no: '财库〔2019〕38号', from: '2019-09-01', mark: '✔' },
  '财库〔2020〕46号':   { title: '政府采购促进中小企业发展管理办法', no: '财库〔2020〕46号', from: '2021-01-01', mark: '✔' },
  '财库〔2021〕22号':   { title: '政府采购需求管理办法', no: '财库〔2021〕22号', from: '2021-07-01', mark: '✔' },
} as const satisfies Record<string, LawText>

/** Texts not read in full: cited by number and article, never quoted. Days marked ✎ are from memory like the text. */
// biome-ignore format: a table reads as a table
export const seenTexts = {
  '财库〔2007〕119号':  { title: '政府采购进口产品管理办法', no: '财库〔2007〕119号', from: '2007-12-27', mark: '✎' },
  '财库〔2011〕181号':  { title: '政府采购促进中小企业发展暂行办法', no: '财库〔2011〕181号', from: '2012-01-01', mark: '✎' },
  '财库〔2014〕214号':  { title: '政府采购竞争性磋商采购方式管理暂行办法', no: '财库〔2014〕214号', from: '2014-12-31', mark: '◐' },
  '财库〔2015〕124号':  { title: '关于政府采购竞争性磋商采购方式管理暂行办法有关问题的补充通知', no: '财库〔2015〕124号', from: '2015-06-30', mark: '◐' },
  '财库〔2015〕135号':  { title: '关于做好政府采购信息公开工作的通知', no: '财库〔2015〕135号', from: '2015-07-17', mark: '✎' },
  '财库〔2016〕198号':  { title: '政府采购评审专家管理办法', no: '财库〔2016〕198号', from: '2017-01-01', mark: '◐' },
  '财库〔2017〕141号':  { title: '关于促进残疾人就业政府采购政策的通知', no: '财库〔2017〕141号', from: '2017-10-01', mark: '◐' },
  '财库〔2018〕2号':    { title: '政府采购代理机构管理暂行办法', no: '财库〔2018〕2号', from: '2018-03-01', mark: '✎' },
  'GB 32100—2015':     { title: '法人和其他组织统一社会信用代码编码规则', no: 'GB 32100—2015', from: '2015-10-01', mark: '◐' },
  'GB 11714—1997':     { title: '全国组织机构代码编制规则', no: 'GB 11714—1997', from: '1998-01-01', mark: '◐' },
  'GB 11643—1999':     { title: '公民身份号码', no: 'GB 11643—1999', from: '1999-07-01', mark: '◐' },
  国家发展改革委令第16号: { title: '必须招标的工程项目规定', no: '国家发展改革委令第16号', from: '2018-06-01', mark: '✎' },
  '财库〔2019〕9号':    { title: '关于调整优化节能产品、环境标志产品政府采购执行机制的通知', no: '财库〔2019〕9号', from: '2019-04-01', mark: '✎' },
  '财库〔2020〕10号':   { title: '关于开展政府采购意向公开工作的通知', no: '财库〔2020〕10号', from: '2020-03-02', mark: '◐' },
  '财办库〔2020〕50号': { title: '政府采购公告和公示信息格式规范（2020年版）', no: '财办库〔2020〕50号', from: '2020-07-01', mark: '◐' },
  '内财购〔2020〕179号': { title: '内蒙古自治区政府采购“全区一张网”建设方案', no: '内财购〔2020〕179号', from: '2020-03-02', mark: '◐' },
  '财库〔2022〕3号':    { title: '关于较大数额罚款具体适用问题的意见', no: '财库〔2022〕3号', from: '2022-02-08', mark: '◐' },
  '财库〔2022〕19号':   { title: '关于进一步加大政府采购支持中小企业力度的通知', no: '财库〔2022〕19号', from: '2022-07-01', mark: '◐' },
  '财办库〔2023〕243号': { title: '关于进一步提高政府采购透明度和采购效率相关事项的通知', no: '财办库〔2023〕243号', from: '2023-12-08', mark: '◐' },
  '财库〔2024〕13号':   { title: '政府采购合作创新采购方式管理暂行办法', no: '财库〔2024〕13号', from: '2024-06-01', mark: '◐' },
  '内财购〔2025〕26号': { title: '内蒙古自治区集中采购目录及有关政策（2025年版）', no: '内财购〔2025〕26号', from: '2025-01-11', mark: '◐' },
  保障中小企业款项支付条例: { title: '保障中小企业款项支付条例（2025修订）', no: '国务院令第802号', from: '2025-06-01', mark: '◐' },
  '国办发〔2025〕34号': { title: '关于在政府采购中实施本国产品标准及相关政策的通知', no: '国办发〔2025〕34号', from: '2026-01-01', mark: '◐' },
  '财库〔2025〕30号':   { title: '关于落实政府采购本国产品标准相关工作的通知', no: '财库〔2025〕30号', from: '2026-01-01', mark: '◐' },
  '财库〔2026〕2号':    { title: '政府采购异常低价审查', no: '财库〔2026〕2号', from: '2026-02-01', mark: '◐' },
  '财库〔2026〕12号':   { title: '政府采购紧急采购管理暂行办法', no: '财库〔2026〕12号', from: '2026-10-01', mark: '◐' },
  预算法:               { title: '中华人民共和国预算法（2018修正）', no: '主席令第22号', from: '2015-01-01', mark: '◐' },
  预算法实施条例:       { title: '中华人民共和国预算法实施条例（2020修订）', no: '国务院令第729号', from: '2020-10-01', mark: '◐' },
  个人信息保护法:       { title: '中华人民共和国个人信息保护法', no: '主席令第91号', from: '2021-11-01', mark: '◐' },
  网络安全法:           { title: '中华人民共和国网络安全法', no: '主席令第53号', from: '2017-06-01', mark: '◐' },
  'GB/T 22239-2019':    { title: '信息安全技术 网络安全等级保护基本要求', no: 'GB/T 22239-2019', from: '2019-12-01', mark: '✎' },
} as const satisfies Record<string, LawText>

/** Every text we rest on, by the short name that citations use. */
export const catalogue: Readonly<Record<string, LawText>> = { ...readTexts, ...seenTexts }
