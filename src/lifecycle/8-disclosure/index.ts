export { followers } from './actions.ts'
export { api, cursorOf, wire, zFind } from './api.ts'
export { type Content, forms, type Kind, kinds, type Notice, numbered } from './model.ts'
export { correctionsOf, findNotices, noticeOf, noticesOfProcess } from './store.ts'
