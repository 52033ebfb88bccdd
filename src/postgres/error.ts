/** What keeps the product from starting, in one line a person can act on. The command line ends with 2. */
export class StartError extends Error {
  override name = 'StartError'
}
