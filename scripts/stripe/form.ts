/**
 * Requests as Stripe takes them: form-encoded, members of objects and lists in brackets. Read strictly, by what the
 * types of the `stripe` package allow (`parameters.ts`). No code of Node's: the tests run it in workerd as well.
 */

/** What a parameter may be. */
export type Parameter =
	| { is: 'string' | 'number' | 'boolean' }
	| { one: string }
	| { list: Parameter }
	| { map: Parameter }
	| { fields: Record<string, Parameter>; required: string[] }
	| { any: Parameter[] }

/** By method and path, `:id` for ids: `POST /v1/subscriptions/:id`. */
export type Parameters = Record<string, Parameter>

/** What a request says. */
export type Value = string | number | boolean | Value[] | { [name: string]: Value }
export type Fields = { [name: string]: Value }

/** A request that Stripe refuses (https://docs.stripe.com/api/errors). */
export class Refused extends Error {
	readonly status: number
	readonly body: { type: string; code?: string; param?: string; decline_code?: string }

	constructor(message: string, body: Partial<Refused['body']> = {}, status = 400) {
		super(message)
		this.status = status
		this.body = { type: 'invalid_request_error', ...body }
	}
}

/** A tree of texts, before it is known what they mean. */
type Raw = string | Map<string, Raw>

/** Reads a form. @throws {Refused} for what is unknown, missing or of a wrong type. */
export function readForm(text: string, parameter: Parameter): Fields {
	const root: Map<string, Raw> = new Map()
	for (const [name, value] of new URLSearchParams(text)) put(root, pathOf(name), value, name)
	const read = typed(root, parameter, '')
	return typeof read === 'object' && !Array.isArray(read) ? read : {}
}

/** `items[0][price]` → `items`, `0`, `price`. */
function pathOf(name: string): string[] {
	if (!/^[^[\]]+(\[[^[\]]*\])*$/.test(name)) throw new Refused(`Invalid parameter name: ${name}`)
	return name.split('[').map((part) => part.replace(/\]$/, ''))
}

function put(into: Map<string, Raw>, [first = '', ...rest]: string[], value: string, name: string): void {
	const key = first === '' ? String(into.size) : first
	const known = into.get(key)
	if (rest.length === 0) {
		if (known !== undefined) throw new Refused(`Received ${name} twice`, { param: name })
		into.set(key, value)
		return
	}
	if (typeof known === 'string')
		throw new Refused(`Received both a value and members: ${name}`, { param: name })
	const inner = known ?? new Map<string, Raw>()
	into.set(key, inner)
	put(inner, rest, value, name)
}

function typed(raw: Raw, parameter: Parameter, path: string): Value {
	if ('any' in parameter) return typedAsAny(raw, parameter.any, path)
	if ('fields' in parameter) return typedFields(raw, parameter, path)
	if ('list' in parameter) {
		if (typeof raw === 'string') throw new Refused(`Invalid array: ${path}`, { param: path })
		return [...raw].map(([at, one], i) => {
			if (at !== String(i)) throw new Refused(`Invalid index: ${path}[${at}]`, { param: path })
			return typed(one, parameter.list, `${path}[${at}]`)
		})
	}
	if ('map' in parameter) {
		if (typeof raw === 'string') throw new Refused(`Invalid object: ${path}`, { param: path })
		return Object.fromEntries(
			[...raw].map(([key, one]) => [key, typed(one, parameter.map, memberOf(path, key))]),
		)
	}
	if (typeof raw !== 'string') throw new Refused(`Invalid ${path}: must be a single value`, { param: path })
	if ('one' in parameter) {
		if (raw !== parameter.one) throw new Refused(`Invalid ${path}: must be ${parameter.one}`, { param: path })
		return raw
	}
	return single(raw, parameter.is, path)
}

function single(raw: string, is: 'string' | 'number' | 'boolean', path: string): Value {
	if (is === 'string') return raw
	if (is === 'number' && /^-?\d+(\.\d+)?$/.test(raw)) return Number(raw)
	if (is === 'boolean' && /^(true|false)$/.test(raw)) return raw === 'true'
	throw new Refused(`Invalid ${is}: ${path}`, { param: path })
}

function typedFields(
	raw: Raw,
	{ fields, required }: { fields: Record<string, Parameter>; required: string[] },
	path: string,
) {
	if (typeof raw === 'string') throw new Refused(`Invalid object: ${path}`, { param: path })
	const read: Fields = {}
	for (const [key, one] of raw) {
		const at = memberOf(path, key)
		const known = Object.hasOwn(fields, key) ? fields[key] : undefined
		if (!known)
			throw new Refused(`Received unknown parameter: ${at}`, { code: 'parameter_unknown', param: at })
		read[key] = typed(one, known, at)
	}
	for (const key of required) {
		const at = memberOf(path, key)
		if (!raw.has(key))
			throw new Refused(`Missing required param: ${at}.`, { code: 'parameter_missing', param: at })
	}
	return read
}

/** The first of several that fits; where none does, what the most likely one says of it. */
function typedAsAny(raw: Raw, any: readonly Parameter[], path: string): Value {
	let problem: unknown = new Refused(`Invalid ${path}`, { param: path })
	// Numbers and words before free text, which takes everything.
	const order = [...any].sort((a, b) => Number(isText(a)) - Number(isText(b)))
	for (const one of order) {
		try {
			return typed(raw, one, path)
		} catch (error) {
			problem = error
		}
	}
	throw problem
}

const isText = (one: Parameter): boolean => 'is' in one && one.is === 'string'
const memberOf = (path: string, key: string): string => (path === '' ? key : `${path}[${key}]`)
