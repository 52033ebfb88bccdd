import { inn } from '#law'
import {
  basics,
  CONTACT,
  column,
  contact,
  type Form,
  long,
  money,
  must,
  needs,
  other,
  self,
} from './form.ts'
import type { Kind } from './model.ts'

const what = { heading: '项目概况', unnumbered: true, fields: long('项目概况') } as const
/**
 * 合作创新采购（财库〔2024〕13号第十三条 ◐）：the article names what is published and no form for it (△), so these say the
 * purchase as 格式二 and 格式四 do, and what the scheme and the document say of the research.
 */
export const innovationForms: Readonly<
  Record<Extract<Kind, '合作创新采购公告' | '研发谈判文件公告'>, Form>
> = {
  合作创新采购公告: {
    cites: [inn('第十三条'), inn('第十二条')],
    sections: [
      what,
      basics(must('采购方式'), '是否接受联合体'),
      {
        heading: '研发的目标和费用',
        fields: [
          ...long('最低研发目标', '应用场景'),
          ...must('研发期限'),
          money('最高研发费用（元）'),
          money('研发成本补偿限额（元）'),
          ...long('补偿的成本范围'),
          ...must('研发供应商数量'),
        ],
      },
      { heading: '申请人的资格要求', fields: needs },
      { heading: '申请文件的组成及格式', fields: long('申请文件的组成及格式') },
      { heading: '资格审查的标准及方法', fields: long('资格审查的标准及方法') },
      { heading: '申请文件提交', fields: must('截止时间', '地点') },
      self('公告期限'),
      other,
      contact(CONTACT),
    ],
  },
  研发谈判文件公告: {
    cites: [inn('第十三条'), inn('第十八条'), inn('第十九条')],
    sections: [
      what,
      basics(must('采购方式'), '是否接受联合体'),
      {
        heading: '研发阶段和标志性成果',
        columns: [
          column('no', '阶段'),
          column('name', '名称'),
          column('milestone', '标志性成果'),
          column('standard', '成果要求'),
        ],
      },
      {
        heading: '评审因素和权重',
        columns: [column('name', '评审因素'), column('max', '分值'), column('steps', '评分标准')],
      },
      {
        heading: '首购产品的评审标准',
        columns: [column('name', '评审因素'), column('max', '分值'), column('steps', '评分标准')],
      },
      { heading: '知识产权和迭代升级', fields: long('知识产权', '迭代升级服务') },
      { heading: '研发合同', fields: [...must('研发供应商数量'), ...long('主要条款')] },
      { heading: '响应文件提交', fields: must('截止时间', '地点') },
      { heading: '开启', fields: must('时间', '地点') },
      other,
      contact(CONTACT),
    ],
  },
}
