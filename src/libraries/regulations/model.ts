import { type Day, type Rule, type StateOf, showDay, within } from '#kernel'
import { cite, citeMarked, flow } from '#law'

export const kinds = ['制度办法', '集中采购目录及标准', '通知', '意见', '其他'] as const
/** 政策文件: what a finance department of the region issued; one version, one record. */
export interface Doc {
  readonly id: string
  readonly docNo: string
  readonly kind: (typeof kinds)[number]
  readonly issuer: string
  readonly issued: Day
  readonly from: Day
  readonly until: Day | null
  readonly replaces: string | null
  readonly body: string
}
export interface Facts {
  readonly today: Day
  readonly articles: number
  readonly from: Day
  readonly until: Day | null
  /** Cleanings of this document that still wait. */
  readonly waiting: number
  readonly shownTo: Day | null
  readonly input?: {
    readonly checked?: boolean
    /** What is in force under the same number, if this does not say that it replaces it. */
    readonly twin?: string
    readonly on?: Day
    readonly shownTo?: Day
  }
}
const SEED = citeMarked('内财购〔2020〕179号', '政策法规清理', '◐')
const charge = cite('政府采购法', '第十三条', '负责政府采购监督管理的部门')
const checked: Rule<Facts> = {
  id: 'regulation.checked',
  title: '条文须逐条核对',
  cites: [SEED],
  from: '2020-03-02',
  check: ({ articles, input }) => {
    if (articles === 0)
      return { because: '全文里没有认出条文', cure: '按“第一条……”或“一、……”分行后再核对' }
    return (
      input === undefined ||
      input.checked === true || {
        because: `认出${articles}条，还没有人逐条核对`,
        cure: '与正式文本逐条核对后勾选',
        field: 'checked',
      }
    )
  },
}
const oneVersion: Rule<Facts> = {
  id: 'regulation.oneVersion',
  title: '同一文号只有一版有效',
  cites: [SEED],
  from: '2020-03-02',
  check: ({ input }) =>
    input?.twin === undefined || {
      because: `库里已有同文号的有效文件“${input.twin}”`,
      cure: '修订的，登记时选它为上一版；重复的，不必再登记',
    },
}
const term: Rule<Facts> = {
  id: 'regulation.term',
  title: '有效期止于施行之后',
  cites: [SEED],
  from: '2020-03-02',
  check: ({ from, until }) =>
    until === null ||
    until >= from || {
      because: `${showDay(from)}施行，${showDay(until)}就到期`,
      cure: '改正施行日期或有效期',
      field: 'until',
    },
}
const shown: Rule<Facts> = {
  id: 'regulation.shown',
  title: '废止前须公示',
  cites: [citeMarked('系统设置', '拟废止公示期', '△')],
  from: '2020-03-02',
  check: ({ shownTo, today }) =>
    shownTo === null ||
    shownTo < today || {
      because: `拟废止的公示到${showDay(shownTo)}为止，还没有结束`,
      facts: { 公示至: showDay(shownTo) },
      cure: `${showDay(shownTo)}的次日起办理`,
    },
}
const after: Rule<Facts> = {
  id: 'regulation.after',
  title: '废止之日在公示之后',
  cites: [citeMarked('系统设置', '拟废止公示期', '△')],
  from: '2020-03-02',
  check: ({ input }) =>
    input?.on === undefined ||
    input.shownTo === undefined ||
    input.on > input.shownTo || {
      because: `公示到${showDay(input.shownTo)}，拟自${showDay(input.on)}废止`,
      cure: '废止之日改在公示结束之后',
      field: 'on',
    },
}
const cleaned: Rule<Facts> = {
  id: 'regulation.cleaned',
  title: '冲突未清理的不得恢复',
  cites: [SEED],
  from: '2020-03-02',
  check: ({ waiting }) =>
    waiting === 0 || {
      because: `还有${waiting}处冲突没有清理`,
      facts: { 待清理: waiting },
      cure: '先逐件办结清理，或继续废止',
    },
}
const own = ['财政监管'] as const

