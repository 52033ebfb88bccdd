import { at, type Instant } from '#kernel'
import type { Offer } from './papers.ts'

export const line = (org: string, amount: string, no: string) => ({
  name: '医疗设备购置',
  org,
  year: 2026,
  docNo: `呼财预指〔2026〕${no}号`,
  proCode: '150100049002000003196',
  fundType: '111',
  expFunc: '2100201',
  depEco: '31003',
  govEco: '50601',
  amount,
})
export const DEADLINE = at('2026-04-28', 9, 30)
export const MOVED = at('2026-05-08', 9, 30)
export const iso = (t: Instant) => new Date(t).toISOString()

export const accountOf: Record<string, string> = {
  北京康达医疗器械有限公司: 'kangda',
  沈阳华瑞影像设备有限公司: 'huarui',
  呼和浩特赛罕医械有限公司: 'saihan',
  内蒙古蒙医科技有限公司: 'mengyi',
}
export type Offers = Record<string, Offer>
export const ecmo: Offers = {
  kangda: {
    name: '体外膜肺氧合系统(ECMO)',
    brand: '康达',
    model: 'KD-E900',
    quantity: 2,
    unitPrice: '1890000.00',
    price: '3780000.00',
    sme: 'none',
  },
  huarui: {
    name: '体外膜肺氧合系统(ECMO)',
    brand: '华瑞',
    model: 'HR-EC7',
    quantity: 2,
    unitPrice: '1845000.00',
    price: '3690000.00',
    sme: 'none',
  },
  saihan: {
    name: '体外膜肺氧合系统(ECMO)',
    brand: '赛罕',
    model: 'SH-200',
    quantity: 2,
    unitPrice: '1900000.00',
    price: '3800000.00',
    sme: 'all',
  },
  mengyi: {
    name: '体外膜肺氧合系统(ECMO)',
    brand: '蒙医',
    model: 'MY-E1',
    quantity: 2,
    unitPrice: '1870000.00',
    price: '3740000.00',
    sme: 'all',
  },
}
export const ultrasound: Offers = {
  kangda: {
    name: '彩色多普勒超声诊断系统',
    brand: '康达',
    model: 'KD-U8',
    quantity: 1,
    unitPrice: '3390000.00',
    price: '3390000.00',
    // The lot asks for a subcontract of thirty per cent with small enterprises.
    sme: 'share',
    smeAmount: '1050000.00',
  },
  huarui: {
    name: '彩色多普勒超声诊断系统',
    brand: '华瑞',
    model: 'HR-US9',
    quantity: 1,
    unitPrice: '3280000.00',
    price: '3280000.00',
    // The lot asks for a subcontract of thirty per cent with small enterprises.
    sme: 'share',
    smeAmount: '1000000.00',
  },
  saihan: {
    name: '彩色多普勒超声诊断系统',
    brand: '赛罕',
    model: 'SH-U5',
    quantity: 1,
    unitPrice: '3350000.00',
    price: '3350000.00',
    sme: 'all',
  },
  mengyi: {
    name: '彩色多普勒超声诊断系统',
    brand: '蒙医',
    model: 'MY-U1',
    quantity: 1,
    unitPrice: '3300000.00',
    price: '3300000.00',
    sme: 'all',
  },
}
/** Marks of the members, by bidder; subjective ones vary a little from member to member. */
export const marks: Record<
  string,
  { technical: number; plan: number; service: number; record: number }
> = {
  kangda: { technical: 38, plan: 8, service: 10, record: 8 },
  huarui: { technical: 40, plan: 9, service: 11, record: 8 },
  saihan: { technical: 36, plan: 7, service: 11, record: 4 },
  mengyi: { technical: 34, plan: 6, service: 9, record: 4 },
}

export interface Planned {
  process: string
  lineId: string
  planId: string
}
export interface Tendered {
  tenderId: string
  lots: { id: string; no: number }[]
  process: string
}
export const lotOf = (t: Tendered, no: number) => t.lots.find((l) => l.no === no)?.id ?? ''
