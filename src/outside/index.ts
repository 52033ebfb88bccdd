export { notarySandbox, type ShareAnswer, type ShareRequest, unwrapAll } from './notary.ts'
export { type Receipt, type Treasury, treasurySandbox, type Voucher } from './treasury.ts'
