import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { copyText } from '~/lib/clipboard'
import { Button, type ButtonSize, type ButtonVariant } from './Button'
import { cn } from './cn'

export interface CopyButtonProps {
    text: string
    /** What is copied, for screen readers: "Copy project token". */
    label: string
    size?: ButtonSize
    variant?: ButtonVariant
    /** Shows the word beside the icon. */
    withText?: boolean
    className?: string
}

export function CopyButton({
    text,
    label,
    size = 'sm',
    variant = 'ghost',
    withText = false,
    className,
}: CopyButtonProps) {
    const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null)
    useEffect(() => {
        const timer = outcome && setTimeout(() => setOutcome(null), 1600)
        return () => {
            if (timer) {
                clearTimeout(timer)
            }
        }
    }, [outcome])
    const word = outcome === 'copied' ? 'Copied' : outcome === 'failed' ? 'Press Ctrl+C' : 'Copy'
    return (
        <Button
            size={size}
            variant={variant}
            square={!withText}
            aria-label={outcome === 'copied' ? 'Copied' : label}
            title={withText ? undefined : outcome ? word : label}
            icon={outcome === 'copied' ? <Check className="text-brand-text" /> : <Copy />}
            onClick={async () => setOutcome((await copyText(text)) ? 'copied' : 'failed')}
            className={className}
        >
            {withText ? word : undefined}
        </Button>
    )
}

export interface CopyFieldProps {
    value: string
    label: string
    className?: string
}

/** A value that people come for only to take with them. */
export function CopyField({ value, label, className }: CopyFieldProps): React.JSX.Element {
    return (
        <div
            className={cn(
                'flex items-center gap-1 rounded-md border border-line bg-sunken py-0.5 pr-0.5 pl-3 font-mono text-sm',
                className
            )}
        >
            <code
                // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must be able to reach it
                tabIndex={0}
                className="scrollbar-thin min-w-0 flex-1 select-all overflow-x-auto whitespace-nowrap py-1"
            >
                {value}
            </code>
            <CopyButton text={value} label={`Copy ${label}`} />
        </div>
    )
}
