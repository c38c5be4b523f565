import type { Folded } from '../model/folded.ts'
import type { Policy } from '../model/policy.ts'
import { rawReach } from '../model/reach.ts'
import { oldestRow } from '../store/erase.ts'
import { firstFolded, foldDay, latestStable, verifyDay } from '../store/fold.ts'
import { foldHour } from '../store/fold-hour.ts'
import { foldPairs, verifyPairs } from '../store/fold-pairs.ts'
import { foldStretch, verifyStretch } from '../store/fold-stretch.ts'
import { dayAt } from './day.ts'
import { firstDay, firstOf, foldedOf, hullOf, type Stored, stretchEnd, stretchOf } from './folded.ts'
import { reachOf } from './receipts.ts'
import type { Tables } from './tables.ts'
import type { Today } from './today.ts'

/**
 * Folds the site's closed days into rollups, in order, and again where their rows changed. Works on what D1 has:
 * the outbox must be empty before. Longer than other files: what it remembers is one state.
 */

/** What a comparison of rollups with raw rows found. */
export interface Verified {
	/** Days that were compared, with the number of rollups that differ (of single dimensions at most 20 are counted). */
	days: { day: string; differences: number }[]
	/** Where to go on, ms since the epoch; null at the end. */
	next: number | null
}

/** Where it remembers. */
type Notes = Pick<Tables, 'get' | 'set' | 'delete'>

/** Days in a stretch. A month is then four rows a value and some single days, half of what its days are. */
const STRETCH_DAYS = 7
/** Days folded in one go: each takes D1 some tens of milliseconds to a few seconds. */
const DAYS_AT_ONCE = 10
/** What is left of a busy day's events in the estimate for the next. */
const CALMING = 0.95
const HOUR = 3_600_000
const HOURS_AT_ONCE = 6
/** Events from which on a day's hours are folded: fewer are read faster than sums of them are unpacked. */
const BUSY_DAY = 5_000
/** Where days before have pairs, a quieter one gets them too. */
const CALM_DAY = 1_000
/** Stale days that are remembered one by one; with more everything is folded anew. */
const MOST_STALE = 2_000

export class Folding {
	readonly #tables: Notes
	readonly #stretchDays: number
	/** Rows were noted while a day was being folded: nobody knows whether the fold saw them. */
	#disturbed = false

	constructor(tables: Notes, stretchDays = STRETCH_DAYS) {
		this.#tables = tables
		this.#stretchDays = stretchDays
	}

	/** How far the rollups are; null where nothing is folded yet. */
	state(policy: Policy): Folded | null {
		const stored = this.#stored()
		if (!stored) return null
		const { timezone } = stored
		return foldedOf(stored, policy, {
			rawDay: this.#rawDay(timezone),
			sumsDay: this.#sumsDay(timezone),
			stretchDays: this.#stretchDays,
		})
	}

	/** Notes rows that were written for the past, by instants of their events (ms since the epoch). */
	changed(instants: Iterable<number>, stable: boolean): void {
		this.#disturbed = true
		const stored = this.#stored()
		const rawDay = this.#rawDay(stored?.timezone)
		const sumsDay = stored ? this.#sumsDay(stored.timezone) : 0
		const stale = new Set(stored?.stale)
		let mixed = stored?.mixed ?? null
		let [oldest, latest] = [stored?.from ?? 0, 0]
		let day = { start: 0, end: 0 }
		for (const at of instants) {
			oldest = Math.min(oldest, at)
			latest = Math.max(latest, at)
			// Days whose rows are gone cannot be folded again: their sums stay as they are.
			if (!stored || at >= stored.to || at < rawDay || (at >= day.start && at < day.end)) continue
			day = dayAt(at, stored.timezone)
			if (day.start >= sumsDay) stale.add(day.start)
			// Days whose sums are gone are read from their rows; their visitors may come on later ones.
			else if (stable) {
				const span = { from: dayAt(day.start - 1, stored.timezone).start, to: day.end }
				mixed = hullOf(mixed ? [mixed, span] : [span])
			}
		}
		const same = stale.size === stored?.stale.length && mixed === stored.mixed
		if (!stored || (same && (!stable || latest <= stored.stableUntil))) return
		const stableUntil = stable ? Math.max(stored.stableUntil, latest) : stored.stableUntil
		if (stale.size > MOST_STALE) this.rebuild()
		else this.#save({ ...stored, from: oldest, stale: [...stale], mixed, stableUntil })
	}

