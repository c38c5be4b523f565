import type { AgentFamily } from '../privacy/visitor.ts'

/** What a user agent says, as names and short versions. Blank = unknown. The agent itself is dropped. */
export interface Agent extends AgentFamily {
	/** Major and minor: `17.4`. */
	browserVersion: string
	osVersion: string
	/** Desktop, Mobile, Tablet or blank (televisions, consoles). */
	device: string
}

/**
 * Own code because it runs for every beacon and five short answers are all that is wanted. Names are those that
 * other readers of the events format use (`Microsoft Edge`, `Mac`, `GNU/Linux`), so that dashboards and scripts
 * of people who move keep working.
 */
export function parseAgent(agent: string): Agent {
	const { os, osVersion } = systemOf(agent)
	return { ...browserOf(agent, os), os, osVersion, device: deviceOf(agent, os) }
}

/**
 * Token → browser. The first that occurs wins, so whoever calls himself Chrome or Safari besides his own name
 * stands above them.
 */
const BROWSERS: readonly (readonly [token: string, name: string])[] = [
	['Edg/', 'Microsoft Edge'],
	['EdgA/', 'Microsoft Edge'],
	['EdgiOS/', 'Microsoft Edge'],
	['Edge/', 'Microsoft Edge'],
	['OPR/', 'Opera'],
	['OPiOS/', 'Opera'],
	['OPT/', 'Opera'],
	['Opera Mini/', 'Opera'],
	['SamsungBrowser/', 'Samsung Browser'],
	['YaBrowser/', 'Yandex Browser'],
	['Vivaldi/', 'Vivaldi'],
	['DuckDuckGo/', 'DuckDuckGo Privacy Browser'],
	['Ddg/', 'DuckDuckGo Privacy Browser'],
	['UCBrowser/', 'UC Browser'],
	['MiuiBrowser/', 'MIUI Browser'],
	['HuaweiBrowser/', 'Huawei Browser'],
	['Whale/', 'Whale Browser'],
	['QQBrowser/', 'QQ Browser'],
	['Silk/', 'Mobile Silk'],
	['Ecosia', 'Ecosia'],
	['Instagram ', 'Mobile App'],
	['[FBAN', 'Mobile App'],
	['FBAV/', 'Mobile App'],
	['; wv)', 'Mobile App'],
	['FxiOS/', 'Firefox'],
	['Focus/', 'Firefox'],
	['Firefox/', 'Firefox'],
	['CriOS/', 'Chrome'],
	['GSA/', 'Google App'],
	['Chromium/', 'Chrome'],
	['Chrome/', 'Chrome'],
	['MSIE ', 'Internet Explorer'],
	['Trident/', 'Internet Explorer'],
	['Opera/', 'Opera'],
]

function browserOf(agent: string, os: string): { browser: string; browserVersion: string } {
	for (const [token, browser] of BROWSERS) {
		const at = agent.indexOf(token)
		if (at < 0) continue
		if (browser === 'Mobile App') return { browser, browserVersion: '' }
		// Internet Explorer 11 names its version elsewhere, old Opera froze its own at 9.80.
		const moved = token === 'Trident/' ? 'rv:' : token === 'Opera/' ? 'Version/' : token
		const from = agent.indexOf(moved)
		return { browser, browserVersion: versionAt(agent, from < 0 ? at + token.length : from + moved.length) }
	}
	const safari = agent.indexOf('Version/')
	if (safari >= 0 && agent.includes('Safari/')) {
		return { browser: 'Safari', browserVersion: versionAt(agent, safari + 8) }
	}
	// A web view of an app: WebKit on Apple's mobile systems without a browser's name.
	const app = (os === 'iOS' || os === 'iPadOS') && agent.includes('AppleWebKit/')
	return { browser: app ? 'Mobile App' : '', browserVersion: '' }
}

/** Windows calls its releases otherwise than its kernel; from 10 on agents no longer tell them apart. */
const WINDOWS: Readonly<Record<string, string>> = {
	'10.0': '10',
	'6.3': '8.1',
	'6.2': '8',
	'6.1': '7',
	'6.0': 'Vista',
	'5.2': 'XP',
	'5.1': 'XP',
}

/** Token → system, with the text before its version. The first that occurs wins. */
const SYSTEMS: readonly (readonly [token: string, name: string, version: string])[] = [
	['Windows Phone', 'Windows Phone', 'Windows Phone '],
	['Windows', 'Windows', 'Windows NT '],
	['iPad', 'iPadOS', 'CPU OS '],
	['iPhone', 'iOS', 'iPhone OS '],
	['iPod', 'iOS', 'iPhone OS '],
	['OpenHarmony', 'HarmonyOS', 'OpenHarmony '],
	['HarmonyOS', 'HarmonyOS', 'HarmonyOS '],
	['Tizen', 'Tizen', 'Tizen '],
	['KAIOS', 'KaiOS', 'KAIOS/'],
	['Android', 'Android', 'Android '],
	['CrOS', 'Chrome OS', ''],
	['Mac OS X', 'Mac', 'Mac OS X '],
	['Macintosh', 'Mac', ''],
	['PlayStation', 'PlayStation', ''],
	['Web0S', 'webOS', ''],
	['Ubuntu', 'Ubuntu', 'Ubuntu/'],
	['Fedora', 'Fedora', 'Fedora/'],
	['Linux', 'GNU/Linux', ''],
	['X11; FreeBSD', 'FreeBSD', ''],
	['X11; OpenBSD', 'OpenBSD', ''],
]

function systemOf(agent: string): { os: string; osVersion: string } {
	for (const [token, os, before] of SYSTEMS) {
		if (!agent.includes(token)) continue
		const at = before === '' ? -1 : agent.indexOf(before)
		const version = at < 0 ? '' : versionAt(agent, at + before.length)
		return { os, osVersion: os === 'Windows' ? (WINDOWS[version] ?? version) : version }
	}
	return { os: '', osVersion: '' }
}

const TELEVISION = /\bTV\b|SmartTV|SMART-TV|BRAVIA|AFT[A-Z]|Web0S|PlayStation|Nintendo|Xbox/
const TABLET = /iPad|Tablet|PlayBook|Silk(?!.*Mobile)|Kindle/

function deviceOf(agent: string, os: string): string {
	if (os === '' || TELEVISION.test(agent)) return ''
	if (TABLET.test(agent)) return 'Tablet'
	if (agent.includes('Mobi') || os === 'iOS' || os === 'KaiOS') return 'Mobile'
	// Android without `Mobile` is a tablet (https://developer.chrome.com/docs/multidevice/user-agent).
	return os === 'Android' || os === 'HarmonyOS' ? 'Tablet' : 'Desktop'
}

const ZERO = 48
const NINE = 57

/** `major.minor` of the version that begins at `from`; parts may be joined by dots or low lines. */
function versionAt(text: string, from: number): string {
	let end = from
	let dots = 0
	for (; end < text.length; end++) {
		const code = text.charCodeAt(end)
		if (code >= ZERO && code <= NINE) continue
		const joint = code === 46 || code === 95
		if (!joint || dots === 1 || end === from) break
		dots = 1
	}
	const version = text.slice(from, Math.min(end, from + 12)).replace('_', '.')
	return version.endsWith('.') ? version.slice(0, -1) : version
}
