import { createHash, randomBytes } from 'node:crypto'
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	statSync,
	writeFileSync,
} from 'node:fs'
import { join, relative, resolve } from 'node:path'
import process from 'node:process'

/** The project's own folder. */
export const root = join(import.meta.dirname, '..')

/** The folder of all local state: databases, objects, keys, builds, logs. Nothing local is kept outside it. */
export const stateFolder = (): string =>
	resolve(process.env.INIT_CWD ?? process.cwd(), process.env.JITT_STATE ?? join(root, '.jitt'))

/** The account that the first start creates; the password and key are those of a developer's machine. */
export interface Owner {
	email: string
	password: string
	/** Missing until the account exists. */
	apiKey?: string
	/** The address was proved, as it has to be before the first sign-in. */
	confirmed?: boolean
}

/** A running instance, as others find it. */
export interface Running {
	pid: number
	baseUrl: string
}

export const readOwner = (state: string) => readJson<Owner>(join(state, 'owner.json'))
export const writeOwner = (state: string, owner: Owner) => writeJson(join(state, 'owner.json'), owner)
export const runningFile = (state: string) => join(state, 'running.json')
export const writeRunning = (state: string, running: Running) => writeJson(runningFile(state), running)

/** The instance that runs on this state, or null: one whose process is gone left its file behind. */
export function readRunning(state: string): Running | null {
	const running = readJson<Running>(runningFile(state))
	try {
		if (running) process.kill(running.pid, 0)
		return running
	} catch {
		return null
	}
}

/** Signs this state's sessions; made once, so that a restart signs nobody out. */
export function authSecret(state: string): string {
	const file = join(state, 'auth-secret')
	if (!existsSync(file)) writePrivate(file, randomBytes(32).toString('hex'))
	return readFileSync(file, 'utf8')
}

/** Fingerprint of files and folders below the project: what must be built again when it changes. */
export function fingerprint(...paths: string[]): string {
	const hash = createHash('sha256')
	const add = (path: string) => hash.update(`${relative(root, path)}\0`).update(readFileSync(path))
	for (const path of paths.map((name) => join(root, name)).filter(existsSync)) {
		for (const file of filesBelow(path, ['node_modules', 'dist', '.wrangler'])) add(file)
	}
	return hash.digest('hex')
}

/** Every file of a folder, sorted, but for those in folders of the given names; a file is its own only one. */
export function filesBelow(path: string, without: readonly string[] = []): string[] {
	if (!statSync(path).isDirectory()) return [path]
	return readdirSync(path, { withFileTypes: true })
		.filter((entry) => !without.includes(entry.name))
		.flatMap((entry) => {
			const inner = join(path, entry.name)
			// Links are not followed: what they lead to is not of this folder.
			return entry.isDirectory() ? filesBelow(inner, without) : entry.isFile() ? [inner] : []
		})
		.sort()
}

/** The file's content, or null where it is missing or torn. */
export function readJson<T>(file: string): T | null {
	try {
		return JSON.parse(readFileSync(file, 'utf8'))
	} catch {
		return null
	}
}

export const writeJson = (file: string, value: unknown) =>
	writePrivate(file, `${JSON.stringify(value, null, '\t')}\n`)

/** Whole or not at all, and readable by its owner only: passwords and keys are among these files. */
function writePrivate(file: string, text: string): void {
	mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 })
	writeFileSync(`${file}.new`, text, { mode: 0o600 })
	renameSync(`${file}.new`, file)
}
