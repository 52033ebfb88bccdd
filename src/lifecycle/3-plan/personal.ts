import type { Register } from '#kernel'

export const personal: Register = {
  'plan.plan': { free: ['exemption'], none: ['method', 'category'] },
}
