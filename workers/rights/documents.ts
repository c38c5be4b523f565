import type { Document, Version } from './documents/document.ts'
import { DPA_2026_11_28 } from './documents/dpa-2026-11-28.ts'
import { PRIVACY_2026_11_28 } from './documents/privacy-2026-11-28.ts'
import { TERMS_2026_11_28 } from './documents/terms-2026-11-28.ts'

/**
 * Every document with every version. A text that is in force is never changed: a new file with a new date goes
 * before it (`documents.test.ts` holds each version to its hash).
 */
export const DOCUMENTS: readonly Document[] = [
	{ id: 'privacy', title: 'Privacy policy', versions: [PRIVACY_2026_11_28] },
	{ id: 'terms', title: 'Terms', versions: [TERMS_2026_11_28] },
	{ id: 'dpa', title: 'Data processing agreement', versions: [DPA_2026_11_28] },
]

/** What teams accept; the privacy policy binds us whether anybody agrees to it or not. */
export const ACCEPTED: readonly Document[] = DOCUMENTS.filter(({ id }) => id !== 'privacy')

/** The version that is in force. @param now ms since the epoch: a version is published before its day. */
export function inForce({ versions }: Document, now: number): Version {
	const today = new Date(now).toISOString().slice(0, 10)
	return versions.find(({ version }) => version <= today) ?? versions[versions.length - 1] ?? versions[0]
}

/** Versions that are published and not in force yet. @param now ms since the epoch. */
export const upcoming = (now: number, documents: readonly Document[] = DOCUMENTS) => {
	const today = new Date(now).toISOString().slice(0, 10)
	return documents.flatMap((document) =>
		document.versions
			.filter(({ published, version }) => published <= today && today < version)
			.map((version) => ({ document, version })),
	)
}

/** A version by its name, undefined where there is none. */
export const versionOf = ({ versions }: Document, name: string): Version | undefined =>
	versions.find(({ version }) => version === name)
