import { asc, isNull } from 'drizzle-orm'
import type { Env } from '../env.ts'
import { type Letter, letterOf, type Wording } from '../mail/letter.ts'
import { deliver } from '../mail/send.ts'
import { incidentNotice } from '../store/schema/incidents.ts'
import { dbOf, type Incident, incidentOf, referenceOf } from './incidents.ts'
import { UNSURE_MS } from './incidents-confirm.ts'
import { type Field, fieldsFor, type Told } from './incidents-notices.ts'
import { toldOf } from './incidents-register.ts'
import { wordsOf } from './incidents-words.ts'

/**
 * Tells everybody who is written down to be told, some at a time. A person is marked before the letter goes and
 * again after: what breaks off in between is never sent twice by itself, and is shown to the operators, who decide.
 */

/** Letters that are on their way at once; as many may be unsure after a crash. */
const TOGETHER = 25
/** People a run: each costs a question about bounces, and a run may ask D1 a thousand. Every five minutes that is 6,000 an hour. */
const RUN = 500
/** When a letter that the mail did not take is tried again. */
const RETRY_MS = 10 * 60_000
/** A reader's sites that a letter names. */
const NAMED_SITES = 20

interface Pace {
	/** People told at most. */
	most: number
	together: number
	send: (env: Env, to: string, letter: Letter) => Promise<'sent' | 'refused' | 'failed'>
}
interface Person {
	userId: string
	holder: 0 | 1
	owner: 0 | 1
}

/**
 * Goes on telling; safe to run twice, late, and at the same time as itself.
 * @returns how many were told.
 * @throws whatever D1 throws: run it again.
 */
export async function tellConcerned(env: Env, now: number, pace: Partial<Pace> = {}): Promise<number> {
	const { most = RUN, together = TOGETHER, send = deliver } = pace
	const going = await dbOf(env)
		.select()
		.from(incidentNotice)
		.where(isNull(incidentNotice.finishedAt))
		.orderBy(asc(incidentNotice.confirmedAt))
	let told = 0
	for (const notice of going)
		told += await tellVersion(env, notice, now, { most: most - told, together, send })
	return told
}

type Version = typeof incidentNotice.$inferSelect

async function tellVersion(env: Env, of: Version, now: number, pace: Pace): Promise<number> {
	const { most, together, send } = pace
	const write = await writerOf(env, of)
	let [told, after] = [0, '']
	while (told < most) {
		const people = await claim(env, of, now, after, Math.min(together, most - told))
		if (people.length === 0) {
			await finish(env, of, now)
			break
		}
		after =
			people
				.map(({ userId }) => userId)
				.sort()
				.at(-1) ?? after
		const letters = await lettersFor(env, of, people, write)
		const sent = await Promise.all(
			people.map(async ({ userId }) => {
				const letter = letters.get(userId)
				return { userId, became: letter ? await send(env, letter.to, letter.letter) : ('refused' as const) }
			}),
		)
		await mark(env, of, sent, now)
		told += sent.filter(({ became }) => became === 'sent').length
		// Nothing gets through: others would fare no better now.
		if (sent.every(({ became }) => became === 'failed')) break
	}
	return told
}

/** Takes some people on: nobody else does, even at the same moment. */
async function claim(env: Env, { incidentId, version }: Version, now: number, after: string, most: number) {
	const { results } = await env.DB.prepare(
		"UPDATE incident_told SET state = 'sending', at = ?3 WHERE incident_id = ?1 AND version = ?2 AND state = 'waiting' AND user_id IN (SELECT user_id FROM incident_told WHERE incident_id = ?1 AND version = ?2 AND user_id > ?4 AND state = 'waiting' AND at <= ?3 ORDER BY user_id LIMIT ?5) RETURNING user_id AS userId, holder, owner",
	)
		.bind(incidentId, version, now, after, most)
		.all<Person>()
	return results
}

const STATES = { sent: ['told', 0], refused: ['failed', 0], failed: ['waiting', RETRY_MS] } as const

async function mark(
	env: Env,
	{ incidentId, version }: Version,
	sent: readonly { userId: string; became: keyof typeof STATES }[],
	now: number,
): Promise<void> {
	const states = sent.map(({ userId, became }) => {
		const [state, pause] = STATES[became]
		return [userId, state, now + pause]
	})
	await env.DB.prepare(
		"UPDATE incident_told SET state = j.value ->> 1, at = j.value ->> 2 FROM json_each(?3) j WHERE incident_id = ?1 AND version = ?2 AND user_id = j.value ->> 0 AND state = 'sending'",
	)
		.bind(incidentId, version, JSON.stringify(states))
		.run()
}

