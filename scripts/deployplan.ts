/** What a deployment needs in the account, as pure functions of the configuration and of what is there. */

/** The parts of `wrangler.toml` that name things in an account. */
export interface WorkerConfig {
	name: string
	d1_databases?: { binding: string; database_name: string; database_id: string; migrations_dir: string }[]
	kv_namespaces?: { binding: string; id: string }[]
	r2_buckets?: { binding: string; bucket_name: string }[]
	vars?: Record<string, string>
	env?: Record<string, WorkerConfig>
	[key: string]: unknown
}

/** What the account holds already. */
export interface Account {
	databases: { name: string; uuid: string }[]
	namespaces: { title: string; id: string }[]
	buckets: string[]
	/** Buckets that empty themselves. */
	expiring: string[]
	projects: { name: string; domain: string }[]
	/** Names of the Worker's secrets. */
	secrets: string[]
}

/** One call of wrangler, and what it is for. */
export interface Step {
	title: string
	args: string[]
}

export const EMPTY: Account = {
	databases: [],
	namespaces: [],
	buckets: [],
	expiring: [],
	projects: [],
	secrets: [],
}

/** Days after which a half of a day's key is removed even if nobody removed it: the day itself and a reserve. */
const KEY_DAYS = 2
const EXPIRY = 'day-keys'

/** Title of a namespace: `jitt-directory` for the binding DIRECTORY. */
const titleOf = (config: WorkerConfig, binding: string) => `${config.name}-${binding.toLowerCase()}`

/** Arguments for what a jurisdiction's sites are kept in; it can be said at creation only (`store/shards.ts`). */
export function placed(binding: string): string[] {
	const jurisdiction = /^(?:STATS|KEYS)_(EU|US)(?:_|$)/.exec(binding)?.[1]
	return jurisdiction ? ['--jurisdiction', jurisdiction.toLowerCase()] : []
}

/** What must be created before anything can be uploaded; empty when all is there. */
export function missing(config: WorkerConfig, project: string, account: Account): Step[] {
	const steps: Step[] = []
	const need = (there: boolean, title: string, ...args: string[]) => there || steps.push({ title, args })
	for (const { binding, database_name: name } of config.d1_databases ?? []) {
		need(
			account.databases.some((one) => one.name === name),
			`Create the database ${name}`,
			'd1',
			'create',
			name,
			...placed(binding),
		)
	}
	for (const { binding } of config.kv_namespaces ?? []) {
		const title = titleOf(config, binding)
		const there = account.namespaces.some((one) => one.title === title)
		need(there, `Create the namespace ${title}`, 'kv', 'namespace', 'create', title)
	}
	for (const { binding, bucket_name: name } of config.r2_buckets ?? []) {
		const place = placed(binding)
		need(
			account.buckets.includes(name),
			`Create the bucket ${name}`,
			'r2',
			'bucket',
			'create',
			name,
			...place,
		)
		// Halves of day keys go by themselves; what people have sent or asked for does not.
		if (!binding.startsWith('KEYS')) continue
		const rule = [
			'r2',
			'bucket',
			'lifecycle',
			'add',
			name,
			EXPIRY,
			'--expire-days',
			String(KEY_DAYS),
			'--force',
			...place,
		]
		need(account.expiring.includes(name), `Let ${name} empty itself after ${KEY_DAYS} days`, ...rule)
	}
	const known = account.projects.some((one) => one.name === project)
	const create = ['pages', 'project', 'create', project, '--production-branch', 'main']
	need(known, `Create the Pages project ${project}`, ...create)
	return steps
}

/**
 * The configuration with the account's ids and the dashboard's address, in the environments as well.
 * @throws when something is not there: `missing` comes first.
 */
export function filled(config: WorkerConfig, account: Account, appUrl: string): WorkerConfig {
	const one = (part: WorkerConfig): WorkerConfig => ({
		...part,
		...(part.d1_databases && {
			d1_databases: part.d1_databases.map((database) => ({
				...database,
				database_id: idOf(account.databases.find((there) => there.name === database.database_name)?.uuid),
			})),
		}),
		...(part.kv_namespaces && {
			kv_namespaces: part.kv_namespaces.map(({ binding }) => ({
				binding,
				id: idOf(account.namespaces.find((there) => there.title === titleOf(config, binding))?.id),
			})),
		}),
		vars: { ...part.vars, APP_URL: appUrl },
	})
	const env = Object.entries(config.env ?? {}).map(([name, part]) => [name, one(part)])
	return { ...one(config), ...(config.env && { env: Object.fromEntries(env) }) }
}

function idOf(id: string | undefined): string {
	if (!id)
		throw new Error('Something that was created is not listed by Cloudflare yet: run the command again.')
	return id
}
