import { useQuery, useQueryClient } from '@tanstack/preact-query'
import { call } from '../api.ts'
import { useMutation } from '../mutation.ts'
import { useSite } from '../sites.ts'

/** What an owner measures, as the dashboard's API tells it. */

export interface Goal {
	id: number
	display_name: string
	goal_type: 'event' | 'page' | 'scroll'
	event_name: string | null
	page_path: string | null
	/** Per cent. */
	scroll_threshold: number | null
	custom_props: Record<string, string>
	currency: string | null
}

export interface Segment {
	id: number
	name: string
	/** In the grammar of the Stats API v2. */
	filters: unknown[]
	/** Seen by everybody who may read the site. */
	shared: boolean
	/** Made by whoever asks. */
	own: boolean
}

export type Step = { goal: number } | { page: string } | { event: string }

export interface Funnel {
	id: number
	name: string
	/** 2 to 8. */
	steps: Step[]
	order: 'open' | 'strict'
	/** Null: within one visit. */
	window_minutes: number | null
}

interface Kinds {
	goals: Goal
	segments: Segment
	funnels: Funnel
}
export type Kind = keyof Kinds

const pathOf = (domain: string, kind: Kind): string =>
	`/api/dashboard/sites/${encodeURIComponent(domain)}/${kind}`
const keyOf = (domain: string, kind: Kind) => ['measures', domain, kind]

/** All of one kind. */
export const useMeasures = <K extends Kind>(domain: string, kind: K) =>
	useQuery({
		queryKey: keyOf(domain, kind),
		queryFn: async (): Promise<Kinds[K][]> => {
			const answer = await call<Record<K, Kinds[K][]>>('GET', pathOf(domain, kind))
			return answer[kind]
		},
		staleTime: 60_000,
	})

/** Makes one, or takes the one of an id anew. */
export function useSave<K extends Kind>(domain: string, kind: K, onDone: (saved: Kinds[K]) => void) {
	const queries = useQueryClient()
	return useMutation({
		mutationFn: ({ id, body }: { id: number | null; body: object }) =>
			id === null
				? call<Kinds[K]>('POST', pathOf(domain, kind), body)
				: call<Kinds[K]>('PUT', `${pathOf(domain, kind)}/${id}`, body),
		onSuccess: async (saved) => {
			await queries.invalidateQueries({ queryKey: keyOf(domain, kind) })
			onDone(saved)
		},
	})
}

/** Deletes one. */
export function useDelete(domain: string, kind: Kind, onDone: () => void) {
	const queries = useQueryClient()
	return useMutation({
		mutationFn: (id: number) => call('DELETE', `${pathOf(domain, kind)}/${id}`),
		onSuccess: async () => {
			await queries.invalidateQueries({ queryKey: keyOf(domain, kind) })
			onDone()
		},
	})
}

/** Whether the person may say what is measured; those who only look may not. */
export function useMayMeasure(domain: string): boolean {
	const { data } = useSite(domain)
	return data !== undefined && data.role !== 'viewer' && data.role !== 'billing'
}

/** What it takes to reach a goal, in words. */
export function sayGoal({ goal_type: type, event_name, page_path, scroll_threshold, ...goal }: Goal): string {
	const props = Object.entries(goal.custom_props).map(([name, text]) => `${name} is ${text}`)
	const what =
		type === 'event'
			? `Event ${event_name}`
			: type === 'page'
				? `Visit of ${page_path}`
				: `Scrolled ${scroll_threshold}% of ${page_path}`
	return [[what, ...props].join(', where '), ...(goal.currency ? [`earns ${goal.currency}`] : [])].join(' · ')
}

/** A step of a funnel, in words; a goal that is gone has no name any more. */
export function sayStep(step: Step, goals: readonly Goal[]): string {
	if ('page' in step) return `Visit ${step.page}`
	if ('event' in step) return step.event
	return goals.find(({ id }) => id === step.goal)?.display_name ?? 'A goal that was deleted'
}
