/** Remembers an element under a name, so that it is found again. */
export type Part = <T extends HTMLElement>(key: string, element: T) => T

/** An element with attributes and content. Nothing is ever parsed: a text stays one. */
export function el<K extends keyof HTMLElementTagNameMap>(
	tag: K,
	attributes: Record<string, string>,
	...content: (Node | string)[]
): HTMLElementTagNameMap[K] {
	const element = document.createElement(tag)
	for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
	element.append(...content)
	return element
}
