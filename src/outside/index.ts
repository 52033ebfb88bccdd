export {
  Away,
  type Central,
  type CentralAnswer,
  centralSandbox,
  type Upward,
} from './central.ts'
export { type Letter, type Mail, mailSandbox, sandboxLetters, smtpMail } from './mail.ts'
export { notarySandbox, type ShareAnswer, type ShareRequest, unwrapAll } from './notary.ts'
export {
  backoff,
  countParcels,
  type Kept,
  type Parcel,
  parcels,
  post,
  retry,
  type Sender,
  type Sent,
  startOutbox,
} from './outbox.ts'
export {
  type Bill,
  type Channel,
  type Dial,
  type Ringing,
  type Telephone,
  telephoneSandbox,
} from './telephone.ts'
export { type Receipt, type Treasury, treasurySandbox, type Voucher } from './treasury.ts'
export {
  Barred,
  isPublicAddress,
  type Outbound,
  outbound,
  postWebhook,
  readTarget,
  sign,
} from './webhook.ts'
