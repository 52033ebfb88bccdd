import { idCheck, makeUscc } from '#libraries'
import type { Value } from '#sheets'

let made = 0
/** A row of the table of suppliers, purchasers or agencies, each a unit of its own. */
export const unit = (more: Record<string, Value> = {}): Record<string, Value> => {
  const n = ++made
  return {
    统一社会信用代码: makeUscc('91', '150122', `DR${String(n).padStart(6, '0')}`),
    单位名称: `导入商贸第${n}有限公司`,
    登记地: '呼和浩特市 托克托县',
    住所: '双河镇',
    单位负责人: `负责人${n}`,
    联系电话: '0471-8510000',
    企业规模: '微型',
    财政区划代码: '150122000',
    是否集中采购机构: '否',
    专职从业人员: 8,
    办公场所: '双河镇',
    自有评审场地和录音录像: '是',
    代理范围: '货物、服务',
    ...more,
  }
}
/** A row of the table of experts. */
export const expert = (n: number, more: Record<string, Value> = {}): Record<string, Value> => {
  const head = `1501041979061${String(2000 + n)}`
  return {
    姓名: `导入专家${n}`,
    公民身份号码: head.slice(0, 17) + idCheck(head.slice(0, 17)),
    手机号: '13900000000',
    申请地: '呼和浩特市',
    职称等级: '副高级',
    职称名称: '高级工程师',
    从事相关工作年数: 12,
    评审专业: 'A02010000',
    工作单位全称: '某设计院',
    ...more,
  }
}
