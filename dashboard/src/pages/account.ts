/** What the forms of an account check before they ask the server, which checks again. */

/** Characters, as the server has it (workers/account/password.ts; proved in account.test.ts). */
export const PASSWORD = { min: 10, max: 128 } as const

export interface AccountFields {
	name?: string
	email: string
	password: string
}

/** What is wrong with each field, in words that say what to do. */
export function check({ name, email, password }: AccountFields): Record<string, string> {
	const problems: Record<string, string> = {}
	if (name !== undefined && name.trim() === '') problems.name = 'Enter your name.'
	if (email.trim() === '') problems.email = 'Enter your e-mail address.'
	else if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$|^[^\s@]+@localhost$/.test(email.trim()))
		problems.email = 'Enter a whole address, such as name@example.org.'
	if (password === '') problems.password = 'Enter a password.'
	// Counted as the server does: in code units.
	else if (name !== undefined && password.length < PASSWORD.min)
		problems.password = `Use at least ${PASSWORD.min} characters: ${PASSWORD.min - password.length} more.`
	else if (password.length > PASSWORD.max) problems.password = `Use at most ${PASSWORD.max} characters.`
	return problems
}
