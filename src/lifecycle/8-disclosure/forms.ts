import type { Citation } from '#kernel'
import { cite, citeMarked } from '#law'
import {
  basics,
  CONTACT,
  column,
  contact,
  contractHead,
  ended,
  F50,
  type Form,
  long,
  may,
  money,
  must,
  needs,
  of,
  other,
  self,
  TENDER_CONTACT,
} from './form.ts'
import { innovationForms } from './forms-innovation.ts'
import { laterForms } from './forms-later.ts'
import type { Kind } from './model.ts'

/** 中标、成交 say the same thing in their own words (格式五). */
const outcome = (info: string, amount: string, people: string, basis: Citation): Form => ({
  cites: [F50('格式五'), basis, citeMarked('财办库〔2023〕243号', '评审总得分或评审报价', '◐')],
  sections: [
    self('项目编号'),
    self('项目名称'),
    {
      heading: info,
      columns: [
        column('lot', '包号'),
        column('supplier', '供应商名称'),
        column('address', '供应商地址'),
        column('amount', amount, { money: true }),
        column('total', '评审总得分', { optional: true }),
        column('quoted', '评审报价（元）', { optional: true, money: true }),
      ],
      either: ['total', 'quoted'],
    },
    {
      heading: '主要标的信息',
      columns: [
        column('lot', '包号'),
        column('name', '名称'),
        column('brand', '品牌', { only: '货物', optional: true }),
        column('model', '规格型号', { only: '货物' }),
        column('quantity', '数量', { only: '货物' }),
        column('price', '单价（元）', { only: '货物', money: true }),
        column('scope', '服务范围', { only: '服务' }),
        column('requirement', '服务要求', { only: '服务' }),
        column('time', '服务时间', { only: '服务' }),
        column('standard', '服务标准', { only: '服务' }),
        column('works', '施工范围', { only: '工程' }),
        column('duration', '施工工期', { only: '工程' }),
        column('manager', '项目经理', { only: '工程' }),
        column('licence', '执业证书信息', { only: '工程' }),
      ],
    },
    self(people),
    self('代理服务收费标准及金额'),
    self('公告期限'),
    other,
    contact(CONTACT),
    {
      heading: '附件',
      fields: [
        ...must('采购文件'),
        ...may('被推荐供应商名单和推荐理由', '中小企业声明函', '残疾人福利性单位声明函'),
      ],
    },
  ],
})
/** 竞争性谈判、磋商、询价公告 (格式四). */
const responding = (form: string, basis: Citation): Form => ({
  cites: [F50(form), basis],
  sections: [
    { heading: '项目概况', unnumbered: true, fields: long('项目概况') },
    basics(must('采购方式'), '是否接受联合体'),
    { heading: '申请人的资格要求', fields: needs },
    { heading: '获取采购文件', fields: [...must('时间', '地点', '方式'), money('售价（元）')] },
    { heading: '响应文件提交', fields: must('截止时间', '地点') },
    { heading: '开启', fields: must('时间', '地点') },
    self('公告期限'),
    other,
    contact(CONTACT),
  ],
})

/**
 * The notices of 《政府采购公告和公示信息格式规范（2020年版）》 as data: headings and fields in the order of the form.
 * The forms were seen in secondary copies and in notices as really published (◐), not in the ministry's own file.
 */
