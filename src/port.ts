import { once } from 'node:events'
import { createServer } from 'node:net'
import { StartError } from '#postgres'

interface Address {
  readonly host: string
  readonly port: number
}
/** Why nobody can be heard at an address, as the one line of a start that fails. */
export const unheard = (c: Address, e: NodeJS.ErrnoException) =>
  new StartError(
    e.code === 'EADDRINUSE'
      ? `端口 ${c.port} 已被占用`
      : e.code === 'EACCES'
        ? `没有权限使用端口 ${c.port}`
        : `不能监听 ${c.host}:${c.port}：${e.message}`,
  )
/** Asked before anything is made: a first start takes half a minute, and a port taken all along should not cost it. */
export async function hearable(c: Address): Promise<void> {
  const probe = createServer()
  const heard = once(probe, 'listening')
  probe.listen(c.port, c.host)
  await heard.catch((e: NodeJS.ErrnoException) => {
    throw unheard(c, e)
  })
  await new Promise((closed) => probe.close(closed))
}
