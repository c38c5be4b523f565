import { createAccountKey, deleteAccountKey, listAccountKeys } from '../keys.ts'
import { own, type Route } from '../route.ts'

/** An account's own things: by session only. */
export const ACCOUNT: readonly Route[] = [
	own('GET', '/api/account/keys', listAccountKeys),
	own('POST', '/api/account/keys', createAccountKey),
	own('DELETE', '/api/account/keys/:id', deleteAccountKey),
]
