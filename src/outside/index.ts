export { type Receipt, type Treasury, treasurySandbox, type Voucher } from './treasury.ts'
