import { resolve } from 'node:path'

const HELP = `yiwang — 政府采购一张网
  start                    启动（npm start 所用）
  demo --json              在临时数据库上，经真实 HTTP，加速时钟，演完一笔采购
  verify URL|文件 [--vkey K] 重算：服务的流水、公告、排序；或离线验证一个证据包；发现一处不实即退出 1
  monitor URL [--state 目录] [--every 秒] [--once] [--vkey K] [--witness K …] [--quorum N]
                           跟着一个网站的流水：重算每棵树，核对每份公告；过去被改、流水缩短、两说不一就报警
  witness --log 公钥 [--log …] [--name 名字] [--data 目录] [--port 端口] [--host 地址]
                           为别人的流水作见证（C2SP tlog-witness）：只给接得上的检查点会签
  ocds merge [--versioned] [--schema 文件]
                           标准输入：同一 ocid 的 OCDS 发布（JSON 数组或每行一条）；标准输出：合并后的（带版本的）发布
  ocds validate [--json]   标准输入：发布包、记录包、发布或记录；逐条列出错误及其路径；有错退出 1
  flags [--settings 文件]  标准输入：OCDS 合并发布，每行一条；标准输出：红旗指标（与 Cardinal 同式）
  seed [--seed 词] [--pace 倍数] [--from 日期] [--json]
                           在空库上建培训区：十二盟市、一百零三个旗县、二万供应商、五千专家；时钟快几倍；同一个词，同一个区
  backup 新文件夹          备份：数据（一个时点，服务不停）、文件、密钥，用口令加密（YIWANG_BACKUP_PASSPHRASE）
  restore 备份 [--checkpoint 文件] [--allow-rollback]
                           恢复到空库和空目录：逐份核对摘要，重算流水；比别处见证过的检查点旧的不恢复
  migrate                  应用数据库结构
  setup                    无人能登录时，在服务器上重新签发三员初始码
  issuer new|sign|list     试用的证书颁发机构：建立、给人签发、吊销（yiwang issuer 看用法）
  doctor                   检查运行环境；由流水和公告重算库里的各张表（索引、单价、附件文字、开放数据），说出第一处不符
  --help                   本页`

const [command = '--help', ...args] = process.argv.slice(2)
const fail = (message: string, code = 2): never => {
  process.stderr.write(`${message}\n`)
  process.exit(code)
}
const complain = (e: unknown, about = '') => {
  process.stderr.write(
    `${about ? `${about}：` : ''}${e instanceof Error ? (e.stack ?? e.message) : String(e)}\n`,
  )
}

