import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { parametersOf } from './scripts/stripe/parameters.ts'

/** The search through all stored state comes after everything that stores. */
class StateLast extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const sorted = await super.sort(files)
		const last = (file: TestSpecification) => file.moduleId.endsWith('/state.browser.test.ts')
		return [...sorted.filter((file) => !last(file)), ...sorted.filter(last)]
	}
}

/** They break the instance for others, or are about all that is there: not at the same time as anybody. */
const ALONE = ['life', 'outage', 'state'].map((name) => `scripts/${name}.browser.test.ts`)

/** Ends what hangs, ms. Several times what the slowest take, so that a busy machine fails nobody. */
const PATIENCE = { testTimeout: 20_000, hookTimeout: 30_000 }

const browser = {
	globalSetup: ['./scripts/browser-setup.ts'],
	testTimeout: 60_000,
	hookTimeout: 120_000,
}

/**
 * Three rooms of tests, told apart by name:
 * - `workers/**\/*.test.ts` run inside real workerd with local D1, Durable Objects, R2 and KV;
 * - `*.node.test.ts` anywhere, and every test outside `workers/`, run in Node;
 * - `*.browser.test.ts` drive a real Chromium against a real local instance (`scripts/browser-setup.ts`), which
 *   they share: several files at a time, each with sites of its own, and then those that need it for themselves.
 */
export default defineConfig({
	test: {
		sequence: { sequencer: StateLast },
		projects: [
			{
				plugins: [
					cloudflareTest(async () => ({
						wrangler: { configPath: './wrangler.toml' },
						miniflare: {
							// As a deployment binds them that keeps sites in the EU.
							d1Databases: { STATS_EU_0: 'stats-eu' },
							r2Buckets: { KEYS_EU: 'keys-eu' },
							bindings: {
								CONTROL_MIGRATIONS: await readD1Migrations('./migrations/control'),
								STATS_MIGRATIONS: await readD1Migrations('./migrations/stats'),
								STRIPE_PARAMETERS: parametersOf(),
								AUTH_SECRET: 'a-secret-for-tests-only-32-characters!',
								APP_URL: 'http://jitt.test',
								LOCAL: '1',
								MAIL_FROM: 'Jitt <hello@jitt.test>',
								OPERATORS: 'operator@example.org',
								SUPPORT_MAIL: 'support@jitt.test',
							},
						},
					})),
				],
				test: {
					name: 'workerd',
					// Starting the runtime for each file took a third of the time; the setup file keeps files apart.
					isolate: false,
					...PATIENCE,
					include: ['workers/**/*.test.ts'],
					exclude: ['workers/**/*.node.test.ts'],
					setupFiles: ['./workers/test-setup.ts'],
				},
			},
			{
				test: {
					name: 'node',
					...PATIENCE,
					include: ['workers/**/*.node.test.ts', '{tracker,scripts,bench,dashboard}/**/*.test.{ts,tsx}'],
					exclude: ['**/*.browser.test.ts', '**/node_modules/**', '**/dist/**'],
				},
			},
			{
				test: {
					...browser,
					name: 'browser',
					include: ['**/*.browser.test.ts'],
					exclude: ['**/node_modules/**', ...ALONE],
				},
			},
			{
				test: {
					...browser,
					name: 'browser-alone',
					include: ALONE,
					fileParallelism: false,
					sequence: { groupOrder: 1 },
				},
			},
		],
	},
})
