import type { Follower } from '#kernel'
import { innovationOf } from '#tender'
import { frameworkFollowers } from './framework.ts'
import { call, document, ended } from './innovation.ts'
import { result } from './outcome.ts'
import { acceptanceNotice, changeNotice, contractNotice, intention } from './performing.ts'
import { prequalFailed, prequalNotice } from './prequal.ts'
import { publicity } from './publicity.ts'
import {
  correction,
  held,
  lotFailed,
  paused,
  released,
  resumed,
  tenderNotice,
  terminated,
} from './tendering.ts'

/** 合作创新 goes through the same steps and says other things by them. */
const byMethod =
  (innovation: Follower, others: Follower): Follower =>
  async (ask, e) =>
    ((await innovationOf(ask, { project: e.process })) ? innovation : others)(ask, e)
/** 公告跟着业务走：哪一步带出哪一种公告，在同一笔事务里。没有人把事实录入第二遍。 */
export const followers: Readonly<Record<string, readonly Follower[]>> = {
  '采购意向.publish': [intention],
  '资格预审.publish': [byMethod(call, prequalNotice)],
  '资格预审.fail': [prequalFailed],
  '招标项目.publish': [byMethod(document, tenderNotice)],
  '合作创新.fail': [ended],
  '报批事项.publicize': [publicity],
  '招标项目.correct': [correction],
  '招标项目.postpone': [correction],
  '招标项目.correctResult': [correction],
  '招标项目.changeResult': [correction],
  '招标项目.pause': [paused],
  '招标项目.hold': [held],
  '招标项目.resume': [resumed],
  '招标项目.release': [released],
  '招标项目.terminate': [terminated],
  '采购包.fail': [lotFailed],
  '招标项目.announce': [result],
  '采购合同.publish': [contractNotice],
  '采购合同.announce': [contractNotice],
  '采购合同.approveSupplement': [changeNotice],
  '履约验收.signSupplier': [acceptanceNotice],
  ...frameworkFollowers,
}
