import {
  type Ask,
  dayOf,
  type Entry,
  type Follower,
  type Instant,
  showDay,
  showInstant,
  showYuan,
  subjectOf,
  yuanText,
} from '#kernel'
import { inWordsOf, lawOn, type MethodName, methodOfNumber, methodRow } from '#law'
import { itemOf, orgOf, projectOf } from '#libraries'
import {
  attachmentsOf,
  correctionsOf,
  type Document,
  lotOf,
  type Pause,
  pausesOf,
  sealerPages,
  tenderFlow,
  tenderOf,
} from '#tender'
import { CONTACT, TENDER_CONTACT } from './form.ts'
import type { Kind } from './model.ts'
import { contacts, endOf, only, put } from './publish.ts'
import * as store from './store.ts'

export async function about(ask: Ask, e: Pick<Entry, 'process'>, tenderId: string) {
  const tender = await tenderOf(ask.tx, tenderId)
  const s = await subjectOf(ask.tx, tenderFlow, tenderId)
  const project = await projectOf(ask.tx, { id: e.process })
  const buyer = await orgOf(ask.tx, project.buyer)
  const agency = await orgOf(ask.tx, tender.agency)
  return { tender, s, project, buyer, agency }
}

export const demanded = (d: Document, kind: Document['qualifications'][number]['kind']) =>
  d.qualifications
    .filter((q) => q.kind === kind)
    .map((q) => q.text)
    .join('\n')
export const ceilings = (d: Document) =>
  d.lots
    .flatMap((l) => (l.ceiling === null ? [] : [`第${l.no}包 ${showYuan(l.ceiling)}元`]))
    .join('；')

const noticeOf: Partial<Record<MethodName, Kind>> = {
  公开招标: '招标公告',
  竞争性谈判: '竞争性谈判公告',
  竞争性磋商: '竞争性磋商公告',
  询价: '询价公告',
}
/** 招标公告（格式三），谈判、磋商、询价公告（格式四）：指名邀请的没有公告。 */
export const tenderNotice: Follower = async (ask, e) => {
  const { tender, s, project, buyer, agency } = await about(ask, e, e.subject)
  const { document: d, deadline, supplyEnds } = tender
  if (d === null || deadline === null || supplyEnds === null)
    throw new Error('采购公告的文件或时间尚未写入')
  const method = methodOfNumber(s.no) ?? '公开招标'
  const kind = noticeOf[method]
  const { notice } = methodRow(method)
  if (tender.way !== '公告' || kind === undefined || notice === null) return
  const w = (text: string) => inWordsOf(method, text)
  const tendering = methodRow(method).form === '招标'
  const [sealer] = await sealerPages(ask.tx)
  const ends = endOf(ask, s.lawOn, notice)
  await put(ask, e, {
    kind,
    title: `${project.title}${kind}`,
    publisher: agency.name,
    ends,
    attachments: await attachmentsOf(ask.tx, e.subject, d),
    given: {
      项目概况: {
        values: {
          项目概况: `${project.title}${w('招标项目')}的潜在${w('投标人')}应在政府采购一张网获取${w('招标文件')}，并于${showInstant(deadline)}（北京时间）前提交${w('投标文件')}。`,
        },
      },
      项目基本情况: {
        values: {
          项目编号: s.no,
          项目名称: project.title,
          采购方式: method,
          '预算金额（元）': yuanText(d.lots.reduce((a, l) => a + l.budget, 0)),
          最高限价: ceilings(d),
          采购需求: d.overview,
          合同履行期限: d.performance,
          [tendering ? '是否接受联合体投标' : '是否接受联合体']: d.consortium ? '接受' : '不接受',
        },
        rows: d.lots.flatMap((l) =>
          l.items.map((i) => ({
            lot: String(l.no),
            name: i.name,
            code: `${i.code} ${itemOf(i.code)?.name ?? ''}`.trim(),
            quantity: `${i.quantity}${i.unit}`,
            requirement: i.requirement,
          })),
        ),
      },
      申请人的资格要求: {
        values: {
          '1.满足《中华人民共和国政府采购法》第二十二条规定':
            demanded(d, '法定') || '供应商应当具备该条规定的条件。',
          '2.落实政府采购政策需满足的资格要求': demanded(d, '政策') || '无',
          '3.本项目的特定资格要求': demanded(d, '特定') || '无',
        },
      },
      [tendering ? '获取招标文件' : '获取采购文件']: {
        values: {
          时间: `${showDay(ask.today)}至${showDay(supplyEnds)}，每日0时至24时（北京时间，含节假日）`,
          地点: '政府采购一张网',
          方式: '网上免费获取，无须登录',
          '售价（元）': yuanText(d.documentPrice),
        },
      },
      '提交投标文件截止时间、开标时间和地点': {
        values: {
          '截止时间、开标时间': `${showInstant(deadline)}（北京时间）`,
          地点: tender.place,
        },
      },
      响应文件提交: {
        values: { 截止时间: `${showInstant(deadline)}（北京时间）`, 地点: tender.place },
      },
      开启: { values: { 时间: `${showInstant(deadline)}（北京时间）`, 地点: tender.place } },
      ...only(
        '公告期限',
        `自本公告发布之日起${lawOn(s.lawOn)(notice)}个工作日，至${showDay(ends)}`,
      ),
      ...only(
        '其他补充事宜',
        (d.bidBond === 0
          ? `本项目不收取${w('投标保证金')}。`
          : `${w('投标保证金')}${showYuan(d.bidBond)}元，以非现金形式提交。`) +
          (sealer === undefined
            ? ''
            : `${w('投标文件')}也可以断网封存：本站“离线封存”页下载的文件，其SHA-256为${sealer.sha256}。`),
      ),
      [tendering ? TENDER_CONTACT : CONTACT]: await contacts(ask, buyer, agency),
    },
  })
}

