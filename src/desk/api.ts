import { z } from 'zod'
import { flows } from '#flows'
import { inbox, op, summary, zSummary, zText } from '#kernel'
import { edition, findItems, findOrgs, orgKinds } from '#libraries'
import { projectView, zProject } from './project.ts'

/** What every desk needs, whatever its role: to-do, one project's whole story, look-ups. */
export const inboxApi = {
  list: op({
    title: '统一待办',
    input: z.strictObject({}),
    output: z.strictObject({ items: z.array(zSummary.extend({ actions: z.array(z.string()) })) }),
    run: async (ask) => ({
      items: (await inbox(ask)).flatMap((w) => {
        const flow = flows.find((f) => f.noun === w.subject.noun)
        return flow ? [{ ...summary(flow, w.subject), actions: [...new Set(w.actions)] }] : []
      }),
    }),
  }),
}
export const projectApi = {
  get: op({
    title: '一笔采购的全过程',
    input: z.strictObject({ id: z.uuid() }),
    output: zProject,
    run: (ask, { id }) => projectView(ask, id),
  }),
}
export const libraryApi = {
  findOrgs: op({
    title: '查找单位',
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
  findItems: op({
    title: '查找品目',
    input: z.strictObject({ word: zText(60) }),
    output: z.array(z.strictObject({ code: z.string(), name: z.string(), edition: z.string() })),
    run: async (_, { word }) => findItems(word).map(({ code, name }) => ({ code, name, edition })),
  }),
}
