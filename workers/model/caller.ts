/** What a member is in a team. What each may do is one table: `account/access.ts`. */
export const ROLES = ['owner', 'admin', 'editor', 'viewer', 'billing'] as const
export type Role = (typeof ROLES)[number]

/** What an API key may be used for. `public` reads what a public page of the site would tell: small cells folded. */
export const SCOPES = ['stats:read', 'sites:write', 'events:write', 'public'] as const
export type Scope = (typeof SCOPES)[number]

/** Who asks, once it is proved: the account and how it showed itself. The rooms take it as given. */
export interface Caller {
	userId: string
	/** An API key in the Authorization header, or the session cookie of a signed-in browser. */
	via: 'key' | 'session'
	/** Id of the key or the session. */
	credential: string
	/** What the key opens; null for sessions, which open all that their account may. */
	scopes: readonly Scope[] | null
	/** The only site that the key opens; null = any. */
	onlySite: number | null
	/** Works for whoever runs this deployment (`OPERATORS`); by session only. */
	operator: boolean
	/** The account is being deleted: all it may do is take that back. */
	leaving: boolean
}
