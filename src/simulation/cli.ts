import { simulate } from './run.ts'

const args = process.argv.slice(2)
const after = (name: string, otherwise: string) => {
  const i = args.indexOf(name)
  return i < 0 ? otherwise : (args[i + 1] ?? '')
}
const seed = after('--seed', '1')
const lifecycles = after('--lifecycles', '5')
const json = args.includes('--json')
if (!/^\d{1,7}$/.test(lifecycles) || Number(lifecycles) < 1 || seed === '') {
  process.stderr.write('用法：npm run simulate -- --seed 种子 --lifecycles 笔数 [--json]\n')
  process.exit(2)
}
const done = await simulate({
  seed,
  lifecycles: Number(lifecycles),
  say: (text) => process.stderr.write(`${text}\n`),
})
if (json) process.stdout.write(`${JSON.stringify(done, null, 2)}\n`)
else {
  for (const i of done.invariants)
    process.stdout.write(
      `${i.broken === 0 ? '✓' : '✗'} ${i.name}（查${i.checked}次${i.broken ? `，破${i.broken}次` : ''}）\n`,
    )
  for (const b of done.broken) process.stdout.write(`  第${b.life}笔　${b.invariant}：${b.said}\n`)
  process.stdout.write(
    `${done.lifecycles}笔，${done.requests}次请求，拒绝${done.refusals}次，断${done.connectionsCut}次，重启${done.restarts}次；痕迹 ${done.trace}\n`,
  )
}
process.exit(done.broken.length === 0 ? 0 : 1)
