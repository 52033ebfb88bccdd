import type { Db, World } from '#kernel'
import { boxOldFrameworks } from '#mall/framework'
import { boxOldRounds } from '#tender'

/** What a new version owes to things that were running under the old one; nothing to do on any later start. */
export async function upgrade(
  db: Db,
  world: World,
  complain: (e: unknown, about: string) => void,
): Promise<void> {
  await boxOldRounds(db, world).catch((e) => complain(e, '为旧轮次设箱'))
  await boxOldFrameworks(db, world).catch((e) => complain(e, '为旧框架征集设箱'))
}
