import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'smol-toml'
import { expect, it } from 'vitest'
import { type Account, EMPTY, filled, missing, type WorkerConfig } from './deployplan.ts'
import { root } from './state.ts'

const toml = parse(readFileSync(join(root, 'wrangler.toml'), 'utf8')) as WorkerConfig
const complete: Account = {
	databases: [
		{ name: 'jitt-control', uuid: 'id-of-control' },
		{ name: 'jitt-stats-0', uuid: 'id-of-stats' },
	],
	namespaces: [{ title: 'jitt-directory', id: 'id-of-directory' }],
	buckets: ['jitt-keys', 'jitt-files'],
	expiring: ['jitt-keys'],
	projects: [{ name: 'jitt-dashboard', domain: 'jitt-dashboard.pages.dev' }],
	secrets: ['AUTH_SECRET'],
}
const commands = (account: Account) =>
	missing(toml, 'jitt-dashboard', account).map((step) => step.args.join(' '))

it('creates everything in an empty account', () => {
	expect(commands(EMPTY)).toEqual([
		'd1 create jitt-control',
		'd1 create jitt-stats-0',
		'kv namespace create jitt-directory',
		'r2 bucket create jitt-keys',
		'r2 bucket lifecycle add jitt-keys day-keys --expire-days 2 --force',
		'r2 bucket create jitt-files',
		'pages project create jitt-dashboard --production-branch main',
	])
})

it('creates nothing where all is there, and only what is missing otherwise', () => {
	expect(commands(complete)).toEqual([])
	expect(commands({ ...complete, namespaces: [{ title: 'another', id: 'x' }] })).toEqual([
		'kv namespace create jitt-directory',
	])
})

it('creates what a jurisdiction keeps within it', () => {
	const pinned: WorkerConfig = {
		name: 'jitt',
		d1_databases: [
			{ binding: 'STATS_EU_0', database_name: 'eu', database_id: '', migrations_dir: 'migrations/stats' },
		],
		r2_buckets: [{ binding: 'KEYS_EU', bucket_name: 'keys-eu' }],
	}
	expect(missing(pinned, 'jitt-dashboard', complete).map(({ args }) => args.join(' '))).toEqual([
		'd1 create eu --jurisdiction eu',
		'r2 bucket create keys-eu --jurisdiction eu',
		'r2 bucket lifecycle add keys-eu day-keys --expire-days 2 --force --jurisdiction eu',
	])
})

it('fills in the ids of the account, also for the door alone', () => {
	const config = filled(toml, complete, 'https://app.example.org')
	expect(config.d1_databases?.map((one) => one.database_id)).toEqual(['id-of-control', 'id-of-stats'])
	expect(config.kv_namespaces).toEqual([{ binding: 'DIRECTORY', id: 'id-of-directory' }])
	expect(config.vars).toEqual({ APP_URL: 'https://app.example.org' })
	expect(JSON.stringify(config)).not.toContain('0000-4000')
	for (const part of Object.values(config.env ?? {}))
		expect(part.kv_namespaces?.[0]?.id).toBe('id-of-directory')
})

it('refuses to deploy with an id that it does not know', () => {
	expect(() => filled(toml, { ...complete, databases: [] }, 'https://app.example.org')).toThrow(
		'run the command again',
	)
})
