import { part as account } from '../account/part.ts'
import { part as teams } from '../account/part-teams.ts'
import { part as billing } from '../billing/part.ts'
import { part as catalog } from '../catalog/part.ts'
import type { Part } from '../model/part.ts'
import { part as rights } from '../rights/part.ts'
import { part as agreements } from '../rights/part-agreements.ts'
import { part as incidents } from '../support/incidents-part.ts'
import { part as support } from '../support/part.ts'

/**
 * Every room's part of an account, for its export and its deletion. Erased in this order: sites before the teams
 * that they belong to, the account itself last, since other rows refer to it.
 */
export const PARTS: readonly Part[] = [
	catalog,
	support,
	incidents,
	billing,
	agreements,
	rights,
	teams,
	account,
]
