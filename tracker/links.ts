import { options, type Props } from './config.ts'
import { address, type Details, track } from './page.ts'

export const heard = (event: Event): void => {
	const path = event.composedPath() as HTMLAnchorElement[]
	const submit = event.type === 'submit'
	const link = path.find((node) => node.host && node.href)
	const props: Props = {}
	let revenue: Record<string, string> | undefined
	let name: string | false | undefined
	if (!options || (event as MouseEvent).button > 1) return
	if (link) props.url = address(link.href)
	for (const node of path)
		if (!name && submit === (node.tagName === 'FORM'))
			for (const token of [
				...(node.classList || []),
				...[...(node.attributes || [])].map((a) => a.name + '=' + a.value),
			]) {
				let [, kind, key, value]: any = token.split(/^(?:plausible-(event|revenue)|data-jitt)-(.+?)(?:=|--)/)
				if (key) {
					if (kind) value = value.replace(/\+/g, ' ')
					if (kind === 'revenue') (revenue = revenue || {})[key] = value
					else if (key === (kind ? 'name' : 'event')) name = value
					else props[key] = value
				}
			}
	name =
		name ||
		((submit
			? options.formSubmissions !== false && 'Form: Submission'
			: link &&
				(location.host !== link.host && options.outboundLinks !== false
					? 'Outbound Link: Click'
					: options.fileDownloads !== false &&
						new RegExp(
							`\\.(${(options.fileDownloads as any)?.fileExtensions?.join('|') || 'pdf|xlsx|docx|txt|rtf|csv|exe|key|pps|pptx?|7z|pkg|rar|gz|zip|avi|mov|mp4|mpeg|wmv|midi|mp3|wav|wma|dmg'})$`,
							'i',
						).test(link.pathname) &&
						'File Download')) as string)
	if (name) track(name, { props, revenue } as Details)
}
