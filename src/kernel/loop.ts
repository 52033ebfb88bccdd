/** Work that follows what was written, off everyone's path: once more as long as there was something, again after a while. */
export interface Loop {
  /** Until nothing is left to do now. */
  settle(): Promise<void>
  stop(): Promise<void>
}
/**
 * `once` does one piece and says whether there may be more. A failure is told and tried again at the next turn; `everyMs` 0
 * leaves the turns to the caller.
 */
export function startLoop(
  once: () => Promise<boolean>,
  o: { everyMs: number; about: string; complain: (e: unknown, about: string) => void },
): Loop {
  let stopped = false
  let running: Promise<unknown> = Promise.resolve()
  const settle = async () => {
    while (!stopped && (await once()));
  }
  const turn =
    o.everyMs > 0
      ? setInterval(() => {
          running = running.then(settle).catch((e) => o.complain(e, o.about))
        }, o.everyMs)
      : undefined
  return {
    settle,
    async stop() {
      stopped = true
      clearInterval(turn)
      await running
    },
  }
}
