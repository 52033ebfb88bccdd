import { sql } from 'kysely'
import { type Register, type Sweep, ts } from '#kernel'
import { held, numberOf, type Settings } from '#law'
import { expertFlow } from './model.ts'

const who = '评审专家'
export const personal: Register = {
  'library.expert': {
    personal: {
      born: held('出生日期', who, '核对年龄上限', '专家在库', '日期', '本人；财政部门须查看留痕'),
      phone: held(
        '手机号',
        who,
        '抽取时通知',
        '专家在库',
        '电话',
        '本人；财政部门须查看留痕；抽取由系统拨号，谁也看不到号码',
      ),
      identity: held(
        '身份证号的带密摘要',
        who,
        '同一人只登记一次（只存带密摘要）',
        '专家在库',
        '不示',
        '谁也看不到',
        '敏感',
      ),
      employer: held('工作单位', who, '推算回避', '专家在库', null, '本人；审核它的财政部门'),
      title: held('职称', who, '核对职称条件', '专家在库', null, '本人；审核它的财政部门'),
    },
    none: ['specialities'],
  },
  'library.expert_tie': {
    personal: {
      org_name: held(
        '回避单位',
        '评审专家及其亲属',
        '推算回避',
        '专家在库',
        null,
        '本人；审核它的财政部门',
      ),
      note: held(
        '回避说明',
        '评审专家及其亲属',
        '说明利害关系',
        '专家在库',
        null,
        '本人；审核它的财政部门',
      ),
    },
  },
  'library.training': { free: ['title'] },
  'library.performance': {
    personal: {
      opinion: held(
        '履职记录',
        who,
        '动态管理：记录履职情况',
        '采购文件',
        null,
        '本人；记录单位；审核它的财政部门',
      ),
      reply: held(
        '本人说明',
        who,
        '本人对记录的说明',
        '采购文件',
        null,
        '本人；记录单位；审核它的财政部门',
      ),
    },
  },
}
const GONE = '（已抹去）'
export const sweeps: readonly Sweep[] = [
  {
    id: '不在库专家的资料',
    title: '未入库、退出、移出的专家登记',
    run: async ({ tx, now, world }) => {
      const years = numberOf('专家资料保存年数', world.settings as Settings)
      const { rows } = await sql<{ person: string; sat: boolean }>`
        select e.person, exists (select from kernel.subject r where r.noun = '评审意见'
            and r.parties @> jsonb_build_object('评审专家', jsonb_build_array(e.person))) as sat
        from library.expert e join kernel.subject s on s.id = e.person and s.noun = ${expertFlow.noun}
        where s.state in ('未通过', '停用') and s.since <= ${ts(now)}::timestamptz - make_interval(years => ${years})
          and (e.phone <> '' or e.employer <> '' or e.identity is not null) and not identity.is_held(e.person)`.execute(
        tx,
      )
      for (const { person, sat } of rows) {
        await sql`update library.expert set phone = '', employer = '', title = '', identity = null,
          born = date_trunc('year', born) where person = ${person}`.execute(tx)
        await sql`delete from library.expert_tie where expert = ${person}`.execute(tx)
        await sql`delete from library.fact where subject = ${person}`.execute(tx)
        await sql`delete from library.training where expert = ${person}`.execute(tx)
        // Where he came in by a table, its row names him too.
        await sql`update library.intake_row set title = ${GONE}, key = '' where subject = ${person}`.execute(
          tx,
        )
        // Whoever judged a purchase is named in its file, which is kept with it; the others were only applicants.
        if (sat) continue
        await sql`update library.person set name = ${GONE} where id = ${person}
          and not exists (select from library.position o where o.person = ${person} and not o.ended)`.execute(
          tx,
        )
        await sql`update kernel.subject set title = ${GONE} where id = ${person}`.execute(tx)
        await sql`update kernel.journal set person_name = case when person = ${person} then ${GONE} else person_name end,
          data = '{}', salt = null where subject = ${person}`.execute(tx)
      }
      return rows.length
    },
  },
]
