import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { flows } from '#flows'
import { catalogue, lawOn } from '#law'
import { freshStage, reasons } from '#testing'
import type { Player } from '../src/demo/player.ts'
import type { Stage } from '../src/demo/run.ts'

let s: Stage
let p: Player
beforeAll(async () => {
  s = await freshStage()
  p = s.player()
})
afterAll(() => s.stop())

const text = (limit: string) =>
  `为规范本市小额采购，制定本办法。\n第一章 总则\n第一条 本办法适用于本市各预算单位。\n第二条 供应商须在本市注册方可参加${limit}的采购。\n第二章 附则\n第三条 本办法自印发之日起施行。`
const draft = (over: object = {}) => ({
  title: '呼和浩特市小额采购管理办法',
  docNo: '呼财购〔2019〕8号',
  kind: '制度办法' as const,
  issuer: '呼和浩特市财政局',
  issued: '2019-05-01',
  from: '2019-06-01',
  body: text('50万元以下'),
  ...over,
})
const page = async (path: string) => {
  const res = await fetch(s.url + path)
  return { status: res.status, html: await res.text() }
}

describe('一份地方文件的一生：有效、标记冲突、拟废止、已废止', () => {
  let doc = ''
  let cleaning = ''
  test('一人登记，另一人逐条核对后公布；没有勾选核对的，说明理由', async () => {
    doc = (await p.as('caizheng').regulation.register(draft())).id
    expect(
      await reasons(p.as('caizheng').regulation.publish({ id: doc, checked: true })),
    ).toContain('不相容岗位分离')
    expect(await reasons(p.as('naren').regulation.publish({ id: doc, checked: false }))).toContain(
      '条文须逐条核对',
    )
    expect((await page(`/law/doc/${doc}`)).status).toBe(404)
    expect((await p.as('wang').regulation.findArticles({ q: '本市注册' })).hits).toEqual([])
    await p.as('naren').regulation.publish({ id: doc, checked: true })
    const { status, html } = await page(`/law/doc/${doc}`)
    expect(status).toBe(200)
    expect(html).toContain('第二条')
  })
  test('查得到条，国家法律和地方文件一起；异体字“釆”也查得到', async () => {
    const { hits } = await p.as('wang').regulation.findArticles({ q: '供应商 本市注册' })
    expect(hits[0]).toMatchObject({ article: '第二条', docNo: '呼财购〔2019〕8号', state: '有效' })
    const law = (await p.as('wang').regulation.findArticles({ q: '集中釆购目录' })).hits
    expect(law.map((h: { title: string }) => h.title)).toContain(
      '中华人民共和国政府采购法（2014修正）',
    )
    expect((await page('/law/texts?q=集中釆购目录')).html).toContain('纳入集中采购目录')
  })
  test('上级标记冲突，旁的盟市不能；须指到条，须有上位依据', async () => {
    const mark = {
      doc,
      article: '第二条',
      law: '政府采购法',
      lawArticle: '第五条',
      reason: '限制外地供应商进入本地市场。',
    }
    expect(await reasons(p.as('chifeng').cleaning.mark(mark))).toContain('由本级或上级财政部门标记')
    expect(await reasons(p.as('quting').cleaning.mark({ ...mark, article: '第九条' }))).toContain(
      '文件里没有“第九条”',
    )
    expect(await reasons(p.as('quting').cleaning.mark({ ...mark, law: '没有的办法' }))).toContain(
      '不在法律法规库',
    )
    cleaning = (await p.as('quting').cleaning.mark(mark)).id
    expect((await p.as('caizheng').regulation.get({ id: doc })).state).toBe('标记冲突')
    const mine = (await p.as('caizheng').inbox.list()).items
    expect(mine.map((i: { id: string }) => i.id)).toContain(cleaning)
  })
  test('逾期不清理，由机器记下，台账公开', async () => {
    await s.clock.toInstant((s.clock.now() + 31 * 86_400_000) as never)
    const { html } = await page('/law/cleaning')
    expect(html).toContain('逾期')
    expect(html).toContain('呼财购〔2019〕8号')
  })
  test('提出废止须公示，公示没完不能废止；废止后冲突随之办结，检索默认不列', async () => {
    const on = new Date(s.clock.now() + 20 * 86_400_000).toISOString().slice(0, 10)
    const soon = new Date(s.clock.now() + 2 * 86_400_000).toISOString().slice(0, 10)
    expect(
      await reasons(
        p.as('caizheng').regulation.propose({ id: doc, reason: '与上位法冲突。', on: soon }),
      ),
    ).toContain('废止之日在公示之后')
    await p.as('caizheng').regulation.propose({ id: doc, reason: '与政府采购法第五条冲突。', on })
    expect(await reasons(p.as('caizheng').regulation.repeal({ id: doc }))).toContain('废止前须公示')
    expect(
      await reasons(p.as('caizheng').regulation.keep({ id: doc, reason: '再议。' })),
    ).toContain('冲突未清理的不得恢复')
    await s.clock.toInstant((s.clock.now() + 9 * 86_400_000) as never)
    await p.as('caizheng').regulation.repeal({ id: doc })
    expect((await p.as('caizheng').cleaning.get({ id: cleaning })).state).toBe('已办结')
    expect((await p.as('wang').regulation.findArticles({ q: '本市注册' })).hits).toEqual([])
    expect(
      (await p.as('wang').regulation.findArticles({ q: '本市注册', repealed: '1' })).hits,
    ).toHaveLength(1)
  })
  test('修订是新的一版：同文号须说明代替哪一版，公布之日旧版让位，两版可以对照', async () => {
    const first = (
      await p.as('caizheng').regulation.register(draft({ docNo: '呼财购〔2026〕1号' }))
    ).id
    await p.as('naren').regulation.publish({ id: first, checked: true })
    const next = draft({
      docNo: '呼财购〔2026〕1号',
      from: '2026-05-01',
      body: text('100万元以下'),
    })
    const twin = (await p.as('caizheng').regulation.register(next)).id
    expect(await reasons(p.as('naren').regulation.publish({ id: twin, checked: true }))).toContain(
      '同一文号只有一版有效',
    )
    await p.as('caizheng').regulation.amend({ id: twin, ...next, replaces: first })
    await p.as('naren').regulation.publish({ id: twin, checked: true })
    expect((await p.as('wang').regulation.get({ id: first })).state).toBe('已废止')
    const { changes } = await p.as('wang').regulation.getDiff({ id: twin, with: first })
    const changed = changes.filter((c: { is: string }) => c.is !== '未变')
    expect(changed).toHaveLength(1)
    expect(changed[0]?.segments).toContainEqual({ is: '增', text: '100' })
    expect((await page(`/law/doc/${twin}/diff/${first}`)).html).toMatch(/<ins>100<\/ins>/)
    expect((await fetch(`${s.url}/law/doc/${twin}.txt`)).headers.get('content-type')).toContain(
      'text/plain',
    )
  })
  test('有效期满，由机器废止', async () => {
    const until = new Date(s.clock.now() + 5 * 86_400_000).toISOString().slice(0, 10)
    const id = (
      await p.as('caizheng').regulation.register(draft({ docNo: '呼财购〔2026〕2号', until }))
    ).id
    await p.as('naren').regulation.publish({ id, checked: true })
    await s.clock.toInstant((s.clock.now() + 6 * 86_400_000) as never)
    expect((await p.as('wang').regulation.get({ id })).state).toBe('已废止')
  })
})

