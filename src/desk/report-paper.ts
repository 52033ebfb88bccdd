import { noticesOfProcess } from '#disclosure'
import { type Ask, asHouse, regionName, rfc3339, type Section, showDay, showInstant } from '#kernel'
import { inWordsOf } from '#law'
import { numeral, type Paper, paperSection } from '#papers'
import { type Report, reportOf } from '#tender'
import { receiptOf } from '#upward'

/** Where and when it was published, up to the report (87号令第五十八条第一项): public, so read as the house. */
const published = (ask: Ask, r: Report): Promise<Section> =>
  asHouse(ask, async () => {
    const rows = []
    for (const n of await noticesOfProcess(ask.tx, r.process)) {
      if (n.published > r.reported) continue
      const sent = await receiptOf(ask.tx, n.id)
      rows.push({
        kind: n.kind,
        title: n.title,
        media: sent ? '政府采购一张网、中国政府采购网' : '政府采购一张网',
        at: rfc3339(n.published),
        ends: n.ends,
      })
    }
    return {
      title: '公告的媒体和日期',
      columns: [
        { key: 'kind', label: '公告' },
        { key: 'title', label: '标题' },
        { key: 'media', label: '媒体' },
        { key: 'at', label: '发布', kind: 'instant' },
        { key: 'ends', label: '公告期限至', kind: 'day' },
      ],
      rows,
    }
  })

/** The report of one lot on paper, as this person may read it. Throws NotFound. */
export async function reportPaper(ask: Ask, lot: string, origin: string): Promise<Paper> {
  const r = await reportOf(ask, lot)
  const [first, ...rest] = r.sections
  const sections = [...(first ? [first] : []), await published(ask, r), ...rest]
  const place = r.index === null ? '/journal' : `/journal/entries/${r.index}`
  return {
    title: r.title,
    author: r.agency,
    date: r.day,
    meta: `${regionName(r.region)}　${showInstant(r.reported)} 形成　${showInstant(ask.now)} 取出`,
    opening:
      `本报告依照${r.basis}，由系统按评标委员会成员签署的评审记录汇总。评审情况和其中的商业秘密依法保密，阅读者负有保密责任。`.replace(
        '评标委员会',
        inWordsOf(r.method, '评标委员会'),
      ),
    sections: sections.map((s, n) => paperSection(s, numeral(n + 1))),
    tail: '对评审报告持不同意见的成员应当签署不同意见并说明理由；既不签署也不说明的，视为同意评审报告。',
    publisher: r.agency,
    dateWords: showDay(r.day),
    foot: `政府采购一张网　${inWordsOf(r.method, '评审报告')}　${r.projectNo}`,
    address: `${origin}${place}`,
    proof: [
      `评审结果摘要（SHA-256）：${r.digest}`,
      r.index === null
        ? '出具评审报告这一步正在等待编入只能追加的流水，稍后重新取出即可看到编号：'
        : `出具评审报告是流水的第${r.index}条，其中写有上面的结果摘要。扫码可以核对：`,
      `${origin}${place}`,
    ],
  }
}
