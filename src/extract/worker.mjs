// The reading thread: loads the TypeScript beside it as the house does.
import { register } from 'tsx/esm/api'

register()
await import('./worker.ts')
