/**
 * Agents that say they are a browser and cannot be one. Precise rather than many: who is held back for nothing is
 * a person who was not counted. Programs that say what they are never come here (`bots.ts`).
 */

/** Chrome 49 is the last for Windows XP and Firefox 52 too; older ones are found in the lists of programs alone. */
const OLDEST = { chrome: 49, firefox: 45, safari: 8 } as const
/** Chrome stood at 150 in the autumn of 2026 and takes 13 to 26 numbers a year. */
const NEWEST = 400

/** Whether an agent's text contradicts itself, or its request's other headers contradict it. */
export function isSuspect(agent: string, headers: Headers): boolean {
	// What a browser says of itself beside its agent (https://wicg.github.io/ua-client-hints/): the agent is
	// changed more often than this.
	if (headers.get('sec-ch-ua')?.includes('Headless')) return true
	// Every browser names the system it runs on, in brackets.
	if (!agent.startsWith('Mozilla/5.0 (') && !agent.startsWith('Opera/')) return true
	const chrome = versionOf(agent, 'Chrome/')
	if (chrome !== null) {
		// WebKit's number has been frozen at 537.36 since 2013, and Safari's behind it.
		return chrome < OLDEST.chrome || chrome > NEWEST || !agent.includes('AppleWebKit/')
	}
	const firefox = versionOf(agent, 'Firefox/')
	if (firefox !== null) return firefox < OLDEST.firefox || firefox > NEWEST || !agent.includes('Gecko/')
	const safari = agent.includes('Safari/') ? versionOf(agent, 'Version/') : null
	return safari !== null && (safari < OLDEST.safari || safari > NEWEST) && !agent.includes('Android')
}

function versionOf(agent: string, token: string): number | null {
	const at = agent.indexOf(token)
	if (at < 0) return null
	const version = Number.parseInt(agent.slice(at + token.length, at + token.length + 6), 10)
	return Number.isNaN(version) ? null : version
}
