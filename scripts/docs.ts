/** `npm run docs`: writes into the pages of `docs/` what the code says of itself. */
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { filled } from './docparts.ts'
import { promisesPage } from './promises.ts'
import { allProofs } from './prooffiles.ts'
import { root } from './state.ts'
import { say } from './tools.ts'

writeFileSync(join(root, 'docs/promises.md'), promisesPage(allProofs().proofs))
for (const name of globSync('docs/*.md', { cwd: root }).sort()) {
	const path = join(root, name)
	const page = readFileSync(path, 'utf8')
	const fresh = filled(page)
	if (fresh !== page) writeFileSync(path, fresh)
	say(`${fresh === page ? 'as it was' : 'written  '}  ${name}`)
}
