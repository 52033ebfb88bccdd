import { expect, test } from 'vitest'
import { flows } from '../src/flows.ts'

/**
 * Acts of weight (decision 0022), by module: what binds a party, moves money, names a winner, takes a right away, or signs. A step that is
 * taken off this list is taken off on purpose; what is like one of these and asks for nothing is in `light`, with the reason.
 */
const weighty: Record<string, string[]> = {
  order: ['approve', 'accept', 'out', 'confirm'],
  service: ['approve', 'approveExtra', 'out', 'confirm'],
  servicebill: ['confirm'],
  auction: ['confirm'],
  price: ['seal'],
  ticket: ['uphold'],
  booking: ['sign'],
  bid: ['submit', 'replace'],
  quote: ['submit', 'replace'],
  contract: ['signSupplier', 'signBuyer', 'confirmAccount', 'approveSupplement'],
  payment: ['approve'],
}
const light: Record<string, string[]> = {
  // Under a clock of minutes, by the second: to be asked then is to lose the turn (0022).
  price: ['offer', 'lower'],
  // Ends nothing that was not asked for by the other side, or can be done again.
  order: ['cancel', 'decline', 'keep', 'agreeSwap', 'takeBack', 'ship', 'check', 'recheck'],
  // Under a ceiling that is already frozen, or looked at by a second person who is asked.
  service: ['place', 'quote', 'askExtra', 'finish', 'check', 'cancel'],
  booking: ['confirm', 'refuse'],
}
const steps = (module: string) => flows.find((f) => f.module === module)?.steps ?? {}

test('要紧的办理都要再次验证；不要的写明了为什么', () => {
  for (const [module, names] of Object.entries(weighty))
    for (const name of names)
      expect(steps(module)[name], `${module}.${name}`).toMatchObject({ stepUp: true })
  for (const [module, names] of Object.entries(light))
    for (const name of names) {
      expect(steps(module)[name], `${module}.${name}`).toBeDefined()
      expect(steps(module)[name]?.stepUp, `${module}.${name}`).toBeUndefined()
    }
})
