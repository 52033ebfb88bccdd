import { defaultsOf } from './defaults.ts'

/** How long things take at a draw, an opening or an evaluation where the law names no number. */
const minutes = (value: number, mark: '◐' | '△', note: string) => ({ default: value, mark, note })

export const sessionSettings = {
  抽取承诺窗口秒: minutes(60, '△', '公布抽取条件后，采购人、财政部门可以加入承诺的时间'),
  抽取揭示期限分钟: minutes(30, '△', '逾期不揭示的，抽取作废，理由公开'),
  语音接听秒: minutes(60, '△', '每次响铃'),
  语音次数: minutes(2, '△', '语音无人接听的，改发短信'),
  短信等待分钟: minutes(10, '△', '短信无答复的，记无人接听'),
  语音费分: minutes(15, '△', '每次语音通知，分；以与运营商的合同为准'),
  短信费分: minutes(5, '△', '每条短信，分；以与运营商的合同为准'),
  开标确认分钟: minutes(15, '△', '未到场或逾期不确认的，视同认可开标结果（87号令第四十二条）'),
  低价说明分钟: minutes(30, '◐', '财库〔2026〕2号：说明时间一般不少于30分钟'),
  断线暂停分钟: minutes(5, '△', '断线不足此数只暂停计时；国家未见规定'),
  断线等待分钟: minutes(30, '△', '断线超过此数须更换、改场或休会'),
  断线判定秒: minutes(45, '△', '席位多久没有回音算断线；页面每15秒报一次'),
  席位确认工作日: minutes(1, '△', '会场收到预订后确认的工作日数，逾期作废'),
  席位时延毫秒: minutes(300, '△', '席位自检：往返时延上限'),
  席位带宽兆: minutes(2, '△', '席位自检：下行带宽下限，兆比特每秒'),
} as const
export type SessionSetting = keyof typeof sessionSettings
/** A region's own value, or the named default. */
export const session = defaultsOf(sessionSettings)
