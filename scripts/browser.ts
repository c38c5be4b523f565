import { type Browser, type BrowserContext, chromium } from 'playwright-core'
import { ensureChromium } from './chromium.ts'

/** Quiet and offline: nothing but what a page asks for leaves the machine. */
const ARGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--no-first-run',
]

/** A person's browser as the door sees it. Headless Chromium names itself so, and would be dropped as a bot. */
export const AGENT =
	'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/151.0.7391.54 Safari/537.36'

/** A headless Chromium for tests. */
export const launch = (): Promise<Browser> =>
	chromium.launch({ executablePath: ensureChromium(), headless: true, args: ARGS })

/** Where a visitor comes from. Cloudflare sets the address header; a local run believes the browser's. */
export interface Visitor {
	address: string
	agent?: string
	/** Fields of `request.cf`; local runs otherwise place everybody in Austin, Texas. */
	cf?: { country: string; city: string; region?: string; regionCode?: string }
}

/** One person's browser: own cookies, own address, own place. */
export async function visitor(
	browser: Browser,
	{ address, agent = AGENT, cf }: Visitor,
): Promise<BrowserContext> {
	const extraHTTPHeaders: Record<string, string> = { 'CF-Connecting-IP': address }
	// Undocumented, used nowhere else: the local runtime takes `request.cf` from this header. Without the
	// encoding it would send compressed bodies that it labels as plain.
	if (cf) extraHTTPHeaders['MF-CF-Blob'] = JSON.stringify({ ...cf, clientAcceptEncoding: 'identity' })
	return browser.newContext({ userAgent: agent, extraHTTPHeaders, viewport: { width: 1280, height: 900 } })
}
