import { z } from 'zod'
import { type Day, regionOf, type Tier } from '#kernel'
import { type SessionSetting, sessionSettings } from './session-settings.ts'
import {
  type NumberSetting,
  type SettingName,
  type Settings,
  settings,
  zSettings,
} from './settings.ts'

export type OwnName = SettingName | SessionSetting
export const ownNames: readonly OwnName[] = [
  ...(Object.keys(settings) as SettingName[]),
  ...(Object.keys(sessionSettings) as SessionSetting[]),
]
export const isOwnName = (name: string): name is OwnName =>
  Object.hasOwn(settings, name) || Object.hasOwn(sessionSettings, name)
export const defaultOf = (
  name: OwnName,
): { default: number | boolean; mark: '◐' | '✎' | '△'; note: string } =>
  Object.hasOwn(settings, name)
    ? settings[name as SettingName]
    : sessionSettings[name as SessionSetting]
/** Amounts are in fen and may differ by tier (政府采购法第八条, 实施条例第五条); nothing else does. */
export const tiered: readonly OwnName[] = [
  '公开招标数额货物服务',
  '公开招标数额工程',
  '采购限额货物服务',
  '采购限额工程',
]
export const isMoney = (name: OwnName) => tiered.includes(name)
/** Sessions wait for minutes or seconds, and pay cents: whole numbers, none longer than a day. */
const brief = z.int().min(0).max(1440)
/** May this setting have this value? A sentence why not, or null. */
export function faultOf(name: OwnName, value: number | boolean): string | null {
  const schema = Object.hasOwn(settings, name) ? zSettings.shape[name as SettingName] : brief
  const parsed = schema.safeParse(value)
  return parsed.success ? null : (parsed.error.issues[0]?.message ?? '不是可以用的值')
}

/** What the region has decided for itself: a value from a day on, everywhere or in one tier, on the ground of a document. */
export interface Own {
  readonly name: OwnName
  readonly tier: Tier | '全部'
  readonly from: Day
  readonly value: number | boolean
  /** 文号和条款. */
  readonly law: string
  readonly article: string
}
/**
 * The region's decisions, as data of the law: read from the database when the house starts and again every few seconds. A
 * decision is announced a day before it is in force, so every process knows it in time (docs/decisions/0028).
 */
let decided: readonly Own[] = []
export const decide = (all: readonly Own[]): void => {
  decided = [...all].sort((a, b) =>
    a.from === b.from
      ? Number(a.tier === '全部') - Number(b.tier === '全部')
      : a.from < b.from
        ? 1
        : -1,
  )
}
/** The decision in force on a day in a place: the latest that covers its tier; of two of one day, the tier's own. */
export function ownOn(name: OwnName, on: Day, region?: string, among = decided): Own | undefined {
  const tier = region === undefined ? undefined : regionOf(region)?.tier
  return among.find(
    (o) => o.name === name && o.from <= on && (o.tier === '全部' || o.tier === tier),
  )
}
export const decisions = (): readonly Own[] => decided
/** All that holds everywhere on a day, by name: what `world.settings` is. */
export const settingsOn = (on: Day): Readonly<Record<string, number | boolean>> =>
  Object.fromEntries(
    ownNames.flatMap((name) => {
      const own = ownOn(name, on)
      return own === undefined ? [] : [[name, own.value]]
    }),
  )

/** A switch as given, or as decided for a day, or as our default has it. */
export const isOn = (
  name: '周末顺延' | '最短期间须满日' | '国密套件' | '结果更正重计质疑期',
  given: Settings = {},
  on?: Day,
): boolean => {
  const own = on === undefined ? undefined : ownOn(name, on)?.value
  return given[name] ?? (typeof own === 'boolean' ? own : settings[name].default)
}
export const numberOf = (name: NumberSetting, given: Settings = {}): number =>
  given[name] ?? settings[name].default
