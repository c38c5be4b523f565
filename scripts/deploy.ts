/**
 * `npm run deploy [-- --dry-run]`: creates in the Cloudflare account what is missing, migrates, and deploys
 * Worker and Pages project. Safe to repeat. Needs `CLOUDFLARE_API_TOKEN` (or `npx wrangler login`); `APP_URL`
 * names the dashboard's address where it is not the Pages project's own. A dry run needs no account: it builds
 * and bundles everything, and shows every call of wrangler that an empty account would get.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { buildDashboard, buildTracker } from './build.ts'
import { builtFolder, pagesFolder, readToml, writePagesConfig } from './config.ts'
import { type Account, EMPTY, filled, missing, placed, type Step, type WorkerConfig } from './deployplan.ts'
import { root, stateFolder, writeJson } from './state.ts'
import { run, say, WRANGLER } from './tools.ts'

const dryRun = process.argv.includes('--dry-run')
const state = stateFolder()
const folder = mkdtempSync(join(tmpdir(), 'jitt-deploy-'))
const env = {
	...process.env,
	WRANGLER_SEND_METRICS: 'false',
	WRANGLER_SEND_ERROR_REPORTS: 'false',
	WRANGLER_HIDE_BANNER: 'true',
	WRANGLER_WRITE_LOGS: 'false',
	NO_COLOR: '1',
	CI: '1',
}
const wrangler = (args: string[], cwd = folder) =>
	run(process.execPath, ['--no-warnings', WRANGLER, ...args], cwd, env)
const step = async ({ title, args }: Step, cwd = folder): Promise<void> => {
	process.stdout.write(`${title}\n    wrangler ${args.join(' ')}\n`)
	if (!dryRun) say((await wrangler(args, cwd)).trim())
}

/** Reads what is there. */
async function read(worker: WorkerConfig): Promise<Account> {
	const json = async <T>(...args: string[]): Promise<T> => JSON.parse(await wrangler(args))
	const names = (list: string) => [...list.matchAll(/^name:\s+(\S+)/gm)].map(([, name = '']) => name)
	const buckets: string[] = []
	const expiring: string[] = []
	for (const { binding, bucket_name: name } of worker.r2_buckets ?? []) {
		const place = placed(binding)
		if (!names(await wrangler(['r2', 'bucket', 'list', ...place])).includes(name)) continue
		buckets.push(name)
		const rules = await wrangler(['r2', 'bucket', 'lifecycle', 'list', name, ...place])
		if (/expire/i.test(rules)) expiring.push(name)
	}
	const projects = await json<Record<string, string>[]>('pages', 'project', 'list', '--json')
	// A Worker that was never deployed has no secrets; wrangler calls that an error.
	const secrets = await json<{ name: string }[]>('secret', 'list', '--name', worker.name).catch(() => [])
	return {
		databases: await json('d1', 'list', '--json'),
		namespaces: await json('kv', 'namespace', 'list'),
		buckets,
		expiring,
		projects: projects.map((one) => ({
			name: one['Project Name'] ?? '',
			domain: one['Project Domains']?.split(',')[0]?.trim() ?? '',
		})),
		secrets: secrets.map((one) => one.name),
	}
}

/** What a dry run pretends to find after everything was created. */
const pretended = (worker: WorkerConfig, project: string): Account => ({
	...EMPTY,
	databases: (worker.d1_databases ?? []).map((one) => ({ name: one.database_name, uuid: one.database_id })),
	namespaces: (worker.kv_namespaces ?? []).map((one) => ({
		title: `${worker.name}-${one.binding.toLowerCase()}`,
		id: one.id,
	})),
	projects: [{ name: project, domain: `${project}.pages.dev` }],
})

async function deploy(): Promise<void> {
	const toml = readToml('wrangler.toml') as WorkerConfig
	const project = String(readToml('dashboard/wrangler.toml').name)
	for (const one of missing(toml, project, dryRun ? EMPTY : await read(toml))) await step(one)
	const account = dryRun ? pretended(toml, project) : await read(toml)
	const domain = account.projects.find((one) => one.name === project)?.domain
	const appUrl = process.env.APP_URL ?? `https://${domain}`

	const config = join(folder, 'wrangler.json')
	const worker = filled(toml, account, appUrl)
	writeJson(config, {
		...worker,
		main: join(root, String(toml.main)),
		d1_databases: worker.d1_databases?.map((one) => ({
			...one,
			migrations_dir: join(root, one.migrations_dir),
		})),
		env: undefined,
	})
	await buildTracker()
	await buildDashboard(state)
	for (const { binding, database_name: name } of toml.d1_databases ?? []) {
		const args = ['d1', 'migrations', 'apply', binding, '--remote', '-c', config]
		await step({ title: `Migrate ${name}`, args })
	}
	const args = ['deploy', '-c', config]
	if (!account.secrets.includes('AUTH_SECRET')) {
		const secrets = join(folder, 'secrets.json')
		writeJson(secrets, { AUTH_SECRET: randomBytes(32).toString('hex') })
		args.push('--secrets-file', secrets)
	}
	await step({ title: `Deploy the Worker ${toml.name}`, args })
	if (dryRun) {
		const said = await wrangler(['deploy', '--dry-run', '--outdir', join(folder, 'out'), '-c', config])
		process.stdout.write(`    ${/Total Upload:.*/.exec(said)?.[0] ?? said}\n`)
	}
	writePagesConfig(state)
	const pages = ['pages', 'deploy', builtFolder(state), '--project-name', project, '--branch', 'main']
	await step({ title: `Deploy the Pages project ${project}`, args: pages }, pagesFolder(state))
	process.stdout.write(`${dryRun ? 'Nothing was changed. It would be' : 'Jitt is'} at ${appUrl}\n`)
}

await deploy()
	.catch((problem: Error) => {
		say(problem.message)
		process.exitCode = 1
	})
	.finally(() => rmSync(folder, { recursive: true, force: true }))