switch (command) {
  case 'start': {
    const { start } = await import('./main.ts')
    await start().catch((e: unknown) =>
      fail(
        e instanceof Error && e.name === 'StartError'
          ? e.message
          : `不能启动：${e instanceof Error ? e.message : String(e)}`,
      ),
    )
    break
  }
  case 'demo': {
    const { demo, stage } = await import('./demo/run.ts')
    const s = await stage(complain)
    try {
      const played = await demo(s)
      process.stdout.write(
        args.includes('--json') ? `${JSON.stringify(played, null, 2)}\n` : `${summary(played)}\n`,
      )
      if (!played.journal.verified || played.cases.some((c) => !c.closed)) process.exitCode = 1
    } finally {
      await s.stop()
    }
    break
  }
  case 'verify': {
    const [target] = args
    if (!target) fail('用法：yiwang verify http://127.0.0.1:8080，或证据包的文件名、地址')
    const key = args.includes('--vkey') ? args[args.indexOf('--vkey') + 1] : undefined
    if (!/^https?:\/\//.test(target as string) || /\/bundle(\?|$)|\.json$/.test(target as string)) {
      const { verifyTarget } = await import('./verify/bundle.ts')
      process.exitCode = await verifyTarget(target as string, key, (line) =>
        process.stdout.write(`${line}\n`),
      )
      break
    }
    const { verifyUrl } = await import('./verify/index.ts')
    const v = await verifyUrl(target as string, key).catch((e: unknown) =>
      fail(`验证不能完成：${e instanceof Error ? e.message : String(e)}`, 1),
    )
    for (const line of v.checked) process.stdout.write(`✓ ${line}\n`)
    for (const line of v.faults) process.stdout.write(`✗ ${line}\n`)
    process.stdout.write(
      `流水${v.size}条，树根 ${v.root}：${v.faults.length === 0 ? '属实' : `${v.faults.length}处不实`}\n`,
    )
    process.exitCode = v.faults.length === 0 ? 0 : 1
    break
  }
  case 'monitor':
  case 'witness': {
    const run = await import('./witness/commands.ts')
    await run[command](args).catch((e: unknown) => fail(e instanceof Error ? e.message : String(e)))
    break
  }
  case 'ocds':
  case 'flags': {
    const tools = await import('#ocds')
    const s = {
      in: process.stdin,
      out: (text: string) => process.stdout.write(text),
      err: (text: string) => process.stderr.write(text),
    }
    const option = (name: string) => {
      const i = args.indexOf(name)
      return i < 0 ? null : (args[i + 1] ?? fail(`${name} 后面要写文件名`))
    }
    const run =
      command === 'flags'
        ? () => tools.flags(s, { settings: option('--settings') })
        : args[0] === 'merge'
          ? () =>
              tools.merge(s, {
                versioned: args.includes('--versioned'),
                schema: option('--schema'),
              })
          : args[0] === 'validate'
            ? () => tools.check(s, { json: args.includes('--json') })
            : fail('用法：yiwang ocds merge [--versioned] | yiwang ocds validate')
    process.exitCode = await run().catch((e: unknown) =>
      fail(e instanceof Error ? e.message : String(e)),
    )
    break
  }
  case 'seed': {
    const { seedRegion } = await import('./main.ts')
    await seedRegion(args).catch((e: unknown) =>
      fail(
        e instanceof Error && e.name !== 'StartError'
          ? (e.stack ?? e.message)
          : (e as Error).message,
      ),
    )
    process.exit()
    break
  }
  case 'backup':
  case 'restore': {
    const main = await import('./main.ts')
    await main[command](args).catch((e: unknown) =>
      fail(
        e instanceof Error && ['StartError', 'BackupBroken'].includes(e.name)
          ? e.message
          : `没有办成：${e instanceof Error ? (e.stack ?? e.message) : String(e)}`,
        e instanceof Error && e.name === 'BackupBroken' ? 1 : 2,
      ),
    )
    process.exit()
    break
  }
  case 'migrate': {
    const { migrateOnly } = await import('./main.ts')
    await migrateOnly().catch((e: unknown) => fail(e instanceof Error ? e.message : String(e)))
    break
  }
  case 'setup': {
    const { setup } = await import('./main.ts')
    await setup().catch((e: unknown) => fail(e instanceof Error ? e.message : String(e)))
    break
  }
  case 'issuer': {
    const { issuer } = await import('./issuer.ts')
    await issuer(args, (line) => process.stdout.write(`${line}\n`)).catch((e: unknown) =>
      fail(e instanceof Error ? e.message : String(e)),
    )
    break
  }
  case 'doctor': {
    process.stdout.write(
      `Node ${process.version}，${process.platform}-${process.arch}，数据目录 ${resolve(process.env['YIWANG_DATA'] ?? './.yiwang')}\n`,
    )
    const { check } = await import('./main.ts')
    const sound = await check((line) => process.stdout.write(`${line}\n`)).catch((e: unknown) =>
      fail(e instanceof Error ? e.message : String(e)),
    )
    process.exitCode = sound ? 0 : 1
    break
  }
  case '--help':
  case 'help':
    process.stdout.write(`${HELP}\n`)
    break
  default:
    fail(`没有“${command}”这个命令\n${HELP}`)
}

function summary(p: import('./demo/run.ts').Played): string {
  return p.cases
    .map(
      (c) =>
        `${c.ocid} ${c.title}：${c.steps.length}步，拒绝${c.refusals.length}次，公告${c.notices.length}份，${c.closed ? '已结项归档' : '未结项'}`,
    )
    .join('\n')
}