interface Change {
  readonly item: string
  readonly text: string
}
const changesOf = (x: Record<string, unknown>) =>
  Array.isArray(x.changes) ? (x.changes as Change[]) : []
const deadlineOf = (x: Record<string, unknown>) =>
  typeof x.deadline === 'number' ? showInstant(x.deadline as Instant) : ''

/** 更正公告（格式六）：原公告不动，逐项写明更正前后。 */
export const correction: Follower = async (ask, e) => {
  const { tender, s, project, buyer, agency } = await about(ask, e, e.subject)
  const c = (await correctionsOf(ask.tx, e.subject)).at(-1)
  const ofResult = c?.subjectOf === '采购结果'
  const first = (await store.noticesOfProcess(ask.tx, e.process)).find(
    (n) => n.subject === e.subject && (!ofResult || /^(中标|成交)结果公告$/.test(n.kind)),
  )
  // Invited by name: the change goes to those invited, on the record; there was no notice to correct.
  if (!first && tender.way !== '公告') return
  if (!first || !c) throw new Error('更正公告没有原公告')
  const time = inWordsOf(methodOfNumber(s.no), '投标截止时间、开标时间')
  const after = changesOf(c.after)
  const had = new Set(first.content.attachments?.map((a) => a.sha256))
  const files = tender.document ? await attachmentsOf(ask.tx, e.subject, tender.document) : []
  const [was, is] = [deadlineOf(c.before), deadlineOf(c.after)]
  await put(ask, e, {
    kind: '更正公告',
    title: `${project.title}${ofResult ? first.kind.replace('公告', '') : ''}更正公告`,
    publisher: agency.name,
    corrects: first.id,
    attachments: files.filter((a) => !had.has(a.sha256)),
    given: {
      项目基本情况: {
        values: {
          原公告的采购项目编号: s.no,
          原公告的采购项目名称: project.title,
          首次公告日期: showDay(dayOf(first.published)),
        },
      },
      更正信息: {
        values: { 更正事项: c.subjectOf, 更正原因: c.reason, 更正日期: showDay(ask.today) },
        rows: [
          // Both lists were written together, item by item, in one order.
          ...changesOf(c.before).map((b, i) => ({
            item: b.item,
            before: b.text,
            after: after[i]?.text ?? '',
          })),
          ...(was === is ? [] : [{ item: time, before: was, after: is }]),
        ],
      },
      ...only(
        '其他补充事宜',
        ofResult
          ? '其余内容不变；对更正的内容有异议的，可以依法提出质疑。'
          : tender.deadline === null
            ? '无'
            : `${time}为${showInstant(tender.deadline)}（北京时间）。`,
      ),
      [CONTACT]: await contacts(ask, buyer, agency),
    },
  })
}

