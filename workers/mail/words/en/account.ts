import type { Wording } from '../../letter.ts'

/** Letters about an account. Each names the address it went to: people forward them, and have several. */

const IGNORE = 'If this was not you, do nothing: without the link nothing happens.'

/** After signing up: the address has to be proved before the first sign-in. */
export const proveAddress = (at: { name: string; email: string; link: string; hours: number }): Wording => ({
	subject: 'Confirm your e-mail address',
	paragraphs: [
		`Hello ${at.name}, an account at Jitt was created for ${at.email}.`,
		`Confirm that this address is yours. The link works once, for ${hours(at.hours)}.`,
	],
	action: { label: 'Confirm the address', link: at.link },
	footer:
		'If you did not create an account, do not open the link: an account that nobody confirms is removed after a week.',
})

/** After signing up with an address that has an account. */
export const accountExists = (at: { email: string; signIn: string; reset: string }): Wording => ({
	subject: 'You have an account already',
	paragraphs: [
		`Somebody tried to create an account at Jitt for ${at.email}, which has one.`,
		`If it was you, sign in. If you do not know the password any more, choose a new one: ${at.reset}`,
	],
	action: { label: 'Sign in', link: at.signIn },
	footer: 'If this was not you, do nothing: your account is as it was.',
})

export const signInLink = (at: { email: string; link: string; minutes: number }): Wording => ({
	subject: 'Your sign-in link',
	paragraphs: [`This link signs ${at.email} in to Jitt. It works once, for ${at.minutes} minutes.`],
	action: { label: 'Sign in', link: at.link },
	footer: IGNORE,
})

export const signUpLink = (at: { name: string; email: string; link: string; minutes: number }): Wording => ({
	subject: 'Finish creating your account',
	paragraphs: [
		`Hello ${at.name}, this link creates your account at Jitt for ${at.email}. It works once, for ${at.minutes} minutes.`,
	],
	action: { label: 'Create the account', link: at.link },
	footer: IGNORE,
})

/** Asked for a sign-in link or a new password with an address that has no account. */
export const noAccount = (at: { email: string; signUp: string }): Wording => ({
	subject: 'There is no account with this address',
	paragraphs: [
		`Somebody tried to sign in to Jitt with ${at.email}, which has no account.`,
		'Perhaps your account has another address. You can also create one.',
	],
	action: { label: 'Create an account', link: at.signUp },
	footer: 'If this was not you, do nothing.',
})

export const newPassword = (at: { email: string; link: string; hours: number }): Wording => ({
	subject: 'Choose a new password',
	paragraphs: [
		`This link lets you choose a new password for ${at.email} at Jitt. It works once, for ${hours(at.hours)}.`,
		'Once it is chosen, you are signed out everywhere.',
	],
	action: { label: 'Choose a new password', link: at.link },
	footer: IGNORE,
})

/** To the present address, before anything goes to the new one. */
export const leaveAddress = (at: {
	email: string
	newEmail: string
	link: string
	hours: number
}): Wording => ({
	subject: 'Confirm the change of your e-mail address',
	paragraphs: [
		`Your account at Jitt is to have the address ${at.newEmail} instead of ${at.email}.`,
		`Confirm it here first; then a letter goes to the new address. The link works once, for ${hours(at.hours)}.`,
	],
	action: { label: 'Confirm the change', link: at.link },
	footer: 'If this was not you, do not open the link, and change your password: somebody else is signed in.',
})

export const enterAddress = (at: { email: string; link: string; hours: number }): Wording => ({
	subject: 'Confirm your new e-mail address',
	paragraphs: [
		`An account at Jitt is to have the address ${at.email}. Confirm that it is yours. The link works once, for ${hours(at.hours)}.`,
	],
	action: { label: 'Confirm the address', link: at.link },
	footer: IGNORE,
})

/** What was changed in an account's security, told so that a stranger's change does not stay unseen. */
const CHANGES = {
	password: 'The password was changed, and all other sessions were ended.',
	email: 'The e-mail address was changed. This is the last letter to this one.',
	two_factor_on: 'A second factor was set up.',
	two_factor_off: 'The second factor was turned off.',
	recovery_codes: 'New recovery codes were made; the ones before are void.',
	passkey: 'A passkey was added.',
	passkey_gone: 'A passkey was removed.',
} as const
export type Change = keyof typeof CHANGES

export const changed = (at: { email: string; change: Change; security: string }): Wording => ({
	subject: 'Your account was changed',
	paragraphs: [`${CHANGES[at.change]} This is about the account of ${at.email} at Jitt.`],
	action: { label: 'See your account', link: at.security },
	footer: 'If this was not you, choose a new password at once and sign out everywhere.',
})

const hours = (count: number): string => (count === 1 ? 'one hour' : `${count} hours`)

const email = 'ada@example.org'
const link = 'https://app.example.org/link#token'
export const samples: readonly Wording[] = [
	proveAddress({ name: 'Ada', email, link, hours: 24 }),
	accountExists({ email, signIn: link, reset: link }),
	signInLink({ email, link, minutes: 15 }),
	signUpLink({ name: 'Ada', email, link, minutes: 15 }),
	noAccount({ email, signUp: link }),
	newPassword({ email, link, hours: 1 }),
	leaveAddress({ email, newEmail: 'ada@example.net', link, hours: 24 }),
	enterAddress({ email, link, hours: 24 }),
	...(Object.keys(CHANGES) as Change[]).map((change) => changed({ email, change, security: link })),
]
