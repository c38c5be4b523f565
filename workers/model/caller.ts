/** Who asks, once it is proved: the account and how it showed itself. The rooms take it as given. */
export interface Caller {
	userId: string
	/** An API key in the Authorization header, or the session cookie of a signed-in browser. */
	via: 'key' | 'session'
}
