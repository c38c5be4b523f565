import { last } from './choice.ts'

/**
 * Who may send when, for the script with consent. One beacon after another until an answer has told who the
 * visitor is: two at once, both without an id, would be two people. While somebody is to be asked first, none.
 */

let line: Promise<unknown> = /* @__PURE__ */ Promise.resolve()
/** Ends the wait at hand. */
let end: (() => void) | undefined

/** Sends at once, or when those before have their answer, whatever that was. */
export const inTurn = (send: () => Promise<void>): Promise<unknown> => {
	if (last.outcome) return send()
	line = line.then(send, send)
	return line
}

/** What comes from now on waits for `release`, or so many ms. */
export const hold = (ms: number): void => {
	if (end) return
	const wait = new Promise<void>((done) => {
		end = done
		setTimeout(done, ms)
	})
	line = line.then(() => wait)
}

export const release = (): void => {
	end?.()
	end = undefined
}
