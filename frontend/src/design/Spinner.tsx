import { cn } from './cn'

export function Spinner({ className }: { className?: string }): React.JSX.Element {
    return (
        <svg viewBox="0 0 20 20" className={cn('size-4 animate-spin', className)} aria-hidden="true">
            <circle cx="10" cy="10" r="7.5" fill="none" stroke="currentColor" strokeOpacity="0.22" strokeWidth="2.5" />
            <path
                d="M17.5 10A7.5 7.5 0 0 0 10 2.5"
                fill="none"
                stroke="currentColor"
                strokeWidth="2.5"
                strokeLinecap="round"
            />
        </svg>
    )
}
