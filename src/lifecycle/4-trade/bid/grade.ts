/** 资质等级, the highest first; two ladders, and no rung of one is above a rung of the other. */
const ladders = [
  ['特级', '一级', '二级', '三级', '四级'],
  ['甲级', '乙级', '丙级', '丁级'],
] as const
export const grades = [...ladders[0], ...ladders[1]] as const
export type Grade = (typeof grades)[number]
const rung = (g: Grade) => {
  for (const [n, l] of ladders.entries()) {
    const at = (l as readonly Grade[]).indexOf(g)
    if (at >= 0) return { ladder: n, at }
  }
  return { ladder: -1, at: 0 }
}
export interface Graded {
  readonly name: string
  readonly work: string
  readonly grade: Grade | undefined
}
/**
 * 条例第二十二条: members of one kind of qualification that do the same work count by the lower grade. One that does other
 * work keeps its own; null when nobody named a grade.
 */
export function countedGrade(all: readonly Graded[]): { grade: Grade; of: string } | null {
  const [leader] = all
  if (leader === undefined) return null
  const same = all.filter((p) => p.work === leader.work && p.grade !== undefined)
  return same.reduce<{ grade: Grade; of: string } | null>((low, p) => {
    const grade = p.grade as Grade
    if (low === null) return { grade, of: p.name }
    const [a, b] = [rung(grade), rung(low.grade)]
    return a.ladder === b.ladder && a.at > b.at ? { grade, of: p.name } : low
  }, null)
}
/** “二级及以上”, as a qualification says it. */
export const demanded = (text: string): Grade | null =>
  (text.match(/(特级|[一二三四甲乙丙丁]级)(?:及其|及|或者|或)?以上/)?.[1] as Grade | undefined) ??
  null
/** Whether a grade reaches what is demanded; grades of two ladders are left to whoever reads the certificate. */
export const reaches = (has: Grade, least: Grade): boolean => {
  const [a, b] = [rung(has), rung(least)]
  return a.ladder !== b.ladder || a.at <= b.at
}
