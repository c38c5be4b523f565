import { z } from 'zod'
import type { CounterContext } from './access.ts'
import { OPERATIONS, type Operation, placeOf, SCHEMAS } from './operations.ts'
import { ERRORS } from './schemas/error.ts'

/** The public API as an OpenAPI 3.1 document, whose schemas are JSON Schema 2020-12 as they stand. */

type Json = Record<string, unknown>

const SECURITY = {
	type: 'http',
	scheme: 'bearer',
	description:
		'An API key of your account, within its scopes: `stats:read`, `sites:write`, `events:write`, `public`.',
}

/** Built once an isolate, when first asked for. */
const built = new Map<'document', string>()

/** `GET /api/openapi.json`: for anybody, and for an hour in any cache. */
export function getOpenApi(c: CounterContext): Response {
	const text = built.get('document') ?? JSON.stringify(openApi())
	built.set('document', text)
	return c.body(text, 200, {
		'content-type': 'application/json',
		'cache-control': 'public, max-age=3600',
		'access-control-allow-origin': '*',
		'x-content-type-options': 'nosniff',
	})
}

/** The document. */
export function openApi(): Json {
	const paths: Record<string, Json> = {}
	for (const operation of OPERATIONS) {
		const { method, path } = placeOf(operation)
		paths[path] = { ...paths[path], [method.toLowerCase()]: operationJson(operation) }
	}
	return {
		openapi: '3.1.0',
		info: {
			title: 'Jitt',
			version: '1',
			description: 'Statistics, sites, goals and imports. Every error is `{"error": text}`.',
			license: { name: 'AGPL-3.0-only', identifier: 'AGPL-3.0-only' },
		},
		servers: [{ url: '/' }],
		security: [{ key: [] }],
		paths,
		components: { securitySchemes: { key: SECURITY }, schemas: schemasJson() },
	}
}

function operationJson(operation: Operation): Json {
	const { summary, tag, query, headers, body, answers, errors, open } = operation
	const { names } = placeOf(operation)
	const parameters = [
		...names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
		...parametersJson('query', query),
		...parametersJson('header', headers),
	]
	return {
		summary,
		tags: [tag],
		...(open ? { security: [] } : {}),
		...(parameters.length > 0 ? { parameters } : {}),
		...(body ? { requestBody: { required: true, content: contentOf(body.types, body.schema) } } : {}),
		responses: {
			...Object.fromEntries(
				Object.entries(answers).map(([status, schema]) => [
					status,
					{ description: 'The answer.', content: contentOf(['application/json'], schema) },
				]),
			),
			...Object.fromEntries(
				errors.map((status) => [
					status,
					{ description: ERRORS[status], content: { 'application/json': { schema: refOf('Error') } } },
				]),
			),
		},
	}
}

function parametersJson(place: 'query' | 'header', fields: z.ZodObject | undefined): Json[] {
	return Object.entries(fields?.shape ?? {}).map(([name, field]) => {
		const { $schema, description, ...schema } = z.toJSONSchema(field as z.ZodType)
		const required = !(field as z.ZodType).safeParse(undefined).success
		return { name, in: place, required, ...(description ? { description } : {}), schema }
	})
}

/** A body in each of its types; `null` is any JSON. */
function contentOf(types: readonly string[], schema: z.ZodType | null): Json {
	const name = Object.entries(SCHEMAS).find(([, one]) => one === schema)?.[0]
	if (schema && !name) throw new Error('a schema of an operation has no name')
	return Object.fromEntries(types.map((type) => [type, { schema: name ? refOf(name) : {} }]))
}

const refOf = (name: string): Json => ({ $ref: `#/components/schemas/${name}` })

/** Every schema by its name, each naming the others that it holds. */
function schemasJson(): Json {
	const registry = z.registry<{ id: string }>()
	for (const [id, schema] of Object.entries(SCHEMAS)) registry.add(schema, { id })
	const { schemas } = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}` })
	return Object.fromEntries(Object.entries(schemas).map(([id, { $schema, $id, ...schema }]) => [id, schema]))
}
