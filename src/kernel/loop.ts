/** Work that goes on beside everyone's path: `once` does a piece and says whether there was one; `settle` runs it dry. */
export function startLoop(
  once: () => Promise<boolean>,
  complain: (e: unknown) => void,
  everyMs: number,
) {
  let stopped = false
  let running: Promise<unknown> = Promise.resolve()
  const settle = async () => {
    while (!stopped && (await once()));
  }
  const loop =
    everyMs > 0
      ? setInterval(() => {
          running = running.then(settle).catch(complain)
        }, everyMs)
      : undefined
  return {
    settle,
    async stop() {
      stopped = true
      clearInterval(loop)
      await running
    },
  }
}
