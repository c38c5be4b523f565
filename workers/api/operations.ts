import type { z } from 'zod'
import type { HttpErrorStatus } from '../kit/result.ts'
import { errorAnswer } from './schemas/error.ts'
import * as goals from './schemas/goals.ts'
import { honoured, honouredParams } from './schemas/honoured.ts'
import * as imports from './schemas/import.ts'
import { filter, query, queryAnswer } from './schemas/query.ts'
import * as sites from './schemas/sites.ts'
import * as stats from './schemas/stats-v1.ts'

/** Every body by the name that the document gives it. */
export const SCHEMAS: Readonly<Record<string, z.ZodType>> = {
	Error: errorAnswer,
	Query: query,
	Filter: filter,
	QueryAnswer: queryAnswer,
	RealtimeAnswer: stats.realtimeAnswer,
	AggregateAnswer: stats.aggregateAnswer,
	RowsAnswer: stats.rowsAnswer,
	Site: sites.site,
	SiteFields: sites.siteFields,
	SiteList: sites.siteList,
	IngestToken: sites.ingestToken,
	Deleted: sites.deleted,
	Honoured: honoured,
	Goal: goals.goal,
	SiteGoal: goals.siteGoal,
	GoalFields: goals.goalFields,
	GoalList: goals.goalList,
	SiteName: goals.siteFields,
	PropertyFields: goals.propertyFields,
	PropertyMade: goals.propertyMade,
	PropertyList: goals.propertyList,
	ImportLine: imports.importLine,
	ImportReport: imports.importReport,
}

/** What the public API can do: its document and its pages are made from this. */
export interface Operation {
	/** Method and path as in the table of routes. */
	route: `${'GET' | 'POST' | 'PUT' | 'DELETE'} /api/${string}`
	summary: string
	/** Under which heading it stands. */
	tag: 'Statistics' | 'Statistics, older' | 'Sites' | 'Goals and properties' | 'Events' | 'Document'
	query?: z.ZodObject
	headers?: z.ZodObject
	body?: { types: readonly string[]; schema: z.ZodType }
	/** Answers that are none of the errors, by status. */
	answers: Readonly<Record<number, z.ZodType | null>>
	errors: readonly HttpErrorStatus[]
	/** Whether anybody may ask, without a key. */
	open?: true
}

const JSON_ONLY = ['application/json'] as const
/** What the scripts written for the Sites API send. */
const FIELDS = ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'] as const
const asked = [400, 401, 403, 429, 503] as const
const v1 = { tag: 'Statistics, older', errors: asked } as const

