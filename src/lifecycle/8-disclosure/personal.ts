import type { Register } from '#kernel'
import { held } from '#law'

export const personal: Register = {
  'disclosure.notice': {
    personal: {
      content: held(
        '公告中的姓名与联系方式',
        '项目联系人、评审专家、论证的专业人员',
        '依法公告',
        '采购文件',
        null,
        '任何人：依87号令第六十九条、74号令第三十八条和公告格式须公开的姓名与联系方式，别的不进公告',
        '公告',
      ),
    },
    none: ['kind', 'ocid', 'project_no', 'title', 'publisher'],
  },
}
