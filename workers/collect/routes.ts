import { Hono } from 'hono'
import type { Env } from '../env.ts'
import { preflight } from './answers.ts'
import { takeEvent } from './event.ts'
import { takeChoice } from './optout.ts'
import { takePixel } from './pixel.ts'
import type { Door } from './receive.ts'
import { script } from './scripts.ts'
import { takeBatch, takeSend } from './send.ts'
import { type Trust, tokenTrust } from './sender.ts'

/** What the door needs of a request's context, whatever else a route of the counter has in it. */
export interface DoorContext {
	env: Env
	executionCtx: object
	req: { raw: Request }
}

const HEALTHY = { 'cache-control': 'no-store' }

/**
 * The door. Everything here may be called by anyone; a caller that `trustOf` believes may name visitors'
 * addresses. One handler a path and no middleware: with two, Hono composes them anew for every beacon.
 */
export function door(trustOf: (c: DoorContext) => Trust | null = ingestTrust): Hono<{ Bindings: Env }> {
	const doorOf = (c: DoorContext): Door => ({
		env: c.env,
		ctx: c.executionCtx as ExecutionContext,
		request: c.req.raw,
		trust: trustOf(c),
	})
	const collect = new Hono<{ Bindings: Env }>()
	collect.post('/api/event', (c) => takeEvent(doorOf(c)))
	collect.post('/api/send', (c) => takeSend(doorOf(c)))
	collect.post('/api/batch', (c) => takeBatch(doorOf(c)))
	collect.get('/api/pixel.gif', (c) => takePixel(doorOf(c)))
	collect.post('/api/optout', (c) => takeChoice(doorOf(c), true))
	collect.post('/api/optin', (c) => takeChoice(doorOf(c), false))
	for (const path of ['event', 'send', 'batch', 'optout', 'optin']) collect.options(`/api/${path}`, preflight)
	collect.get(
		'/js/:name',
		(c) => script(c.req.param('name'), c.req.header('if-none-match') ?? null) ?? c.notFound(),
	)
	// Where Umami's snippets look for theirs.
	collect.get('/script.js', (c) => script('jitt.js', c.req.header('if-none-match') ?? null) ?? c.notFound())
	for (const path of ['/api/health', '/api/system/health/live', '/api/system/health/ready']) {
		collect.get(path, (c) => c.json({ ok: true }, 200, HEALTHY))
	}
	return collect
}

/** Trusts a site's ingest token. Most callers present nothing: they are not even looked up. */
export const ingestTrust = (c: DoorContext): Trust | null => tokenTrust(c.req.raw.headers)
