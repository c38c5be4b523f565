import { z } from 'zod'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import { letterOf } from '../mail/letter.ts'
import { deadlines } from '../privacy/deadlines.ts'
import {
	changeIncident,
	type Incident,
	incidentOf,
	listIncidents,
	openIncident,
	UNKNOWN,
} from '../support/incidents.ts'
import { noteAuthority } from '../support/incidents-authorities.ts'
import { clocksOf } from '../support/incidents-clocks.ts'
import { closeUntold, confirmNotice, tellAgain } from '../support/incidents-confirm.ts'
import { missing, readChange, readFacts } from '../support/incidents-form.ts'
import { fieldsFor } from '../support/incidents-notices.ts'
import {
	authoritiesOf,
	registerCsv,
	registerOf,
	stepsOf,
	tellingsOf,
	toldOf,
} from '../support/incidents-register.ts'
import { findConcerned, scopeOf } from '../support/incidents-scope.ts'
import { sampleLetter, tellConcerned } from '../support/incidents-tell.ts'
import type { CounterContext } from './access.ts'
import { parsed, readJsonFields } from './body.ts'
import { failure } from './errors.ts'
import { clockJson, incidentJson, lineJson, tellingJson } from './incidents-json.ts'

/** Breaches of security, for those who run this deployment. */

/** People told while the request that asked for it is answered; the rest by the next one, or by the clock. */
const AT_ONCE = 200

/** The incident that the path names. */
async function incidentAt(c: CounterContext): Promise<Result<Incident, AppError>> {
	const id = c.req.param('id') ?? ''
	const row = /^\d{1,9}$/.test(id) ? await incidentOf(c.env, Number(id)) : null
	return row ? ok(row) : fail(UNKNOWN)
}

/** All of an incident: facts, notice, whom it concerns, clocks, what is missing, who was told, every step. */
async function whole(c: CounterContext, row: Incident, status: 200 | 201 = 200): Promise<Response> {
	const { env } = c
	const now = Date.now()
	const scope = await scopeOf(env, row.id)
	const [clocks, tellings, authorities, steps] = await Promise.all([
		clocksOf(env, row, scope, now),
		tellingsOf(env, row.id, now),
		authoritiesOf(env, row.id),
		stepsOf(env, row.id),
	])
	const answer = {
		...incidentJson(row, scope),
		clocks: clocks.map(clockJson),
		missing: missing(row.facts, row.notice, now),
		tellings: tellings.map(tellingJson),
		authorities: authorities.map(({ incidentId: _, at, ...one }) => ({ ...one, at: at.toISOString() })),
		steps: steps.map(({ at, by, what }) => ({ at: at.toISOString(), by, what })),
	}
	return c.json(answer, status)
}

/** `GET /api/operator/incidents` → `{"incidents": […]}`, the newest first, each with its earliest open deadline. */
export async function getIncidents(c: CounterContext): Promise<Response> {
	const now = Date.now()
	const incidents = []
	for (const row of await listIncidents(c.env)) {
		const clocks = row.closedAt === null ? await clocksOf(c.env, row, await scopeOf(c.env, row.id), now) : []
		const next = clocks.find(({ state, at }) => at !== null && (state === 'running' || state === 'missed'))
		incidents.push({ ...lineJson(row), next: next ? clockJson(next) : null })
	}
	return c.json({ incidents })
}

/** `POST /api/operator/incidents` with the facts → 201 with the incident. Sent twice it opens one. */
export async function postIncident(c: CounterContext): Promise<Response> {
	const body = await readJsonFields(c.req.raw)
	if (!body.ok) return failure(c, body.error)
	const now = Date.now()
	const facts = readFacts(body.value, now)
	if (!facts.ok) return failure(c, facts.error)
	const row = await openIncident(c.env, c.get('caller').userId, facts.value, now)
	return whole(c, (await findConcerned(c.env, row.id, now)) ?? row, 201)
}

/** `GET /api/operator/incidents/:id` */
export async function getIncident(c: CounterContext): Promise<Response> {
	const row = await incidentAt(c)
	return row.ok ? whole(c, row.value) : failure(c, row.error)
}

/** `PUT /api/operator/incidents/:id` `{revision, …}` → the incident; 409 where somebody else was faster. */
export async function putIncident(c: CounterContext): Promise<Response> {
	const row = await incidentAt(c)
	if (!row.ok) return failure(c, row.error)
	const body = await readJsonFields(c.req.raw)
	if (!body.ok) return failure(c, body.error)
	const now = Date.now()
	const change = readChange(body.value, now)
	if (!change.ok) return failure(c, change.error)
	const changed = await changeIncident(c.env, c.get('caller').userId, row.value, change.value, now)
	if (!changed.ok) return failure(c, changed.error)
	return whole(c, (await findConcerned(c.env, row.value.id, now)) ?? changed.value)
}

/** `POST /api/operator/incidents/:id/scope` → the incident, with more of those it concerns found. */
export async function postScope(c: CounterContext): Promise<Response> {
	const row = await incidentAt(c)
	if (!row.ok) return failure(c, row.error)
	return whole(c, (await findConcerned(c.env, row.value.id, Date.now())) ?? row.value)
}

