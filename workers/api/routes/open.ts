import { session, signIn, signUp } from '../auth.ts'
import { getOpenApi } from '../openapi.ts'
import { getPublic, postPublic } from '../public.ts'
import { getRetention } from '../retention.ts'
import { getGpcSupport, getManifest, getPrivacyPage, getTrackingStatus } from '../rights.ts'
import { open, type Route } from '../route.ts'

/** What anybody may ask. */
export const OPEN: readonly Route[] = [
	open('POST', '/api/auth/sign-up/email', signUp),
	open('POST', '/api/auth/sign-in/email', signIn),
	open('POST', '/api/auth/sign-out', session),
	open('GET', '/api/auth/get-session', session),
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
