/**
 * `npm run bench [-- crash|outage|growth|…]`: measures on Miniflare's direct sockets (`bench/main.ts`), or runs one of
 * the trials: workerd killed again and again under load, D1 failing under load.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import process from 'node:process'
import { buildTracker } from './build.ts'
import { root } from './state.ts'
import { say } from './tools.ts'

const PROGRAMS = ['main', 'crash', 'outage']
/** Parts of the main one, which need not be said then. */
const PARTS = ['ingest', 'queries', 'explore', 'growth']

const sent = process.argv.slice(2)
const [name = 'main', ...args] = PARTS.includes(sent[0] ?? '') ? ['main', ...sent] : sent
if (!PROGRAMS.includes(name)) {
	say(`There is no bench called ${name}. There are: ${[...PROGRAMS, ...PARTS].join(', ')}.`)
	process.exit(1)
}
// The Worker imports what this writes.
await buildTracker()
const program = spawn(
	process.execPath,
	['--disable-warning=ExperimentalWarning', join(root, 'bench', `${name}.ts`), ...args],
	{
		cwd: root,
		stdio: 'inherit',
	},
)
const [code] = await once(program, 'exit')
process.exitCode = code ?? 1
