/**
 * A way of looking at what a site holds: the dashboard, a page that anybody may see, the API with a key, an export,
 * and support with leave of the owner.
 */
export const ACCESS_KINDS = ['dashboard', 'public', 'api', 'export', 'support'] as const
export type AccessKind = (typeof ACCESS_KINDS)[number]
