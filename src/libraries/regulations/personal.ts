import type { Register } from '#kernel'
import { none } from '#law'

export const personal: Register = {
  'law.text': none('short', 'digest'),
  'law.doc': none('doc_no', 'kind', 'issuer', 'body'),
  'law.article': none('text', 'chapter', 'article', 'body'),
  'law.cleaning': {
    free: ['reason', 'outcome'],
    none: ['article', 'law', 'law_article', 'marked_by'],
  },
  'law.repeal': { free: ['reason'] },
}
