/**
 * The token of an invitation, from the fragment of the link in its mail. Who has to sign in first, or make an
 * account, comes back to the page without the fragment: the page remembers it for so long, the device does not.
 */

const SHAPE = /^#([A-Za-z0-9_-]{43})$/
const seen: { token: string | null } = { token: null }

/** The token that the address holds, or held when the page was opened; null where there is none. */
export function invitationToken(): string | null {
	seen.token = SHAPE.exec(location.hash)?.[1] ?? seen.token
	return seen.token
}

/** The invitation is answered. */
export function forgetToken(): void {
	seen.token = null
}
