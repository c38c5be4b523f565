/** The statistics of one site. */
export function Overview({ domain }: { domain: string }) {
	return <h1>{domain}</h1>
}