/** A version is finished once nobody waits and nobody is on the way. */
async function finish(env: Env, { incidentId, version }: Version, now: number): Promise<void> {
	await env.DB.prepare(
		"UPDATE incident_notice SET finished_at = ?3 WHERE incident_id = ?1 AND version = ?2 AND NOT EXISTS (SELECT 1 FROM incident_told t WHERE t.incident_id = ?1 AND t.version = ?2 AND (t.state = 'waiting' OR (t.state = 'sending' AND t.at > ?4)))",
	)
		.bind(incidentId, version, now, now - UNSURE_MS)
		.run()
}

type Write = (person: Person, sites: readonly string[], siteCount: number) => Letter

/** What a version says to each kind of reader; the same fields for all of a kind. */
async function writerOf(env: Env, of: Version): Promise<Write> {
	const row = await incidentOf(env, of.incidentId)
	if (!row) throw new Error('a notice has no incident')
	const told = await toldOf(
		env,
		{ ...row, facts: of.facts, notice: of.notice, version: of.version },
		of.confirmedAt.getTime(),
	)
	const fields = new Map<string, Field[]>()
	const words = wordsOf(of.notice.language)
	return ({ holder, owner }, sites, siteCount) => {
		const kind = `${holder}${owner}`
		const known = fields.get(kind) ?? readersFields(told, holder === 1, owner === 1)
		fields.set(kind, known)
		return letterOf(
			words.notice({
				...{ kind: of.kind, reference: referenceOf(row), title: of.facts.title },
				...{ holder: holder === 1, owner: owner === 1 && siteCount > 0, sites, siteCount, fields: known },
				...{ story: of.kind === 'closing' ? of.notice.story : '', phases: of.notice.phases },
				link: `${env.APP_URL}/account/incidents`,
			}),
		)
	}
}

/** Who is both gets the fields of both, and both advices. */
function readersFields(told: Told, holder: boolean, owner: boolean): Field[] {
	if (!owner) return fieldsFor('holder', told)
	if (!holder) return fieldsFor('owner', told)
	const either = new Set(
		[...fieldsFor('holder', told), ...fieldsFor('owner', told)].map(({ number }) => number),
	)
	return fieldsFor('authority', told).filter(({ number }) => either.has(number))
}

/** The next version's letter, as somebody gets it who holds an account and answers for sites. */
export function sampleLetter(told: Told, row: Incident, appUrl: string): Wording {
	const { notice, facts, reference } = told
	return wordsOf(notice.language).notice({
		...{ kind: row.version === 0 ? 'first' : 'update', reference, title: facts.title },
		...{ holder: true, owner: told.scope.sites > 0, sites: ['example.org'], siteCount: 1 },
		...{ fields: readersFields(told, true, told.scope.sites > 0), story: '', phases: notice.phases },
		link: `${appUrl}/account/incidents`,
	})
}

/** The letters of some people, with the addresses that they have now. Whose account is gone gets none. */
async function lettersFor(env: Env, { incidentId }: Version, people: readonly Person[], write: Write) {
	const ids = JSON.stringify(people.map(({ userId }) => userId))
	const { DB } = env
	const [users, sites] = await DB.batch([
		DB.prepare('SELECT id, email FROM user WHERE id IN (SELECT value FROM json_each(?1))').bind(ids),
		// In this order each step is one search: people, their teams, those teams' sites.
		DB.prepare(
			`SELECT * FROM (SELECT m.user_id AS userId, s.domain, count(*) OVER w AS n, row_number() OVER (w ORDER BY i.visits DESC, s.id) AS k FROM json_each(?1) j CROSS JOIN member m ON m.user_id = j.value AND m.role IN ('owner', 'admin') CROSS JOIN incident_site i ON i.team_id = m.team_id AND i.incident_id = ?2 CROSS JOIN site s ON s.id = i.site_id WINDOW w AS (PARTITION BY m.user_id)) WHERE k <= ${NAMED_SITES}`,
		).bind(ids, incidentId),
	])
	const addresses = new Map(
		((users?.results ?? []) as { id: string; email: string }[]).map(({ id, email }) => [id, email] as const),
	)
	const owned = Map.groupBy(
		(sites?.results ?? []) as { userId: string; domain: string; n: number }[],
		({ userId }) => userId,
	)
	return new Map(
		people.flatMap((person) => {
			const to = addresses.get(person.userId)
			if (to === undefined) return []
			const own = owned.get(person.userId) ?? []
			const domains = own.map(({ domain }) => domain)
			return [[person.userId, { to, letter: write(person, domains, own[0]?.n ?? 0) }] as const]
		}),
	)
}
