import { defineConfig } from 'drizzle-kit'

/** `npx drizzle-kit generate --config migrations/control.config.ts` writes the next control-plane migration. */
export default defineConfig({
	dialect: 'sqlite',
	schema: [
		'./workers/store/schema/account.ts',
		'./workers/store/schema/factors.ts',
		'./workers/store/schema/teams.ts',
		'./workers/store/schema/catalog.ts',
		'./workers/store/schema/agreements.ts',
		'./workers/mail/schema.ts',
		'./workers/store/schema/care.ts',
		'./workers/store/schema/incidents.ts',
		'./workers/store/schema/billing.ts',
		'./workers/store/schema/rights.ts',
	],
	out: './migrations/control',
	casing: 'snake_case',
})
