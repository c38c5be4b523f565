import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'oxc-parser'
import { root } from '../state.ts'
import type { Parameter, Parameters } from './form.ts'

/**
 * What parameters Stripe takes, read from the types of the `stripe` package: the stand-in refuses every other, so a
 * request that it takes is one that the package's own types allow.
 */

/** The requests that the stand-in answers, and the method of the package that makes each. */
const CALLS: Readonly<Record<string, [file: string, resource: string, method: string]>> = {
	'POST /v1/customers': ['Customers', 'CustomerResource', 'create'],
	'DELETE /v1/customers/:id': ['Customers', 'CustomerResource', 'del'],
	'GET /v1/prices': ['Prices', 'PriceResource', 'list'],
	'POST /v1/prices': ['Prices', 'PriceResource', 'create'],
	'GET /v1/checkout/sessions': ['Checkout/Sessions', 'SessionResource', 'list'],
	'POST /v1/checkout/sessions': ['Checkout/Sessions', 'SessionResource', 'create'],
	'POST /v1/checkout/sessions/:id/expire': ['Checkout/Sessions', 'SessionResource', 'expire'],
	'POST /v1/billing_portal/sessions': ['BillingPortal/Sessions', 'SessionResource', 'create'],
	'GET /v1/subscriptions': ['Subscriptions', 'SubscriptionResource', 'list'],
	'GET /v1/subscriptions/:id': ['Subscriptions', 'SubscriptionResource', 'retrieve'],
	'POST /v1/subscriptions/:id': ['Subscriptions', 'SubscriptionResource', 'update'],
	'DELETE /v1/subscriptions/:id': ['Subscriptions', 'SubscriptionResource', 'cancel'],
	'POST /v1/subscription_schedules': ['SubscriptionSchedules', 'SubscriptionScheduleResource', 'create'],
	'POST /v1/subscription_schedules/:id': ['SubscriptionSchedules', 'SubscriptionScheduleResource', 'update'],
	'POST /v1/subscription_schedules/:id/release': [
		'SubscriptionSchedules',
		'SubscriptionScheduleResource',
		'release',
	],
	'GET /v1/invoices': ['Invoices', 'InvoiceResource', 'list'],
	'GET /v1/invoices/:id': ['Invoices', 'InvoiceResource', 'retrieve'],
	'POST /v1/invoices/create_preview': ['Invoices', 'InvoiceResource', 'createPreview'],
}

/** A node of a syntax tree, as far as it is looked at. */
interface Node {
	type: string
	[name: string]: unknown
}

/** The parameters of every request. */
export function parametersOf(): Parameters {
	const files = new Map<string, Types>()
	const typesIn = (file: string): Types => {
		const known = files.get(file) ?? new Types(file)
		files.set(file, known)
		return known
	}
	const shared = typesIn('shared')
	return Object.fromEntries(
		Object.entries(CALLS).map(([call, [file, resource, method]]) => {
			const types = typesIn(`resources/${file}`)
			return [call, types.parametersOf(resource, method, shared)]
		}),
	)
}

/** The declarations of one file. */
class Types {
	/** By their names with those of the namespaces around them. */
	readonly #declared = new Map<string, Node>()
	readonly #methods = new Map<string, Node>()

	constructor(file: string) {
		const path = join(root, 'node_modules', 'stripe', 'esm', `${file}.d.ts`)
		const { program, errors } = parseSync(path, readFileSync(path, 'utf8'))
		if (errors.length > 0) throw new Error(`${path} could not be read`)
		for (const one of list(program, 'body')) this.#take(one, '')
	}

