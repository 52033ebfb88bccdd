import { z } from 'zod'
import { flows } from '#flows'
import {
  type Ask,
  dueSoon,
  inbox,
  op,
  type RoleSpec,
  regionName,
  regions,
  type Subject,
  summary,
  toldLately,
  type Waiting,
  waitingForOthers,
  zRefusal,
  zSummary,
  zText,
} from '#kernel'
import { roles } from '#law'
import { codeRefusals, edition, findItems, findOrgs, orgKinds } from '#libraries'
import { projectView, zProject } from './project.ts'
import { findProjects, wholeProject, zProjects, zProjectsWanted, zWhole } from './projects.ts'

const summaryOf = (ask: Ask, s: Subject) => {
  const flow = flows.find((f) => f.noun === s.noun)
  return flow ? [summary(ask.actor, flow, s)] : []
}
const zMatter = zSummary.extend({ actions: z.array(z.string()), natures: z.array(z.string()) })
const matters = (ask: Ask, list: readonly Waiting[]) =>
  list.flatMap((w) =>
    summaryOf(ask, w.subject).map((s) => ({
      ...s,
      actions: [...new Set(w.actions)],
      natures: [...w.natures],
    })),
  )

/** What every desk needs, whatever its role: to-do, one project's whole story, look-ups. */
export const inboxApi = {
  list: op({
    title: '统一待办',
    limits: '只列本岗位触及、且有步骤可办的事项',
    input: z.strictObject({}),
    output: z.strictObject({
      /** Waits for this position; `actions` names the steps. */
      items: z.array(zMatter),
      /** Waits for somebody else; `actions` names the roles. */
      waiting: z.array(zMatter),
      /** Closing or opening in the coming days, where it concerns this position. */
      openings: z.array(zSummary),
      /** A supplier's own bids whose result was corrected or changed lately: the bid says what. */
      corrected: z.array(zSummary),
    }),
    run: async (ask) => ({
      items: matters(ask, await inbox(ask)),
      waiting: matters(ask, await waitingForOthers(ask)),
      openings: (
        await dueSoon(ask, '招标项目', '招标中', OPENING_DAYS, concerned[ask.actor.role])
      ).flatMap((s) => summaryOf(ask, s)),
      corrected: (
        await toldLately(
          ask,
          '投标',
          { noun: '招标项目', actions: ['correctResult', 'changeResult'] },
          CORRECTED_DAYS,
        )
      ).flatMap((s) => summaryOf(ask, s)),
    }),
  }),
}
/** As long as what is new may be questioned, seven working days, and the rest days among them (△). */
const CORRECTED_DAYS = 14
/** How far ahead the workbench looks for openings: a week of desks (△). */
const OPENING_DAYS = 7
/** Whose days are planned by openings: their own, their region's; a supplier looks for what is open to all. */
const concerned: Readonly<Record<string, RoleSpec | 'open'>> = {
  供应商经办: 'open',
  采购人经办: roles.采购人经办,
  采购人审核: roles.采购人审核,
  代理经办: roles.代理经办,
  财政监管: roles.财政监管,
}
export const projectApi = {
  get: op({
    title: '一笔采购的全过程',
    reads: flows,
    limits: '其中一件可读，方可打开；各环节只列本人可读的事项',
    input: z.strictObject({ id: z.uuid() }),
    output: zProject,
    run: (ask, { id }) => projectView(ask, id),
  }),
  find: op({
    title: '项目库',
    reads: flows,
    limits: '其中一件可读的项目；方式和金额只在计划可读时答',
    input: zProjectsWanted,
    output: zProjects,
    run: findProjects,
  }),
  getWhole: op({
    title: '一个项目：从预算到归档，附公告、当事人和下一步',
    reads: flows,
    limits: '其中一件可读，方可打开；各环节只列本人可读的事项',
    input: z.strictObject({ id: z.uuid() }),
    output: zWhole,
    run: (ask, { id }) => wholeProject(ask, id),
  }),
}
export const libraryApi = {
  findOrgs: op({
    title: '查找单位',
    limits: '只答单位名称、统一社会信用代码和地区，三者依法公开',
    input: z.strictObject({
      kind: z.enum(orgKinds),
      name: z.union([z.literal(''), zText(60)]).default(''),
    }),
    output: z.array(
      z.strictObject({ id: z.string(), name: z.string(), uscc: z.string(), region: z.string() }),
    ),
    run: async (ask, { kind, name }) =>
      (await findOrgs(ask.tx, kind, name)).map(({ id, name: n, uscc, region }) => ({
        id,
        name: n,
        uscc,
        region,
      })),
  }),
  getCode: op({
    title: '登记前核对统一社会信用代码',
    public: true,
    input: z.strictObject({ kind: z.enum(['供应商', '代理机构']), uscc: z.string().max(40) }),
    output: z.strictObject({ refusals: z.array(zRefusal) }),
    run: async (ask, { kind, uscc }) => ({
      refusals: (await codeRefusals(ask, kind, uscc)).map((r) => ({ ...r, cites: [...r.cites] })),
    }),
  }),
  listRegions: op({
    title: '行政区划',
    public: true,
    input: z.strictObject({}),
    output: z.array(z.strictObject({ code: z.string(), name: z.string(), tier: z.string() })),
    run: async () =>
      regions.map(({ code, name, tier, parent }) => ({
        code,
        name: tier === '旗县区' && parent !== null ? `${regionName(parent)} ${name}` : name,
        tier,
      })),
  }),
  findItems: op({
    title: '查找品目',
    public: true,
    limits: '公开的品目目录，与任何事项无关',
    input: z.strictObject({ word: zText(60) }),
    output: z.array(z.strictObject({ code: z.string(), name: z.string(), edition: z.string() })),
    run: async (_, { word }) => findItems(word).map(({ code, name }) => ({ code, name, edition })),
  }),
}
