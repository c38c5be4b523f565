/**
 * The design system: every component in every state, light and dark. Above the length of other files because it
 * is a list of examples; what belongs to one component stands together.
 */
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { ApiError } from '../api.ts'
import { useTitle } from '../title.ts'
import { Button, type ButtonKind, ButtonLink } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Code } from '../ui/code.tsx'
import { Combobox } from '../ui/combobox.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Empty } from '../ui/empty.tsx'
import { Field } from '../ui/field.tsx'
import { ICON_NAMES, Icon } from '../ui/icon.tsx'
import { Menu } from '../ui/menu.tsx'
import { Notice } from '../ui/notice.tsx'
import { Problem } from '../ui/problem.tsx'
import { Select } from '../ui/select.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { Tag } from '../ui/tag.tsx'
import './design.css'

const COLOURS = [
	'colour-bg',
	'colour-surface',
	'colour-raised',
	'colour-line',
	'colour-line-strong',
	'colour-ink',
	'colour-ink-quiet',
	'colour-accent',
	'colour-accent-ink',
	'colour-accent-soft',
	'colour-good',
	'colour-bad',
	'colour-warn',
	'colour-focus',
	'chart-1',
	'chart-2',
	'chart-3',
	'chart-4',
	'chart-compare',
]
const SIZES = ['s', 'm', 'l', 'xl', '2xl']
const KINDS: ButtonKind[] = ['primary', 'plain', 'quiet', 'danger']
const TABS = [
	{ id: 'pages', label: 'Pages' },
	{ id: 'entries', label: 'Entry pages' },
	{ id: 'exits', label: 'Exit pages' },
]
const FRUIT = ['Apple', 'Apricot', 'Banana', 'Blackberry', 'Blueberry', 'Cherry', 'Damson', 'Elderberry']

/** Served to people who work on Jitt: development builds and local instances. */
export function Design() {
	useTitle('Design')
	return (
		<div className="design">
			<h1>Design system</h1>
			<Part title="Colours">
				<ul className="design-colours">
					{COLOURS.map((name) => (
						<li key={name}>
							<i style={{ background: `var(--${name})` }} />
							{name}
						</li>
					))}
				</ul>
			</Part>
			<Part title="Text">
				{SIZES.map((size) => (
					<p key={size} style={{ fontSize: `var(--text-${size})`, lineHeight: 1.2 }}>
						{size}: 1,234,567 visitors
					</p>
				))}
				<p className="quiet">
					Quiet text, with a link to <a href="/ui">this page</a> and code: <code>data-domain</code>
				</p>
			</Part>
			<Part title="Icons">
				<ul className="design-icons">
					{ICON_NAMES.map((name) => (
						<li key={name}>
							<Icon name={name} />
							{name}
						</li>
					))}
				</ul>
			</Part>
			<Part title="Button">
				{KINDS.map((kind) => (
					<div key={kind} className="design-row">
						<Button kind={kind}>{kind}</Button>
						<Button kind={kind} icon="add">
							Icon
						</Button>
						<Button kind={kind} icon="close" aria-label={`Close ${kind}`} />
						<Button kind={kind} busy>
							Busy
						</Button>
						<Button kind={kind} disabled>
							Disabled
						</Button>
					</div>
				))}
				<div className="design-row">
					<ButtonLink href="/ui" icon="forward">
						A link
					</ButtonLink>
				</div>
			</Part>
			<Part title="Field">
				<Field label="Plain" value="example.org" />
				<Field label="With a hint" hint="What is expected, in one sentence." placeholder="example.org" />
				<Field label="With an error" value="exa mple" error="Enter a host name, such as example.org." />
				<Field label="Password" type="password" value="correct horse" />
				<Field label="Disabled" value="not now" disabled />
			</Part>
			<Part title="Select and combobox">
				<Choices />
			</Part>
			<Part title="Tabs, menu and tags">
				<Navigation />
			</Part>
			<Part title="Dialog">
				<Asking />
			</Part>
			<Part title="Card">
				<Card title="With title and action" actions={<Button icon="download">Export</Button>}>
					<p>Whatever belongs together.</p>
				</Card>
				<Card>
					<p>Without either.</p>
				</Card>
			</Part>
			<Part title="Notice">
				<Notice kind="info">Times are those of Europe/Berlin.</Notice>
				<Notice kind="good">“Weekly report” is ready.</Notice>
				<Notice kind="warning">Statistics are behind since 14:03; 12 events wait safely.</Notice>
				<Notice kind="error">The address or the password is wrong.</Notice>
				<Problem error={new ApiError('no answer', 503, null, 20)} retry={() => {}} />
			</Part>
			<Part title="Empty, skeleton, spinner">
				<Card title="Sources">
					<Empty title="No visits in this period">
						<p>Choose a longer one, or take a filter away.</p>
						<Button>Last 30 days</Button>
					</Empty>
				</Card>
				<Card title="Pages">
					<Skeleton lines={4} />
				</Card>
				<Skeleton height="80px" />
				<Spinner label="Loading" />
			</Part>
			<Part title="Code">
				<Code label="snippet" text={'<script defer data-domain="example.org" src="/js/jitt.js"></script>'} />
			</Part>
		</div>
	)
}

