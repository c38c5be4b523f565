import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from './button.tsx'
import './code.css'

/** Text to copy, as it stands, with a button that does it. The label says what it is. */
export function Code({ text, label, className = '' }: { text: string; label: string; className?: string }) {
	const [copied, setCopied] = useState<'yes' | 'no' | null>(null)
	const pre = useRef<HTMLPreElement>(null)
	useEffect(() => {
		if (copied === null) return
		const timer = setTimeout(() => setCopied(null), 2500)
		return () => clearTimeout(timer)
	}, [copied])
	const copy = async () => {
		try {
			// Browsers without a secure connection have no clipboard at all.
			await navigator.clipboard.writeText(text)
			setCopied('yes')
		} catch {
			if (pre.current) getSelection()?.selectAllChildren(pre.current)
			setCopied('no')
		}
	}
	return (
		<figure className={`code ${className}`} aria-label={label}>
			<pre ref={pre}>
				<code>{text}</code>
			</pre>
			<div className="code-foot">
				<span role="status" className={copied === 'yes' ? 'unseen' : ''}>
					{copied === 'yes' && `Copied: ${label}`}
					{copied === 'no' && 'Selected: copy it with your keys.'}
				</span>
				<Button icon={copied === 'yes' ? 'check' : 'copy'} onClick={copy}>
					{copied === 'yes' ? 'Copied' : 'Copy'}
					<span className="unseen"> {label}</span>
				</Button>
			</div>
		</figure>
	)
}
