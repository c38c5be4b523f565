import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'smol-toml'
import { authSecret, root, writeJson } from './state.ts'

/** Who runs a local instance, once the account is made. */
const OPERATOR = 'operator@jitt.localhost'

/** Where an instance's generated configuration lies, below its state folder. */
export const workerFolder = (state: string) => join(state, 'worker')
export const pagesFolder = (state: string) => join(state, 'pages')
/** Where the dashboard is built for this instance. Not in the tree: another instance may be serving its own. */
export const builtFolder = (state: string) => join(state, 'build', 'dashboard')

/**
 * Writes the two configurations that wrangler runs on: copies of the project's, with absolute paths, this
 * instance's secret and the address of its dashboard. They lie in the state folder, because wrangler writes
 * beside the configuration it reads, and because the second configuration takes no variables from the command
 * line.
 * @param more further variables of the Worker.
 */
export function writeConfigs(state: string, baseUrl: string, more: Record<string, string> = {}): void {
	const worker = readToml('wrangler.toml')
	const databases = worker.d1_databases as { migrations_dir: string }[]
	writeJson(join(workerFolder(state), 'wrangler.json'), {
		...worker,
		main: join(root, String(worker.main)),
		d1_databases: databases.map((one) => ({ ...one, migrations_dir: join(root, one.migrations_dir) })),
		vars: {
			LOCAL: '1',
			APP_URL: baseUrl,
			AUTH_SECRET: authSecret(state),
			MAIL_FROM: 'Jitt <hello@jitt.localhost>',
			OPERATORS: OPERATOR,
			SUPPORT_MAIL: 'support@jitt.localhost',
			...more,
		},
		observability: { enabled: false },
		// Nothing rings by the clock in a local run; wrangler would say so at every start.
		triggers: undefined,
		env: undefined,
	})

	writePagesConfig(state)

	const temporary = join(state, 'tmp')
	if (existsSync(temporary)) rmSync(temporary, { recursive: true, force: true })
	mkdirSync(temporary, { recursive: true })
}

/** Writes the folder from which wrangler runs or deploys the Pages project. */
export function writePagesConfig(state: string): void {
	const pages = pagesFolder(state)
	writeJson(join(pages, 'wrangler.json'), {
		...readToml('dashboard/wrangler.toml'),
		pages_build_output_dir: builtFolder(state),
	})
	// wrangler keeps temporary files at the nearest package.json, and looks for functions beside its config.
	writeJson(join(pages, 'package.json'), { private: true })
	const functions = join(pages, 'functions')
	rmSync(functions, { force: true, recursive: true })
	symlinkSync(join(root, 'dashboard', 'functions'), functions)
}

/** A configuration of the project, as it stands in the tree. */
export const readToml = (file: string) => parse(readFileSync(join(root, file), 'utf8'))
