import { env } from 'cloudflare:workers'
import { beforeEach, expect, test, vi } from 'vitest'
import type { Env } from '../env.ts'
import { forgetQueued, queueMail, sendQueued } from './queue.ts'

const NOW = Date.UTC(2026, 10, 28, 12)
const HOUR = 3_600_000
const letter = { subject: 'What happened', text: 'It did.\n', html: '<p>It did.</p>' }

const send = vi.fn<(mail: object) => Promise<unknown>>()
const own = { ...env, MAIL: { send } } as unknown as Env
const rows = async () => (await env.DB.prepare('select * from mail_queue').all()).results

beforeEach(async () => {
	await env.DB.prepare('delete from mail_queue').run()
	send.mockReset().mockResolvedValue({ messageId: 'x' })
	for (const way of ['warn', 'error'] as const) vi.spyOn(console, way).mockReturnValue()
})

test('an important letter goes at once, and nothing of it is kept but that it went', async () => {
	await queueMail(own, 'a@example.org', letter, 'breach 1', NOW)
	expect(send).toHaveBeenCalledOnce()
	const kept = await rows()
	expect(kept).toMatchObject([{ outcome: 'sent', recipient: null, letter: null }])
	expect(JSON.stringify(kept)).not.toContain('example.org')
})

test('it goes once to each address, however often and at whatever time it is asked for', async () => {
	await Promise.all([1, 2, 3].map(() => queueMail(own, 'a@example.org', letter, 'breach 1', NOW)))
	await queueMail(own, 'A@example.org', letter, 'breach 1', NOW + HOUR)
	expect(send).toHaveBeenCalledTimes(1)
	await queueMail(own, 'b@example.org', letter, 'breach 1', NOW)
	await queueMail(own, 'a@example.org', letter, 'breach 1, version 2', NOW)
	expect(send).toHaveBeenCalledTimes(3)
})

test('what could not be sent goes later, and by one job only', async () => {
	send.mockRejectedValueOnce(new Error('down'))
	await queueMail(own, 'a@example.org', letter, 'breach 1', NOW)
	await sendQueued(own, NOW + 60_000)
	expect(send).toHaveBeenCalledTimes(1)
	await Promise.all([sendQueued(own, NOW + HOUR), sendQueued(own, NOW + HOUR)])
	expect(send).toHaveBeenCalledTimes(2)
	expect(send.mock.lastCall?.[0]).toMatchObject({ to: 'a@example.org', ...letter })
	expect(await rows()).toMatchObject([{ outcome: 'sent', attempts: 2 }])
})

test('after a week of failing it is given up', async () => {
	send.mockRejectedValue(new Error('down'))
	await queueMail(own, 'a@example.org', letter, 'breach 1', NOW)
	for (let half = 1; half <= 2 * 9; half++) await sendQueued(own, NOW + half * 12 * HOUR)
	expect(await rows()).toMatchObject([{ outcome: 'given up', recipient: null }])
	expect(send.mock.calls.length).toBeGreaterThan(6)
})

test('a letter whose sender fell over is taken up by the next run', async () => {
	send.mockRejectedValueOnce(new Error('down'))
	await queueMail(own, 'a@example.org', letter, 'breach 1', NOW)
	await env.DB.prepare('update mail_queue set next_at = ?')
		.bind(NOW + 10 * 60_000)
		.run()
	await sendQueued(own, NOW + HOUR)
	expect(await rows()).toMatchObject([{ outcome: 'sent' }])
})

test('keys of letters long sent are forgotten, and what waits for an address can be', async () => {
	await queueMail(own, 'a@example.org', letter, 'old', NOW)
	send.mockRejectedValue(new Error('down'))
	await queueMail(own, 'b@example.org', letter, 'new', NOW)
	await forgetQueued(env, 'b@example.org')
	expect(await rows()).toHaveLength(1)
	await sendQueued(own, NOW + 91 * 24 * HOUR)
	expect(await rows()).toEqual([])
})

test('a run stops when nobody takes mail, and the others go next time', async () => {
	send.mockRejectedValue(new Error('down'))
	for (const who of ['a', 'b', 'c', 'd', 'e']) await queueMail(own, `${who}@example.org`, letter, 'x', NOW)
	send.mockClear()
	await sendQueued(own, NOW + HOUR)
	expect(send).toHaveBeenCalledTimes(3)
	send.mockResolvedValue({ messageId: 'x' })
	await sendQueued(own, NOW + 2 * HOUR)
	expect((await rows()).map(({ outcome }) => outcome)).toEqual(Array(5).fill('sent'))
})
