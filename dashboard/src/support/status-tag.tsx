import { Tag } from '../ui/tag.tsx'
import { STATUS, type Status } from './tickets.ts'

/** What a ticket is, in two words and a colour that says who is to act. */
export function StatusTag({
	status,
	words = STATUS,
}: {
	status: Status
	words?: Readonly<Record<Status, string>>
}) {
	return <Tag className={`status-${status}`}>{words[status]}</Tag>
}