const LISTED: readonly Operation[] = [
	{
		route: 'POST /api/v2/query',
		summary: 'Answers a question about a site',
		tag: 'Statistics',
		body: { types: JSON_ONLY, schema: query },
		answers: { 200: queryAnswer },
		errors: [400, 401, 403, 413, 429, 503],
	},
	{
		...v1,
		route: 'GET /api/v1/stats/realtime/visitors',
		summary: 'Visitors of the last five minutes, as a bare number',
		query: stats.realtimeParams,
		answers: { 200: stats.realtimeAnswer },
	},
	{
		...v1,
		route: 'GET /api/v1/stats/aggregate',
		summary: 'Metrics of a period',
		query: stats.aggregateParams,
		answers: { 200: stats.aggregateAnswer },
	},
	{
		...v1,
		route: 'GET /api/v1/stats/timeseries',
		summary: 'Metrics by date, every date of the period',
		query: stats.timeseriesParams,
		answers: { 200: stats.rowsAnswer },
	},
	{
		...v1,
		route: 'GET /api/v1/stats/breakdown',
		summary: 'Metrics by the values of a property',
		query: stats.breakdownParams,
		answers: { 200: stats.rowsAnswer },
	},
	{
		route: 'GET /api/v1/sites',
		summary: 'Lists your sites, oldest first',
		tag: 'Sites',
		query: sites.listParams,
		answers: { 200: sites.siteList },
		errors: [400, 401, 403],
	},
	{
		route: 'POST /api/v1/sites',
		summary: 'Adds a site',
		tag: 'Sites',
		body: { types: FIELDS, schema: sites.siteFields },
		answers: { 200: sites.site },
		errors: [400, 401, 403, 409, 413],
	},
	{
		route: 'GET /api/v1/sites/:domain',
		summary: 'Shows a site',
		tag: 'Sites',
		answers: { 200: sites.site },
		errors: [401, 403, 404],
	},
	{
		route: 'PUT /api/v1/sites/:domain',
		summary: 'Changes what is given of a site',
		tag: 'Sites',
		body: { types: FIELDS, schema: sites.siteFields },
		answers: { 200: sites.site },
		errors: [400, 401, 403, 404, 409, 413],
	},
	{
		route: 'DELETE /api/v1/sites/:domain',
		summary: 'Deletes a site and everything it holds; 202 while its erasure goes on',
		tag: 'Sites',
		answers: { 200: sites.deleted, 202: sites.deleted },
		errors: [401, 403, 404],
	},
	{
		route: 'POST /api/v1/sites/:domain/ingest-token',
		summary: 'Makes a token for servers that send events with the addresses of visitors; the one before ends',
		tag: 'Sites',
		answers: { 201: sites.ingestToken },
		errors: [401, 403, 404],
	},
	{
		route: 'DELETE /api/v1/sites/:domain/ingest-token',
		summary: 'Ends the token',
		tag: 'Sites',
		answers: { 200: sites.deleted },
		errors: [401, 403, 404],
	},
	{
		route: 'POST /api/v1/sites/:domain/events/import',
		summary: 'Imports events, one JSON object a line',
		tag: 'Events',
		query: imports.importParams,
		headers: imports.importHeaders,
		body: { types: ['application/x-ndjson'], schema: imports.importLine },
		answers: { 200: imports.importReport },
		errors: [400, 401, 403, 404, 409, 413, 503],
	},
	{
		route: 'GET /api/v1/sites/:domain/honoured',
		summary: 'Counts what was refused, by day and reason: GPC, DNT, opt-out, denied consent, bots and so on',
		tag: 'Sites',
		query: honouredParams,
		answers: { 200: honoured },
		errors: [400, 401, 403, 404, 503],
	},
	{
		route: 'GET /api/v1/sites/goals',
		summary: 'Lists the goals of a site, newest first',
		tag: 'Goals and properties',
		query: goals.goalListParams,
		answers: { 200: goals.goalList },
		errors: [400, 401, 403],
	},
	{
		route: 'PUT /api/v1/sites/goals',
		summary: 'Finds the goal of this definition, or makes it',
		tag: 'Goals and properties',
		body: { types: FIELDS, schema: goals.goalFields },
		answers: { 200: goals.siteGoal },
		errors: [400, 401, 403, 413],
	},
	{
		route: 'DELETE /api/v1/sites/goals/:id',
		summary: 'Deletes a goal; what it counted stays in the events',
		tag: 'Goals and properties',
		body: { types: FIELDS, schema: goals.siteFields },
		answers: { 200: sites.deleted },
		errors: [400, 401, 403, 404, 413],
	},
	{
		route: 'GET /api/v1/sites/custom-props',
		summary: 'Lists the registered property names of a site',
		tag: 'Goals and properties',
		query: goals.siteParams,
		answers: { 200: goals.propertyList },
		errors: [400, 401, 403],
	},
	{
		route: 'PUT /api/v1/sites/custom-props',
		summary: 'Registers a property name; statistics can be asked by it with or without',
		tag: 'Goals and properties',
		body: { types: FIELDS, schema: goals.propertyFields },
		answers: { 200: goals.propertyMade },
		errors: [400, 401, 403, 413],
	},
	{
		route: 'DELETE /api/v1/sites/custom-props/:property{.+}',
		summary: 'Takes a property name off the list',
		tag: 'Goals and properties',
		body: { types: FIELDS, schema: goals.siteFields },
		answers: { 200: sites.deleted },
		errors: [400, 401, 403, 413],
	},
	{
		route: 'GET /api/openapi.json',
		summary: 'This document',
		tag: 'Document',
		answers: { 200: null },
		errors: [],
		open: true,
	},
]

/** Keys of an account have a limit wherever they are used. */
export const OPERATIONS: readonly Operation[] = LISTED.map((one) =>
	one.open || one.errors.includes(429) ? one : { ...one, errors: [...one.errors, 429] },
)

/** Method and path of an operation, parameters in braces. */
export function placeOf({ route }: Operation): { method: string; path: string; names: string[] } {
	const [method = '', pattern = ''] = route.split(' ')
	const names: string[] = []
	const path = pattern.replace(/:(\w+)(\{.*?\})?/g, (_, name: string) => {
		names.push(name)
		return `{${name}}`
	})
	return { method, path, names }
}
