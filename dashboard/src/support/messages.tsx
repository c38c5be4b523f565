import { momentOf } from '../instants.ts'
import { Icon } from '../ui/icon.tsx'
import './messages.css'
import type { Action, Conversation, Message } from './tickets.ts'
import { sizeOf } from './upload.ts'

/** What operators do, in words. What is not here is shown as it is called. */
const ACTIONS: Readonly<Record<string, string>> = {
	'ticket.opened': 'read it',
	'ticket.answered': 'answered',
	'ticket.assigned': 'gave it to',
	'ticket.status': 'set the status to',
	'ticket.priority': 'set the priority to',
	'tickets.listed': 'looked at the list of tickets',
	'tickets.searched': 'searched the tickets',
	'reply.added': 'added the canned reply',
	'reply.changed': 'changed the canned reply',
	'reply.deleted': 'deleted a canned reply',
}

export const actionText = ({ action, detail }: Pick<Action, 'action' | 'detail'>): string =>
	`${action === 'ticket.assigned' && detail === '' ? 'took it from everybody' : (ACTIONS[action] ?? action)} ${detail.replaceAll('_', ' ')}`.trim()

/** A conversation, oldest first, and below it what operators did. */
export function Messages({ messages, actions }: Conversation) {
	const now = new Date()
	return (
		<>
			<ol className="messages" aria-label="Conversation">
				{messages.map((message) => (
					<Bubble key={message.id} message={message} now={now} />
				))}
			</ol>
			{actions.length > 0 && (
				<details className="messages-log small">
					<summary>What support did ({actions.length})</summary>
					<ul>
						{actions.map((one, index) => (
							<li key={index}>
								<time dateTime={one.at}>{momentOf(one.at, now)}</time> {one.name ?? 'Support'}{' '}
								{actionText(one)}
							</li>
						))}
					</ul>
				</details>
			)}
		</>
	)
}

function Bubble({ message, now }: { message: Message; now: Date }) {
	const { author, name, text, at, files } = message
	const pictures = files.filter(({ image }) => image)
	const others = files.filter(({ image }) => !image)
	return (
		<li className={`message message-${author}`}>
			<p className="message-head small">
				<strong>{name}</strong>
				{author === 'operator' && <span className="quiet"> · support</span>}
				<time className="quiet" dateTime={at}>
					{' '}
					· {momentOf(at, now)}
				</time>
			</p>
			<p className="message-text">{text}</p>
			{pictures.length > 0 && (
				<ul className="message-pictures">
					{pictures.map(({ id, name, link }) => (
						<li key={id}>
							<a href={link} target="_blank" rel="noreferrer">
								<img src={link} alt={name} loading="lazy" />
							</a>
						</li>
					))}
				</ul>
			)}
			{others.length > 0 && (
				<ul className="message-files">
					{others.map(({ id, name, bytes, link }) => (
						<li key={id}>
							<a href={link} download={name}>
								<Icon name="download" />
								{name}
							</a>
							<span className="quiet small"> {sizeOf(bytes)}</span>
						</li>
					))}
				</ul>
			)}
		</li>
	)
}
