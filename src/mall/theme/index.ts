export { followers as themeFollowers } from './actions.ts'
export { themeApi } from './api.ts'
