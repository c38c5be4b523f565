import { z } from 'zod'
import { may } from '../account/access.ts'
import { teamsOf } from '../account/teams.ts'
import { sells } from '../billing/stripe.ts'
import { letterOf } from '../mail/letter.ts'
import { queueMail } from '../mail/queue.ts'
import { objectionMade } from '../mail/words/en/rights.ts'
import { operatorsOf } from '../model/operators.ts'
import { accept, changesFor, object, standingsOf } from '../rights/agreements.ts'
import { ACCEPTED, versionOf } from '../rights/documents.ts'
import { sectionsHtml, standalone, statusHtml } from '../rights/documents-html.ts'
import { escapeHtml } from '../rights/html.ts'
import { personOf } from '../rights/person.ts'
import { controllerRecord, processorRecord, recordSections } from '../rights/records.ts'
import type { CounterContext } from './access.ts'
import { readJsonFields } from './body.ts'
import { failure } from './errors.ts'
import { teamOf } from './site.ts'

/** What teams accepted, what they object to, and the records of processing. */

/**
 * `GET /api/account/agreements` → of each of the account's teams, which version was accepted by whom and when. `asks`
 * where Jitt is offered as a service: who runs it alone has nobody to agree with.
 */
export async function getAccountAgreements(c: CounterContext): Promise<Response> {
	const now = Date.now()
	const teams = await teamsOf(c.env, c.get('caller').userId)
	const standings = await standingsOf(
		c.env,
		teams.map(({ id }) => id),
		now,
	)
	return c.json({
		asks: sells(c.env),
		teams: teams.map(({ id, name, role }) => ({
			...{ id, name },
			may_agree: may(role, 'team.agree'),
			documents: standings.get(id) ?? [],
		})),
	})
}

/** `GET /api/teams/:team/agreements` → the same of one team, and the changes that it can object to. */
export async function getAgreements(c: CounterContext): Promise<Response> {
	const team = await teamOf(c)
	if (!team.ok) return failure(c, team.error)
	const now = Date.now()
	const { id } = team.value
	const [standings, changes] = await Promise.all([standingsOf(c.env, [id], now), changesFor(c.env, id, now)])
	return c.json({ documents: standings.get(id) ?? [], changes })
}

const acceptFields = z.strictObject({ document: z.string().max(20), version: z.string().max(20) })

/** `POST /api/teams/:team/agreements` `{"document": "dpa", "version": "2026-11-28"}` → accepted for the team. */
export async function postAgreement(c: CounterContext): Promise<Response> {
	const team = await teamOf(c)
	if (!team.ok) return failure(c, team.error)
	const body = await readJsonFields(c.req.raw)
	if (!body.ok) return failure(c, body.error)
	const parsed = acceptFields.safeParse(body.value)
	if (!parsed.success) {
		return failure(c, { kind: 'invalid', message: 'The body must name a document and a version' })
	}
	const accepted = await accept(c.env, team.value.id, c.get('caller').userId, parsed.data, Date.now())
	return accepted.ok ? c.json(accepted.value) : failure(c, accepted.error)
}

/** `GET /api/teams/:team/agreements/:document/:version` → what was accepted, with by whom and when, to keep. */
export async function getAgreement(c: CounterContext): Promise<Response> {
	const team = await teamOf(c)
	if (!team.ok) return failure(c, team.error)
	const document = ACCEPTED.find(({ id }) => id === c.req.param('document'))
	const version = document && versionOf(document, c.req.param('version') ?? '')
	if (!document || !version) return failure(c, { kind: 'not_found', message: 'There is no such version' })
	const standing = (await standingsOf(c.env, [team.value.id], Date.now())).get(team.value.id)
	const accepted = standing
		?.find((one) => one.document === document.id)
		?.history.find((one) => one.version === version.version)
	if (!accepted) {
		return failure(c, { kind: 'not_found', message: 'The team has not accepted this version' })
	}
	const by = accepted.by === '' ? 'a person whose account is deleted' : accepted.by
	const sentence = `Accepted for ${team.value.name} by ${by} on ${accepted.at.toISOString()}.`
	const html = standalone(
		`Jitt: ${document.title}`,
		`<p><strong>${escapeHtml(sentence)}</strong></p>\n${statusHtml(document, version)}\n${sectionsHtml(version.sections)}`,
	)
	return download(c, html, `jitt-${document.id}-${version.version}.html`)
}

const objectFields = z.strictObject({
	change: z.string().max(100),
	reason: z.string().trim().min(1).max(5000),
})

/** `POST /api/teams/:team/objections` `{"change": id, "reason": text}`: those who run the deployment are told. */
export async function postObjection(c: CounterContext): Promise<Response> {
	const team = await teamOf(c)
	if (!team.ok) return failure(c, team.error)
	const body = await readJsonFields(c.req.raw)
	if (!body.ok) return failure(c, body.error)
	const parsed = objectFields.safeParse(body.value)
	if (!parsed.success) {
		return failure(c, { kind: 'invalid', message: 'reason: must have 1 to 5000 characters', field: 'reason' })
	}
	const now = Date.now()
	const { userId } = c.get('caller')
	const teamId = team.value.id
	const made = await object(c.env, { teamId, userId, ...parsed.data }, now)
	if (!made.ok) return failure(c, made.error)
	if (made.value) {
		const by = (await personOf(c.env, userId))?.name ?? ''
		const letter = letterOf(objectionMade({ team: team.value.name, by, ...parsed.data }))
		for (const address of operatorsOf(c.env)) {
			await queueMail(c.env, address, letter, `objection ${teamId} ${parsed.data.change}`, now)
		}
	}
	return c.json({ changes: await changesFor(c.env, teamId, now) })
}

/** `GET /api/teams/:team/records?format=json|html` → what Jitt processes on the team's behalf (Article 30(2)). */
export async function getRecords(c: CounterContext): Promise<Response> {
	const team = await teamOf(c)
	if (!team.ok) return failure(c, team.error)
	return record(c, await processorRecord(c.env, team.value, Date.now()), 'jitt-processor-record')
}

/** `GET /api/operator/records?format=json|html` → what Jitt processes for itself (Article 30(1)). */
export const getOwnRecords = (c: CounterContext): Response =>
	record(c, controllerRecord(Date.now()), 'jitt-controller-record')

function record(c: CounterContext, made: Parameters<typeof recordSections>[0], name: string): Response {
	const format = c.req.query('format') ?? 'json'
	if (format === 'json') return c.json(made)
	if (format !== 'html') {
		return failure(c, { kind: 'invalid', message: 'format: must be one of json, html', field: 'format' })
	}
	const html = standalone('Jitt: record of processing', sectionsHtml(recordSections(made)))
	return download(c, html, `${name}.html`)
}

/** Never shown on our origin, where a page could act for whoever is signed in. */
const download = (c: CounterContext, html: string, name: string): Response =>
	c.body(html, 200, {
		'content-type': 'text/html; charset=utf-8',
		'content-disposition': `attachment; filename="${name}"`,
		'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
	})
