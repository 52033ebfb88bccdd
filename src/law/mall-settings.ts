import { defaultsOf } from './defaults.ts'

/**
 * 电子卖场: no national text regulates it (domain rules §10), so every number here is a named default that a region replaces.
 * Money in fen, shares in percent unless the name says 万分.
 */
const value = (n: number, mark: '◐' | '✎' | '△', note: string) => ({ default: n, mark, note })

export const mallSettings = {
  直购单笔上限: value(100_000_00, '△', '分：一笔直购订单至多多少，超过的走网上竞价或询价'),
  价格警戒比例: value(20, '◐', '百分比：单价高于在售报价中位数此比例的，不说明并经审批不得下单'),
  比价最少家数: value(3, '△', '家：可比的在售供应商不足此数时没有中位数可比'),
  接单期限: value(2, '△', '工作日：逾期不接单视同拒单'),
  发货期限: value(5, '△', '工作日：自接单起'),
  验收期限: value(7, '△', '工作日：自发货起；逾期从不视同验收合格，但该采购人须先验收才能再下单'),
  退换处理期限: value(3, '△', '工作日：供应商处理退换货的期限，逾期采购人可以解除订单'),
  工单答复期限: value(3, '△', '工作日：供应商答复举报、巡查工单的期限，逾期转财政部门处理'),
  断货暂停次数: value(3, '△', '次：回看期内因断货、停产拒单或解除达到此数的，暂停接受新订单'),
  竞价最短分钟: value(60, '△', '分钟：网上竞价和电子反拍首次报价至少开放多久'),
  询价最短工作日: value(3, '△', '工作日：网上询价至少开放多久'),
  竞价最少家数: value(3, '△', '家：不足的顺延一次，仍不足的由采购人决定是否成交'),
  竞价延时窗口: value(5, '△', '分钟：公开降价最后这段时间内出现新低价的，顺延'),
  竞价延时分钟: value(5, '△', '分钟：每次顺延多久'),
  竞价延时次数: value(10, '△', '次：至多顺延几次'),
  竞价降幅万分: value(50, '△', '万分比：公开降价每次至少低于现最低价多少'),
  反拍轮数: value(3, '△', '轮：每轮各家依次一次'),
  反拍每轮分钟: value(2, '△', '分钟：轮到一家时给它多久'),
  成交确认期: value(3, '△', '工作日：采购人逾期不确认的，视同确认最低价'),
  框架竞价最短小时: value(24, '△', '小时：框架协议二次竞价、请入围供应商降价，至少开放多久'),
  查价额度账号: value(3_000, '△', '次：一个账号每小时查商品和价格的次数'),
  查价额度地址: value(1_200, '△', '次：未登录的一个地址每小时查商品和价格的次数'),
  断货回看日数: value(90, '△', '日'),
} as const
export type MallSetting = keyof typeof mallSettings
export const mall = defaultsOf(mallSettings)
