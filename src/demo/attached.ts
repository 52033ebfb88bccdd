import { extractText } from 'unpdf'
import { type Paper, startPrinter } from '#papers'
import type { Attached, Offer } from './papers.ts'

/** What a bidder answers, item by item, at the length of a real paper: several pages, so that an index has something to say. */
const chapters = (o: Offer): readonly (readonly [string, string, readonly string[]])[] => [
  [
    'qualifications.q1',
    '资格承诺函',
    [
      '本单位具有独立承担民事责任的能力，具有良好的商业信誉和健全的财务会计制度，依法缴纳税收和社会保障资金。',
    ],
  ],
  [
    'qualifications.q2',
    '医疗器械许可与注册证',
    [
      `${o.brand}的医疗器械经营许可证在有效期内。`,
      `${o.name}（${o.model}）的医疗器械注册证在有效期内，适用范围与采购需求一致。`,
    ],
  ],
  [
    'substantial.s1',
    '质保承诺',
    ['整机质保三年，自验收合格之日起算；质保期内备件、人工、差旅不另收费。'],
  ],
  ['substantial.s2', '交货承诺', ['合同签订后40日内交货并完成安装调试，比要求提前5日。']],
  [
    'responses.technical',
    '技术参数逐项响应表',
    [
      '逐项对照采购文件，全部满足，没有负偏离。',
      '主机、显示、报警、电源、接口各项的实测值见随附的检验报告。',
    ],
  ],
  [
    'responses.plan',
    '安装、培训与验收方案',
    [
      '第一周：场地勘察、配电与管线核对；第二周：设备进场、就位、通电；第三周：调试、操作培训、考核；第四周：试运行与验收。',
      '培训分医生、护士、工程师三班，每班不少于八学时，留有讲义和录像。',
    ],
  ],
  [
    'responses.service',
    '售后服务方案',
    ['呼和浩特设常驻工程师三名、备件库一处；2小时响应，8小时到场，24小时不能修复的提供备用机。'],
  ],
  [
    'responses.record',
    '同类业绩',
    ['2024年，某三级医院，同型设备，合同一份。', '2025年，某盟市中心医院，同型设备，合同一份。'],
  ],
]
const filler = (title: string) =>
  Array.from(
    { length: 9 },
    (_, n) =>
      `${n + 1}. 关于“${title}”的说明：本节内容与采购文件的要求逐条对应，所列材料均附有原件的扫描件，查验的人可以按编号找到原件；如有不一致，以采购文件的要求为准，并由本单位承担相应的责任。`,
  )

export type Indexed = Record<string, { file: string; page: number }>
/** The paper as a PDF, with the page on which each answer really stands. */
export async function bidPapers(bidder: string, offers: readonly Offer[]) {
  const printer = startPrinter()
  try {
    const out: { file: Attached; index: Indexed }[] = []
    for (const o of offers) {
      const name = '投标文件.pdf'
      const parts = chapters(o)
      const paper: Paper = {
        title: `${o.name}　投标文件`,
        author: bidder,
        date: '2026-11-09',
        meta: `${o.brand}　${o.model}`,
        opening: '',
        sections: parts.map(([, heading, text], n) => ({
          heading: `${n + 1}　${heading}`,
          text: [...text, ...filler(heading)].join('\n\n'),
          groups: [],
          columns: [],
          rows: [],
        })),
        tail: '',
        publisher: bidder,
        dateWords: '2026年11月9日',
        foot: '投标文件',
        address: 'https://example.invalid/bid',
        proof: [],
      }
      const { pdf } = await printer.print(paper)
      const { text } = await extractText(new Uint8Array(pdf), { mergePages: false })
      const flat = text.map((t) => t.replace(/\s/g, ''))
      const index: Indexed = {}
      for (const [n, [key, heading]] of parts.entries()) {
        const page = flat.findIndex((t) => t.includes(`${n + 1}${heading}`))
        if (page >= 0) index[key] = { file: name, page: page + 1 }
      }
      out.push({ file: { name, type: 'application/pdf', bytes: pdf }, index })
    }
    return out
  } finally {
    await printer.stop()
  }
}
