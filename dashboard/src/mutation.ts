import {
	type DefaultError,
	type UseMutationOptions,
	type UseMutationResult,
	useMutation as useLibraryMutation,
} from '@tanstack/preact-query'
import { useRef } from 'preact/hooks'

/**
 * The library's `useMutation`, whose functions are always those of the newest render. The library takes a render's
 * functions over in an effect, after it was painted: whoever types and presses Enter at once would send what stood
 * in the form before (`useEffect` in its `useMutation.ts`, 5.103).
 */
export function useMutation<Data = unknown, Fault = DefaultError, Variables = void, Scope = unknown>(
	options: UseMutationOptions<Data, Fault, Variables, Scope>,
): UseMutationResult<Data, Fault, Variables, Scope> {
	const newest = useRef(options)
	newest.current = options
	return useLibraryMutation<Data, Fault, Variables, Scope>({
		...options,
		mutationFn: (...given) => {
			const { mutationFn } = newest.current
			return mutationFn ? mutationFn(...given) : Promise.reject(new Error('a mutation that does nothing'))
		},
		onSuccess: (...given) => newest.current.onSuccess?.(...given),
		onError: (...given) => newest.current.onError?.(...given),
		onSettled: (...given) => newest.current.onSettled?.(...given),
	})
}
