/** 席位自检：what this seat's browser can measure of its own equipment and line. */
export interface Device {
  camera: boolean
  microphone: boolean
  /** Median round trip, milliseconds. */
  latency: number
  /** Kilobits a second, downwards. */
  bandwidth: number
}
/** A camera is there when it gives a track; whoever forbids it has none. Tracks are stopped at once: nothing is recorded here. */
async function has(kind: 'audio' | 'video'): Promise<boolean> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ [kind]: true })
    for (const track of stream.getTracks()) track.stop()
    return true
  } catch {
    return false
  }
}
async function pings(n: number): Promise<number[]> {
  const out: number[] = []
  for (let i = 0; i < n; i++) {
    const began = performance.now()
    await (await fetch(`/healthz?${began}`, { cache: 'no-store' })).text()
    out.push(performance.now() - began)
  }
  return out.sort((a, b) => a - b)
}
/** The page's own script, asked for afresh: half a megabyte and more over the same line as the work. */
async function downlink(): Promise<number> {
  const address = document.querySelector<HTMLScriptElement>('script[type=module][src]')?.src
  if (!address) return 0
  const began = performance.now()
  const bytes = (await (await fetch(address, { cache: 'no-store' })).arrayBuffer()).byteLength
  return (bytes * 8) / (performance.now() - began)
}
export async function checkDevice(): Promise<Device> {
  const camera = await has('video')
  const microphone = await has('audio')
  const round = await pings(7)
  return {
    camera,
    microphone,
    latency: Math.round(round[3] ?? 0),
    bandwidth: Math.round(await downlink()),
  }
}
