import type { Facts, Notice } from '../model/incident.ts'
import { sourcesOf } from '../privacy/sources.ts'
import { type Incident, referenceOf } from '../support/incidents.ts'
import type { Clock } from '../support/incidents-clocks.ts'
import type { Mine } from '../support/incidents-mine.ts'
import type { Telling } from '../support/incidents-register.ts'
import type { Scope } from '../support/incidents-scope.ts'

/** Incidents as answers have them: instants in ISO 8601, names in snake_case. */

const iso = (at: number): string => new Date(at).toISOString()
const isoOr = (at: number | null): string | null => (at === null ? null : iso(at))

const factsJson = ({ startsAt, endsAt, discoveredAt, awareAt, ...rest }: Facts) => ({
	...rest,
	...{ starts_at: iso(startsAt), ends_at: isoOr(endsAt) },
	...{ discovered_at: iso(discoveredAt), aware_at: iso(awareAt) },
})

const noticeJson = ({
	personCategories,
	recordCategories,
	ownerAdvice,
	riskWhy,
	items,
	...rest
}: Notice) => ({
	...rest,
	...{ person_categories: personCategories, record_categories: recordCategories },
	...{ owner_advice: ownerAdvice, risk_why: riskWhy },
	items: items.map(({ keyLost, ...item }) => ({ ...item, key_lost: keyLost })),
})

export const clockJson = ({ at, doneAt, sources, ...clock }: Clock) => ({
	...clock,
	...{ at: isoOr(at), done_at: isoOr(doneAt), sources: sourcesOf(sources) },
})

export const tellingJson = ({ at, finishedAt, firstAt, lastAt, ...counts }: Telling) => ({
	...counts,
	...{ confirmed_at: iso(at), finished_at: isoOr(finishedAt) },
	...{ first_at: isoOr(firstAt), last_at: isoOr(lastAt) },
})

/** A line of the list. */
export const lineJson = (row: Incident) => ({
	...{ id: row.id, reference: referenceOf(row), title: row.facts.title, decision: row.decision },
	...{ aware_at: iso(row.facts.awareAt), opened_at: row.openedAt.toISOString(), version: row.version },
	closed_at: row.closedAt?.toISOString() ?? null,
})

/** The incident itself; whom it concerns only as far as it was found. */
export const incidentJson = (row: Incident, scope: Scope) => ({
	...lineJson(row),
	...{ revision: row.revision, reasons: row.reasons, banner: row.banner, published: row.published },
	...{ facts: factsJson(row.facts), notice: noticeJson(row.notice) },
	scope: { ...scope, complete: row.scopeAfter === null, erased: row.erased },
})

export const mineJson = ({ at, closedAt, ...rest }: Mine) => ({
	...rest,
	...{ at: iso(at), closed_at: isoOr(closedAt) },
})
