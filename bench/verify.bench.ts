import { instant } from '#kernel'
import { hospital } from '../src/demo/hospital.ts'
import { stage } from '../src/demo/run.ts'
import { Untrue, verifyBundle } from '../src/verify/bundle.ts'

/** One evidence bundle, a thousand bytes changed one at a time: every one refused, with a place; and what one check costs. */
export async function bench() {
  const s = await stage((e) => {
    throw e
  })
  try {
    const p = s.player()
    const { process } = await hospital(p, s.clock, s.cast, '合同')
    await s.clock.toInstant(instant(s.clock.now() + 1000))
    const { ocid } = (await p.as('wang').project.get({ id: process })).project
    const text = await (await p.getAs('caizheng', `/api/evidence/bundle?ocid=${ocid}`)).text()
    const bytes = Buffer.from(text)
    const began = performance.now()
    for (let i = 0; i < 10; i++) await verifyBundle(text)
    const ms = (performance.now() - began) / 10
    const floorBegan = performance.now()
    for (let i = 0; i < 10; i++) JSON.parse(text)
    const floor = (performance.now() - floorBegan) / 10
    let refused = 0
    let placed = 0
    for (let i = 0; i < 1000; i++) {
      const changed = Buffer.from(bytes)
      const at = Math.floor(Math.random() * bytes.length)
      changed[at] = (changed[at] as number) ^ (1 + Math.floor(Math.random() * 255))
      await verifyBundle(changed.toString('utf8')).catch((e: unknown) => {
        refused++
        if (e instanceof Untrue && e.place !== '') placed++
      })
    }
    return {
      bundleKiB: Math.round(bytes.length / 1024),
      verifyMs: Math.round(ms * 10) / 10,
      floorParseMs: Math.round(floor * 10) / 10,
      mutations: 1000,
      refused,
      refusedWithPlace: placed,
    }
  } finally {
    await s.stop()
  }
}
