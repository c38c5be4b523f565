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
	const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(text)
	if (mapped) return mapped[1] ?? text
	const [head = '', tail] = text.split('::', 2)
	const groups = head === '' ? [] : head.split(':')
	if (tail !== undefined) {
		const rest = tail === '' ? 0 : tail.split(':').length + (tail.includes('.') ? 1 : 0)
		while (groups.length + rest < 8) groups.push('0')
		if (tail !== '') groups.push(...tail.split(':'))
	}
	return `${groups
		.slice(0, 4)
		.map((group) => group.replace(/^0+(?=.)/, ''))
		.join(':')}::/64`
}
