import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#kernel'
import { freshStage } from '#testing'
import { caller } from '../../../test/support/calls.ts'
import type { Stage } from '../../demo/run.ts'

let s: Stage
const faults: unknown[] = []
beforeAll(async () => {
  s = await freshStage((e) => faults.push(e))
}, 60_000)
afterAll(() => s?.stop())
const { call, as } = caller(() => s.url)
const minutes = (n: number) => s.clock.toInstant((s.clock.now() + n * 60_000) as never)

describe('授权委托', () => {
  const day = (n: number) =>
    new Date(s.clock.now() + n * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10)
  let id = ''
  test('审核人委托同事，写明事项和期限', async () => {
    const wuyun = await as('wuyun')
    const bad = await call(
      'delegation/grant',
      {
        delegate: s.cast.people['zhao'],
        nouns: ['采购计划', '账号'],
        from: day(0),
        to: day(100),
        reason: '休假',
      },
      wuyun,
    )
    expect(bad.status).toBe(422)
    const why = JSON.stringify(bad.body)
    for (const rule of ['只可委托本单位在任的同事', '委托须有期限', '委托须写明事项'])
      expect(why).toContain(rule)
    const r = await call(
      'delegation/grant',
      {
        delegate: s.cast.people['bayin'],
        nouns: ['采购计划'],
        from: day(1),
        to: day(5),
        reason: '休假',
      },
      wuyun,
    )
    expect(r.status, JSON.stringify(r.body)).toBe(200)
    id = r.body['id'] as unknown as string
  })
  const take = async () => {
    const cookie = await as('bayin')
    return call('session/switch', { delegation: id }, cookie)
  }
  test('没到日子不能代', async () => {
    expect((await take()).status).toBe(403)
  })
  test('期内可代；范围外的事项办不了；不能转委托、不能管人', async () => {
    await minutes(26 * 60)
    const r = await take()
    expect(r.status, JSON.stringify(r.body)).toBe(200)
    expect(r.body['actor']).toMatchObject({ role: '采购人审核', behalf: { name: '乌云' } })
    const beyond = await call('intention/publish', { id: newId() }, r.cookie)
    expect(beyond.status).toBe(403)
    const again = await call(
      'delegation/grant',
      {
        delegate: s.cast.people['wuyun'],
        nouns: ['采购计划'],
        from: day(0),
        to: day(1),
        reason: '转',
      },
      r.cookie,
    )
    expect(again.status).toBe(403)
  })
  test('撤销即刻生效，正在代办的会话同时没有；别人撤销不了', async () => {
    const acting = await take()
    expect((await call('inbox/list', undefined, acting.cookie)).status).toBe(200)
    expect((await call('delegation/revoke', { id }, await as('bayin'))).status).toBe(422)
    expect((await call('delegation/revoke', { id }, await as('zhao'))).status).toBe(404)
    expect((await call('delegation/revoke', { id }, await as('wuyun'))).status).toBe(200)
    expect((await call('inbox/list', undefined, acting.cookie)).status).toBe(401)
    expect((await take()).status).toBe(403)
  })
  test('到期自动终止', async () => {
    const r = await call(
      'delegation/grant',
      {
        delegate: s.cast.people['bayin'],
        nouns: ['采购计划'],
        from: day(0),
        to: day(0),
        reason: '半日假',
      },
      await as('wuyun'),
    )
    id = r.body['id'] as unknown as string
    expect((await take()).status).toBe(200)
    await minutes(24 * 60)
    const seen = await call('delegation/get', undefined, await as('wuyun'))
    expect(seen.status).toBe(400)
    const { rows } = await s.app.pool.query('select state from kernel.subject where id = $1', [id])
    expect(rows[0].state).toBe('已到期')
    expect((await take()).status).toBe(403)
  })
})

test('以上没有一次成了系统故障', () => expect(faults).toEqual([]))
