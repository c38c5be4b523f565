/**
 * The house rules of `workers/` as a pure function over sources. Imports only go down the floors; the reading
 * and the writing side meet in the store; nothing on the ingest path can reach an account.
 */
import { posix } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'

/** Rooms by floor. A room may import itself and every floor below it; the ground floor is one room. */
export const FLOORS: readonly (readonly string[])[] = [
	['env.ts', 'kit', 'model'],
	['privacy'],
	['store', 'mail'],
	['site'],
	['collect', 'stats'],
	['catalog', 'account', 'billing', 'support', 'rights', 'reports', 'transfer'],
	['api'],
	['worker.ts'],
]
const GROUND = 0
const DOORS = 4
/** Packages that have no business on the ingest path. */
const NOT_AT_THE_DOOR = ['better-auth', 'stripe']

interface Module {
	/** Imported files of the tree, and packages by name; types count as much as values. */
	files: string[]
	packages: string[]
	/** Whether it holds a dynamic `import()`, which hides an edge and breaks in request handlers. */
	dynamic: boolean
}

/**
 * Everything that breaks a rule, one sentence each.
 * @param sources path below `workers/` → TypeScript source.
 */
export function violations(sources: ReadonlyMap<string, string>): string[] {
	const modules = new Map([...sources].map(([path, source]) => [path, parse(path, source)]))
	const found: string[] = []
	for (const [path, { files, dynamic }] of modules) {
		const from = floorOf(path)
		if (from < 0) found.push(`${path} lies in no room: give its room a floor`)
		if (dynamic) found.push(`${path} uses dynamic import()`)
		for (const target of files) {
			// What plays another service in tests stands with what starts it.
			const isPlayed = path.endsWith('testing.ts') && target.startsWith('../scripts/')
			if (!sources.has(target) && !target.endsWith('.gen.ts') && !isPlayed)
				found.push(`${path} imports ${target}, which is not there`)
			const to = floorOf(target)
			if (to > from) found.push(`${path} imports upwards: ${target}`)
			if (to === from && to > GROUND && roomOf(path) !== roomOf(target))
				found.push(`${path} imports sideways: ${target}`)
			if (roomOf(path) === 'privacy' && target === 'env.ts')
				found.push(`${path} is a pure rule: it takes no environment`)
		}
	}
	return [...found, ...circles(modules), ...doorLeaks(modules)]
}

/** The files that a file reaches, itself first. */
export function closure(modules: ReadonlyMap<string, Pick<Module, 'files'>>, start: string): Set<string> {
	const reached = new Set([start])
	for (const path of reached) for (const next of modules.get(path)?.files ?? []) reached.add(next)
	return reached
}

function doorLeaks(modules: ReadonlyMap<string, Module>): string[] {
	const found = new Set<string>()
	for (const path of modules.keys()) {
		if (roomOf(path) !== 'collect') continue
		for (const reached of closure(modules, path)) {
			if (floorOf(reached) > DOORS) found.add(`collect reaches ${reached}`)
			const banned = modules.get(reached)?.packages.filter((name) => NOT_AT_THE_DOOR.includes(name)) ?? []
			for (const name of banned) found.add(`collect reaches the package ${name} in ${reached}`)
		}
	}
	return [...found]
}

/** One sentence per circle of imports, found by walking with the path so far in hand. */
function circles(modules: ReadonlyMap<string, Module>): string[] {
	const found: string[] = []
	const done = new Set<string>()
	const walk = (path: string, trail: string[]): void => {
		if (trail.includes(path)) found.push(`circle: ${[...trail.slice(trail.indexOf(path)), path].join(' → ')}`)
		if (trail.includes(path) || done.has(path)) return
		for (const next of modules.get(path)?.files ?? []) walk(next, [...trail, path])
		done.add(path)
	}
	for (const path of modules.keys()) walk(path, [])
	return found
}

/** What was parsed before: the tests ask about the same tree again and again, with one file more. */
const parsed = new Map<string, { source: string; module: Module }>()

function parse(path: string, source: string): Module {
	const known = parsed.get(path)
	if (known?.source === source) return known.module
	const module = read(path, source)
	parsed.set(path, { source, module })
	return module
}

function read(path: string, source: string): Module {
	const { module, program, errors } = parseSync(path, source)
	if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message}`)
	const names = [
		...module.staticImports.map((one) => one.moduleRequest.value),
		...module.staticExports.flatMap((one) => one.entries.map((entry) => entry.moduleRequest?.value)),
	].filter((name) => name !== undefined)
	// `type X = import('./x.ts').X` is an edge as well, and only the syntax tree shows it.
	new Visitor({ TSImportType: (node) => names.push(node.source.value) }).visit(program)
	const files = names
		.filter((name) => name.startsWith('.'))
		.map((name) => posix.join(posix.dirname(path), name))
	const packages = names.filter((name) => !name.startsWith('.')).map(packageOf)
	return { files: [...new Set(files)], packages, dynamic: module.dynamicImports.length > 0 }
}

const roomOf = (path: string): string => path.split('/')[0] ?? path
const floorOf = (path: string): number => FLOORS.findIndex((rooms) => rooms.includes(roomOf(path)))
const packageOf = (name: string): string =>
	name
		.split('/')
		.slice(0, name.startsWith('@') ? 2 : 1)
		.join('/')
