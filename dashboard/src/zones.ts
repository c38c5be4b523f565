import type { ComboboxOption } from './ui/combobox.tsx'

/**
 * Places that some browsers still list under names they had before. People look for today's.
 * https://data.iana.org/time-zones/tzdb/backward
 */
const RENAMED: Record<string, string> = {
	'Africa/Asmera': 'Africa/Asmara',
	'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
	'America/Catamarca': 'America/Argentina/Catamarca',
	'America/Coral_Harbour': 'America/Atikokan',
	'America/Cordoba': 'America/Argentina/Cordoba',
	'America/Godthab': 'America/Nuuk',
	'America/Indianapolis': 'America/Indiana/Indianapolis',
	'America/Jujuy': 'America/Argentina/Jujuy',
	'America/Louisville': 'America/Kentucky/Louisville',
	'America/Mendoza': 'America/Argentina/Mendoza',
	'Asia/Calcutta': 'Asia/Kolkata',
	'Asia/Katmandu': 'Asia/Kathmandu',
	'Asia/Rangoon': 'Asia/Yangon',
	'Asia/Saigon': 'Asia/Ho_Chi_Minh',
	'Atlantic/Faeroe': 'Atlantic/Faroe',
	'Europe/Kiev': 'Europe/Kyiv',
	'Pacific/Enderbury': 'Pacific/Kanton',
	'Pacific/Ponape': 'Pacific/Pohnpei',
	'Pacific/Truk': 'Pacific/Chuuk',
}

const today = (name: string) => RENAMED[name] ?? name

/** The zone of this browser's clock. */
export const ownZone = (): string => today(Intl.DateTimeFormat().resolvedOptions().timeZone || 'Etc/UTC')

/** All IANA zones that the browser knows, with the distance of their clocks from UTC at an instant. */
export function allZones(now: Date): ComboboxOption[] {
	// Browsers leave out what is no place; a server's owner may still want it.
	const names = new Set([...Intl.supportedValuesOf('timeZone').map(today), 'Etc/UTC', ownZone()])
	return [...names].sort().map((name) => ({ value: name, label: name, hint: offsetOf(name, now) }))
}

/** Such as `UTC+05:30`; empty where the browser does not know the zone. */
export function offsetOf(zone: string, now: Date): string {
	try {
		const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
		const part = format.formatToParts(now).find(({ type }) => type === 'timeZoneName')
		return (part?.value ?? '').replace('GMT', 'UTC')
	} catch {
		return ''
	}
}

/**
 * The zones that fit what was typed: every word of it somewhere in the name or the offset. Names that begin with
 * it, or have a place that does, come first.
 */
export function findZones(zones: readonly ComboboxOption[], text: string): ComboboxOption[] {
	const words = plain(text).split(' ').filter(Boolean)
	const first = words[0]
	if (first === undefined) return [...zones]
	const begins = ({ label }: ComboboxOption) =>
		label.split('/').some((part) => plain(part).startsWith(words.join(' ')))
	const fits = zones.filter(({ label, hint }) => {
		const all = `${plain(label)} ${plain(hint ?? '')}`
		return words.every((word) => all.includes(word))
	})
	return [...fits.filter(begins), ...fits.filter((zone) => !begins(zone))]
}

const plain = (text: string) =>
	text
		.toLowerCase()
		.replaceAll(/[_/\s]+/g, ' ')
		.trim()
