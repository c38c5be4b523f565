declare global {
	const CORE: boolean
}
export interface Options {
	endpoint?: string
	hashBasedRouting?: boolean
	captureOnLocalhost?: boolean
	autoCapturePageviews?: boolean
	outboundLinks?: boolean
	fileDownloads?: boolean | { fileExtensions?: string[] }
	formSubmissions?: boolean
	customProperties?: Props | ((name: string) => Props)
}
export type Props = Record<string, unknown>
export const script = document.currentScript as HTMLScriptElement
export const data = script.dataset
export const file = script.src.replace(/.*\//, '')
const asked = CORE ? `${Object.keys(data)}` : `${[file, ...Object.keys(data)]}`
export let options: Options | undefined
export let hash: true | undefined
export let auto: boolean
export let quiet: unknown
export const configure = (given: Options = {}): void => {
	if (!options) {
		options = given
		hash = /\bhash\b/.test(asked) || (!CORE && options.hashBasedRouting) || undefined
		auto = CORE || (!/\bmanual\b/.test(asked) && options.autoCapturePageviews !== false)
		quiet =
			(!/\b(local|allowLocalhost)\b/.test(asked) &&
				(CORE || !options.captureOnLocalhost) &&
				/^(localhost|127[.\d]+|\[::1])?$/.test(location.hostname)) ||
			(!/\ballowAutomation\b/.test(asked) &&
				(navigator.webdriver || window._phantom || window.__nightmare || window.Cypress))
	}
}
