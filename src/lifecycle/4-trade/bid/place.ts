import type { z } from 'zod'
import { zPlainBid } from './model.ts'

/** What a tender document asks one by one, in its own order. */
export interface Named {
  readonly qualifications: readonly { readonly key: string }[]
  readonly substantial: readonly { readonly key: string }[]
  readonly criteria: readonly { readonly key: string }[]
}
/** Where in the bid, as the form and the tender document name it: read out in public, so no path of a program. */
export function placeIn(path: readonly PropertyKey[], document: Named | null): string {
  const [part, key] = path.map(String)
  const listed = {
    qualifications: ['资格条件', document?.qualifications],
    substantial: ['实质性要求', document?.substantial],
    responses: ['评审因素', document?.criteria],
  } as const
  if (part !== undefined && part in listed && key !== undefined) {
    const [name, rows] = listed[part as keyof typeof listed]
    const at = (rows ?? []).findIndex((r) => r.key === key)
    if (at >= 0) return `${name}第${at + 1}项`
  }
  const field = zPlainBid.shape[part as keyof typeof zPlainBid.shape] as z.ZodType | undefined
  const title = field?.meta()?.title
  // Of a list, which one: a person counts from one.
  const row = typeof path[1] === 'number' ? `第${path[1] + 1}项` : ''
  return title === undefined ? path.map(String).join('.') : `${title}${row}`
}