/** The same twice, in either theme. */
function Part({ title, children }: { title: string; children: ComponentChildren }) {
	return (
		<section className="design-part">
			<h2>{title}</h2>
			<div className="design-both">
				<div className="design-side" data-theme="light">
					{children}
				</div>
				<div className="design-side" data-theme="dark">
					{children}
				</div>
			</div>
		</section>
	)
}

function Choices() {
	const [period, setPeriod] = useState('30d')
	const [fruit, setFruit] = useState('Cherry')
	const find = (text: string) =>
		FRUIT.filter((name) => name.toLowerCase().includes(text.toLowerCase())).map((name) => ({
			value: name,
			label: name,
			hint: `${name.length} letters`,
		}))
	return (
		<>
			<Select
				label="Period"
				value={period}
				options={[
					{ value: '7d', label: 'Last 7 days' },
					{ value: '30d', label: 'Last 30 days' },
				]}
				onChange={setPeriod}
			/>
			<Combobox label="Fruit" hint="Type a part of it." value={fruit} find={find} onChange={setFruit} />
		</>
	)
}

function Navigation() {
	const [tab, setTab] = useState('pages')
	const [period, setPeriod] = useState('today')
	const [tags, setTags] = useState(['Country is Germany', 'Page contains /blog'])
	return (
		<>
			<Tabs label="Pages" value={tab} tabs={TABS} onChange={setTab} />
			<div className="design-row">
				<Menu
					label="Period"
					trigger={
						<>
							<Icon name="calendar" />
							<span>{period}</span>
							<Icon name="chevron" />
						</>
					}
					items={[
						{ id: 'today', label: 'Today', hint: 'D', checked: period === 'today' },
						{ id: 'yesterday', label: 'Yesterday', hint: 'E', checked: period === 'yesterday' },
						'line',
						{ id: 'all', label: 'All time', hint: 'A', checked: period === 'all' },
					]}
					onChoose={setPeriod}
				/>
				<Menu
					label="More"
					trigger={<Icon name="menu" />}
					items={[
						{ id: 'csv', label: 'Export as CSV' },
						{ id: 'print', label: 'Print' },
					]}
					onChoose={() => {}}
				/>
			</div>
			<div className="design-row">
				{tags.map((tag) => (
					<Tag
						key={tag}
						removeLabel={`Remove the filter: ${tag}`}
						onRemove={() => setTags(tags.filter((one) => one !== tag))}
					>
						{tag}
					</Tag>
				))}
				<Tag>Cannot be removed</Tag>
			</div>
		</>
	)
}

function Asking() {
	const [open, setOpen] = useState(false)
	const close = () => setOpen(false)
	return (
		<div className="design-row">
			<Button onClick={() => setOpen(true)}>Open</Button>
			<Dialog title="Delete example.org?" open={open} onClose={close}>
				<p>All statistics of this site are erased.</p>
				<Field label="Type example.org to confirm" />
				<div className="design-row">
					<Button kind="danger" onClick={close}>
						Delete for good
					</Button>
					<Button kind="quiet" onClick={close}>
						Keep it
					</Button>
				</div>
			</Dialog>
		</div>
	)
}
