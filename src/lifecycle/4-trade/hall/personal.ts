import type { Register } from '#kernel'
import { held } from '#law'

const there = held(
  '到场代表姓名',
  '到场的投标人代表',
  '开标记录由到场代表签字确认',
  '采购文件',
  '姓名',
  '主持开标的人、到场的投标人、监督的财政部门',
)
export const personal: Register = {
  'trade.attendance': { personal: { name: there } },
  'trade.hall': { personal: { record: there } },
  'trade.hall_word': { free: ['text', 'answer'] },
}
