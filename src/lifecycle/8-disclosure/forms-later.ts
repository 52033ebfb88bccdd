import { cite, citeMarked } from '#law'
import {
  amended,
  column,
  contractHead,
  F50,
  type Form,
  long,
  may,
  money,
  must,
  other,
  type SectionForm,
  self,
} from './form.ts'
import type { Kind } from './model.ts'

/** What a finance department decided (格式十一、十二), field for field from memory of the forms (✎). */
const decision = (form: string, basis: Form['cites'][number]): Form => ({
  cites: [F50(form), basis],
  sections: [
    self('项目编号'),
    self('项目名称'),
    {
      heading: '相关当事人',
      columns: [column('role', '身份'), column('name', '名称'), column('address', '地址')],
    },
    { heading: '基本情况', fields: long('基本情况') },
    { heading: '处理依据及结果', fields: long('处理依据及结果') },
    other,
  ],
})
const frameHead: readonly SectionForm[] = [self('采购项目名称'), self('采购项目编号')]
const solicitor = {
  heading: '征集人',
  fields: must('名称', '地址', '联系人', '联系方式'),
} as const
const buyerOf = { heading: '采购人', fields: must('名称', '地址', '联系方式') } as const

/** Notices that other texts ask for, after or beside the forms of 2020. */
export const laterForms = {
  合同变更公告: {
    cites: [citeMarked('财办库〔2023〕243号', '一', '◐'), cite('政府采购法', '第五十条', '变更')],
    sections: [
      ...contractHead,
      {
        heading: '变更信息',
        fields: [...must('首次公告日期', '变更的条款'), ...long('变更原因'), ...must('变更时间')],
        columns: [
          column('item', '变更事项'),
          column('before', '变更前'),
          column('after', '变更后'),
        ],
      },
      self('公告日期'),
      other,
      { heading: '附件', unnumbered: true, fields: must('补充合同文本摘要（SHA-256）') },
    ],
  },
  框架协议征集公告: {
    cites: [cite('110号令', '第二十二条', '征集公告应当包括以下主要内容')],
    sections: [
      solicitor,
      {
        heading: '采购项目',
        fields: [
          ...must('采购项目名称', '采购项目编号'),
          ...long('采购需求', '适用框架协议的采购人或者服务对象范围'),
          ...may('预估采购数量'),
        ],
        columns: [
          column('lot', '包号'),
          column('name', '标的名称'),
          column('unit', '单位'),
          column('ceiling', '最高限制单价（元）', { money: true }),
        ],
      },
      { heading: '供应商的资格条件', fields: long('供应商的资格条件') },
      self('框架协议的期限'),
      { heading: '获取征集文件', fields: must('时间', '地点', '方式') },
      {
        heading: '响应文件',
        fields: must('提交方式', '提交截止时间和地点', '开启方式、时间和地点'),
      },
      self('公告期限'),
      other,
    ],
  },
  框架协议入围结果公告: {
    cites: [
      cite('110号令', '第二十八条', '入围结果公告应当包括以下主要内容'),
      cite('110号令', '第四十条', '动态更新入围供应商信息'),
    ],
    sections: [
      ...frameHead,
      solicitor,
      {
        heading: '入围供应商',
        columns: [
          column('place', '排序'),
          column('supplier', '供应商名称'),
          column('address', '供应商地址'),
          column('contact', '联系方式', { optional: true }),
        ],
      },
      { heading: '最高入围价格或者最低入围分值', fields: must('最高入围价格或者最低入围分值') },
      {
        heading: '入围产品或者服务',
        columns: [
          column('supplier', '供应商名称'),
          column('name', '产品名称或者服务内容'),
          column('model', '规格型号或者服务标准'),
          column('price', '入围单价（元）', { money: true }),
          column('pay', '付费标准', { optional: true }),
        ],
      },
      // The open kind has no review group: 110号令第三十九条 lets whoever fits join.
      { heading: '评审小组成员名单', fields: may('评审小组成员名单') },
      self('采购代理服务收费标准及金额'),
      self('公告期限'),
      other,
    ],
  },
  框架协议成交结果公告: {
    cites: [cite('110号令', '第三十五条', '单笔公告应当包括以下主要内容')],
    sections: [
      buyerOf,
      ...frameHead,
      {
        heading: '成交供应商',
        fields: [...must('名称', '地址'), money('成交金额（元）')],
      },
      {
        heading: '成交标的',
        columns: [
          column('name', '名称'),
          column('model', '规格型号或者服务标准'),
          column('quantity', '数量'),
          column('price', '单价（元）', { money: true }),
        ],
      },
      self('公告期限'),
      other,
    ],
  },
  框架协议成交结果汇总公告: {
    cites: [cite('110号令', '第三十五条', '所有成交供应商的名称、地址及其成交合同总数和总金额')],
    sections: [
      buyerOf,
      ...frameHead,
      {
        heading: '成交结果汇总',
        columns: [
          column('supplier', '供应商名称'),
          column('address', '供应商地址'),
          column('contracts', '成交合同总数'),
          column('amount', '总金额（元）', { money: true }),
        ],
      },
      other,
    ],
  },
  框架协议退出公告: {
    cites: [cite('110号令', '第二十条', '发布入围供应商退出公告')],
    sections: [
      ...frameHead,
      solicitor,
      { heading: '退出的供应商', fields: must('名称', '地址') },
      self('退出日期'),
      { heading: '退出原因', fields: may('退出原因') },
      other,
    ],
  },
  投诉处理结果公告: decision('格式十一', cite('94号令', '第三十四条', '将投诉处理结果')),
  监督检查处理结果公告: decision(
    '格式十二',
    cite('政府采购法', '第五十九条', '政府采购监督管理部门应当加强对政府采购活动'),
  ),
  集中采购机构考核结果公告: {
    cites: [F50('格式十三'), cite('政府采购法', '第六十六条', '定期如实公布考核结果')],
    sections: [
      self('考核对象'),
      { heading: '考核内容和方法', fields: long('考核内容和方法') },
      { heading: '考核结果', fields: long('考核结果') },
      { heading: '存在的问题', fields: long('存在的问题') },
      other,
      amended,
    ],
  },
  投诉受理方式公告: {
    cites: [cite('94号令', '第七条', '公布受理投诉的方式')],
    sections: [
      self('受理部门'),
      self('受理投诉的方式'),
      { heading: '联系方式', fields: must('联系部门', '联系电话', '通讯地址') },
      other,
      amended,
    ],
  },
  // 附2 is one sentence and one table; the sentence's figures stand as fields, in its order and in its unit.
  中小企业预留项目执行情况公告: {
    cites: [cite('财库〔2020〕46号', '第十八条', '公开预留项目执行情况')],
    sections: [
      {
        heading: '执行情况',
        unnumbered: true,
        fields: [
          ...must('年度'),
          ...must('预留项目面向中小企业采购共计（万元）', '其中面向小微企业采购（万元）'),
          ...must('小微企业占比'),
          { label: '未达到预留比例的说明', kind: 'long', optional: true },
        ],
      },
      {
        heading: '面向中小企业预留项目明细',
        unnumbered: true,
        columns: [
          column('no', '序号'),
          column('title', '项目名称'),
          column('option', '预留选项'),
          column('amount', '面向中小企业采购金额（万元）'),
          column('contract', '合同链接'),
        ],
      },
      amended,
    ],
  },
} as const satisfies Partial<Record<Kind, Form>>
