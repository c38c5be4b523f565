import { Hono } from 'hono'

/** The yardstick: Hono, the beacon's JSON parsed, 202. What the platform gives before Jitt does anything. */
const app = new Hono()
app.post('/api/event', async (c) => {
	const body: unknown = await c.req.json()
	return c.text(typeof body === 'object' ? 'ok' : 'no', 202)
})

export default app
