/**
 * Something that costs to make and changes seldom, with a mark that is cheap to ask for and changes whenever it does. Every caller is
 * answered by a mark that was asked for after he came: those who come while one is being asked share the next one.
 */
export function fresh<T>(most: number) {
  const kept = new Map<string, { mark: string; value: T }>()
  const asked = new Map<string, { now: Promise<string>; next: Promise<string> | null }>()
  async function markOf(key: string, ask: () => Promise<string>): Promise<string> {
    const at = asked.get(key)
    if (at) {
      at.next ??= at.now.then(
        () => begin(key, ask),
        () => begin(key, ask),
      )
      return at.next
    }
    return begin(key, ask)
  }
  function begin(key: string, ask: () => Promise<string>): Promise<string> {
    const now = ask()
    const mine = { now, next: null }
    asked.set(key, mine)
    const done = () => {
      if (asked.get(key) === mine && mine.next === null) asked.delete(key)
    }
    now.then(done, done)
    return now
  }
  return async (
    subject: string,
    variant: string,
    ask: () => Promise<string>,
    make: () => Promise<T>,
  ): Promise<T> => {
    const mark = await markOf(subject, ask)
    const key = `${subject} ${variant}`
    const had = kept.get(key)
    if (had?.mark === mark) return had.value
    const value = await make()
    // What was made may be newer than the mark, never older: at worst it is made once more.
    kept.delete(key)
    kept.set(key, { mark, value })
    const [oldest] = kept.keys()
    if (kept.size > most && oldest !== undefined) kept.delete(oldest)
    return value
  }
}
