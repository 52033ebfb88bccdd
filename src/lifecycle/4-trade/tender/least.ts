import { approvedOf } from '#approval'
import { wishOf } from '#intention'
import type { Ask } from '#kernel'
import { groundOf, type MethodName, methodRow } from '#law'
import * as plan from '#plan'
import type { Document } from './model.ts'

/** The fewest suppliers that may go on (domain rules §3.1): three, and where the law says otherwise two or one. */
export async function leastOf(
  ask: Ask,
  d: { readonly method: MethodName; readonly document: Pick<Document, 'ground'> },
  planId: string,
): Promise<number> {
  const p = await plan.planOf(ask, { id: planId })
  const { requirement } = await wishOf(ask, p.project)
  const { form, suppliers } = methodRow(d.method)
  if (form === '招标') return suppliers.least
  if (requirement.emergency !== '') return 1
  const ground = groundOf(d.method, d.document.ground)
  if (!ground?.two) return suppliers.least
  if (d.method !== '竞争性谈判') return suppliers.special ?? suppliers.least
  const { methods } = await approvedOf(ask, p.project)
  return methods.some((a) => a.ground === d.document.ground) ? 2 : suppliers.least
}
