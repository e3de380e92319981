import { cn } from './cn'

export interface LogoProps {
    className?: string
    /** The mark alone, for tight places. */
    markOnly?: boolean
}

/** A cactus whose arms are the bars of a chart, in bloom. */
export function Logo({ className, markOnly = false }: LogoProps): React.JSX.Element {
    return (
        <span className={cn('inline-flex items-center gap-2', className)}>
            {markOnly && <span className="sr-only">Prickle</span>}
            <svg viewBox="6 3 20 26" className="h-[1.5em] w-auto shrink-0" aria-hidden="true">
                <g
                    fill="none"
                    stroke="currentColor"
                    strokeWidth="4.2"
                    strokeLinecap="round"
                    strokeLinejoin="round"
                    className="text-[#2f9e72] dark:text-[#7fdcae] in-[.on-nav]:text-[#7fdcae]"
                >
                    <path d="M16 26.5V8.6" />
                    <path d="M16 21.6h-4.4A2.6 2.6 0 0 1 9 19v-3.6" />
                    <path d="M16 18.2h4.4a2.6 2.6 0 0 0 2.6-2.6v-4" />
                </g>
                <circle cx="23" cy="7.4" r="2.7" className="fill-[#ff6f9f]" />
            </svg>
            {!markOnly && <span className="display text-[1.15em] leading-none">Prickle</span>}
        </span>
    )
}