// biome-ignore format: a table reads as a table
export const docFlow = flow<Facts>()(
  { noun: '政策文件', module: 'regulation', states: ['登记中', '有效', '标记冲突', '拟废止', '已废止', '未采用'],
    open: ['有效', '标记冲突', '拟废止', '已废止'], onDue: { 有效: 'lapse', 标记冲突: 'lapse', 拟废止: 'lapse' } },
  {
    register:  { name: '登记文件',       from: [],                   to: '登记中',   by: own },
    amend:     { name: '修改登记',       from: ['登记中'],           to: '登记中',   by: own, may: true },
    discard:   { name: '不予采用',       from: ['登记中'],           to: '未采用',   by: own, may: true },
    publish:   { name: '核对条文并公布', from: ['登记中'],           to: '有效',     by: own, rules: [checked, oneVersion, term], apartFrom: ['register', 'amend'] },
    conflict:  { name: '被标记冲突',     from: ['有效', '标记冲突'], to: '标记冲突', by: own, inner: true },
    clear:     { name: '冲突已清理',     from: ['标记冲突'],         to: '有效',     by: own, inner: true },
    propose:   { name: '提出废止',       from: ['有效', '标记冲突'], to: '拟废止',   by: own, rules: [after], may: true },
    keep:      { name: '不予废止',       from: ['拟废止'],           to: '有效',     by: own, rules: [cleaned], may: true },
    repeal:    { name: '废止',           from: ['拟废止'],           to: '已废止',   by: own, rules: [shown], nature: '核准' },
    supersede: { name: '被新版代替',     from: ['有效', '标记冲突', '拟废止'], to: '已废止', by: own, inner: true },
    lapse:     { name: '有效期满',       from: ['有效', '标记冲突', '拟废止'], to: '已废止', by: ['系统'] },
  },
)
export type State = StateOf<typeof docFlow>

export interface CleaningFacts {
  readonly region: string
  readonly by: string
  readonly docState: string
  readonly hasArticle: boolean
  /** The higher text is in the library, and is not the document itself. */
  readonly hasLaw: boolean
  readonly input?: { readonly article?: string; readonly law?: string }
}
const inCharge: Rule<CleaningFacts> = {
  id: 'cleaning.inCharge',
  title: '由本级或上级财政部门标记',
  cites: [charge],
  from: '2020-03-02',
  check: ({ region, by }) =>
    within(region, by) || {
      because: '文件不属于您的地区或下级地区',
      cure: '向该文件的本级或上级财政部门反映',
      field: 'doc',
    },
}
const standing: Rule<CleaningFacts> = {
  id: 'cleaning.standing',
  title: '只标记现行的文件',
  cites: [SEED],
  from: '2020-03-02',
  check: ({ docState }) =>
    docState === '有效' ||
    docState === '标记冲突' || {
      because: `该文件处于“${docState}”`,
      facts: { 文件状态: docState },
      cure:
        docState === '拟废止'
          ? '已在废止中，不必再标记'
          : '只标记现行有效的文件；请核对所选文件的状态',
    },
}
const pointed: Rule<CleaningFacts> = {
  id: 'cleaning.pointed',
  title: '标记须指到条',
  cites: [SEED],
  from: '2020-03-02',
  check: ({ hasArticle, hasLaw, input }) => {
    if (!hasArticle)
      return {
        because: `文件里没有“${input?.article ?? ''}”`,
        cure: '照条文写，如“第五条”或“三”',
        field: 'article',
      }
    return (
      hasLaw || {
        because: `上位依据“${input?.law ?? ''}”不在法律法规库`,
        cure: '填库里的简称或文号，如“政府采购法”“87号令”',
        field: 'law',
      }
    )
  },
}
// biome-ignore format: a table reads as a table
export const cleaningFlow = flow<CleaningFacts>()(
  { noun: '文件清理', module: 'cleaning', states: ['待清理', '已办结'], open: ['待清理', '已办结'], onDue: { 待清理: 'overdue' } },
  {
    mark:    { name: '标记冲突',     from: [],         to: '待清理', by: ['财政监管'], rules: [inCharge, standing, pointed] },
    settle:  { name: '办结清理',     from: ['待清理'], to: '已办结', by: ['财政监管'] },
    overdue: { name: '逾期未清理',   from: ['待清理'], to: '待清理', by: ['系统'] },
    end:     { name: '随文件废止办结', from: ['待清理'], to: '已办结', by: ['财政监管', '系统'], inner: true },
  },
)
