import type { QueryClient } from '@tanstack/preact-query'
import { navigate } from 'wouter-preact/use-browser-location'
import type { Asked } from './rights.ts'

/**
 * Leads to the receipt of a deletion that is done.
 * @returns false where it is not done yet.
 */
export function showReceipt(queries: QueryClient, asked: Asked): boolean {
	if (!('receipt' in asked) || asked.receipt === null) return false
	const { receipt } = asked
	queries.setQueryData(['receipt', receipt.number], receipt)
	navigate(`/receipts/${receipt.number}`)
	return true
}
