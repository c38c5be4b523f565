/** Who processes what for a site; the same for all of them. */
export const PROCESSORS = [
	{
		name: 'Jitt',
		role: 'processor',
		purpose: 'Measures the use of the site on its owner’s behalf, and for nothing else.',
		data: 'Everything that the manifest lists.',
		country: null,
		transfer_basis: null,
	},
	{
		name: 'Cloudflare, Inc.',
		role: 'sub-processor',
		purpose:
			'Runs the servers: carries requests, and sees addresses as every carrier does; holds databases, objects and files.',
		data: 'Requests in transit; what is stored.',
		country: 'US',
		transfer_basis: ['EU-US Data Privacy Framework', 'standard contractual clauses'],
	},
] as const
