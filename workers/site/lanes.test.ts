import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { expect, test, vi } from 'vitest'
import type { Hit } from '../model/event.ts'
import { Lanes, type Send } from './lanes.ts'
import type { Kept } from './recorder.ts'

const hit = (page: string): Hit => ({ page }) as Hit
const dropped: Kept = { kept: false, reason: 'bot', decision: null }

/** A sender that records its groups and answers when told to. */
function slow() {
	const groups: string[][] = []
	const refused: [string, number][] = []
	const gates: (() => void)[] = []
	const send: Send = async (hits, refusals) => {
		groups.push(hits.map(({ page }) => page))
		refused.push(...refusals)
		await new Promise<void>((resolve) => gates.push(resolve))
		return hits.map(() => dropped)
	}
	const open = async (): Promise<void> => {
		while (gates.length === 0) await scheduler.wait(1)
		gates.shift()?.()
	}
	return { send, groups, refused, open }
}

test('an idle lane sends at once; what comes meanwhile goes together', async () => {
	const lanes = new Lanes()
	const ctx = createExecutionContext()
	const peer = slow()
	const record = (page: string) => lanes.record('s:1', hit(page), peer.send, ctx)
	const answers = [record('a')]
	while (peer.groups.length === 0) await scheduler.wait(1)
	answers.push(record('b'), record('c'))
	await peer.open()
	await peer.open()
	expect(await Promise.all(answers)).toEqual([dropped, dropped, dropped])
	expect(peer.groups).toEqual([['a'], ['b', 'c']])
	await waitOnExecutionContext(ctx)
})

test('sites do not wait for each other', async () => {
	const lanes = new Lanes()
	const ctx = createExecutionContext()
	const stuck = slow()
	const free = slow()
	const held = lanes.record('s:1', hit('a'), stuck.send, ctx)
	const other = lanes.record('s:2', hit('b'), free.send, ctx)
	await free.open()
	expect(await other).toEqual(dropped)
	await stuck.open()
	await held
	await waitOnExecutionContext(ctx)
})

test('a broken call answers its group as unavailable, sends nothing twice and frees the lane', async () => {
	const lanes = new Lanes()
	const ctx = createExecutionContext()
	let calls = 0
	const broken: Send = async () => {
		calls++
		throw new Error('reset')
	}
	expect(await lanes.record('s:1', hit('a'), broken, ctx)).toMatchObject({
		kept: false,
		reason: 'unavailable',
	})
	expect(calls).toBe(1)
	const peer = slow()
	const next = lanes.record('s:1', hit('b'), peer.send, ctx)
	await peer.open()
	expect(await next).toEqual(dropped)
	await waitOnExecutionContext(ctx)
})

test('refused beacons are counted, travel together and wake the lane by themselves', async () => {
	const lanes = new Lanes()
	const ctx = createExecutionContext()
	const peer = slow()
	lanes.refuse('s:1', 'gpc', peer.send, ctx)
	lanes.refuse('s:1', 'gpc', peer.send, ctx)
	lanes.refuse('s:1', 'bot', peer.send, ctx)
	await peer.open()
	await peer.open()
	await waitOnExecutionContext(ctx)
	const total = peer.refused.reduce((sum, [, count]) => sum + count, 0)
	expect(total).toBe(3)
})

test('what is only counted delays nobody: the leader is answered before the call for refusals is', async () => {
	const lanes = new Lanes()
	const ctx = createExecutionContext()
	const peer = slow()
	const answer = lanes.record('s:1', hit('a'), peer.send, ctx)
	while (peer.groups.length === 0) await scheduler.wait(1)
	lanes.refuse('s:1', 'gpc', peer.send, ctx)
	await peer.open()
	expect(await answer).toEqual(dropped)
	expect(peer.refused).toEqual([['gpc', 1]])
	await peer.open()
	await waitOnExecutionContext(ctx)
})

test('an object that never answers holds nobody for longer than the bound, and its lane goes on', async () => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
	const lanes = new Lanes()
	const ctx = createExecutionContext()
	const groups: string[][] = []
	const hung: Send = (hits) => {
		groups.push(hits.map(({ page }) => page))
		return groups.length === 1 ? new Promise(() => {}) : Promise.resolve(hits.map(() => dropped))
	}
	const first = lanes.record('s:1', hit('a'), hung, ctx)
	await Promise.resolve()
	vi.advanceTimersByTime(1)
	const second = lanes.record('s:1', hit('b'), hung, ctx)
	vi.advanceTimersByTime(20_000)
	expect(await first).toMatchObject({ kept: false, reason: 'unavailable' })
	expect(await second).toMatchObject({ kept: false, reason: 'unavailable' })
	expect(groups[0]).toEqual(['a'])
	vi.useRealTimers()
	expect(await lanes.record('s:1', hit('c'), hung, ctx)).toEqual(dropped)
	// Who was told to try again is not sent by us.
	expect(groups).toEqual([['a'], ['c']])
	await waitOnExecutionContext(ctx)
})
