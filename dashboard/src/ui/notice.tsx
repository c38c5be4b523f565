import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icon.tsx'
import './notice.css'

export type NoticeKind = 'info' | 'warning' | 'error' | 'good'

const ICONS: Record<NoticeKind, IconName> = { info: 'info', warning: 'alert', error: 'alert', good: 'check' }

interface NoticeProps {
	kind: NoticeKind
	children: ComponentChildren
	className?: string
}

/** Something to know. Screen readers say errors at once, everything else when they come to rest. */
export function Notice({ kind, children, className = '' }: NoticeProps) {
	return (
		<div className={`notice notice-${kind} ${className}`} role={kind === 'error' ? 'alert' : 'status'}>
			<Icon name={ICONS[kind]} />
			<div className="notice-body">{children}</div>
		</div>
	)
}
