import { ApiError } from './api.ts'

/** What went wrong, in words for people. */
export function explain(error: unknown): string {
	if (!(error instanceof ApiError)) return 'Something went wrong in this page. Reload it and try again.'
	if (error.status === 0) return error.message
	if (error.status === 429) return `Too many attempts. ${waitFor(error.retryAfterSeconds)}`
	if (error.status >= 500) return `The server could not answer. ${waitFor(error.retryAfterSeconds)}`
	return sentence(withoutField(error))
}

/** What is wrong with each field of a form, as far as the server named one. */
export function fieldErrors(error: unknown): Record<string, string> {
	if (!(error instanceof ApiError) || error.field === null) return {}
	return { [error.field]: sentence(withoutField(error)) }
}

function withoutField({ message, field }: ApiError): string {
	return field !== null && message.startsWith(`${field}: `) ? message.slice(field.length + 2) : message
}

/** With a capital letter and a full stop. */
function sentence(text: string): string {
	const trimmed = text.trim()
	const whole = trimmed.charAt(0).toUpperCase() + trimmed.slice(1)
	return /[.!?]$/.test(whole) ? whole : `${whole}.`
}

/** When to try again, as exactly as people need it. */
export function waitFor(seconds: number | null): string {
	if (seconds === null) return 'Try again in a moment.'
	if (seconds <= 1) return 'Try again in a second.'
	if (seconds < 90) return `Try again in ${seconds} seconds.`
	const minutes = Math.ceil(seconds / 60)
	return minutes < 90 ? `Try again in ${minutes} minutes.` : `Try again in ${Math.ceil(minutes / 60)} hours.`
}
