import type { Register } from '#kernel'
import { none } from '#law'

export const personal: Register = {
  'trade.custody_key': none('public_key'),
  'trade.box': { free: ['suspended'], none: ['part', 'params', 'gate', 'admitted'] },
  'trade.upload': none('parts'),
  'trade.entry': none('envelope', 'ciphertext', 'seed', 'files'),
  'trade.release': { free: ['fault'], none: ['share'] },
  'trade.recovery': none('seed'),
}
