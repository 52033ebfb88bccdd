/**
 * Drafts of bids, on the bidder's own machine only: AES-256-GCM under a key that the browser keeps and does not hand out.
 * Whoever copies the browser's files without its key store reads nothing; clearing the site's data clears both.
 */
const open = () =>
  new Promise<IDBDatabase>((ok, no) => {
    const request = indexedDB.open('yiwang-drafts', 1)
    request.onupgradeneeded = () => request.result.createObjectStore('kept')
    request.onsuccess = () => ok(request.result)
    request.onerror = () => no(request.error)
  })
const run = <T>(mode: IDBTransactionMode, act: (s: IDBObjectStore) => IDBRequest<T>) =>
  open().then(
    (db) =>
      new Promise<T>((ok, no) => {
        const request = act(db.transaction('kept', mode).objectStore('kept'))
        request.onsuccess = () => ok(request.result)
        request.onerror = () => no(request.error)
      }),
  )
async function keyOf(): Promise<CryptoKey> {
  const had = await run<CryptoKey | undefined>('readonly', (s) => s.get('key'))
  if (had) return had
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ])
  await run('readwrite', (s) => s.put(key, 'key'))
  return key
}
export async function keepDraft(name: string, value: unknown): Promise<void> {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const bytes = new TextEncoder().encode(JSON.stringify(value))
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await keyOf(), bytes)
  await run('readwrite', (s) => s.put({ iv, sealed }, name))
}
export async function draftOf(name: string): Promise<unknown> {
  const had = await run<{ iv: Uint8Array<ArrayBuffer>; sealed: ArrayBuffer } | undefined>(
    'readonly',
    (s) => s.get(name),
  )
  if (!had) return undefined
  const key = await keyOf()
  const bytes = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: had.iv }, key, had.sealed)
  return JSON.parse(new TextDecoder().decode(bytes))
}
export const dropDraft = (name: string) => run('readwrite', (s) => s.delete(name))
