// The reading thread: its own heap, its own failures. Loads the TypeScript beside it as the house does.
import { register } from 'tsx/esm/api'

register()
await import('./worker.ts')
