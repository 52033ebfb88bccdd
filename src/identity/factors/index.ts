export * from './passkey.ts'
export * from './password.ts'
export * from './store.ts'
export * from './totp.ts'
