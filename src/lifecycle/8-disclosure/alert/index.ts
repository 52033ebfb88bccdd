export {
  alertIn,
  confirm,
  HOOK,
  hookSender,
  leave,
  MAIL,
  mailSender,
  startAlerts,
  subscribe,
  ticket,
} from './actions.ts'
