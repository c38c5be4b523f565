import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { mailPreference } from './schema.ts'

/** What a person may choose to get. Everything is off until chosen. */
export const CHOICES = ['news'] as const
export type Choices = Record<(typeof CHOICES)[number], boolean>

/** What a person chose. */
export async function choicesOf(env: Env, userId: string): Promise<Choices> {
	const [row] = await drizzle(env.DB, { casing: 'snake_case' })
		.select({ news: mailPreference.news })
		.from(mailPreference)
		.where(eq(mailPreference.userId, userId))
	return row ?? { news: false }
}

/** Keeps what a person chooses. */
export async function choose(env: Env, userId: string, choices: Choices): Promise<void> {
	await drizzle(env.DB, { casing: 'snake_case' })
		.insert(mailPreference)
		.values({ userId, ...choices })
		.onConflictDoUpdate({ target: mailPreference.userId, set: choices })
}

/** Forgets what a person chose. */
export async function forgetChoices(env: Env, userId: string): Promise<void> {
	await drizzle(env.DB, { casing: 'snake_case' })
		.delete(mailPreference)
		.where(eq(mailPreference.userId, userId))
}
