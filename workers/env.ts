/**
 * Every binding, variable and secret of the Worker. The object binding is untyped here so that the ground
 * floor knows nothing of the keeper: `site/client.ts` gives it its type.
 */
export interface Env {
	/** Control plane: accounts, catalog. */
	DB: D1Database
	/** Traffic, shard 0. Further ones are `STATS_1`, `STATS_EU_0`, … (`store/shards.ts`). */
	STATS_0: D1Database
	SITE: DurableObjectNamespace
	ENGINE: AnalyticsEngineDataset
	/** Account and token for reading `ENGINE` by SQL; without them everything is read from D1. The token is secret. */
	ENGINE_ACCOUNT?: string
	ENGINE_TOKEN?: string
	/** Address of the SQL API before `/accounts`; the platform's own if left out. */
	ENGINE_BASE?: string
	/** Halves of the day keys: strongly consistent and without history. Of sites in a jurisdiction: `KEYS_EU`, … */
	KEYS: R2Bucket
	/** Attachments and exports. */
	FILES: R2Bucket
	/** Sends mail; without it nothing is sent, and the log says so. */
	MAIL?: SendEmail
	/** Sender of our mail: `Jitt <hello@example.org>`. */
	MAIL_FROM?: string
	/** A second provider, for when the binding fails or is missing: where it takes mail as Postmark does. The token is secret. */
	MAIL_HTTP_URL?: string
	MAIL_HTTP_TOKEN?: string
	/** Password (Basic authentication) with which that provider tells of bounces and complaints. Secret. */
	MAIL_WEBHOOK_SECRET?: string
	/** Site name or tracking id → `SiteEntry`, nothing else. */
	DIRECTORY: KVNamespace
	/** Signs sessions; at least 32 characters. Secret. */
	AUTH_SECRET: string
	/** Turnstile at sign-up, sign-in and reset: asked where both are set. The first is secret. */
	TURNSTILE_SECRET?: string
	TURNSTILE_SITE_KEY?: string
	/** Where answers are verified, before `/siteverify`; Cloudflare's own if left out. */
	TURNSTILE_BASE?: string
	/** Public address of the dashboard, for cookies and links: `https://app.example.org`. */
	APP_URL: string
	/** Where answers to mails of support arrive, by Email Routing: `support@example.org`. Without it they name no such address. */
	SUPPORT_MAIL?: string
	/** E-mail addresses of those who run this deployment, by commas: support, incidents. */
	OPERATORS?: string
	/**
	 * Sells plans with Stripe; without the key there is no billing and no limit. Both are secret: the key, and what signs
	 * the events that Stripe posts to `/api/stripe/events`.
	 */
	STRIPE_SECRET_KEY?: string
	STRIPE_WEBHOOK_SECRET?: string
	/** Address of what plays Stripe on a developer's machine; Stripe's own if left out. */
	STRIPE_BASE?: string
	/**
	 * A bucket of another provider that speaks S3, for encrypted backups; without it there are none. `BACKUP_KEY` is 32
	 * random bytes in base64 and is nowhere else; it and the last two are secret.
	 */
	BACKUP_ENDPOINT?: string
	BACKUP_BUCKET?: string
	BACKUP_REGION?: string
	BACKUP_KEY?: string
	BACKUP_ACCESS_KEY_ID?: string
	BACKUP_SECRET_ACCESS_KEY?: string
	/** `1` only where the Worker runs on a developer's machine: sites accept localhost, sign-up is open. */
	LOCAL?: string
}
