import { createHash } from 'node:crypto'
import { type Ask, canonical, type Day, type Entry, newId, Refused, refusal } from '#kernel'
import { lawOn, type ParamName, period } from '#law'
import { type Org, projectOf } from '#libraries'
import { type Content, forms, lacking, type Notice, type Part } from './model.ts'
import * as store from './store.ts'

/** Publish: the content is judged against its form, hashed and kept, in the transaction of the step it follows. */
export async function put(
  ask: Ask,
  e: Entry,
  c: Omit<Content, 'date'>,
  more: { ends?: Day; corrects?: string } = {},
): Promise<Notice> {
  const content: Content = { ...c, date: ask.today }
  const missing = lacking(content)
  if (missing.length > 0)
    throw new Refused([
      {
        ...refusal('公告须符合规定的格式', `${c.kind}缺少或次序不对：${missing.join('、')}`, {
          cure: '补齐业务数据后再发布',
          facts: { 缺少: missing.join('、') },
        }),
        cites: forms[c.kind].cites,
      },
    ])
  const project = await projectOf(ask.tx, { id: e.process })
  const notice: Notice = {
    id: newId<'notice'>(ask.now),
    kind: c.kind,
    subject: e.subject,
    process: e.process,
    ocid: project.ocid,
    projectNo: project.no,
    title: c.title,
    region: project.region,
    publisher: c.publisher,
    content,
    sha256: createHash('sha256').update(canonical(content)).digest('hex'),
    published: ask.now,
    ends: more.ends ?? null,
    corrects: more.corrects ?? null,
  }
  await store.addNotice(ask.tx, notice)
  return notice
}
export const endOf = (ask: Ask, on: Day, name: ParamName) =>
  period({ from: ask.today, length: lawOn(on)(name), unit: 'workday' }).end
export const contacts = (buyer: Org, agency: Org | null): Part => ({
  heading: '联系方式',
  fields: [
    { label: '采购人名称', value: buyer.name },
    { label: '采购人地址', value: buyer.address },
    { label: '采购人联系方式', value: buyer.phone },
    ...(agency
      ? [
          { label: '采购代理机构名称', value: agency.name },
          { label: '采购代理机构地址', value: agency.address },
          { label: '采购代理机构联系方式', value: agency.phone },
        ]
      : []),
  ],
})
export const other = (value = '无'): Part => ({
  heading: '其他补充事宜',
  fields: [{ label: '其他', value }],
})
