/** How often and how long we look for a tool that loads after us. */
const EVERY_MS = 100
const UNTIL_MS = 15_000

/** Calls `then` with what `look` finds, now or as soon as it is there. */
export const found = <T>(look: () => T | undefined, then: (it: T) => void): void => {
	const it = look()
	if (it) then(it)
	else if (performance.now() < UNTIL_MS) setTimeout(found, EVERY_MS, look, then)
}
