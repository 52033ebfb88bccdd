import { type MethodName, methodRow } from '#law'

/** How much of what suppliers handed in may be known: nothing, what was read out, what stays inside the talks, the result. */
export const openingPhases = ['未开启', '已开标（招标）', '已开启（非招标）', '结果已公告'] as const
export type OpeningPhase = (typeof openingPhases)[number]
/** Bids of a tender are read out to everybody; responses of talks are opened to those who hold them (政府采购法第三十八条). */
export const openingPhase = (
  method: MethodName,
  opened: boolean,
  announced: boolean,
): OpeningPhase =>
  !opened
    ? '未开启'
    : announced
      ? '结果已公告'
      : methodRow(method).form === '招标'
        ? '已开标（招标）'
        : '已开启（非招标）'
