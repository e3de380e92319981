import { CopyButton } from './Copy'
import { cn } from './cn'

export interface CodeBlockProps {
    code: string
    label: string
    className?: string
}

/** Text to take away: shown as it is, copied whole. */
export function CodeBlock({ code, label, className }: CodeBlockProps): React.JSX.Element {
    return (
        <div className={cn('on-nav relative rounded-lg bg-nav text-nav-ink', className)}>
            <pre
                // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must be able to reach it
                tabIndex={0}
                className="scrollbar-thin overflow-x-auto p-4 pr-24 font-mono text-[0.8125rem] leading-relaxed"
            >
                <code>{code}</code>
            </pre>
            <div className="absolute top-2.5 right-2.5">
                <CopyButton
                    text={code}
                    label={`Copy ${label}`}
                    withText
                    className="bg-nav-active text-nav-ink-2 hover:bg-nav-hover hover:text-nav-ink [&_svg]:text-nav-ink!"
                />
            </div>
        </div>
    )
}
