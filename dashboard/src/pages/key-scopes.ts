export type Scope = keyof typeof SCOPES

/** What a key may open, and what that means. */
export const SCOPES = {
	'stats:read': { label: 'Read statistics', hint: 'Statistics and settings of sites, as you see them.' },
	'sites:write': {
		label: 'Change sites',
		hint: 'Add, change and delete sites and goals, as far as your roles allow.',
	},
	'events:write': {
		label: 'Send events',
		hint: 'Imports, and servers that name the addresses of visitors.',
	},
	public: {
		label: 'Public statistics only',
		hint: 'What a public page would show: whole days, small numbers hidden. For badges and pages of others.',
	},
} as const
export const SCOPE_NAMES = Object.keys(SCOPES) as Scope[]

export const KEYS_PATH = '/api/account/keys'
export const KEYS = ['keys'] as const
