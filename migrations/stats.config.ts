import { defineConfig } from 'drizzle-kit'

/**
 * `npx drizzle-kit generate --config migrations/stats.config.ts` writes the next traffic migration. Review it:
 * add `WITHOUT ROWID` to every new table (drizzle-kit cannot spell it).
 */
export default defineConfig({
	dialect: 'sqlite',
	schema: [
		'./workers/store/schema/traffic.ts',
		'./workers/store/schema/rollups.ts',
		'./workers/store/schema/quarantine.ts',
		'./workers/store/schema/receipts.ts',
	],
	out: './migrations/stats',
	casing: 'snake_case',
})
