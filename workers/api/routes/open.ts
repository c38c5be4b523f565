import { getChallenge, getSession, secondFactor, signIn, signOut, signUp } from '../auth.ts'
import { askReset, confirm, reset, signInByLink, signUpByLink, useLink } from '../auth-links.ts'
import { getOpenApi } from '../openapi.ts'
import { getPublic, postPublic } from '../public.ts'
import { getRetention } from '../retention.ts'
import { getGpcSupport, getManifest, getPrivacyPage, getTrackingStatus } from '../rights.ts'
import { open, type Route } from '../route.ts'
import { askForPasskey, signInByPasskey } from '../security-passkeys.ts'

/** What anybody may ask. */
export const OPEN: readonly Route[] = [
	open('POST', '/api/auth/sign-up/email', signUp),
	open('POST', '/api/auth/sign-in/email', signIn),
	open('POST', '/api/auth/sign-out', signOut),
	open('GET', '/api/auth/get-session', getSession),
	open('GET', '/api/auth/challenge', getChallenge),
	open('POST', '/api/auth/sign-up/link', signUpByLink),
	open('POST', '/api/auth/sign-in/link', signInByLink),
	open('POST', '/api/auth/sign-in/second-factor', secondFactor),
	open('POST', '/api/auth/sign-in/passkey/options', askForPasskey),
	open('POST', '/api/auth/sign-in/passkey', signInByPasskey),
	open('POST', '/api/auth/link', useLink),
	open('POST', '/api/auth/confirm', confirm),
	open('POST', '/api/auth/reset', askReset),
	open('POST', '/api/auth/reset/confirm', reset),
	open('GET', '/api/openapi.json', getOpenApi),
	open('GET', '/.well-known/jitt/manifest/:domain', getManifest),
	open('GET', '/.well-known/gpc.json', getGpcSupport),
	open('GET', '/.well-known/dnt/', getTrackingStatus),
	open('GET', '/.well-known/dnt/:domain', getTrackingStatus),
	open('GET', '/privacy/:domain', getPrivacyPage),
	open('GET', '/api/public/:domain', getPublic),
	open('POST', '/api/public/:domain/query', postPublic),
	open('GET', '/.well-known/jitt/retention/:domain', getRetention),
]
