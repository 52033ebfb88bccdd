import type { Register } from '#kernel'
import { held, none } from '#law'

export const personal: Register = {
  'disclosure.attachment': none('title', 'name'),
  'disclosure.file_text': {
    personal: {
      text: held(
        '公告附件中的姓名与联系方式',
        '附件里写到的人',
        '检索已公开的附件',
        '采购文件',
        null,
        '任何人：附件随公告依法公开',
        '公告',
      ),
    },
    none: ['mark'],
  },
  'disclosure.found': none('kind', 'method', 'category', 'items'),
  'disclosure.price': none('item', 'name', 'model', 'quantity', 'unit'),
}
