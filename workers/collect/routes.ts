import { Hono } from 'hono'
import type { Env } from '../env.ts'
import { preflight } from './answers.ts'
import { takeConsent, takeOptIn, takeOptOut, takeStatus } from './choices.ts'
import { isOwnPage } from './cookies.ts'
import { takeEvent } from './event.ts'
import { deleteMe, getMe, postMe } from './me.ts'
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

const CHOICES: ReadonlyMap<string, (door: Door) => Promise<Response>> = new Map([
	['optout', takeOptOut],
	['optin', takeOptIn],
	['consent', takeConsent],
	['status', takeStatus],
])

const HEALTHY = { 'cache-control': 'no-store' }

/**
 * The door. Everything here may be called by anyone; a caller that `trustOf` believes may name visitors'
 * addresses. One handler a path and no middleware: with two, Hono composes them anew for every beacon.
 */
export function door(trustOf: (c: DoorContext) => Trust | null = ingestTrust): Hono<{ Bindings: Env }> {
	const doorOf = (c: DoorContext, own = false): Door => ({
		env: c.env,
		ctx: c.executionCtx as ExecutionContext,
		request: c.req.raw,
		trust: trustOf(c),
		own,
	})
	const ownDoor = (c: DoorContext): Door => doorOf(c, isOwnPage(c.req.raw.headers))
	const collect = new Hono<{ Bindings: Env }>()
	collect.post('/api/event', (c) => takeEvent(doorOf(c)))
	collect.post('/api/send', (c) => takeSend(doorOf(c)))
	collect.post('/api/batch', (c) => takeBatch(doorOf(c)))
	collect.get('/api/pixel.gif', (c) => takePixel(doorOf(c)))
	collect.post('/api/me', (c) => postMe(doorOf(c)))
	for (const [path, take] of CHOICES) {
		collect.post(`/api/${path}`, (c) => take(doorOf(c)))
		collect.post(`/_j/${path}`, (c) => take(ownDoor(c)))
		collect.options(`/_j/${path}`, preflight)
	}
	for (const path of ['event', 'send', 'batch', 'me', ...CHOICES.keys()]) {
		collect.options(`/api/${path}`, preflight)
	}
	// What a site's owner routes to us from the site's own host.
	collect.post('/_j/event', (c) => takeEvent(ownDoor(c)))
	collect.options('/_j/event', preflight)
	collect.get('/_j/me', (c) => getMe(ownDoor(c)))
	collect.delete('/_j/me', (c) => deleteMe(ownDoor(c)))
	for (const path of ['/js/:name', '/_j/js/:name'] as const) {
		collect.get(
			path,
			(c) => script(c.req.param('name'), c.req.header('if-none-match') ?? null) ?? c.notFound(),
		)
	}
	// Where Umami's snippets look for theirs.
	collect.get('/script.js', (c) => script('jitt.js', c.req.header('if-none-match') ?? null) ?? c.notFound())
	for (const path of ['/api/health', '/api/system/health/live', '/api/system/health/ready']) {
		collect.get(path, (c) => c.json({ ok: true }, 200, HEALTHY))
	}
	return collect
}

/** Trusts a site's ingest token. Most callers present nothing: they are not even looked up. */
export const ingestTrust = (c: DoorContext): Trust | null => tokenTrust(c.req.raw.headers)
