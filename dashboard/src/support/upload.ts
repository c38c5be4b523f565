import { useEffect, useRef, useState } from 'preact/hooks'
import { ApiError, refusal } from '../api.ts'
import { explain } from '../explain.ts'
import type { FileInfo } from './tickets.ts'

export const MOST_FILES = 5
const MAX_BYTES = 10 * 1024 * 1024

/** A file on its way into a message. */
export interface Draft {
	key: number
	name: string
	bytes: number
	/** Part of 1 that has gone out. */
	progress: number
	/** Its id, once it has arrived. */
	id: string | null
	problem: string | null
}

export interface Files {
	drafts: readonly Draft[]
	/** Of those that have arrived. */
	ids: string[]
	busy: boolean
	add(files: Iterable<File>): void
	remove(key: number): void
	clear(): void
}

/** Sends files up as soon as they are chosen, each with its own progress. */
export function useFiles(path: string, headers: Record<string, string>): Files {
	const [drafts, setDrafts] = useState<readonly Draft[]>([])
	const stops = useRef(new Map<number, () => void>())
	const next = useRef(0)
	useEffect(() => () => stops.current.forEach((stop) => void stop()), [])
	const change = (key: number, to: Partial<Draft>) =>
		setDrafts((all) => all.map((one) => (one.key === key ? { ...one, ...to } : one)))
	const add = (files: Iterable<File>) => {
		const free = MOST_FILES - drafts.length
		for (const file of [...files].slice(0, Math.max(free, 0))) {
			const key = next.current++
			const problem =
				file.size > MAX_BYTES ? 'It is larger than 10 MB.' : file.size === 0 ? 'It is empty.' : null
			const draft = { key, name: file.name, bytes: file.size, progress: 0, id: null, problem }
			setDrafts((all) => [...all, draft])
			if (problem) continue
			const sending = send(path, headers, file, (progress) => change(key, { progress }))
			stops.current.set(key, sending.stop)
			sending.done.then(
				({ id }) => change(key, { id, progress: 1 }),
				(error) => change(key, { problem: explain(error) }),
			)
		}
	}
	const remove = (key: number) => {
		stops.current.get(key)?.()
		setDrafts((all) => all.filter((one) => one.key !== key))
	}
	return {
		drafts,
		ids: drafts.flatMap(({ id }) => id ?? []),
		busy: drafts.some(({ id, problem }) => id === null && problem === null),
		add,
		remove,
		clear: () => setDrafts([]),
	}
}

/** `fetch` tells nothing of how much has gone out. */
function send(
	path: string,
	headers: Record<string, string>,
	file: File,
	onProgress: (part: number) => void,
): { done: Promise<FileInfo>; stop: () => void } {
	const request = new XMLHttpRequest()
	const query = new URLSearchParams({ name: file.name, size: String(file.size) })
	request.open('POST', `${path}?${query}`)
	for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
	request.setRequestHeader('content-type', 'application/octet-stream')
	request.responseType = 'json'
	request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
	const done = new Promise<FileInfo>((resolve, reject) => {
		request.onload = () => {
			if (request.status === 201) resolve(request.response as FileInfo)
			else reject(refusal(request.status, request.response, request.getResponseHeader('retry-after')))
		}
		request.onerror = () => reject(new ApiError('The server cannot be reached. Check your connection.', 0))
	})
	request.send(file)
	return { done, stop: () => request.abort() }
}

/** `1.2 MB`, `340 KB`. */
export const sizeOf = (bytes: number): string =>
	bytes < 1024 * 1024
		? `${Math.max(1, Math.round(bytes / 1024))} KB`
		: `${(bytes / 1024 / 1024).toFixed(1)} MB`
