import { build } from '#app'
import { instant } from '#kernel'
import { PASSWORD } from '../../src/demo/cast.ts'

/** The house in a process of its own (see process.ts): its clock runs with the wall's, as far from it as it is told; told first, it starts. */
interface Asked {
  databaseUrl: string
  dataDir: string
  port: number
  settings: Record<string, unknown>
}
let shift = 0
const asked = JSON.parse(process.argv[2] ?? '{}') as Asked
await new Promise<void>((told) =>
  process.on('message', (to) => {
    shift = Number(to)
    told()
  }),
)
// Nobody is left behind when the test that started it dies.
process.on('disconnect', () => process.exit(1))
const app = await build({
  databaseUrl: asked.databaseUrl,
  dataDir: asked.dataDir,
  now: () => instant(Date.now() + shift),
  demo: { password: PASSWORD },
  complain: (e, about) =>
    process.stderr.write(`${about ?? ''} ${e instanceof Error ? (e.stack ?? e.message) : e}\n`),
})
Object.defineProperty(app.world, 'settings', {
  value: { ...app.world.settings, ...asked.settings },
})
const { url } = await app.listen(asked.port, '127.0.0.1')
process.stdout.write(`ready ${url}\n`)
