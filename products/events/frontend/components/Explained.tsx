import type { ReactNode } from 'react'

interface ExplainedProps {
    title: string
    children: ReactNode
}

/** The label of a switch or checkbox, with what it means below. */
export function Explained({ title, children }: ExplainedProps): React.JSX.Element {
    return (
        <span>
            {title}
            <span className="block text-ink-3 text-sm">{children}</span>
        </span>
    )
}
