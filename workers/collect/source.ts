import { SOURCES } from './sources.ts'

export type Category = 'search' | 'social' | 'video' | 'shopping' | 'email' | 'assistant' | ''

export interface Source {
	/** Display name of a known source, else host or tag as written; blank = direct. */
	name: string
	category: Category
	/** The tag itself says that it was paid for (`fb-ads`). */
	paidTag: boolean
}

export const DIRECT: Source = { name: '', category: '', paidTag: false }

type Known = Pick<Source, 'name' | 'category'>

const HOSTS = new Map<string, Known>()
const BRANDS = new Map<string, Known>()
const TAGS = new Map<string, Known>()

for (const line of SOURCES.trim().split('\n')) {
	const [name = '', category = '', hosts = '', tags = ''] = line.split('|')
	const known: Known = { name, category: category as Category }
	TAGS.set(name.toLowerCase(), known)
	for (const tag of words(tags)) TAGS.set(tag, known)
	for (const host of words(hosts)) {
		if (host.endsWith('.*')) BRANDS.set(host.slice(0, -2), known)
		else HOSTS.set(host, known)
	}
}

function words(text: string): string[] {
	return text.split(' ').filter((word) => word !== '')
}

/** The source of a host or an app (`android-app://name`); unknown ones are named by themselves. */
export function sourceOfHost(host: string): Source {
	const known = knownHost(host.startsWith('android-app://') ? host.slice(14) : host)
	return known ? { ...known, paidTag: false } : { name: host, category: '', paidTag: false }
}

const PAID_TAG = /ads?$|^adwords$/

/** The source of a tag (`utm_source`, `source`, `ref`), in any case; unknown ones are named by themselves. */
export function sourceOfTag(tag: string): Source {
	const text = tag.trim().toLowerCase()
	const known = TAGS.get(text) ?? knownHost(text.startsWith('www.') ? text.slice(4) : text)
	if (!known) return { name: tag, category: '', paidTag: false }
	return { ...known, paidTag: PAID_TAG.test(text) && text !== known.name.toLowerCase() }
}

/** Finds a host or its nearest parent; then its name under any country's ending. */
function knownHost(host: string): Known | undefined {
	for (let rest = host; rest.includes('.'); rest = rest.slice(rest.indexOf('.') + 1)) {
		const known = HOSTS.get(rest)
		if (known) return known
	}
	return BRANDS.get(brandOf(host))
}

/** `www.google.co.uk` → `google`: the label before a country's ending, `com`, or `co`, `com` in a country. */
function brandOf(host: string): string {
	const labels = host.split('.')
	const last = labels.at(-1) ?? ''
	if (last.length !== 2 && last !== 'com') return ''
	const before = labels.at(-2) ?? ''
	return last.length === 2 && (before === 'co' || before === 'com') ? (labels.at(-3) ?? '') : before
}
