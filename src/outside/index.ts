export { notarySandbox, type ShareAnswer, type ShareRequest, unwrapAll } from './notary.ts'
export {
  type Bill,
  type Channel,
  type Dial,
  type Ringing,
  type Telephone,
  telephoneSandbox,
} from './telephone.ts'
export { type Receipt, type Treasury, treasurySandbox, type Voucher } from './treasury.ts'
