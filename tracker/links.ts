import { address } from './address.ts'
import { captures, options, type Props } from './options.ts'
import type { Revenue } from './report.ts'
import { track } from './track.ts'

const EXTENSIONS =
	'7z|avi|csv|dmg|(doc|xls)x|exe|gz|key|midi|mov|mp([34]|eg)|pdf|pkg|pp(s|tx?)|rar|rtf|txt|wav|wm[av]|zip'

/**
 * Finds in `attribute=value` our own attributes (`data-jitt-event="Sign up"`, `data-jitt-plan="free"`) and
 * Plausible's classes (`plausible-event-name=Sign+up`; `--` where a site builder refuses `=`).
 */
const TAG = /(?:[\s=]plausible-(event|revenue)|^data-jitt)-(\S+?)(?:=|--)(\S*)/g

type Tag = [all: string, kind: 'event' | 'revenue' | undefined, key: string, text: string]

/** What the option holds where it is not a boolean; of a boolean the list is missing too. */
type Downloads = { fileExtensions?: string[] } | undefined

/** Reports what a click or a submitted form means: a tagged element, an outbound link, a download, a form. */
export const hear = (event: Event): void => {
	const path = event.composedPath() as (HTMLAnchorElement & HTMLFormElement)[]
	const submit = event.type === 'submit'
	const link = path.find((node) => node.host && node.href)
	let props: Props | undefined = link && { url: address(link.href) }
	let revenue: Revenue | undefined
	let name: string | false | undefined = submit
		? captures('formSubmissions') && 'Form: Submission'
		: link &&
			(link.host !== location.host && captures('outboundLinks')
				? 'Outbound Link: Click'
				: captures('fileDownloads') &&
					new RegExp(
						`\\.(${(options.fileDownloads as Downloads)?.fileExtensions?.join('|') || EXTENSIONS})$`,
						'i',
					).test(link.pathname) &&
					'File Download')
	// From the outside in: the innermost element has the last word. Only a form's own tag speaks
	// of its sending; an encoding is what only forms have.
	for (const node of path.reverse())
		if (submit === !!node.enctype)
			for (const attribute of node.attributes || [])
				for (const [, kind, key, text] of `${attribute.name}=${attribute.value}`.matchAll(
					TAG,
				) as Iterable<unknown> as Iterable<Tag>) {
					const value = kind ? text.replace(/\+/g, ' ') : attribute.value
					if (kind === 'revenue') revenue = { ...revenue, [key]: value }
					else if (key === (kind ? 'name' : 'event')) name = value
					else props = { ...props, [key]: value }
				}
	if (name && !((event as MouseEvent).button > 1)) track(name, { props, revenue })
}
