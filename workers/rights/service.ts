/** Who offers this service, and how to reach a person. Whoever runs a Jitt of their own writes their own here. */
export const SERVICE = {
	name: 'Jitt',
	/** Questions of any kind: read and answered by people. */
	contact: 'hello@jitt.example',
	privacy: 'privacy@jitt.example',
	security: 'security@jitt.example',
	/** Within how many working days a person answers. */
	answerDays: 3,
} as const
