const always = () => true

/**
 * Something that costs to make and changes seldom, with a mark that is cheap to ask for and changes whenever it does. Every caller is
 * answered by a mark that was asked for after he came: those who come while one is being asked share the next one.
 * What also depends on the hour says itself until when it is `good`: no mark changes because a day began.
 */
export function fresh<T>(most: number) {
  const kept = new Map<string, { mark: string; value: T; good: () => boolean }>()
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
    make: () => Promise<{ value: T; good?: () => boolean }>,
  ): Promise<T> => {
    const mark = await markOf(subject, ask)
    const key = `${subject} ${variant}`
    const had = kept.get(key)
    if (had?.mark === mark && had.good()) return had.value
    const { value, good = always } = await make()
    // What was made may be newer than the mark, never older: at worst it is made once more.
    kept.delete(key)
    kept.set(key, { mark, value, good })
    const [oldest] = kept.keys()
    if (kept.size > most && oldest !== undefined) kept.delete(oldest)
    return value
  }
}
