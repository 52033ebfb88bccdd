import type { Rule } from '#kernel'
import { citeMarked, flow, lawOn } from '#law'
import { arriving, inReach, once, type Standing, standing, usccHolds } from '#libraries/register'

export const COMMITMENT =
  '本机构承诺：具有独立承担民事责任的能力；有完善的政府采购内部监督管理制度；专职从业人员熟悉政府采购法律法规，能编制采购文件、组织采购活动；有独立办公场所和办公条件；自有场所组织评审的，有必要的评审场地和录音录像等监控设备。所填资料真实，变化后及时更新。承诺不实的，依法承担责任。'
export const scopes = ['货物', '工程', '服务'] as const

export interface AgencyFacts extends Standing {
  readonly input?: Standing['input'] & {
    readonly staff?: number
    readonly premises?: string
  }
}
const named = citeMarked('财库〔2018〕2号', '名录登记', '✎')
const staffed: Rule<AgencyFacts> = {
  id: 'agency.staffed',
  title: '代理机构须有专职从业人员',
  cites: [citeMarked('财库〔2018〕2号', '从业人员', '✎')],
  from: '2018-03-01',
  check: ({ input }, on) => {
    const least = lawOn(on)('代理专职人员最少')
    return (
      input?.staff === undefined ||
      input.staff >= least || {
        because: `专职从业人员${input.staff}人，不足${least}人`,
        facts: { 专职从业人员: input.staff, 最少: least },
        cure: `配备${least}名以上专职从业人员后登记`,
        field: 'staff',
      }
    )
  },
}
const promised: Rule<AgencyFacts> = {
  id: 'agency.promised',
  title: '代理机构以承诺登记入名录，不作审批',
  cites: [named],
  from: '2018-03-01',
  check: ({ input }) =>
    input?.committed !== false || {
      because: '还没有作出承诺',
      cure: '读过承诺内容后勾选；不能承诺的，不能登记',
      field: 'commitment',
    },
}
const ownRegion: Rule<AgencyFacts> = {
  id: 'agency.ownRegion',
  title: '财政部门登记本级的集中采购机构',
  cites: [named],
  from: '2018-03-01',
  check: ({ input, actorRegion }) =>
    input?.region === undefined ||
    input.region === actorRegion || {
      because: '登记地不是本级',
      cure: '由所在地财政部门登记',
      field: 'region',
    },
}
// biome-ignore format: a table reads as a table
export const agencyFlow = flow<AgencyFacts>()(
  { noun: '代理机构登记', module: 'agency', states: ['在库', '暂停', '停用', '已撤回'], onDue: { 暂停: 'lapse' } },
  {
    register: { name: '名录登记（备案）', from: [],       to: '在库', by: ['代理经办'], rules: [usccHolds, once, promised, staffed], nature: '备案' },
    enrol:    { name: '登记集中采购机构', from: [],       to: '在库', by: ['财政监管', '系统'], rules: [usccHolds, once, ownRegion] },
    amend:    { name: '变更登记',         from: ['在库'], to: '在库', by: ['代理经办'], rules: [staffed], nature: '备案', may: true },
    ...arriving([usccHolds, once, inReach]),
    ...standing('代理经办'),
  },
)
