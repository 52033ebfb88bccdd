import { demo, stage } from '../src/demo/run.ts'

/** (c) One whole purchase over HTTP, budget line to archive, with its refusals and its failed neighbour; milliseconds. */
export async function bench() {
  const s = await stage((e) => console.error(e))
  try {
    const began = performance.now()
    const played = await demo(s)
    const wall = performance.now() - began
    const [whole] = played.cases
    const steps = whole?.steps ?? []
    const slowest = [...steps]
      .sort((a, b) => b.ms - a.ms)
      .slice(0, 5)
      .map((x) => ({ name: x.name, ms: x.ms }))
    return {
      wallMs: Math.round(wall),
      stepsMs: Math.round(steps.reduce((a, x) => a + x.ms, 0)),
      steps: steps.length,
      refusals: whole?.refusals.length,
      slowest,
      note: 'the rest of the wall time is sign-ins (argon2), refused attempts, the clock and the journal',
    }
  } finally {
    await s.stop()
  }
}
