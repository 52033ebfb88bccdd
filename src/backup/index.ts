export { backupArguments, restoreArguments } from './command.ts'
export { makeBackup } from './make.ts'
export { restoreBackup } from './restore.ts'
export { BackupBroken } from './vault.ts'
