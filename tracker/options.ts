import { data, script, wishes } from './script.ts'

export type Props = Record<string, unknown>

/** What `init` takes, named as in Plausible's script so that its snippets go on working. */
export interface Options {
	endpoint?: string | URL
	/** The fragment is part of the page (applications that route by it). */
	hashBasedRouting?: boolean
	captureOnLocalhost?: boolean
	autoCapturePageviews?: boolean
	outboundLinks?: boolean
	/** Or the extensions, without dot, that make a link a download. */
	fileDownloads?: boolean | { fileExtensions?: string[] }
	formSubmissions?: boolean
	/** Joined to the properties of every event. */
	customProperties?: Props | ((name: string) => Props)
}

export const options: Options = {
	endpoint: (CONSENT && data.path && `${data.path}/event`) || data.api || new URL('/api/event', script.src),
	...(!CORE && {
		hashBasedRouting: OWN ? 'hash' in data : /\bhash\b/.test(wishes),
		autoCapturePageviews: !(OWN ? 'manual' in data : /\bmanual\b/.test(wishes)),
	}),
	captureOnLocalhost: OWN ? 'allowLocalhost' in data : /\blocal\b|allowLocal/.test(wishes),
}

/**
 * Whether to report something that needs no call. Our own script does unless told otherwise; under Plausible's
 * older names (`script.outbound-links.js`) only what the name says, by the first letters of its words.
 */
export const captures = (name: 'outboundLinks' | 'fileDownloads' | 'formSubmissions') =>
	options[name] ?? (OWN || !/^(script|plaus)/.test(wishes) || wishes.includes(name.slice(0, 4)))
