import { data, options, script } from './config.ts'
export type Result = { status: number; error?: never } | { error: unknown; status?: never }
const failed: [body: string, tries: number][] = []
export const retry = (): unknown => failed.splice(0).map((job) => attempt(...job))
export const attempt = async (
	body: string,
	tries: number,
	callback?: (result: Result) => void,
): Promise<void> => {
	const result: Result = await fetch(
		(!CORE && (options as any).endpoint) || data.api || new URL('/api/event', script.src),
		{
			method: 'POST',
			body,
			keepalive: true,
			credentials: 'omit',
			referrerPolicy: 'no-referrer',
		},
	).catch((error) => ({ error }))
	if ((result.status as number) < 429 || tries > 2) {
	} else {
		failed.push([body, tries + (navigator.onLine as unknown as number)])
		if (navigator.onLine) setTimeout(retry, 1000 * 4 ** tries)
	}
	if (!CORE) callback?.(result)
}
