import { AwsClient } from 'aws4fetch'
import { sha256Of } from './backup-format.ts'

/** A bucket of whatever provider speaks S3, with the few calls that backups need. */
export interface Bucket {
	put(key: string, body: Uint8Array): Promise<void>
	/** Null where there is none. */
	get(key: string): Promise<Uint8Array | null>
	/** All keys with a prefix, in their order. */
	list(prefix: string): Promise<string[]>
	remove(key: string): Promise<void>
}

/** Where backups go; the variables `BACKUP_*`. */
export interface BackupTarget {
	/** `https://s3.eu-central-1.example` */
	endpoint: string
	bucket: string
	region: string
	accessKeyId: string
	secretAccessKey: string
	/** 32 bytes in base64; never in the bucket. */
	key: string
}

/** The variables that say where backups go. */
export type BackupEnv = Partial<
	Record<
		| 'BACKUP_ENDPOINT'
		| 'BACKUP_BUCKET'
		| 'BACKUP_REGION'
		| 'BACKUP_ACCESS_KEY_ID'
		| 'BACKUP_SECRET_ACCESS_KEY'
		| 'BACKUP_KEY',
		string | undefined
	>
>

/** Null where backups are not set up. @throws where they are by half: better no start than no backup unnoticed. */
export function targetOf(env: BackupEnv): BackupTarget | null {
	const { BACKUP_ENDPOINT: endpoint, BACKUP_BUCKET: bucket, BACKUP_KEY: key } = env
	const { BACKUP_ACCESS_KEY_ID: accessKeyId, BACKUP_SECRET_ACCESS_KEY: secretAccessKey } = env
	const all = [endpoint, bucket, key, accessKeyId, secretAccessKey]
	if (all.every((one) => !one)) return null
	if (!endpoint || !bucket || !key || !accessKeyId || !secretAccessKey) {
		throw new Error('backups are set up by half: see the variables BACKUP_*')
	}
	return { endpoint, bucket, key, accessKeyId, secretAccessKey, region: env.BACKUP_REGION || 'auto' }
}

/** @throws with the status where the provider refuses; nothing of what it answers. */
export function bucketOf(target: BackupTarget): Bucket {
	const { accessKeyId, secretAccessKey, region } = target
	const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 3 })
	const base = `${target.endpoint.replace(/\/+$/, '')}/${encodeURIComponent(target.bucket)}`
	const call = async (method: string, path: string, body?: Uint8Array, fine: readonly number[] = []) => {
		const content = body ? new Uint8Array(body) : new Uint8Array()
		// Signed with what it carries: the provider refuses anything that was changed on the way.
		const headers = { 'x-amz-content-sha256': await sha256Of(content) }
		const answer = await client.fetch(`${base}${path}`, {
			method,
			headers,
			...(body ? { body: content } : {}),
		})
		if (!answer.ok && !fine.includes(answer.status)) {
			await answer.body?.cancel()
			throw new Error(`the bucket for backups answers ${answer.status} to ${method}`)
		}
		return answer
	}
	const at = (key: string) => `/${key.split('/').map(encodeURIComponent).join('/')}`
	return {
		async put(key, body) {
			await (await call('PUT', at(key), body)).body?.cancel()
		},
		async get(key) {
			const answer = await call('GET', at(key), undefined, [404])
			const bytes = new Uint8Array(await answer.arrayBuffer())
			return answer.ok ? bytes : null
		},
		async list(prefix) {
			const keys: string[] = []
			for (let token: string | null = null; ; ) {
				const query = new URLSearchParams({ 'list-type': '2', prefix })
				if (token !== null) query.set('continuation-token', token)
				const xml = await (await call('GET', `?${query}`)).text()
				keys.push(...textsOf(xml, 'Key'))
				token = textsOf(xml, 'NextContinuationToken')[0] ?? null
				if (token === null) return keys
			}
		},
		async remove(key) {
			await (await call('DELETE', at(key), undefined, [404])).body?.cancel()
		},
	}
}

/** Contents of all elements of a name: of a list of objects nothing else is needed. */
const textsOf = (xml: string, name: string): string[] =>
	[...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text]) => unescaped(text ?? ''))

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const unescaped = (text: string): string =>
	text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? '')
