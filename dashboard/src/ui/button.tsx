import type { ButtonHTMLAttributes, ComponentChildren } from 'preact'
import { Link } from 'wouter-preact'
import './button.css'
import { Icon, type IconName } from './icon.tsx'
import { Spinner } from './spinner.tsx'

export type ButtonKind = 'primary' | 'plain' | 'quiet' | 'danger'

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'icon'> {
	kind?: ButtonKind
	/** Something it started is still going on: it shows so, keeps the focus and does nothing. */
	busy?: boolean
	icon?: IconName
	className?: string
	children?: ComponentChildren
}

/** A button; it submits a form only with `type="submit"`. One with an icon alone needs an `aria-label`. */
export function Button({
	kind = 'plain',
	busy = false,
	icon,
	className = '',
	children,
	onClick,
	type = 'button',
	...rest
}: ButtonProps) {
	return (
		<button
			{...rest}
			type={type}
			className={`button button-${kind} ${children === undefined ? 'button-icon' : ''} ${className}`}
			aria-busy={busy || undefined}
			aria-disabled={busy || undefined}
			// Also what Enter in a field of its form arrives as.
			onClick={busy ? (event) => event.preventDefault() : onClick}
		>
			{busy ? <Spinner /> : icon && <Icon name={icon} />}
			{children}
		</button>
	)
}

interface ButtonLinkProps {
	href: string
	kind?: ButtonKind
	icon?: IconName
	className?: string
	children?: ComponentChildren
}

/** A link to another page of the dashboard that looks like a button. */
export function ButtonLink({ href, kind = 'plain', icon, className = '', children }: ButtonLinkProps) {
	return (
		<Link href={href} className={`button button-${kind} ${className}`}>
			{icon && <Icon name={icon} />}
			{children}
		</Link>
	)
}
