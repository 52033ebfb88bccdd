/**
 * What was typed and not yet done, kept in this tab only and gone with it or with signing out: a closed form, a lost line or
 * a reload loses nothing, and the next person at this desk finds nothing.
 */
const PREFIX = 'draft.'
export function draftOf(key: string): Record<string, unknown> | null {
  const text = sessionStorage.getItem(PREFIX + key)
  if (text === null) return null
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    sessionStorage.removeItem(PREFIX + key)
    return null
  }
}
export const saveDraft = (key: string, value: Record<string, unknown>) => {
  try {
    sessionStorage.setItem(PREFIX + key, JSON.stringify(value))
  } catch {
    // A full or forbidden store costs the draft, never the work.
  }
}
export const clearDraft = (key: string) => sessionStorage.removeItem(PREFIX + key)
export const clearDrafts = () => {
  for (const k of Object.keys(sessionStorage))
    if (k.startsWith(PREFIX)) sessionStorage.removeItem(k)
}
