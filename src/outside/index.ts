export { payThroughTreasury, type Receipt, type Voucher } from './treasury.ts'
