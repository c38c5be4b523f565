import { useQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { Link } from 'wouter-preact'
import { Challenge } from '../account/challenge.tsx'
import { call } from '../api.ts'
import { explain, fieldErrors } from '../explain.ts'
import { useMutation } from '../mutation.ts'
import { useTitle } from '../title.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Problem } from '../ui/problem.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { TicketPage } from './ticket.tsx'
import { keyDoor, type Ticket } from './tickets.ts'

/** Support without an account: the form, and the conversation that its mails link to. */
export function Contact({ path }: { path: string }) {
	const id = path.split('/')[2]
	return id ? <Keyed key={path} id={id} /> : <ContactForm />
}

const EMPTY = { name: '', email: '', subject: '', text: '' }
const ASKED: Readonly<Record<keyof typeof EMPTY, string>> = {
	name: 'Say how we may call you.',
	email: 'Enter the address for our answer.',
	subject: 'Say in a few words what it is about.',
	text: 'Write what it is about.',
}

function ContactForm() {
	useTitle('Contact')
	const [fields, setFields] = useState(EMPTY)
	const [problems, setProblems] = useState<Record<string, string>>({})
	const [challenge, setChallenge] = useState<string>()
	const sending = useMutation({
		mutationFn: () => call('POST', '/api/support/contact', { ...fields, challenge }),
	})
	const set = (name: keyof typeof EMPTY) => (value: string) => setFields((all) => ({ ...all, [name]: value }))
	const submit = () => {
		const empty = Object.entries(ASKED).filter(([name]) => fields[name as keyof typeof EMPTY].trim() === '')
		setProblems(Object.fromEntries(empty))
		if (empty.length === 0) sending.mutate()
	}
	const said = { ...fieldErrors(sending.error), ...problems }
	if (sending.isSuccess) {
		return (
			<Sheet title="Look into your mailbox">
				<Notice kind="good">
					We sent a mail to {fields.email}. Follow the link in it, and your message reaches us. Without that
					it is deleted within two days.
				</Notice>
			</Sheet>
		)
	}
	return (
		<Sheet
			title="Contact"
			intro={
				<>
					A person reads what you write. You need no account; if you have one,{' '}
					<Link href="/support">write from there</Link>. Questions about one website’s statistics go to the
					owner of that website.
				</>
			}
		>
			<Card>
				<Form onSubmit={submit} problems={said}>
					<Field
						label="Name"
						autocomplete="name"
						maxLength={100}
						value={fields.name}
						error={said.name}
						onInput={(event) => set('name')(event.currentTarget.value)}
					/>
					<Field
						label="E-mail"
						type="email"
						autocomplete="email"
						hint="We send a link to it first, so that nobody writes in your name."
						value={fields.email}
						error={said.email}
						onInput={(event) => set('email')(event.currentTarget.value)}
					/>
					<Field
						label="Subject"
						maxLength={150}
						autocomplete="off"
						value={fields.subject}
						error={said.subject}
						onInput={(event) => set('subject')(event.currentTarget.value)}
					/>
					<TextArea
						label="Message"
						rows={8}
						maxLength={20_000}
						value={fields.text}
						error={said.text}
						onInput={set('text')}
					/>
					<p className="quiet small">
						We keep your message with the network address it was sent from, for as long as the conversation
						lasts and a year after it is closed. You can delete it at any time.
					</p>
					<Challenge onAnswer={setChallenge} />
					{sending.error && (Object.keys(said).length === 0 || said.challenge) && (
						<Notice kind="error">{explain(sending.error)}</Notice>
					)}
					<div className="actions">
						<Button kind="primary" type="submit" busy={sending.isPending}>
							Send
						</Button>
					</div>
				</Form>
			</Card>
		</Sheet>
	)
}

/** The key stands behind the `#`, where no server sees it. */
function Keyed({ id }: { id: string }) {
	const [key] = useState(() => location.hash.slice(1))
	const door = keyDoor(id, key)
	const confirming = useQuery({
		queryKey: ['ticket-confirmed', door.ticket],
		queryFn: () => call<Ticket>('POST', `${door.ticket}/confirm`, {}, door.headers),
		staleTime: Number.POSITIVE_INFINITY,
		retry: false,
	})
	const missing = (
		<Sheet title="This conversation is not here">
			<Empty title="It was deleted, or the link is not whole">
				<p>
					Open the link from our last mail, or <Link href="/contact">write to us again</Link>.
				</p>
			</Empty>
		</Sheet>
	)
	if (confirming.isPending) return <Skeleton lines={6} />
	if (confirming.error) {
		const gone = 'status' in confirming.error && confirming.error.status === 404
		return gone ? missing : <Problem error={confirming.error} retry={confirming.refetch} />
	}
	return <TicketPage door={door} back="/contact" missing={missing} />
}
