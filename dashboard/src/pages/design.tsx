import { useTitle } from '../title.ts'

/** Every component in every state, light and dark. */
export function Design() {
	useTitle('Design')
	return <h1>Design</h1>
}