	#take(statement: Node, within: string): void {
		const declared = node(statement, 'declaration') ?? statement
		const name = `${within}${String(node(declared, 'id')?.name ?? '')}`
		if (declared.type === 'TSModuleDeclaration') {
			for (const one of list(node(declared, 'body') ?? declared, 'body')) this.#take(one, `${name}.`)
		} else if (declared.type === 'ClassDeclaration') {
			for (const member of list(node(declared, 'body') ?? declared, 'body')) {
				const key = `${name}.${String(node(member, 'key')?.name ?? '')}`
				const value = node(member, 'value')
				// Of several ways to call it the one with the most to say.
				const before = this.#methods.get(key)
				if (value && (!before || list(value, 'params').length > list(before, 'params').length))
					this.#methods.set(key, value)
			}
		} else if (/^TS(InterfaceDeclaration|TypeAliasDeclaration)$/.test(declared.type)) {
			this.#declared.set(name, declared)
		}
	}

	/** What a method takes as its parameters; nothing where it takes none. */
	parametersOf(resource: string, method: string, shared: Types): Parameter {
		const found = this.#methods.get(`${resource}.${method}`)
		if (!found) throw new Error(`the package has no ${resource}.${method}`)
		const params = list(found, 'params').find((one) => one.name === 'params')
		const type = params && node(params, 'typeAnnotation')
		const inner = type && node(type, 'typeAnnotation')
		return inner ? this.#spell(inner, '', shared) : { fields: {}, required: [] }
	}

	#spell(type: Node, scope: string, shared: Types): Parameter {
		switch (type.type) {
			case 'TSStringKeyword':
				return { is: 'string' }
			case 'TSNumberKeyword':
				return { is: 'number' }
			case 'TSBooleanKeyword':
				return { is: 'boolean' }
			case 'TSLiteralType':
				return { one: String(node(type, 'literal')?.value ?? '') }
			case 'TSParenthesizedType':
				return this.#spell(node(type, 'typeAnnotation') ?? type, scope, shared)
			case 'TSArrayType':
				return { list: this.#spell(node(type, 'elementType') ?? type, scope, shared) }
			case 'TSUnionType':
				// Words that a later version may add are none that we may send.
				return {
					any: list(type, 'types')
						.filter((one) => nameOf(node(one, 'typeName')) !== 'OtherString')
						.map((one) => this.#spell(one, scope, shared)),
				}
			case 'TSTypeLiteral':
				return this.#fields(list(type, 'members'), scope, shared)
			case 'TSTypeReference':
				return this.#referred(type, scope, shared)
			default:
				return { is: 'string' }
		}
	}

	#referred(type: Node, scope: string, shared: Types): Parameter {
		const name = nameOf(node(type, 'typeName'))
		const args = list(node(type, 'typeArguments') ?? type, 'params').map((one) =>
			this.#spell(one, scope, shared),
		)
		const first = args[0] ?? { is: 'string' }
		if (name === 'Array') return { list: first }
		if (name === 'Emptyable') return { any: [{ one: '' }, first] }
		if (name === 'Decimal') return { is: 'number' }
		if (/^(Metadata|MetadataParam)$/.test(name)) return { map: { is: 'string' } }
		for (let within = scope; ; within = within.replace(/[^.]+\.$/, '')) {
			const found = this.#declared.get(within + name)
			if (found) return this.#declaredAs(found, within + name, shared)
			if (within === '') break
		}
		if (this === shared) return { is: 'string' }
		return shared.#referred(type, '', shared)
	}

	#declaredAs(found: Node, name: string, shared: Types): Parameter {
		const outer = name.includes('.') ? name.replace(/[^.]+$/, '') : ''
		if (found.type === 'TSTypeAliasDeclaration')
			return this.#spell(node(found, 'typeAnnotation') ?? found, outer, shared)
		const own = this.#fields(list(node(found, 'body') ?? found, 'body'), outer, shared)
		for (const parent of list(found, 'extends')) {
			const named = { type: 'TSTypeReference', typeName: node(parent, 'expression') }
			const inherited = this.#referred(named, outer, shared)
			if (!('fields' in own && 'fields' in inherited)) continue
			Object.assign(own.fields, inherited.fields)
			own.required.push(...inherited.required)
		}
		return own
	}

	#fields(members: Node[], scope: string, shared: Types): Parameter {
		const fields: Record<string, Parameter> = {}
		const required: string[] = []
		for (const member of members) {
			const type = node(node(member, 'typeAnnotation') ?? member, 'typeAnnotation')
			if (member.type === 'TSIndexSignature' && type) return { map: this.#spell(type, scope, shared) }
			const key = node(member, 'key')
			const name = String(key?.name ?? key?.value ?? '')
			if (!type || !name) continue
			fields[name] = this.#spell(type, scope, shared)
			if (member.optional !== true) required.push(name)
		}
		return { fields, required }
	}
}

const isNode = (value: unknown): value is Node =>
	typeof value === 'object' && value !== null && 'type' in value
const node = (of: object, name: string): Node | undefined => {
	const value: unknown = Reflect.get(of, name)
	return isNode(value) ? value : undefined
}
const list = (of: object, name: string): Node[] => {
	const value: unknown = Reflect.get(of, name)
	return Array.isArray(value) ? value.filter(isNode) : []
}

/** `A.B` of a qualified name. */
function nameOf(name: Node | undefined): string {
	if (!name) return ''
	if (name.type === 'TSQualifiedName') return `${nameOf(node(name, 'left'))}.${nameOf(node(name, 'right'))}`
	if (name.type === 'MemberExpression')
		return `${nameOf(node(name, 'object'))}.${nameOf(node(name, 'property'))}`
	return String(name.name ?? '')
}
