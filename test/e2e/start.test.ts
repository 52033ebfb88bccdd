import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const start = (env: Record<string, string>) =>
  spawnSync(process.execPath, ['bin/yiwang.js', 'start'], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  })

test('端口被占用：什么也没有建就说一句话，退出码2', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'yiwang-start-'))
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  try {
    const data = join(dir, 'data')
    const { status, stdout, stderr } = start({ PORT: String(port), YIWANG_DATA: data })
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr: `端口 ${port} 已被占用\n`,
    })
    expect(existsSync(data)).toBe(false)
  } finally {
    taken.close()
    rmSync(dir, { recursive: true, force: true })
  }
}, 60_000)
