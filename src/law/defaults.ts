/** Reads one table of named defaults: a region's own value where it is a number that makes sense, else the default. */
export const defaultsOf =
  <Name extends string>(table: Readonly<Record<Name, { readonly default: number }>>) =>
  (name: Name, given: Readonly<Record<string, unknown>> = {}): number => {
    const own = given[name]
    return typeof own === 'number' && own >= 0 ? own : table[name].default
  }
