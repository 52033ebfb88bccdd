import type { Citation, Columns, Keep, Personal } from '#kernel'
import { cite, citeMarked } from './cite.ts'

/** 个人信息保护法 was not read in full (domain trust §1.5 names its articles): cited by number, never quoted. */
const pipl = (article: string, mark: '◐' | '✎' = '◐') => citeMarked('个人信息保护法', article, mark)

/** On what a state organ, or a platform that acts for one, may handle it. */
export const bases = {
  /** 为履行法定职责所必需，不超出所必需的范围和限度. */
  法定职责: [pipl('第十三条第一款第三项', '✎'), pipl('第三十四条')],
  /** 金融账户、可辨身份的号码: a purpose, a necessity, and strict protection. */
  敏感: [pipl('第二十八条'), pipl('第三十四条')],
  /** 依法须公告的内容. */
  公告: [pipl('第二十五条'), cite('政府采购法', '第十一条', '及时向社会公开发布')],
  网络安全: [citeMarked('网络安全法', '第二十一条', '◐')],
} as const satisfies Record<string, readonly Citation[]>

const ended = pipl('第四十七条')
const files = cite('政府采购法', '第四十二条', '从采购结束之日起至少保存十五年')
/** How long, and which sweep of the clock carries it out. */
export const keeps = {
  采购文件: {
    title: '随采购文件',
    until: '自采购结束之日起至少十五年；期满列入鉴定清单，由人决定去留，系统不自动销毁档案',
    cites: [files],
    sweep: '采购档案期满',
  },
  任职期间: {
    title: '随账号与采购文件',
    until: '账号在用期间；停用后，姓名随其办过的采购文件保存，登录凭据到期清除',
    cites: [ended, files],
    sweep: '停用账号的登录凭据',
  },
  登录凭据: {
    title: '账号在用期间',
    until: '账号停用满“停用账号凭据保留日数”清除',
    cites: [ended],
    sweep: '停用账号的登录凭据',
  },
  会话: { title: '会话期间', until: '会话到期即清除', cites: [ended], sweep: '到期的会话与票据' },
  安全日志: {
    title: '安全日志',
    until: '事件随日志保存；设备与网络地址满“安全日志地址保存月数”抹去（不少于六个月）',
    cites: [citeMarked('网络安全法', '第二十一条', '◐'), ended],
    sweep: '安全日志里的设备与地址',
  },
  专家在库: {
    title: '在库期间',
    until: '未入库的申请、退出和移出的登记，满“专家资料保存年数”抹去',
    cites: [ended],
    sweep: '不在库专家的资料',
  },
  联系方式: {
    title: '现行有效期间',
    until: '被新的说法取代后，满“旧联系方式保存年数”抹去',
    cites: [ended],
    sweep: '已被取代的联系方式',
  },
  通话: {
    title: '结清话费以前',
    until: '通话结束满“通话号码保存日数”抹去号码与按键',
    cites: [ended],
    sweep: '通话里的号码',
  },
  应答: {
    title: '防重复办理期间',
    until: '满“接口应答保存日数”清除',
    cites: [ended],
    sweep: '接口应答',
  },
  订阅: {
    title: '订阅期间',
    until: '退订即删除；没有确认的，过了确认期限即删除',
    cites: [ended],
    sweep: '没有确认的订阅',
  },
  信件: {
    title: '信件',
    until: '满“信件保存日数”删除；没有送到的缘由同时抹去',
    cites: [ended],
    sweep: '沙箱的信件',
  },
  导入: {
    title: '入库以前',
    until: '整批入库、换一份表格或作废时即清空；放着不办的，由导入的财政部门办结',
    cites: [ended],
    sweep: null,
  },
  错误清单: {
    title: '改正以前',
    until: '换一份表格或作废时即清空；入库满“旧联系方式保存年数”清除',
    cites: [ended],
    sweep: '入库以后的错误清单',
  },
  导入名单: {
    title: '随登记',
    until: '作废即清空；入库的，随该登记抹去',
    cites: [ended],
    sweep: '不在库专家的资料',
  },
  留痕: {
    title: '审计记录',
    until: '查看与导出的记录只追加，不少于三年',
    cites: [pipl('第五十六条')],
    sweep: null,
  },
} as const satisfies Record<string, Keep>

export type KeepName = keyof typeof keeps
/** A declared column, in the order in which people ask: what, whose, what for, how long, how it is shown, who sees it whole. */
export const held = (
  title: string,
  whose: string,
  purpose: string,
  keep: KeepName,
  mask: Personal['mask'],
  whole: string,
  basis: keyof typeof bases = '法定职责',
): Personal => ({
  title,
  whose,
  purpose,
  basis: bases[basis],
  keep: keeps[keep],
  mask,
  whole,
  ...(basis === '敏感' ? { sensitive: true as const } : {}),
})
/** Nothing of persons in these columns: codes, digests, names of things and units. */
export const none = (...columns: string[]): Columns => ({ none: columns })