/** 暂停与恢复：用更正公告（格式六）告知，新日期由暂停的日数推出。 */
const interruption =
  (what: string, after: (p: Pause, t: string) => string): Follower =>
  async (ask, e) => {
    const { tender, s, project, buyer, agency } = await about(ask, e, e.subject)
    const first = (await store.noticesOfProcess(ask.tx, e.process)).find(
      (n) => n.subject === e.subject,
    )
    if (!first) return
    const open = await store.openOf(ask.tx, e.seq)
    const pause = (await pausesOf(ask.tx, e.subject)).at(-1)
    const deadline = tender.deadline === null ? '' : showInstant(tender.deadline)
    await put(ask, e, {
      kind: '更正公告',
      title: `${project.title}${inWordsOf(methodOfNumber(s.no), what)}公告`,
      publisher: agency.name,
      corrects: first.id,
      given: {
        项目基本情况: {
          values: {
            原公告的采购项目编号: s.no,
            原公告的采购项目名称: project.title,
            首次公告日期: showDay(dayOf(first.published)),
          },
        },
        更正信息: {
          values: {
            更正事项: '采购公告',
            更正原因: typeof open['reason'] === 'string' ? open['reason'] : what,
            更正日期: showDay(ask.today),
          },
          rows: [
            {
              item: inWordsOf(methodOfNumber(s.no), '投标截止时间、开标时间'),
              before:
                pause?.deadline_before == null ? deadline : showInstant(pause.deadline_before),
              after: pause ? after(pause, deadline) : '暂停，恢复时另行公告',
            },
          ],
        },
        ...only('其他补充事宜', what),
        [CONTACT]: await contacts(ask, buyer, agency),
      },
    })
  }
const untilResumed = () => '暂停，恢复时另行公告'
export const paused = interruption('暂停招标', untilResumed)
export const held = interruption('暂停评审', (_, deadline) => deadline)
export const resumed = interruption('恢复招标', (_, deadline) => deadline)
export const released = interruption('恢复评审', (_, deadline) => deadline)

interface Ending {
  readonly tender: string
  readonly what: string
}
/** 终止公告、废标公告（格式七）：the reason is what the step itself said to the public. */
const ending =
  (tendering: Kind, of: (ask: Ask, e: Entry) => Promise<Ending>): Follower =>
  async (ask, e) => {
    const { tender, what } = await of(ask, e)
    const { s, project, buyer, agency } = await about(ask, e, tender)
    const { form } = methodRow(methodOfNumber(s.no) ?? '公开招标')
    const kind = form === '招标' ? tendering : '终止公告'
    const open = await store.openOf(ask.tx, e.seq)
    const said = [open.grounds, open.explanation]
      .filter((x) => typeof x === 'string' && x !== '')
      .join('。')
    await put(ask, e, {
      kind,
      title: `${project.title}${what}${kind}`,
      publisher: agency.name,
      given: {
        项目基本情况: { values: { 采购项目编号: s.no, 采购项目名称: `${project.title}${what}` } },
        ...only('项目终止的原因', said),
        ...only('其他补充事宜', '无'),
        [CONTACT]: await contacts(ask, buyer, agency),
      },
    })
  }
export const lotFailed = ending('废标公告', async (ask, e) => {
  const lot = await lotOf(ask.tx, e.subject)
  return { tender: lot.tender, what: `（第${lot.no}包 ${lot.title}）` }
})
export const terminated = ending('终止公告', async (_, e) => ({ tender: e.subject, what: '' }))
