import { type Mac, macOf, random, randomNumber } from '../kit/hash.ts'
import type { Tables } from './tables.ts'

/**
 * Which first-party id is which visitor. The object keeps an HMAC of the id under a key of the site beside the
 * visitor's number, never the id: without the key, which goes with the site, nobody can say whose number it is.
 */

/** 128 bits as base64url; all else was not drawn here. */
const ID = /^[\w-]{22}$/
const ID_BYTES = 16
const DAY_MS = 86_400_000
/** As long as the cookie lives: 390 days, below the 13 months of the CNIL, and never prolonged. */
const LIFE_MS = 390 * DAY_MS
/** Mappings that go in one go. */
const CHUNK = 2_000

/** An id that this site has given out. */
export interface Known {
	mac: string
	/** The visitor's number in rows; it outlives the day. */
	number: number
	/** Start of the day it was given out on, ms since the epoch: no row before bears the number. */
	given: number
	/** Rows of today may bear the number from here on: the start of a day, ms since the epoch. */
	countsFrom: number
}

/** What stands for the visitor of an id in memory and in the day's log; no token of the day begins so. */
export const tokenOfMac = (mac: string): string => `c:${mac}`

/** The MAC that is in such a token; null for one of the day. */
export const macOfToken = (token: string): string | null => (token.startsWith('c:') ? token.slice(2) : null)

export class Mappings {
	readonly #sql: SqlStorage
	readonly #tables: Pick<Tables, 'get' | 'set' | 'delete'>
	#mac: Mac | null = null

	constructor(sql: SqlStorage, tables: Pick<Tables, 'get' | 'set' | 'delete'>) {
		this.#sql = sql
		this.#tables = tables
		sql.exec(
			'create table if not exists mapping (mac text primary key, number integer not null, given integer not null, counts_from integer not null) without rowid',
		)
		sql.exec(
			'create table if not exists refused (mac text primary key, since integer not null) without rowid',
		)
	}

	/** What stands for an id; null for what was never drawn here, and where no id was drawn yet. */
	macOf(id: string | null): string | null {
		if (id === null || !ID.test(id)) return null
		if (!this.#mac) {
			const stored = this.#tables.get<string>('siteKey')
			if (stored === null) return null
			this.#mac = macOf(Uint8Array.from(Buffer.from(stored, 'hex')))
		}
		return Buffer.from(this.#mac(id).subarray(0, ID_BYTES)).toString('base64url')
	}

	/** The visitor of an id; null for those of another site, forged, erased or outlived ones: as if none had come. */
	find(id: string | null, now: number): Known | null {
		const mac = this.macOf(id)
		return mac === null ? null : this.ofMac(mac, now)
	}

	/** The visitor of what stands for an id. */
	ofMac(mac: string, now: number): Known | null {
		const row = this.#sql
			.exec<{ number: number; given: number; counts_from: number }>(
				'select number, given, counts_from from mapping where mac = ? and given > ?',
				mac,
				now - LIFE_MS,
			)
			.toArray()[0]
		return row ? { mac, number: row.number, given: row.given, countsFrom: row.counts_from } : null
	}

	/** Draws an id for a new visitor. `day` is when it is given out, `countsFrom` when it begins to count. */
	give(day: number, countsFrom: number): { id: string; known: Known } {
		if (this.#tables.get('siteKey') === null) {
			this.#tables.set('siteKey', Buffer.from(random(32)).toString('hex'))
		}
		const id = Buffer.from(random(ID_BYTES)).toString('base64url')
		const mac = this.macOf(id)
		if (mac === null) throw new Error('an id was drawn that is none')
		const known = { mac, number: randomNumber(), given: day, countsFrom }
		this.#sql.exec('insert into mapping values (?, ?, ?, ?)', mac, known.number, day, countsFrom)
		if (this.#tables.get('mappingsAt') === null) this.#tables.set('mappingsAt', day + LIFE_MS)
		return { id, known }
	}

	/** No more rows bear a visitor's number before this day: today's are counted without it. */
	postpone(mac: string, countsFrom: number): void {
		this.#sql.exec('update mapping set counts_from = ?1 where mac = ?2 and counts_from < ?1', countsFrom, mac)
	}

	/** Nobody can say any more whose number it was. */
	forget(mac: string): void {
		this.#sql.exec('delete from mapping where mac = ?', mac)
	}

	/** From now on beacons with this id are refused, whoever sends them. */
	refuse(mac: string, now: number): void {
		// By the day: when exactly somebody opted out is nobody's business.
		const since = Math.floor(now / DAY_MS) * DAY_MS
		this.#sql.exec('insert or replace into refused values (?, ?)', mac, since)
		if (this.#tables.get('mappingsAt') === null) this.#tables.set('mappingsAt', since + LIFE_MS)
	}

	/** Takes that back. */
	admit(mac: string): void {
		this.#sql.exec('delete from refused where mac = ?', mac)
	}

	isRefused(mac: string): boolean {
		return this.#sql.exec('select 1 from refused where mac = ?', mac).toArray().length > 0
	}

	/**
	 * Drops ids that have outlived their cookies, a bounded number at a time.
	 * @returns when to come again, ms since the epoch; null where nothing is held.
	 */
	expire(now: number): number | null {
		const dueAt = this.#tables.get<number>('mappingsAt')
		if (dueAt === null || dueAt > now) return dueAt
		const over = now - LIFE_MS
		const removed = ['mapping', 'refused'].map((table) => {
			const at = table === 'mapping' ? 'given' : 'since'
			const old = `select mac from ${table} where ${at} <= ? limit ${CHUNK}`
			return this.#sql.exec(`delete from ${table} where mac in (${old}) returning 1 as n`, over).toArray()
				.length
		})
		const oldest =
			'select min(at) as at from (select min(given) as at from mapping union all select min(since) from refused)'
		const { at } = this.#sql.exec<{ at: number | null }>(oldest).one()
		if (at === null) {
			this.#tables.delete('mappingsAt')
			return null
		}
		// The next are looked at a day later at the soonest, or this would scan the table for each of them.
		const next = removed.includes(CHUNK) ? now + 1_000 : Math.max(at + LIFE_MS, now + DAY_MS)
		this.#tables.set('mappingsAt', next)
		return next
	}
}
