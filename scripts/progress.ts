import process from 'node:process'

const WIDTH = 30

/** A progress bar on stderr: redrawn in place in a terminal, one line per tenth elsewhere. */
export class Progress {
	readonly #total: number
	#drawn = -1

	/** @param total what `at` counts up to. */
	constructor(total: number) {
		this.#total = Math.max(total, 1)
	}

	/** Shows how far it is, if that has changed visibly. */
	at(done: number, note: string): void {
		const share = Math.min(done / this.#total, 1)
		const step = Math.floor(share * (process.stderr.isTTY ? 100 : 10))
		if (step === this.#drawn) return
		this.#drawn = step
		const full = Math.round(share * WIDTH)
		const bar = `[${'█'.repeat(full)}${'·'.repeat(WIDTH - full)}] ${String(Math.floor(share * 100)).padStart(3)} %  ${note}`
		process.stderr.write(process.stderr.isTTY ? `\r${bar}` : `${bar}\n`)
	}

	/** Leaves the bar behind. */
	end(): void {
		if (process.stderr.isTTY) process.stderr.write('\n')
	}
}
