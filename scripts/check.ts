/** `npm run check`: everything that can be said about the code without running it, and the floors. */
import process from 'node:process'
import { buildTracker } from './build.ts'
import { check } from './checks.ts'
import { say } from './tools.ts'

// The Worker imports what this writes: types and unused code cannot be judged without it.
await buildTracker().catch((problem: Error) => {
	say(problem.message)
	process.exitCode = 1
})
const { failed } = await check()
if (failed > 0) process.exitCode = 1
