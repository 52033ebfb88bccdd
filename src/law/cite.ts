import type { Citation } from '#kernel'

/**
 * The texts we rest on. `from` is the day the text came into force.
 * ✔ read in full; ◐ seen in secondary copies; ✎ from memory; △ our own default.
 */
export const catalogue = {
  政府采购法: {
    title: '中华人民共和国政府采购法（2014修正）',
    no: '主席令第68号',
    from: '2003-01-01',
  },
  政府采购法实施条例: {
    title: '中华人民共和国政府采购法实施条例',
    no: '国务院令第658号',
    from: '2015-03-01',
  },
  '87号令': {
    title: '政府采购货物和服务招标投标管理办法',
    no: '财政部令第87号',
    from: '2017-10-01',
  },
  '74号令': { title: '政府采购非招标采购方式管理办法', no: '财政部令第74号', from: '2014-02-01' },
  '94号令': { title: '政府采购质疑和投诉办法', no: '财政部令第94号', from: '2018-03-01' },
  '101号令': { title: '政府采购信息发布管理办法', no: '财政部令第101号', from: '2020-03-01' },
  '110号令': {
    title: '政府采购框架协议采购方式管理暂行办法',
    no: '财政部令第110号',
    from: '2022-03-01',
  },
  招标投标法: { title: '中华人民共和国招标投标法', no: '主席令第86号', from: '2000-01-01' },
  '民法典-总则': {
    title: '中华人民共和国民法典 第一编 总则',
    no: '主席令第45号',
    from: '2021-01-01',
  },
  电子签名法: { title: '中华人民共和国电子签名法', no: '主席令第29号', from: '2005-04-01' },
  '财库〔2019〕38号': {
    title: '关于促进政府采购公平竞争优化营商环境的通知',
    no: '财库〔2019〕38号',
    from: '2019-09-01',
  },
  '财库〔2020〕46号': {
    title: '政府采购促进中小企业发展管理办法',
    no: '财库〔2020〕46号',
    from: '2021-01-01',
  },
  '财库〔2021〕22号': { title: '政府采购需求管理办法', no: '财库〔2021〕22号', from: '2021-07-01' },
} as const

/** Words that occur in that article; test/law proves it against the texts. */
export const cite = (law: keyof typeof catalogue, article: string, quote: string): Citation => ({
  law,
  article,
  quote,
  mark: '✔',
})
/** A text that was not read in full: no words of it are quoted, and its mark is shown to the reader. */
export const citeMarked = (
  law: string,
  article: string,
  mark: '✔' | '◐' | '✎' | '△',
): Citation => ({
  law,
  article,
  quote: '',
  mark,
})
