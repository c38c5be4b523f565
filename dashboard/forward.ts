/** What the Pages project is bound to: the Worker, and nothing else. */
interface PagesEnv {
	API: Fetcher
}

/**
 * Hands a request to the Worker unchanged. The original request object, not a copy: only that one carries
 * `request.cf` (country, city) across the binding.
 */
export const forward: PagesFunction<PagesEnv> = ({ env, request }) => env.API.fetch(request)