/** `GET /api/operator/incidents/:id/drafts` → what each audience would be told, and the letter as people get it. */
export async function getDrafts(c: CounterContext): Promise<Response> {
	const row = await incidentAt(c)
	if (!row.ok) return failure(c, row.error)
	const told = await toldOf(c.env, { ...row.value, version: row.value.version + 1 }, Date.now())
	const { subject, text } = letterOf(sampleLetter(told, row.value, c.env.APP_URL))
	return c.json({
		authority: fieldsFor('authority', told),
		owner: fieldsFor('owner', told),
		holder: fieldsFor('holder', told),
		public: fieldsFor('public', told),
		letter: { subject, text },
	})
}

const confirmation = z.object({
	reference: z.string().max(100),
	version: z.int().min(1),
	revision: z.int().min(1),
	closing: z.boolean().default(false),
})

/** `POST /api/operator/incidents/:id/notices`: the person's word that the next version goes out, typed. */
export async function postNotice(c: CounterContext): Promise<Response> {
	const row = await incidentAt(c)
	if (!row.ok) return failure(c, row.error)
	const typed = await parsed(c.req.raw, confirmation)
	if (!typed.ok) return failure(c, typed.error)
	const now = Date.now()
	const done = await confirmNotice(c.env, c.get('caller').userId, row.value, typed.value, now)
	if (!done.ok) return failure(c, done.error)
	await tellConcerned(c.env, now, { most: AT_ONCE })
	return whole(c, done.value, 201)
}

/** `POST /api/operator/incidents/:id/tell`: goes on telling. What the page calls while it is open. */
export async function postTell(c: CounterContext): Promise<Response> {
	const row = await incidentAt(c)
	if (!row.ok) return failure(c, row.error)
	await tellConcerned(c.env, Date.now(), { most: AT_ONCE })
	return whole(c, row.value)
}

/** `POST /api/operator/incidents/:id/tell-again`: those whom the last version did not reach. */
export async function postTellAgain(c: CounterContext): Promise<Response> {
	const row = await incidentAt(c)
	if (!row.ok) return failure(c, row.error)
	const now = Date.now()
	await tellAgain(c.env, c.get('caller').userId, row.value, now)
	await tellConcerned(c.env, now, { most: AT_ONCE })
	return whole(c, row.value)
}

/** `POST /api/operator/incidents/:id/close` `{reference, revision}`: nobody is told, for the reasons written down. */
export async function postClose(c: CounterContext): Promise<Response> {
	const row = await incidentAt(c)
	if (!row.ok) return failure(c, row.error)
	const typed = await parsed(c.req.raw, confirmation.pick({ reference: true, revision: true }))
	if (!typed.ok) return failure(c, typed.error)
	const done = await closeUntold(c.env, c.get('caller').userId, row.value, typed.value, Date.now())
	return done.ok ? whole(c, done.value) : failure(c, done.error)
}

const authority = z.object({
	rule: z.string().max(10),
	outcome: z.enum(['told', 'not-needed']),
	at: z.iso.datetime({ offset: true }),
	note: z.string().trim().min(1).max(1000),
})

/** `PUT /api/operator/incidents/:id/authorities` `{rule, outcome, at, note}`: what was done about an authority. */
export async function putAuthority(c: CounterContext): Promise<Response> {
	const row = await incidentAt(c)
	if (!row.ok) return failure(c, row.error)
	const fields = await parsed(c.req.raw, authority)
	if (!fields.ok) return failure(c, fields.error)
	const { facts, id } = row.value
	const { countries } = await scopeOf(c.env, id)
	const of = {
		awareAt: facts.awareAt,
		accounts: false,
		owners: false,
		countries: countries.map((one) => one.country),
	}
	if (!deadlines(of).some(({ rule }) => rule === fields.value.rule)) {
		return failure(c, { kind: 'invalid', message: 'No authority of this incident', field: 'rule' })
	}
	const now = Date.now()
	const at = Date.parse(fields.value.at)
	if (at > now) return failure(c, { kind: 'invalid', message: 'This is in the future', field: 'at' })
	await noteAuthority(c.env, c.get('caller').userId, id, { ...fields.value, at }, now)
	return whole(c, row.value)
}

/** `GET /api/operator/incidents/register.json` → the register as a file. */
export async function getRegisterJson(c: CounterContext): Promise<Response> {
	c.header('content-disposition', 'attachment; filename="incidents.json"')
	return c.json({ incidents: await registerOf(c.env, Date.now()) })
}

/** `GET /api/operator/incidents/register.csv` → the same as a table. */
export async function getRegisterCsv(c: CounterContext): Promise<Response> {
	const csv = registerCsv(await registerOf(c.env, Date.now()))
	return c.body(csv, 200, {
		'content-type': 'text/csv; charset=utf-8',
		'content-disposition': 'attachment; filename="incidents.csv"',
	})
}
