/**
 * Expected failures are values. A room returns `Result<T>`; the counter turns an `AppError` into HTTP in
 * one exhaustive switch. `detail` is for our logs and tests, `message` is for the caller.
 */
export type Result<T, E = AppError> = { ok: true; value: T } | { ok: false; error: E }

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value })
export const fail = <E>(error: E): { ok: false; error: E } => ({ ok: false, error })

/** Every failure a caller can be told about. Add a kind here and the compiler shows where to map it. */
export type AppError =
	| { kind: 'invalid'; message: string; field?: string }
	| { kind: 'unauthorized'; message: string }
	/** `code` where there is something that one can do about it. */
	| { kind: 'forbidden'; message: string; code?: 'session_not_fresh' }
	| { kind: 'not_found'; message: string }
	| { kind: 'conflict'; message: string; field?: string }
	| { kind: 'too_large'; message: string }
	| { kind: 'rate_limited'; message: string; retryAfterSeconds: number }
	| { kind: 'unavailable'; message: string; retryAfterSeconds: number }

export type HttpErrorStatus = 400 | 401 | 403 | 404 | 409 | 413 | 429 | 503

/** HTTP status of an expected failure. */
export function statusOf(error: AppError): HttpErrorStatus {
	switch (error.kind) {
		case 'invalid':
			return 400
		case 'unauthorized':
			return 401
		case 'forbidden':
			return 403
		case 'not_found':
			return 404
		case 'conflict':
			return 409
		case 'too_large':
			return 413
		case 'rate_limited':
			return 429
		case 'unavailable':
			return 503
	}
}
