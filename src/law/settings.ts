import { z } from 'zod'

interface Setting<V extends number | boolean> {
  readonly default: V
  readonly mark: '◐' | '✎' | '△'
  /** What is open, and why this default (domain rules §16). */
  readonly note: string
}
const WAN = 10_000 * 100
const flag = (value: boolean, note: string): Setting<boolean> => ({
  default: value,
  mark: '△',
  note,
})
const number = (value: number, mark: '◐' | '✎' | '△', note: string): Setting<number> => ({
  default: value,
  mark,
  note,
})

/** Where the law is silent, or its text was not seen: a named default that a region may replace. Money in fen. */
export const settings = {
  周末顺延: flag(
    true,
    '期间末日逢周末也顺延：87号令、110号令说“法定节假日”，94号令说“节假日”，民法典说“法定休假日”（K3）；关闭后只遇国务院公布的放假日顺延',
  ),
  最短期间须满日: flag(
    false,
    '“不得少于N日”从发出次日起须满N个整日，最早截止日因此再晚一日（K10）',
  ),
  公开招标数额货物服务: number(400 * WAN, '◐', '内财购〔2025〕26号：货物、服务单项采购400万元以上'),
  采购限额货物服务: number(100 * WAN, '✎', '内蒙古分散采购限额标准的官方表未见'),
  采购限额工程: number(120 * WAN, '✎', '内蒙古分散采购限额标准的官方表未见'),
  公开招标数额工程: number(400 * WAN, '✎', '施工单项合同估算价；必须招标的工程项目规定第五条'),
  中小企业预留比例工程: number(40, '✎', '2022年下半年由30%提高到40%，此后延续的期限待核'),
  合作创新申请期: number(
    20,
    '✎',
    '合作创新采购公告至提交申请文件截止的工作日数，13号第十六条未见全文',
  ),
  合作创新小组下限: number(5, '✎', '谈判小组人数，13号第十五条所见副本缺这个数'),
  低价均价触发: number(50, '◐', '采购文件可以提高，最高65%'),
  低价次低触发: number(50, '◐', '采购文件可以提高，最高65%'),
  低价限价触发: number(45, '◐', '采购文件可以提高，最高65%'),
  专家审核期: number(20, '△', '财政部门审核评审专家申请的工作日数，198号未见期限'),
  登记认领核实期: number(5, '△', '财政部门核实登记认领的工作日数'),
  分享码最长日数: number(90, '△', '供应商分享资料的最长日数'),
  专家年龄上限: number(70, '✎', '财库〔2016〕198号第六条，原文未见'),
  专家中级职称年限: number(8, '✎', '中级职称且从事相关工作的年数；高级职称或同等专业水平不受此限'),
  专家不良记录年限: number(3, '✎', '申请前若干年内无不良信用记录'),
  代理专职人员最少: number(5, '✎', '财库〔2018〕2号：专职从业人员数，原文未见'),
  国密套件: flag(true, '新设的标箱用 SM2/SM3/SM4；关闭后用 P-256/AES。一包一套件，设箱时定下'),
  开标所需份额: number(
    3,
    '△',
    '五名保管人（采购人、代理机构、财政部门、平台、公证机构）中几名到齐即可启封',
  ),
  截标收讫宽限: number(
    5,
    '△',
    '秒：截止前已经到达而尚在排队的提交，在此时间内办结；到时封箱，封箱以后一概为迟到',
  ),
  解密时限: number(30, '△', '分钟：截止后等待保管人放出份额的时间（rules.md §13）'),
  故障登记: number(60, '△', '秒：服务中断满此时间的，登记并公布'),
  验收组人数下限: number(3, '△', '履约验收小组至少几人；国家未见规定'),
  文件清理期: number(30, '△', '日：政策文件被标记冲突之日起，最迟多少日内清理；国家未见规定'),
  拟废止公示期: number(7, '△', '日：提出废止之日起公示多少日方可废止；国家未见规定'),
  故障起算: number(
    10,
    '△',
    '分钟：投标服务不可用满此时间的（触及回看时间的各次故障合计，每次按全程计），截止时间顺延；须由省级财政部门规定',
  ),
  故障回看: number(2, '△', '小时：截止前此时间以内的故障才触发顺延；须由省级财政部门规定'),
  故障顺延: number(
    24,
    '△',
    '小时：自恢复起至少再留此时间；遇休息日顺延至其后首个工作日同一时刻；须由省级财政部门规定',
  ),
  停用账号凭据保留日数: number(
    30,
    '△',
    '账号停用后多少日清除动态口令、通行密钥、证书：误停用的可以恢复',
  ),
  安全日志地址保存月数: number(
    12,
    '△',
    '登录设备与网络地址保存多少个月；网络安全法第二十一条：网络日志不少于六个月',
  ),
  专家资料保存年数: number(
    5,
    '△',
    '未入库、退出、移出的专家登记保存几年：行政诉讼最长起诉期限五年（✎）',
  ),
  旧联系方式保存年数: number(1, '△', '被取代的电话等联系方式保存几年'),
  通话号码保存日数: number(180, '△', '抽取通知的号码保存多少日，供核对话费'),
  信件保存日数: number(30, '△', '沙箱里的信、信件没有送到的缘由保存多少日'),
  接口应答保存日数: number(7, '△', '防重复办理的应答保存多少日'),
  登记导入最多行数: number(
    5000,
    '△',
    '一张登记表最多多少行：整批在一个事务里入库，行数越多，入库时等得越久（五千行约数秒）',
  ),
  商品导入最多行数: number(200_000, '△', '一张商品表最多多少行；分块读入，内存不随行数增长'),
  履职数字回看年数: number(2, '△', '当事人的履职数字按最近几年的事项计算'),
  导出告警行数: number(2000, '△', '一人一日导出的含个人信息的行数，超过即告警'),
  预留执行公告月: number(
    12,
    '△',
    '财库〔2020〕46号第十八条要求主管预算单位公开上一年度预留项目执行情况，没有写明日子：最迟在次年几月底',
  ),
  结果更正重计质疑期: flag(
    true,
    '更正结果公告的内容，自更正公告之日起可以质疑（政府采购法第五十二条：知道或者应知其权益受到损害之日起）；没有文字说更正公告是否重计',
  ),
  导出告警次数: number(20, '△', '一人一日导出的次数，超过即告警'),
} as const satisfies Record<string, Setting<number> | Setting<boolean>>
export type SettingName = keyof typeof settings

