import { addDays, dayOf } from '#kernel'
import type { Player, SimClock } from './player.ts'

const body = (head: string, ...articles: string[]) =>
  [head, ...articles.map((a, i) => `第${'一二三四五六七八九十'[i]}条　${a}`)].join('\n')
/** Documents of the region in every state of their life, and the standards: all made up, and said to be so. */
export async function rulebook(p: Player, clock: SimClock): Promise<void> {
  const caizheng = p.as('caizheng').regulation
  const naren = p.as('naren').regulation
  const today = dayOf(clock.now())
  const register = async (over: object) =>
    (
      await caizheng.register({
        title: '呼和浩特市政府采购内部控制办法（演示）',
        docNo: '呼财购〔2021〕3号（演示）',
        kind: '制度办法',
        issuer: '呼和浩特市财政局',
        issued: '2021-03-01',
        from: '2021-04-01',
        body: body(
          '为规范市本级政府采购内部管理，制定本办法。',
          '市本级预算单位的政府采购活动适用本办法。',
          '采购需求、采购文件、合同的审核由不同人员办理。',
          '本办法自2021年4月1日起施行。',
        ),
        ...over,
      })
    ).id
  const publish = (id: string) => naren.publish({ id, checked: true })

  const control = await register({})
  await publish(control)
  const local = await register({
    title: '呼和浩特市小额零星采购管理办法（演示）',
    docNo: '呼财购〔2018〕11号（演示）',
    issued: '2018-06-01',
    from: '2018-07-01',
    body: body(
      '为规范小额零星采购，制定本办法。',
      '采购限额标准以下的货物、服务采购适用本办法。',
      '供应商须在本市注册并设有分支机构，方可参加采购。',
      '采购人应当留存比价记录。',
    ),
  })
  await publish(local)
  const mark = (doc: string, article: string, lawArticle: string, reason: string) =>
    p.as('quting').cleaning.mark({ doc, article, law: '政府采购法', lawArticle, reason })
  await mark(local, '第二条', '第五条', '阻挠和限制外地供应商自由进入本地区市场。')
  const training = await register({
    title: '呼和浩特市采购人员备案通知（演示）',
    docNo: '呼财购〔2016〕5号（演示）',
    kind: '通知',
    body: '各预算单位：\n一、采购人员应当报市财政局备案。\n二、备案每年更新一次。',
  })
  await publish(training)
  const cleared = await mark(training, '二', '第十三条', '请核对备案要求有无上位依据。')
  await p.as('caizheng').cleaning.settle({
    id: cleared.id,
    outcome: '经核不冲突',
    reason: '备案为内部管理措施，不影响供应商权利。',
  })
  await caizheng.propose({
    id: training,
    reason: '备案已由系统的人员与岗位代替。',
    on: addDays(today, 30),
  })
  const old = await register({
    title: '呼和浩特市协议供货管理办法（演示）',
    docNo: '呼财购〔2014〕9号（演示）',
    issued: '2014-01-10',
    from: '2014-02-01',
    body: body('为规范协议供货，制定本办法。', '协议供货期限两年。', '自2014年2月1日起施行。'),
  })
  await publish(old)
  const next = await register({
    title: '呼和浩特市框架协议采购管理办法（演示）',
    docNo: '呼财购〔2026〕2号（演示）',
    issued: today,
    from: addDays(today, 5),
    replaces: old,
    body: body(
      '为规范框架协议采购，制定本办法。',
      '框架协议期限：货物一年，服务两年。',
      '自公布之日起施行。',
    ),
  })
  await publish(next)
  await register({
    title: '呼和浩特市履约验收指引（演示）',
    docNo: '呼财购〔2026〕4号（演示）',
    body: body('为做好履约验收，制定本指引。', '验收分三步。', '本指引供参考。'),
  })
  const dropped = await register({ docNo: '呼财购〔2021〕3号（重复登记）' })
  await caizheng.discard({ id: dropped, reason: '重复登记。' })

  const standard = p.as('quting').standard
  const change = (over: object) =>
    standard.propose({
      title: '集中采购目录（演示，不是正式目录）',
      law: '内财购〔2026〕0号（演示）',
      article: '一、集中采购目录',
      from: addDays(today, 1),
      note: '只为演示：2025年版的正式目录请由自治区财政厅录入。',
      items: [],
      entries: ['A02010105', 'A02010108', 'A02021000', 'A02061804', 'A05040100'].map((code) => ({
        code,
        body: '集中采购机构' as const,
        least: '400000.00' as never,
      })),
      ...over,
    })
  const book = await change({})
  await p.as('suhe').standard.publish({ id: book.id })
  const revoked = await change({
    title: '专家审核期（演示）',
    from: addDays(today, 3),
    items: [{ name: '专家审核期', value: '15' }],
    entries: null,
  })
  await p.as('suhe').standard.publish({ id: revoked.id })
  await standard.revoke({ id: revoked.id, reason: '另行研究。' })
  await change({
    title: '2027年限额标准（演示，待复核）',
    from: '2027-01-01',
    items: [
      { name: '公开招标数额货物服务', tier: '全部', value: '3000000.00' },
      { name: '采购限额货物服务', tier: '旗县区', value: '600000.00' },
    ],
    entries: null,
  })
  const vain = await change({ title: '未采用的调整（演示）', from: '2027-01-02' })
  await standard.discard({ id: vain.id, reason: '并入2027年限额标准。' })
}