describe('规则与条文互指', () => {
  test('规则引的法，除“系统设置”外都在目录', () => {
    const cited = flows.flatMap((f) =>
      Object.values(f.steps).flatMap((x) =>
        (x.rules ?? []).flatMap((r: { cites: readonly { law: string }[] }) =>
          r.cites.map((c) => c.law),
        ),
      ),
    )
    expect(
      [...new Set(cited)].filter((l) => l !== '系统设置' && catalogue[l] === undefined),
    ).toEqual([])
  })
})

describe('目录与标准由自治区按日期定', () => {
  const change = (over: object = {}) => ({
    title: '2027年集中采购目录及标准（演示）',
    law: '内财购〔2026〕99号（演示）',
    article: '二',
    from: new Date(s.clock.now() + 10 * 86_400_000).toISOString().slice(0, 10),
    items: [
      { name: '公开招标数额货物服务', tier: '全部' as const, value: '5000000.00' },
      { name: '采购限额货物服务', tier: '旗县区' as const, value: '600000.00' },
    ],
    entries: [
      {
        code: 'A02010100',
        body: '集中采购机构' as const,
        tiers: ['自治区', '盟市', '旗县区'] as const,
        least: '400000.00',
        note: '',
      },
    ],
    ...over,
  })
  test('盟市不自定；当天不能施行；不得低于国家指引；两人办理', async () => {
    const propose = (who: string, over: object = {}) =>
      p.as(who).standard.propose(change(over) as never)
    expect(await reasons(propose('caizheng'))).toContain('由自治区确定')
    expect(
      await reasons(
        propose('quting', { from: new Date(s.clock.now()).toISOString().slice(0, 10) }),
      ),
    ).toContain('公布的次日起方可施行')
    expect(
      await reasons(
        propose('quting', {
          items: [{ name: '采购限额货物服务', tier: '盟市', value: '100000.00' }],
        }),
      ),
    ).toContain('不低于国家指引')
    expect(
      await reasons(
        propose('quting', { items: [{ name: '国密套件', tier: '盟市', value: '否' }] }),
      ),
    ).toContain('不分级次')
    expect(
      await reasons(
        propose('quting', { entries: [{ code: 'A99999999', tiers: ['盟市'], least: '0.00' }] }),
      ),
    ).toContain('没有这些品目')
    const { id } = await propose('quting')
    expect(await reasons(p.as('quting').standard.publish({ id }))).toContain('不相容岗位分离')
    await p.as('suhe').standard.publish({ id })
  })
  test('施行之前按原标准，施行之日起按新标准，分级次，依据随之而变', async () => {
    const limit = async (region: string) =>
      (await (
        await fetch(`${s.url}/api/law/method`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({
            region,
            on: new Date(s.clock.now()).toISOString().slice(0, 10),
            category: 'goods',
            amount: '4500000.00',
          }),
        })
      ).json()) as { openTender: string; cites: { law: string }[] }
    expect((await limit('150100')).openTender).toBe('required')
    await s.clock.toInstant((s.clock.now() + 11 * 86_400_000) as never)
    const after = await limit('150100')
    expect(after.openTender).toBe('optional')
    expect(after.cites[0]?.law).toBe('内财购〔2026〕99号（演示）')
    const today = new Date(s.clock.now())
      .toISOString()
      .slice(0, 10) as `${number}-${number}-${number}`
    expect(lawOn(today, '150122')('采购限额货物服务')).toBe(60_000_000)
    expect(lawOn(today, '150100')('采购限额货物服务')).toBe(100_000_000)
    expect(lawOn('2026-03-01', '150122')('采购限额货物服务')).toBe(100_000_000)
  })
  test('品目页：路径、目录和限额；2013年的同码说明不是一回事', async () => {
    const pc = await p.as('wang').catalogue.getItem({ code: 'A02010105' })
    expect(pc.path.map((x: { name: string }) => x.name)[0]).toBe('货物')
    expect(pc.central).toHaveLength(1)
    expect(pc.before2022).toBe('便携式计算机')
    expect(
      (await p.as('wang').library.findItems({ word: '笔记本' })).map(
        (x: { code: string }) => x.code,
      ),
    ).toContain('A02010108')
    const { html } = await page('/catalogue/A02010105')
    expect(html).toContain('台式计算机')
    expect(html).toContain('便携式计算机')
    expect((await page('/catalogue')).html).toContain('货物')
    expect((await page('/catalogue?q=笔记本')).html).toContain('A02010108')
  })
  test('参数页列出每一项：标记、默认、现值、依据、谁改的', async () => {
    const all = await p.as('wang').standard.listSettings({})
    const one = all.find((x: { name: string }) => x.name === '公开招标数额货物服务')
    expect(one?.mark).toBe('◐')
    expect(one?.history[0]).toMatchObject({ value: '5,000,000.00', person: '苏和' })
    const { html } = await page('/law/settings')
    for (const x of all) expect(html).toContain(x.name)
  })
})
