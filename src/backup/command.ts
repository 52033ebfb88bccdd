import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { StartError } from '#postgres'

const LEAST = 12
/** From a file, or from the environment: never from the command line, which everyone on the machine can read. */
function passphraseOf(file: string | undefined): string {
  const text = (
    file === undefined
      ? (process.env['YIWANG_BACKUP_PASSPHRASE'] ?? '')
      : readFileSync(file, 'utf8')
  ).trim()
  if ([...text].length < LEAST)
    throw new StartError(
      `备份要用口令加密：设 YIWANG_BACKUP_PASSPHRASE，或 --passphrase-file 文件；至少${LEAST}个字符。口令丢了，备份打不开`,
    )
  return text
}
const parsed = <T>(run: () => T): T => {
  try {
    return run()
  } catch (e) {
    throw new StartError((e as Error).message)
  }
}
export function backupArguments(args: string[]) {
  const { values, positionals } = parsed(() =>
    parseArgs({
      args,
      allowPositionals: true,
      options: { 'passphrase-file': { type: 'string' } },
    }),
  )
  const [dir, ...more] = positionals
  if (dir === undefined || more.length > 0)
    throw new StartError('用法：yiwang backup 新文件夹 [--passphrase-file 文件]')
  return { to: resolve(dir), passphrase: passphraseOf(values['passphrase-file']) }
}
export function restoreArguments(args: string[]) {
  const { values, positionals } = parsed(() =>
    parseArgs({
      args,
      allowPositionals: true,
      options: {
        'passphrase-file': { type: 'string' },
        checkpoint: { type: 'string' },
        'allow-rollback': { type: 'boolean', default: false },
      },
    }),
  )
  const [dir, ...more] = positionals
  if (dir === undefined || more.length > 0)
    throw new StartError(
      '用法：yiwang restore 备份文件夹 [--checkpoint 别处保存的检查点] [--allow-rollback] [--passphrase-file 文件]',
    )
  return {
    from: resolve(dir),
    passphrase: passphraseOf(values['passphrase-file']),
    checkpoint: values.checkpoint === undefined ? null : resolve(values.checkpoint),
    allowRollback: values['allow-rollback'],
  }
}
