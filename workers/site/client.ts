import type { Env } from '../env.ts'
import type { Result } from '../kit/result.ts'
import type { Consent, DropReason, Hit, Verdict } from '../model/event.ts'
import type { Policy, SiteEntry } from '../model/policy.ts'
import type { Held } from '../store/visitor.ts'
import type { Asking, Status, Who } from './choices.ts'
import type { SiteState } from './committer.ts'
import type { Verified } from './folding.ts'
import type { ImportChunk, ImportOutcome } from './imports.ts'
import { Lanes, type Send } from './lanes.ts'
import type { Move, What } from './moves.ts'
import type { SiteObject } from './object.ts'
import type { PruneState } from './prune.ts'
import type { RetentionReport } from './retention-report.ts'

/** The way to a site's object: routing lives here and nowhere else. */

export type SiteRef = Pick<SiteEntry, 'site' | 'jurisdiction'>

/** Shared by the requests of an isolate, see `lanes.ts`. */
const lanes = new Lanes()

/** Name of the object that holds a site. One object a site; a busy one may become several here. */
const nameOf = (ref: SiteRef): string => `s:${ref.site}`

function objectOf(env: Env, ref: SiteRef): DurableObjectStub<SiteObject> {
	const all = env.SITE as DurableObjectNamespace<SiteObject>
	// A jurisdiction is part of the object's identity: the same name elsewhere is another object.
	const namespace = ref.jurisdiction ? all.jurisdiction(ref.jurisdiction as DurableObjectJurisdiction) : all
	return namespace.getByName(nameOf(ref))
}

const sender =
	(env: Env, ref: SiteRef): Send =>
	(hits, refusals) =>
		objectOf(env, ref).record(hits, refusals)

/** Hands a hit to its site. `kept` means durable: a crash one microsecond later loses nothing. */
export async function record(env: Env, ctx: ExecutionContext, entry: SiteEntry, hit: Hit): Promise<Verdict> {
	const answer = await lanes.record(nameOf(entry), hit, sender(env, entry), ctx)
	if (!answer.kept) return answer
	const { page, title, vitals } = answer.reduced ?? hit
	return { ...answer, page, title, vitals, facts: answer.facts ?? hit.facts }
}

/** Counts a beacon that was refused at the door. Nothing waits for it. */
export function countRefusal(env: Env, ctx: ExecutionContext, entry: SiteEntry, reason: DropReason): void {
	lanes.refuse(nameOf(entry), reason, sender(env, entry), ctx)
}

/** Pushes a policy into the site's object. @throws when the object is out of reach: push again. */
export async function configure(env: Env, policy: Policy): Promise<void> {
	await objectOf(env, policy).configure(policy)
}

/** Has the object write all that waits to D1, so that a query sees it. */
export async function flush(env: Env, ref: SiteRef): Promise<SiteState> {
	return await objectOf(env, ref).flush()
}

/** Keeps one chunk of an import. @throws when the object is out of reach: the same chunk may be sent again. */
export async function importChunk(env: Env, ref: SiteRef, chunk: ImportChunk): Promise<ImportOutcome> {
	return await objectOf(env, ref).importChunk(chunk)
}

/** Compares rollups with raw rows, some days from an instant on. @throws when object or D1 are out of reach. */
export async function verifyRollups(env: Env, ref: SiteRef, from: number): Promise<Verified> {
	return await objectOf(env, ref).verify(from)
}

/** Has all days folded anew, in the background. @throws when object or D1 are out of reach. */
export async function rebuildRollups(env: Env, ref: SiteRef): Promise<void> {
	await objectOf(env, ref).rebuild()
}

/** Begins a move between the statistics and quarantine; null where too many go on. @throws when out of reach. */
export async function beginMove(
	env: Env,
	ref: SiteRef,
	kind: 'hold' | 'release',
	what: What,
): Promise<Move | null> {
	return await objectOf(env, ref).beginMove(kind, what)
}

/** Takes a move back; null where there is nothing to take back. @throws when the object is out of reach. */
export async function undoMove(env: Env, ref: SiteRef, id: number): Promise<Move | null> {
	return await objectOf(env, ref).undoMove(id)
}

/** A site's moves, the newest first. @throws when the object is out of reach. */
export async function movesOf(env: Env, ref: SiteRef): Promise<Move[]> {
	return await objectOf(env, ref).moves()
}

/** Has the site's history pruned to the rule in force, in the background. @throws when the object is out of reach. */
export async function prune(env: Env, ref: SiteRef): Promise<PruneState | null> {
	return await objectOf(env, ref).prune()
}

/** How far the last pruning is; null where there was none. @throws when the object is out of reach. */
export async function pruning(env: Env, ref: SiteRef): Promise<PruneState | null> {
	return await objectOf(env, ref).pruning()
}

/** What anybody may know of a site's retention; null for a site that is gone. @throws when object or D1 are out of reach. */
export async function retentionOf(env: Env, ref: SiteRef, after: number): Promise<RetentionReport | null> {
	return await objectOf(env, ref).retention(after)
}

/** Deletes everything a site has: rows, key, object. @throws when D1 refuses: erase again. */
export async function eraseSite(env: Env, ref: SiteRef): Promise<void> {
	await objectOf(env, ref).erase()
}

/** Refuses a visitor from now on and erases what can be tied to it; see `choices.ts`. */
export async function optOut(env: Env, ref: SiteRef, who: Who): Promise<void> {
	await objectOf(env, ref).optOut(who)
}

/** Takes an opt-out back. */
export async function optIn(env: Env, ref: SiteRef, who: Who): Promise<void> {
	await objectOf(env, ref).optIn(who)
}

/** Ends a visitor's id: it asks for less than a cookie from now on. `consent` is what it asks for. */
export async function withdraw(
	env: Env,
	ref: SiteRef,
	who: Who,
	consent: Consent = 'cookieless',
): Promise<void> {
	await objectOf(env, ref).withdraw(who, consent)
}

/** What would be kept of a visitor now; records nothing. Null for a site that is gone. */
export async function statusOf(env: Env, ref: SiteRef, asking: Asking): Promise<Status | null> {
	return await objectOf(env, ref).statusOf(asking)
}

/** Everything held under an id; a refusal where it is asked for too often. @throws when object or D1 are out of reach. */
export async function held(env: Env, ref: SiteRef, cookie: string): Promise<Result<Held>> {
	return await objectOf(env, ref).held(cookie)
}

/** Erases everything held under an id, and the id. @throws when the object is out of reach. */
export async function forget(env: Env, ref: SiteRef, cookie: string): Promise<void> {
	await objectOf(env, ref).forget(cookie)
}
