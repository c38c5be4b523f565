import { own, type Route } from '../route.ts'
import {
	deleteSession,
	getSecurity,
	postEmail,
	postEndSessions,
	putPassword,
	putProfile,
} from '../security.ts'
import { postCodes, postConfirm, postFactor, postOff } from '../security-factor.ts'
import { deletePasskey, postPasskey, postPasskeyOptions, putPasskey } from '../security-passkeys.ts'

/** What an account is called and signs in by. */
export const SECURITY: readonly Route[] = [
	own('GET', '/api/account/security', getSecurity),
	own('PUT', '/api/account/profile', putProfile),
	own('POST', '/api/account/email', postEmail),
	own('PUT', '/api/account/password', putPassword),
	own('DELETE', '/api/account/sessions/:id', deleteSession),
	own('POST', '/api/account/sessions/end', postEndSessions),
	own('POST', '/api/account/second-factor', postFactor),
	own('POST', '/api/account/second-factor/confirm', postConfirm),
	own('POST', '/api/account/second-factor/codes', postCodes),
	own('POST', '/api/account/second-factor/off', postOff),
	own('POST', '/api/account/passkeys/options', postPasskeyOptions),
	own('POST', '/api/account/passkeys', postPasskey),
	own('PUT', '/api/account/passkeys/:id', putPasskey),
	own('DELETE', '/api/account/passkeys/:id', deletePasskey),
]
