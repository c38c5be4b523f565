/**
 * A stand-in for a provider of buckets: the part of S3's HTTP API that backups use, in memory, for tests. It is not a
 * provider and not for use. Requests are refused unless they are signed exactly as AWS documents it (Signature
 * Version 4, headers, with a signed hash of the content), worked out here with nothing but Node.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Credentials {
	accessKeyId: string
	secretAccessKey: string
	region: string
}

export interface BucketServer {
	endpoint: string
	objects: Map<string, Buffer>
	/** Requests that were refused, with the reason. */
	refused: string[]
	stop(): Promise<void>
}

/** What a signature covers. */
export interface Signed {
	method: string
	/** As sent: path and query are signed as they stand. */
	url: string
	headers: Readonly<Record<string, string | string[] | undefined>>
	body: Uint8Array
}

const SHAPE =
	/^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/
const SKEW_MS = 15 * 60_000
const PAGE = 1_000

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

/** Why a request is not signed as it must be; null where it is. */
export function faultOf(request: Signed, known: Credentials, now: number): string | null {
	const { method, url, headers, body } = request
	const header = (name: string) =>
		String(headers[name] ?? '')
			.trim()
			.replace(/ +/g, ' ')
	const parts = SHAPE.exec(header('authorization'))
	if (!parts) return 'no signature'
	const [, keyId = '', day = '', region = '', list = '', signature = ''] = parts
	if (keyId !== known.accessKeyId || region !== known.region) return 'unknown credential'
	const at = header('x-amz-date')
	const instant = Date.parse(at.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5'))
	if (!at.startsWith(day) || !(Math.abs(now - instant) <= SKEW_MS)) return 'signed at another time'
	const names = list.split(';')
	const must = ['host', ...Object.keys(headers).filter((name) => name.startsWith('x-amz-'))]
	if (must.some((name) => !names.includes(name))) return 'a header is not signed'
	if (names.join() !== [...names].sort().join()) return 'headers are not in order'
	if (header('x-amz-content-sha256') !== sha256(body)) return 'the content is another'
	const [path = '', query = ''] = url.split('?')
	const canonical = [
		method,
		path,
		query.split('&').filter(Boolean).sort().join('&'),
		...names.map((name) => `${name}:${header(name)}`),
		'',
		list,
		sha256(body),
	].join('\n')
	const scope = `${day}/${region}/s3/aws4_request`
	const text = `AWS4-HMAC-SHA256\n${at}\n${scope}\n${sha256(canonical)}`
	const key = [day, region, 's3', 'aws4_request'].reduce(
		(secret: string | Buffer, part) => hmac(secret, part),
		`AWS4${known.secretAccessKey}`,
	)
	const right = hmac(key, text)
	return timingSafeEqual(right, Buffer.from(signature, 'hex')) ? null : 'the signature is wrong'
}

/** Starts a provider with one empty bucket. */
export async function startBucket(bucket: string, known: Credentials): Promise<BucketServer> {
	const objects = new Map<string, Buffer>()
	const refused: string[] = []
	const serve = async (request: IncomingMessage, answer: ServerResponse) => {
		const chunks: Buffer[] = []
		for await (const chunk of request) chunks.push(chunk as Buffer)
		const body = Buffer.concat(chunks)
		const { method = '', url = '', headers } = request
		const fault = faultOf({ method, url, headers, body }, known, Date.now())
		if (fault) {
			refused.push(fault)
			return answer.writeHead(403).end('<Error><Code>AccessDenied</Code></Error>')
		}
		const { pathname, searchParams } = new URL(url, 'http://bucket')
		const [name, ...rest] = pathname.slice(1).split('/').map(decodeURIComponent)
		const key = rest.join('/')
		if (name !== bucket) return answer.writeHead(404).end('<Error><Code>NoSuchBucket</Code></Error>')
		if (method === 'PUT' && key) {
			objects.set(key, body)
			return answer.writeHead(200).end()
		}
		if (method === 'DELETE' && key) {
			objects.delete(key)
			return answer.writeHead(204).end()
		}
		if (method === 'GET' && key) {
			const object = objects.get(key)
			return object ? answer.writeHead(200).end(object) : answer.writeHead(404).end('<Error/>')
		}
		if (method === 'GET' && searchParams.get('list-type') === '2') {
			return answer.writeHead(200).end(listing(objects, searchParams))
		}
		return answer.writeHead(405).end()
	}
	const server = createServer((request, answer) => void serve(request, answer))
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	const { port } = server.address() as AddressInfo
	return {
		...{ endpoint: `http://127.0.0.1:${port}`, objects, refused },
		async stop() {
			server.closeAllConnections()
			server.close()
			await once(server, 'close')
		},
	}
}

function listing(objects: ReadonlyMap<string, Buffer>, asked: URLSearchParams): string {
	const prefix = asked.get('prefix') ?? ''
	const after = asked.get('continuation-token') ?? ''
	const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort()
	const page = keys.slice(0, PAGE)
	const more = keys.length > PAGE
	const contents = page.map((key) => `<Contents><Key>${key.replaceAll('&', '&amp;')}</Key></Contents>`)
	const next = more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : ''
	return `<ListBucketResult><IsTruncated>${more}</IsTruncated>${contents.join('')}${next}</ListBucketResult>`
}