	/**
	 * Forgets what is folded: everything is folded anew, from the oldest row on. Days whose rows are gone stay as
	 * they are.
	 * @returns from where on sums of days and of stretches are no longer read, ms since the epoch.
	 */
	rebuild(): { days: number; stretches: number } {
		this.#disturbed = true
		const stored = this.#stored()
		const to = Math.min(this.#rawDay(stored?.timezone), stored?.to ?? 0)
		if (!stored || to <= this.#sumsDay(stored.timezone)) {
			this.#tables.delete('folding')
			return { days: 0, stretches: 0 }
		}
		const { mixed, pairsFrom, sourcesFrom } = stored
		let stretchTo = stored.stretchFrom
		while (stretchTo < stored.stretchTo && stretchEnd(stored, this.#stretchDays, stretchTo) <= to) {
			stretchTo = stretchEnd(stored, this.#stretchDays, stretchTo)
		}
		this.#save({
			...stored,
			...{ from: to, to, hoursTo: to, stale: [], stretchTo: Math.min(stretchTo, to) },
			...{ stretchFrom: Math.min(stored.stretchFrom, to) },
			...{ pairsFrom: Math.min(pairsFrom, to), sourcesFrom: Math.min(sourcesFrom, to) },
			mixed: mixed && mixed.from < to ? { from: mixed.from, to: Math.min(mixed.to, to) } : null,
		})
		return { days: to, stretches: stretchTo }
	}

	/** Days before this instant are folded as they should be, ms since the epoch. */
	get foldedTo(): number {
		const stored = this.#stored()
		return stored ? Math.min(stored.to, ...stored.stale) : 0
	}

	/** Start of the first day whose sums are all there, ms since the epoch. */
	#sumsDay(timezone: string): number {
		return firstDay(reachOf(this.#tables).rollups, timezone)
	}

	/** Start of the first day that has both rows and sums that somebody reads, ms since the epoch. */
	#firstBoth(stored: Stored): number {
		return Math.max(firstOf(stored), this.#rawDay(stored.timezone), this.#sumsDay(stored.timezone))
	}

	/** Start of the first day whose rows are all there, ms since the epoch. */
	#rawDay(timezone: string | undefined): number {
		const since = rawReach(reachOf(this.#tables))
		return timezone === undefined ? since : firstDay(since, timezone)
	}

	/**
	 * Folds what is due at `now`, the oldest first, at most `DAYS_AT_ONCE` days. D1 must have all rows.
	 * @returns whether more is due, once D1 has all rows again.
	 * @throws when D1 fails.
	 */
	async fold(db: D1Database, policy: Policy, now: number): Promise<boolean> {
		const today = dayAt(now, policy.timezone).start
		let stored = this.#stored() ?? (await this.#begin(db, policy, now))
		const rawDay = this.#rawDay(stored.timezone)
		const foldable = Math.max(rawDay, this.#sumsDay(stored.timezone))
		if (stored.to < rawDay || stored.stale.some((one) => one < foldable)) {
			// Rows that had to go before they were folded: no sum tells of their days.
			const lost = stored.to < rawDay ? { to: rawDay, lostTo: rawDay } : {}
			stored = { ...stored, ...lost, stale: stored.stale.filter((one) => one >= foldable) }
			this.#save(stored)
		}
		for (let n = 0; n < DAYS_AT_ONCE; n++) {
			const [again] = stored.stale
			if (again === undefined) stored = await this.#skipEmpty(db, policy, stored, today)
			const start = again ?? stored.to
			if (again === undefined && start >= today) return this.#foldStretch(db, policy, stored)
			const day = dayAt(start, policy.timezone, start)
			this.#disturbed = false
			const { mixed, events } = await foldDay(db, { site: policy.site, start, end: day.end })
			const worthIt = events >= (stored.pairsFrom < start ? CALM_DAY : BUSY_DAY)
			const paired = again === undefined ? worthIt : start >= stored.pairsFrom
			const ofSources = paired && (await foldPairs(db, policy.site, start, day.end))
			// The day is read from raw rows until it and its stretch are both right.
			if (again !== undefined) await this.#refoldStretch(db, policy, stored, start)
			if (this.#disturbed) return true
			// From a change of time zone on days are cut otherwise: those before are read from raw rows.
			const changedZone = stored.timezone !== policy.timezone
			stored = {
				...stored,
				timezone: policy.timezone,
				to: again === undefined ? day.end : stored.to,
				pairsFrom: again === undefined && !paired ? day.end : stored.pairsFrom,
				sourcesFrom:
					ofSources || (again !== undefined && start < stored.sourcesFrom) ? stored.sourcesFrom : day.end,
				...(changedZone ? { stretchFrom: day.end, stretchTo: day.end } : {}),
				eventsADay: Math.max(events, stored.eventsADay * CALMING),
				stale: changedZone ? [] : stored.stale.filter((one) => one !== again),
				mixed: hullOf([
					...(stored.mixed ? [stored.mixed] : []),
					...(mixed ? [{ from: dayAt(start - 1, policy.timezone).start, to: day.end }] : []),
					...(changedZone ? [{ from: 0, to: day.end }] : []),
				]),
			}
			this.#save(stored)
		}
		return true
	}

	/** Sums the next stretch whose days are all folded; whether there was one. */
	async #foldStretch(db: D1Database, { site }: Policy, stored: Stored): Promise<boolean> {
		const start = stored.stretchTo
		const end = stretchEnd(stored, this.#stretchDays, start)
		if (end > stored.to) return false
		this.#disturbed = false
		await foldStretch(db, { site, start, end })
		if (!this.#disturbed) this.#save({ ...stored, stretchTo: end })
		return true
	}

	/** Sums the stretch of a day anew that was folded again. */
	async #refoldStretch(db: D1Database, { site }: Policy, stored: Stored, day: number): Promise<void> {
		const stretch = stretchOf(stored, this.#stretchDays, day)
		if (stretch) await foldStretch(db, { site, ...stretch })
	}

	/**
	 * Sums of days before an instant are about to go: stretches that begin before it are no longer used, and none is
	 * made.
	 */
	forgetBefore(instant: number): void {
		const stored = this.#stored()
		if (!stored || stored.stretchFrom >= Math.min(instant, stored.to)) return
		let from = stored.stretchFrom
		while (from < instant && from < stored.stretchTo) from = stretchEnd(stored, this.#stretchDays, from)
		// The next one would begin too early: it begins with the first day that is kept.
		if (from < instant) from = Math.min(firstDay(instant, stored.timezone), stored.to)
		this.#save({ ...stored, stretchFrom: from, stretchTo: Math.max(from, stored.stretchTo) })
	}

	/**
	 * Folds the closed hours of the open day, where it has so many events that this is worth it. D1 must have all rows.
	 * @returns whether more is due.
	 * @throws when D1 fails.
	 */
	async foldHours(
		db: D1Database,
		policy: Policy,
		today: Pick<Today, 'day' | 'events'>,
		now: number,
	): Promise<boolean> {
		let stored = this.#stored()
		if (today.events < BUSY_DAY || !stored || stored.to !== today.day.start) return false
		const closed = today.day.start + Math.floor((now - today.day.start) / HOUR) * HOUR
		let start = Math.max(stored.hoursTo, stored.to)
		for (let n = 0; n < HOURS_AT_ONCE && start < closed; n++, start += HOUR) {
			this.#disturbed = false
			await foldHour(db, { site: policy.site, start, end: start + HOUR }, stored.to)
			if (this.#disturbed) return true
			stored = { ...stored, hoursTo: start + HOUR }
			this.#save(stored)
		}
		return start < closed
	}

	/** Rows of the open day have changed: its hours are folded anew. */
	forgetHours(): void {
		this.#disturbed = true
		const stored = this.#stored()
		if (stored && stored.hoursTo > stored.to) this.#save({ ...stored, hoursTo: stored.to })
	}

	/**
	 * Compares one folded day, drawn by `random` (0–1), with its raw rows; one that differs is folded again.
	 * @throws when D1 fails.
	 */
	async check(db: D1Database, policy: Policy, since: number, random: number): Promise<void> {
		const stored = this.#stored()
		if (!stored || stored.stale.length > 0) return
		const from = Math.max(since, this.#firstBoth(stored))
		if (from >= stored.to) return
		const { start, end } = dayAt(Math.floor(from + random * (stored.to - 1 - from)), stored.timezone)
		const found = await this.#differences(db, policy.site, stored, start, end)
		if (found === 0) return
		console.error(`site ${policy.site}: ${found} rollups of a day differ from its rows`)
		this.changed([start], false)
	}

	/**
	 * Compares folded days that have rows or rollups, from the one that holds `from` (ms since the epoch) on, at most
	 * `DAYS_AT_ONCE` of them. Days that differ are folded again.
	 * @throws when D1 fails.
	 */
	async verify(db: D1Database, policy: Policy, from: number): Promise<Verified> {
		const stored = this.#stored()
		const verified: Verified = { days: [], next: null }
		if (!stored) return verified
		let at = dayAt(Math.max(from, this.#firstBoth(stored)), stored.timezone).start
		for (;;) {
			const [row, folded] = await Promise.all([
				oldestRow(db, policy.site, at),
				firstFolded(db, policy.site, at),
			])
			const day = dayAt(Math.min(row ?? stored.to, folded ?? stored.to), stored.timezone)
			if (day.start >= stored.to) return verified
			if (verified.days.length === DAYS_AT_ONCE) return { ...verified, next: day.start }
			at = day.end
			// What is folded anew anyway says nothing about the folding.
			if (stored.stale.includes(day.start)) continue
			const found = await this.#differences(db, policy.site, stored, day.start, day.end)
			if (found > 0) this.changed([day.start], false)
			verified.days.push({ day: day.name, differences: found })
		}
	}

	/** Goes on to the next day that has rows: there is nothing to fold between. */
	async #skipEmpty(db: D1Database, policy: Policy, stored: Stored, today: number): Promise<Stored> {
		if (stored.to >= today || stored.timezone !== policy.timezone) return stored
		this.#disturbed = false
		const row = await oldestRow(db, policy.site, stored.to)
		const to = row === null ? today : Math.min(dayAt(row, policy.timezone).start, today)
		if (this.#disturbed || to <= stored.to) return stored
		this.#save({ ...stored, to })
		return { ...stored, to }
	}

	async #begin(db: D1Database, policy: Policy, now: number): Promise<Stored> {
		const oldest = await oldestRow(db, policy.site, this.#rawDay(policy.timezone))
		const to = dayAt(Math.min(oldest ?? now, now), policy.timezone).start
		const begun = {
			timezone: policy.timezone,
			from: to,
			to,
			hoursTo: to,
			mixed: null,
			pairsFrom: to,
			sourcesFrom: to,
			stretchFrom: to,
			stretchTo: to,
			eventsADay: 0,
			stale: [],
			stableUntil: await latestStable(db, policy.site),
		}
		this.#save(begun)
		return begun
	}

	/** Rollups that differ: of a day from its raw rows, and of the stretch that begins with it from its days. */
	async #differences(
		db: D1Database,
		site: number,
		stored: Stored,
		start: number,
		end: number,
	): Promise<number> {
		const found = await verifyDay(db, { site, start, end })
		const pairs =
			start < stored.pairsFrom ? 0 : await verifyPairs(db, site, start, end, start >= stored.sourcesFrom)
		const stretch = stretchOf(stored, this.#stretchDays, start)
		const beyond = stretch?.start === start ? await verifyStretch(db, { site, ...stretch }) : 0
		return found.length + pairs + beyond
	}

	#stored(): Stored | null {
		const stored = this.#tables.get<Stored>('folding')
		// A version before knew no stretches: they begin where it had come to.
		return (
			stored && {
				...stored,
				stretchFrom: stored.stretchFrom ?? stored.to,
				stretchTo: stored.stretchTo ?? stored.to,
			}
		)
	}

	#save(stored: Stored): void {
		this.#tables.set('folding', stored)
	}
}
