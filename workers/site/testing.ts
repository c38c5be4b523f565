import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { SiteObject } from './object.ts'

/** For tests: the object that holds a site. */
export const stubOf = (site: number): DurableObjectStub<SiteObject> =>
	(env.SITE as DurableObjectNamespace<SiteObject>).getByName(`s:${site}`)

/** For tests: everything in an object's own SQLite, as one text; bytes as hexadecimal. */
export const dump = (stub: DurableObjectStub<SiteObject>): Promise<string> =>
	runInDurableObject(stub, (_, state) => {
		const { sql } = state.storage
		const tables = sql.exec<{ name: string }>("select name from sqlite_master where type = 'table'").toArray()
		const own = tables.filter(({ name }) => !name.startsWith('_cf_'))
		return JSON.stringify(
			own.map(({ name }) => [name, sql.exec(`select * from ${name}`).toArray()]),
			(_key, value) => (value instanceof ArrayBuffer ? Buffer.from(value).toString('hex') : value),
		)
	})

/** For tests: a site's rows in D1, oldest first. */
export async function rowsOf(table: 'events' | 'visits' | 'refusals', site: number) {
	const order = { events: 'time', visits: 'started_at', refusals: 'reason' }[table]
	const sql = `select * from ${table} where site = ? order by ${order}`
	return (await env.STATS_0.prepare(sql).bind(site).all()).results
}
