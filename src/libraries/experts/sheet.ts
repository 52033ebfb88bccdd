import { register as newPerson, personByAccount, setPerson } from '#identity/people'
import { type Ask, beginAll, type Day, judge, newId, type Tx, type World } from '#kernel'
import {
  type Column,
  count,
  letterOf,
  oneOf,
  optional,
  place,
  type Sheet,
  text,
  type Values,
} from '#libraries/intake'
import { birthdayIn, firstSaid, inReach, isIdNo, orgsNamed } from '#libraries/register'
import type { Fault } from '#sheets'
import { experts, isHeading, titleFacts } from './actions.ts'
import { type ExpertFacts, eligible, expertFlow, grades, headingOf, onlyOnce } from './model.ts'
import * as store from './store.ts'

/** The number is read, judged and made a digest of; it is written down nowhere. */
const idNo: Column<string> = {
  title: '公民身份号码',
  help: '18位；只用来查重，系统不保存原号',
  read: (t) =>
    isIdNo(t.toUpperCase())
      ? { value: t.toUpperCase() }
      : { what: '不能通过校验', cure: '请对照身份证逐位核对' },
}
const headings: Column<readonly string[]> = {
  title: '评审专业',
  help: '《政府采购品目分类目录》的编码，用顿号隔开，如 A02010000、C16000000',
  read: (t) => {
    const codes = t.split(/[、,，;；\s]+/).filter((x) => x !== '')
    const strange = codes.find((c) => !/^[ABC][0-9]{2,8}$/.test(c) || !isHeading(c))
    return strange === undefined
      ? { value: codes.map(headingOf) }
      : { what: `“${strange}”不是目录里的品目`, cure: '填品目编码，用顿号隔开' }
  },
}
const account: Column<string> = {
  ...text('账号', 32, '以小写字母开头，3至32位；空：系统给一个'),
  read: (t) =>
    /^[a-z][a-z0-9_.-]{2,31}$/.test(t)
      ? { value: t }
      : { what: `“${t}”不能作账号`, cure: '3至32位，以小写字母开头，用小写字母、数字、点、横线' },
}
const columns = {
  name: text('姓名', 40),
  idNo,
  phone: text('手机号', 40),
  region: place('申请地'),
  grade: oneOf('职称等级', grades),
  title: text('职称名称', 60),
  titleYears: count('从事相关工作年数', 0, 60),
  specialities: headings,
  employer: text('工作单位全称', 120),
  account: optional(account),
}
type Row = Values<typeof columns>
/** What is kept of a row until it enters: everything but the number. */
type Kept = Omit<Row, 'idNo'> & { readonly born: Day; readonly identity: string }

const factsOf = (
  ask: Ask,
  k: Kept,
  more: { supervisor: boolean; known: boolean },
): ExpertFacts => ({
  today: ask.today,
  actorRegion: ask.actor.region,
  born: k.born,
  grade: k.grade,
  titleYears: k.titleYears,
  specialities: k.specialities.length,
  strange: [],
  supervisor: more.supervisor,
  lastBad: null,
  input: { region: k.region, known: more.known },
})
async function against(
  ask: Ask,
  lines: readonly { no: number; data: object }[],
  head: Parameters<Sheet['against']>[2]['head'],
): Promise<Fault[]> {
  const out: Fault[] = []
  const taken = new Set<string>()
  const supervising = new Map<string, boolean>()
  for (const l of lines) {
    const k = l.data as Kept
    if (!supervising.has(k.employer))
      supervising.set(
        k.employer,
        (await orgsNamed(ask.tx, k.employer)).some((o) => o.kind === '财政部门'),
      )
    const facts = factsOf(ask, k, {
      supervisor: supervising.get(k.employer) === true,
      known: await store.identityKnown(ask.tx, Buffer.from(k.identity, 'hex')),
    })
    const tell = (title: string, what: string, cure: string) =>
      out.push({ row: l.no, column: letterOf(head, title), what: `${k.name}：${what}`, cure })
    for (const r of judge([...eligible, onlyOnce, inReach], facts, ask.today))
      tell(
        (columns as Record<string, Column>)[r.field ?? '']?.title ?? '',
        r.because,
        r.cure || `依据：${r.rule}`,
      )
    if (k.account === null) continue
    if (taken.has(k.account) || (await personByAccount(ask.tx, k.account)))
      tell(account.title, `账号“${k.account}”已被使用`, '换一个账号，或空着由系统给')
    taken.add(k.account)
  }
  return out
}
/** Everyone gets an account that waits for its activation code, which his finance department's administrator hands over. */
async function enter(ask: Ask, lines: readonly { data: object }[]): Promise<string[]> {
  const kept = lines.map((l) => l.data as Kept)
  const people: string[] = []
  for (const k of kept) {
    const name = k.account ?? `zj${newId(ask.now).replaceAll('-', '').slice(-12)}`
    const post = { role: '评审专家', org: null, region: k.region }
    people.push((await newPerson(ask, { name: k.name, account: name }, [post])).person)
  }
  const at = (i: number) => people[i] as string
  await beginAll(
    ask,
    expertFlow,
    'bring',
    kept.map((k, i) => ({
      newborn: {
        id: at(i),
        title: k.name,
        process: at(i),
        lawOn: ask.today,
        region: k.region,
        parties: { 评审专家: [at(i)] },
      },
      facts: factsOf(ask, k, { supervisor: false, known: false }),
    })),
  )
  await store.addExperts(
    ask.tx,
    kept.map((k, i) => ({
      person: at(i),
      born: k.born,
      grade: k.grade,
      title: k.title,
      title_years: k.titleYears,
      specialities: [...k.specialities],
      region: k.region,
      employer: k.employer,
      phone: k.phone,
      identity: Buffer.from(k.identity, 'hex'),
    })),
  )
  await firstSaid(
    ask,
    kept.flatMap((k, i) =>
      titleFacts(ask, k, '财政部门登记').map((fact) => ({ subject: at(i), fact })),
    ),
  )
  return people
}
async function withdraw(tx: Tx, people: readonly string[]) {
  await store.forgetIdentities(tx, people)
  for (const p of people) await setPerson(tx, p, { disabled: true })
}
export const expertSheet: Sheet<Row> = {
  kind: '评审专家',
  columns,
  target: 'library.person',
  own: [
    'library.expert.person',
    'library.position.person',
    'identity.appointment.person',
    'identity.account.person',
    'identity.activation.person',
  ],
  story: experts,
  line(world: World, { idNo: no, ...rest }) {
    const identity = store.identityOf(world.masterKey, no).toString('hex')
    const data: Kept = { ...rest, born: birthdayIn(no) as Day, identity }
    return { key: identity, title: rest.name, region: rest.region, data }
  },
  against: (ask, lines, { head }) => against(ask, lines, head),
  enter,
  withdraw,
}
