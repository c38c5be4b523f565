/** A text that people agree to or rely on, with every version that it had. */
export interface Document {
	id: 'privacy' | 'terms' | 'dpa'
	title: string
	/** Newest first. */
	versions: readonly [Version, ...Version[]]
}

/** One version, in force from its day until the next one's. */
export interface Version {
	/** ISO date from which it is in force: the version's name. */
	version: string
	/** ISO date on which it was put here: from then on owners are told of it. */
	published: string
	/** What it changed against the one before. */
	summary: string
	sections: readonly Section[]
}

export interface Section {
	heading: string
	/** Paragraphs, and lists of points. Addresses of pages and of mail become links. */
	body: readonly (string | readonly string[])[]
}
