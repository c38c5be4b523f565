import type { Env } from '../env.ts'
import { type Policy, privacyOf } from '../model/policy.ts'
import { Aside } from './aside.ts'
import { Choices } from './choices.ts'
import { Committer } from './committer.ts'
import { Folding } from './folding.ts'
import { Ledger } from './ledger.ts'
import { Mappings } from './mappings.ts'
import { Moves } from './moves.ts'
import { Pruning } from './prune.ts'
import { Tables } from './tables.ts'

/** All that an object holds; opened when it wakes, and anew after its site was deleted. */
export interface Books {
	tables: Tables
	ledger: Ledger
	committer: Committer
	folding: Folding
	pruning: Pruning
	mappings: Mappings
	choices: Choices
	moves: Moves
	policy: Policy | null
}

/** Opens them over an object's storage. */
export function openBooks(ctx: DurableObjectState, env: Env): Books {
	const tables = new Tables(ctx.storage.sql)
	const folding = new Folding(tables)
	const pruning = new Pruning(tables, folding)
	const ledger = new Ledger(env, tables, folding, new Aside(ctx.storage.sql))
	const moves = new Moves(tables)
	const mappings = new Mappings(ctx.storage.sql, tables)
	const committer = new Committer(env, ledger, folding)
	const choices = new Choices(ledger, committer, mappings)
	const stored = tables.get<Policy>('policy')
	// A policy that was pushed by a version before lacks what came since.
	const policy = stored && { ...stored, privacy: privacyOf(stored.privacy) }
	return { tables, ledger, committer, folding, pruning, mappings, choices, moves, policy }
}
