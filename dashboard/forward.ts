/** What a function of the Pages project is given. Its only binding is the Worker. */
interface PagesContext {
	request: Request
	env: { API: { fetch(request: Request): Promise<Response> } }
}

/**
 * Hands a request to the Worker unchanged. The original request object, not a copy: only that one carries
 * `request.cf` (country, city) across the binding.
 */
export const forward = ({ env, request }: PagesContext): Promise<Response> => env.API.fetch(request)
