/** A purchase of ours as OCDS has it, with every shape of the standard at least once: tests bend it. */
const org = (id: string, name: string) => ({ id, name })
const yuan = (amount: number) => ({ amount, currency: 'CNY' })
const at = (day: string) => `${day}T09:00:00+08:00`
const item = (id: string) => ({
  id,
  description: '多参数监护仪',
  description_en: 'Patient monitor',
  classification: {
    scheme: 'CN-GPC',
    id: 'A02320400',
    description: '医用电子生理参数检测仪器设备',
  },
  additionalClassifications: [{ scheme: 'UNSPSC', id: '42181900' }],
  quantity: 12,
  unit: { scheme: 'UNCEFACT', id: 'H87', name: '台', value: yuan(30000) },
})
const document = (id: string) => ({
  id,
  documentType: 'tenderNotice',
  title: '招标公告',
  url: 'https://example.org/notices/1',
  datePublished: at('2026-03-02'),
  format: 'text/html',
  language: 'zh',
})
const milestone = (id: string) => ({
  id,
  title: '到货',
  type: 'delivery',
  dueDate: at('2026-06-01'),
  dateMet: at('2026-05-28'),
  status: 'met',
  documents: [document('m')],
})
const amendment = {
  id: '1',
  date: at('2026-03-09'),
  rationale: '延长等标期',
  amendsReleaseID: 'r1',
  releaseID: 'r2',
  changes: [{ property: 'tenderPeriod.endDate', former_value: at('2026-03-24') }],
}
const period = { startDate: at('2026-03-02'), endDate: at('2026-03-24'), durationInDays: 22 }

export const release = () => ({
  ocid: 'ocds-213czf-NM150100-2026-0001',
  id: 'r2',
  date: at('2026-03-09'),
  tag: ['tenderAmendment'],
  initiationType: 'tender',
  language: 'zh',
  parties: [
    {
      ...org('91150100000000001X', '呼和浩特市某医院'),
      name_en: 'A hospital',
      roles: ['buyer', 'payer'],
      identifier: { scheme: 'CN-USCC', id: '91150100000000001X', legalName: '呼和浩特市某医院' },
      additionalIdentifiers: [{ scheme: 'X', id: 1 }],
      address: { streetAddress: '新华大街1号', locality: '呼和浩特市', countryName: '中国' },
      contactPoint: { name: '采购科', telephone: '0471-0000000', url: 'https://example.org' },
      details: { level: '旗县' },
    },
  ],
  buyer: org('91150100000000001X', '呼和浩特市某医院'),
  planning: {
    rationale: '设备更新',
    budget: {
      id: 'B1',
      amount: yuan(400000),
      project: '设备更新',
      projectID: 7,
      uri: 'https://example.org/b',
    },
    documents: [document('p')],
    milestones: [milestone('p')],
  },
  tender: {
    id: 'T1',
    title: '监护仪采购',
    'title_zh-Hans': '监护仪采购',
    status: 'active',
    procuringEntity: org('A', '代理机构'),
    items: [item('1'), item('2')],
    value: yuan(400000),
    procurementMethod: 'open',
    procurementMethodDetails: '公开招标',
    mainProcurementCategory: 'goods',
    additionalProcurementCategories: ['goods'],
    awardCriteria: 'ratedCriteria',
    submissionMethod: ['electronicSubmission'],
    tenderPeriod: period,
    enquiryPeriod: period,
    hasEnquiries: false,
    numberOfTenderers: 3,
    tenderers: [org('S1', '甲'), org('S2', '乙')],
    documents: [document('t')],
    milestones: [milestone('t')],
    amendments: [amendment],
  },
  awards: [
    {
      id: 'AW1',
      status: 'active',
      date: at('2026-04-01'),
      value: yuan(360000),
      suppliers: [org('S1', '甲')],
      items: [item('1')],
      documents: [document('a')],
    },
  ],
  contracts: [
    {
      id: 'C1',
      awardID: 'AW1',
      status: 'active',
      period,
      value: yuan(360000),
      items: [item('1')],
      dateSigned: at('2026-04-20'),
      documents: [document('c')],
      milestones: [milestone('c')],
      amendment,
      implementation: {
        transactions: [
          {
            id: 'P1',
            date: at('2026-06-10'),
            value: yuan(360000),
            payer: org('B', '国库'),
            payee: org('S1', '甲'),
            uri: 'https://example.org/p',
          },
        ],
        milestones: [milestone('i')],
        documents: [document('i')],
      },
    },
  ],
  relatedProcesses: [
    {
      id: '1',
      relationship: ['planning'],
      scheme: 'ocid',
      identifier: 'ocds-213czf-X',
      uri: 'https://example.org/x',
    },
  ],
})
export const envelope = {
  uri: 'https://example.org/ocds/releases',
  version: '1.1',
  publishedDate: at('2026-03-09'),
  publisher: { name: '政府采购一张网', scheme: 'CN-USCC', uid: '1', uri: 'https://example.org' },
}
export const releasePackage = () => ({ ...envelope, releases: [release()] })
