import { escapeHtml } from './html.ts'
import type { Change } from './subprocessors.ts'

/** Changes of the list as an Atom feed (https://www.rfc-editor.org/rfc/rfc4287). Entries keep their ids wherever it is read. */
export const feed = (changes: readonly Change[]): string => `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<title>Jitt: changes of the sub-processors</title>
<id>tag:jitt,2026:subprocessors</id>
<link rel="alternate" type="text/html" href="/legal/subprocessors"/>
<link rel="self" type="application/atom+xml" href="/legal/subprocessors.xml"/>
<author><name>Jitt</name></author>
<updated>${at(
	changes
		.map(({ announced }) => announced)
		.sort()
		.at(-1) ?? '1970-01-01',
)}</updated>
${changes.map(entry).join('\n')}
</feed>
`

const entry = ({ id, announced, effective, text }: Change): string => `<entry>
<title>Announced ${announced}, in force from ${effective}</title>
<id>tag:jitt,2026:subprocessors/${escapeHtml(id)}</id>
<link rel="alternate" type="text/html" href="/legal/subprocessors#change-${escapeHtml(id)}"/>
<updated>${at(announced)}</updated>
<content type="text">${escapeHtml(text)}</content>
</entry>`

const at = (date: string): string => `${date}T00:00:00Z`
