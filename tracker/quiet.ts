import { quiet } from './config.ts'

declare global {
	interface Window {
		_phantom?: unknown
		__nightmare?: unknown
		Cypress?: unknown
	}
	interface Navigator {
		globalPrivacyControl?: boolean
	}
}
export const silent = () => quiet || /\bjitt_optout=1\b/.test(document.cookie)
export const signal = (): 'gpc' | 'dnt' | false =>
	navigator.globalPrivacyControl ? 'gpc' : navigator.doNotTrack === (1 as never) && 'dnt'
