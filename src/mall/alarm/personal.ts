import type { Register } from '#kernel'

export const personal: Register = {
  // Who asked and from where stands in the security log alone; no plate and no person is in `said` or `key`.
  'mall.alarm': { free: ['said', 'note'], none: ['kind', 'key', 'decision'] },
}
