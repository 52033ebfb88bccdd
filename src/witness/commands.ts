import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { serve } from '@hono/node-server'
import { look } from './monitor.ts'
import { witnessServer } from './server.ts'

const say = (text: string) => process.stdout.write(`${text}\n`)
const whole = (text: string, what: string) => {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${what}须为整数，现为“${text}”`)
  return Number(text)
}

/** `yiwang monitor`: one look, or one every so many seconds until stopped. An alarm is exit 1. */
export async function monitor(args: string[]): Promise<void> {
  const { values: v, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      state: { type: 'string', default: './yiwang-monitor' },
      every: { type: 'string', default: '60' },
      once: { type: 'boolean', default: false },
      vkey: { type: 'string' },
      witness: { type: 'string', multiple: true },
      quorum: { type: 'string' },
    },
  })
  const [base] = positionals
  if (!base || !/^https?:\/\//.test(base))
    throw new Error('用法：yiwang monitor http://127.0.0.1:8080')
  const o = {
    base,
    dataDir: resolve(v.state),
    vkey: v.vkey,
    witnesses: v.witness ?? [],
    quorum: v.quorum === undefined ? undefined : whole(v.quorum, '--quorum '),
  }
  const every = whole(v.every, '--every ')
  for (;;) {
    const at = new Date().toISOString()
    try {
      const r = await look(o)
      for (const a of r.alarms) process.stderr.write(`${at} 警报：${a}\n`)
      if (r.alarms.length > 0) process.exitCode = 1
      else say(`${at} 流水${r.size}条（新增${r.grown}条），公告${r.notices}份，属实`)
    } catch (e) {
      // Not to be reached is not an alarm about the past, but it is told.
      process.stderr.write(`${at} 这次没有看成：${(e as Error).message}\n`)
      if (v.once) process.exitCode = 2
    }
    if (v.once) return
    await new Promise((r) => setTimeout(r, every * 1000))
  }
}

/** `yiwang witness`: listens until stopped. */
export async function witness(args: string[]): Promise<void> {
  const { values: v } = parseArgs({
    args,
    options: {
      log: { type: 'string', multiple: true },
      name: { type: 'string', default: 'yiwang.local/witness' },
      data: { type: 'string', default: './yiwang-witness' },
      port: { type: 'string', default: '8090' },
      host: { type: 'string', default: '127.0.0.1' },
    },
  })
  if (!v.log || v.log.length === 0)
    throw new Error('用法：yiwang witness --log 日志公钥（在对方网站的 /journal/vkey）')
  const server = witnessServer({
    logs: v.log,
    name: v.name,
    dataDir: resolve(v.data),
    seconds: () => Math.floor(Date.now() / 1000),
  })
  await new Promise<void>((done, failed) => {
    const s = serve(
      { fetch: server.app.fetch, port: whole(v.port, '--port '), hostname: v.host },
      (info) => {
        say(`见证人在 http://${v.host}:${info.port}，公钥 ${server.vkey}`)
        say(`对方设置 YIWANG_WITNESSES="${server.vkey} http://${v.host}:${info.port}"`)
      },
    )
    s.on('error', failed)
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.on(signal, () => s.close(() => done()))
  })
}
