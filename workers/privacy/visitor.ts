import { lengthPrefixed } from '../kit/hash.ts'

/** The part of an agent that tells people behind one address apart, and no more than that. */
export interface AgentFamily {
	browser: string
	browserVersion: string
	os: string
}

/**
 * What stands for a person until the object has hashed it with the day's key: address, browser family with
 * major version, system family. Minor versions are left out: they change within a day and tell us nothing.
 */
export const personOf = (address: string, { browser, browserVersion, os }: AgentFamily): string =>
	lengthPrefixed([network(address), browser, major(browserVersion), os])

const major = (version: string): string => {
	const dot = version.indexOf('.')
	return dot < 0 ? version : version.slice(0, dot)
}

/**
 * An IPv4 address as it stands; of an IPv6 address the /64 network, since devices draw the rest anew every day
 * (RFC 8981). An IPv4 address written as IPv6 (`::ffff:192.0.2.1`) is the IPv4 address.
 */
export function network(address: string): string {
	const text = address.trim().toLowerCase()
	if (!text.includes(':')) return text
	const groups = groupsOf(text)
	if (/^0:0:0:0:0:ffff:/.test(groups.join(':'))) return dotted(groups.slice(6))
	return `${groups.slice(0, 4).join(':')}::/64`
}

/** The eight groups of an IPv6 address without leading zeros; an IPv4 address at its end is one group. */
function groupsOf(text: string): string[] {
	const [head = '', tail] = text.split('::', 2)
	const groups = head === '' ? [] : head.split(':')
	if (tail !== undefined) {
		const end = tail === '' ? [] : tail.split(':')
		const length = end.length + (tail.includes('.') ? 1 : 0)
		while (groups.length + length < 8) groups.push('0')
		groups.push(...end)
	}
	return groups.map((group) => group.replace(/^0+(?=.)/, ''))
}

/** The IPv4 address at the end of a mapped one, whichever way it is written. */
function dotted(groups: string[]): string {
	const [first = ''] = groups
	if (first.includes('.')) return first
	const bytes = groups.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255])
	return bytes.join('.')
}
