import {
	browserSupportsWebAuthn,
	startAuthentication,
	startRegistration,
	WebAuthnError,
} from '@simplewebauthn/browser'
import { ApiError, call } from '../api.ts'

type MakeOptions = Parameters<typeof startRegistration>[0]['optionsJSON']
type AskOptions = Parameters<typeof startAuthentication>[0]['optionsJSON']

/** Asks the device to prove its owner. @returns what the server checks. @throws {ApiError} in words for people. */
export async function answerPasskey(): Promise<object> {
	const optionsJSON = await call<AskOptions>('POST', '/api/auth/sign-in/passkey/options', {})
	return spoken(() => startAuthentication({ optionsJSON }))
}

/** Makes a passkey on the device and adds it to the account. @throws {ApiError} in words for people. */
export async function makePasskey(name: string): Promise<void> {
	const optionsJSON = await call<MakeOptions>('POST', '/api/account/passkeys/options', {})
	const response = await spoken(() => startRegistration({ optionsJSON }))
	await call('POST', '/api/account/passkeys', { name, response })
}

async function spoken<T>(work: () => Promise<T>): Promise<T> {
	if (!browserSupportsWebAuthn()) throw new ApiError('This browser knows no passkeys', 400)
	try {
		return await work()
	} catch (error) {
		throw new ApiError(whyNot(error), 400)
	}
}

function whyNot(error: unknown): string {
	if (error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED')
		return 'This device has a passkey of your account already'
	if (error instanceof Error && error.name === 'NotAllowedError')
		return 'No passkey was used: the device was asked and said no, or it took too long'
	return 'The passkey could not be used on this device'
}