const amount = z.int().min(0).max(Number.MAX_SAFE_INTEGER)
/** A document may only raise the shares that set off a review of low prices, up to 65%. */
const raised = (least: number) => z.number().min(least).max(65)
const few = z.int().min(1).max(366)
export const zSettings = z.strictObject({
  预留执行公告月: z.int().min(1).max(12).optional(),
  周末顺延: z.boolean().optional(),
  结果更正重计质疑期: z.boolean().optional(),
  最短期间须满日: z.boolean().optional(),
  公开招标数额货物服务: amount.optional(),
  采购限额货物服务: amount.optional(),
  采购限额工程: amount.optional(),
  公开招标数额工程: amount.optional(),
  中小企业预留比例工程: z.number().min(30).max(100).optional(),
  合作创新申请期: z.int().min(1).max(120).optional(),
  合作创新小组下限: z.int().min(1).max(51).optional(),
  低价均价触发: raised(50).optional(),
  低价次低触发: raised(50).optional(),
  低价限价触发: raised(45).optional(),
  专家审核期: few.optional(),
  登记认领核实期: few.optional(),
  分享码最长日数: few.optional(),
  专家年龄上限: few.optional(),
  专家中级职称年限: few.optional(),
  专家不良记录年限: few.optional(),
  代理专职人员最少: few.optional(),
  国密套件: z.boolean().optional(),
  开标所需份额: z.int().min(2).max(5).optional(),
  截标收讫宽限: z.int().min(0).max(60).optional(),
  解密时限: z
    .int()
    .min(5)
    .max(24 * 60)
    .optional(),
  故障登记: z.int().min(5).max(3600).optional(),
  验收组人数下限: z.int().min(1).max(50).optional(),
  文件清理期: few.optional(),
  拟废止公示期: few.optional(),
  故障起算: z
    .int()
    .min(1)
    .max(24 * 60)
    .optional(),
  故障回看: z.int().min(1).max(72).optional(),
  故障顺延: z.int().min(1).max(240).optional(),
  停用账号凭据保留日数: few.optional(),
  安全日志地址保存月数: z.int().min(6).max(180).optional(),
  专家资料保存年数: z.int().min(1).max(30).optional(),
  旧联系方式保存年数: z.int().min(1).max(15).optional(),
  通话号码保存日数: few.optional(),
  信件保存日数: few.optional(),
  接口应答保存日数: few.optional(),
  登记导入最多行数: z.int().min(100).max(100_000).optional(),
  商品导入最多行数: z.int().min(1000).max(1_000_000).optional(),
  履职数字回看年数: z.int().min(1).max(10).optional(),
  导出告警行数: z.int().min(1).max(1_000_000).optional(),
  导出告警次数: few.optional(),
})
export type Settings = z.output<typeof zSettings>

export type NumberSetting = {
  [K in SettingName]: (typeof settings)[K]['default'] extends number ? K : never
}[SettingName]