export const forms: Readonly<Record<Kind, Form>> = {
  ...laterForms,
  采购意向公告: {
    cites: [F50('格式一'), citeMarked('财库〔2020〕10号', '意向公开内容', '◐')],
    sections: [
      {
        heading: '采购意向',
        unnumbered: true,
        columns: [
          column('no', '序号'),
          column('title', '采购项目名称'),
          column('summary', '采购需求概况'),
          column('budget', '预算金额（万元）'),
          column('month', '预计采购时间'),
          column('sme', '是否专门面向中小企业', { optional: true }),
          column('note', '备注', { optional: true }),
        ],
      },
    ],
  },
  招标公告: {
    cites: [F50('格式三'), cite('87号令', '第十三条', '公开招标公告应当包括以下主要内容')],
    sections: [
      { heading: '项目概况', unnumbered: true, fields: long('项目概况') },
      basics([], '是否接受联合体投标'),
      { heading: '申请人的资格要求', fields: needs },
      { heading: '获取招标文件', fields: [...must('时间', '地点', '方式'), money('售价（元）')] },
      {
        heading: '提交投标文件截止时间、开标时间和地点',
        fields: must('截止时间、开标时间', '地点'),
      },
      self('公告期限'),
      other,
      contact(TENDER_CONTACT),
    ],
  },
  资格预审公告: {
    cites: [
      F50('格式二'),
      cite(
        '政府采购法实施条例',
        '第二十一条',
        '资格预审公告应当在省级以上人民政府财政部门指定的媒体上发布',
      ),
    ],
    sections: [
      { heading: '项目概况', unnumbered: true, fields: long('项目概况') },
      basics(must('采购方式'), '是否接受联合体投标'),
      { heading: '申请人的资格要求', fields: needs },
      { heading: '领取资格预审文件', fields: must('时间', '地点', '方式') },
      { heading: '资格预审申请文件的组成及格式', fields: long('资格预审申请文件的组成及格式') },
      { heading: '资格预审的审查标准及方法', fields: long('资格预审的审查标准及方法') },
      self('拟邀请参加投标的供应商数量'),
      { heading: '申请文件提交', fields: must('截止时间', '地点') },
      self('资格预审日期'),
      self('公告期限'),
      other,
      contact(CONTACT),
    ],
  },
  竞争性谈判公告: responding('格式四', cite('74号令', '第十二条', '通过发布公告')),
  竞争性磋商公告: responding('格式四', citeMarked('财库〔2014〕214号', '第六条', '✎')),
  询价公告: responding('格式四', cite('74号令', '第十二条', '通过发布公告')),
  ...innovationForms,
  单一来源采购公示: {
    cites: [F50('格式十'), cite('74号令', '第三十八条', '公示内容应当包括')],
    sections: [
      {
        heading: '项目信息',
        fields: [
          ...must('采购人', '项目名称'),
          ...long('拟采购的货物或服务的说明'),
          money('拟采购的货物或服务的预算金额（元）'),
          ...long('采用单一来源采购方式的原因及说明'),
        ],
      },
      { heading: '拟定供应商信息', fields: must('名称', '地址') },
      self('公示期限'),
      other,
      {
        heading: '联系方式',
        fields: [
          ...of('1.采购人', must('联系人', '联系地址', '联系电话')),
          ...of('2.财政部门', must('联系人', '联系地址', '联系电话')),
          ...of('3.采购代理机构', may('联系人', '联系地址', '联系电话')),
        ],
      },
      {
        heading: '附件：专业人员论证意见',
        columns: [
          column('name', '专业人员姓名'),
          column('title', '职称'),
          column('employer', '工作单位'),
          column('project', '项目名称'),
          column('supplier', '供应商名称'),
          column('opinion', '专业人员论证意见'),
        ],
      },
    ],
  },
  更正公告: {
    cites: [F50('格式六'), cite('87号令', '第二十七条', '应当在原公告发布媒体上发布澄清公告')],
    sections: [
      {
        heading: '项目基本情况',
        fields: must('原公告的采购项目编号', '原公告的采购项目名称', '首次公告日期'),
      },
      {
        heading: '更正信息',
        fields: [
          ...must('更正事项'),
          { label: '更正原因', kind: 'long', optional: true },
          ...must('更正日期'),
        ],
        columns: [
          column('item', '更正内容'),
          column('before', '更正前'),
          column('after', '更正后'),
        ],
      },
      other,
      contact(CONTACT),
    ],
  },
  终止公告: {
    cites: [F50('格式七'), cite('87号令', '第二十九条', '发布终止公告')],
    sections: ended,
  },
  废标公告: {
    cites: [F50('格式七'), cite('政府采购法', '第三十六条', '应予废标')],
    sections: ended,
  },
  中标结果公告: outcome(
    '中标信息',
    '中标金额（元）',
    '评审专家名单',
    cite('87号令', '第六十九条', '公告中标结果'),
  ),
  成交结果公告: outcome(
    '成交信息',
    '成交金额（元）',
    '评审专家（单一来源采购人员）名单',
    cite('74号令', '第十八条', '成交结果公告应当包括以下内容'),
  ),
  合同公告: {
    cites: [
      F50('格式八'),
      cite(
        '政府采购法实施条例',
        '第五十条',
        '将政府采购合同在省级以上人民政府财政部门指定的媒体上公告',
      ),
    ],
    sections: [
      ...contractHead,
      {
        heading: '合同主要信息',
        fields: [money('合同金额（元）'), ...must('履约期限、地点等简要信息', '采购方式')],
        columns: [
          column('name', '主要标的名称'),
          column('model', '规格型号或服务要求'),
          column('quantity', '数量'),
          column('price', '单价（元）', { money: true }),
        ],
      },
      self('合同签订日期'),
      self('合同公告日期'),
      other,
      { heading: '附件', unnumbered: true, fields: must('合同文本摘要（SHA-256）') },
    ],
  },
  验收结果公告: {
    cites: [F50('格式九'), cite('政府采购法实施条例', '第四十五条', '验收结果应当向社会公告')],
    sections: [
      ...contractHead,
      {
        heading: '合同主要信息',
        fields: must('服务期限、服务地点'),
        columns: [
          column('name', '服务内容（标的）'),
          column('requirement', '服务要求（规格型号）'),
          column('quantity', '数量'),
        ],
      },
      self('验收日期'),
      self('验收组成员'),
      { heading: '验收意见', fields: long('验收意见') },
      other,
    ],
  },
}
