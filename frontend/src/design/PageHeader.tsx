import { ChevronLeft } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { cn } from './cn'
import { Link } from './Link'

export interface PageHeaderProps {
    title: string
    /** Drawn instead of the title where that is more than text, such as an editable name. */
    heading?: ReactNode
    description?: ReactNode
    back?: { to: string; label: string }
    actions?: ReactNode
    className?: string
}

/** The top of every page. Also names the browser's tab. */
export function PageHeader({ title, heading, description, back, actions, className }: PageHeaderProps) {
    useEffect(() => {
        document.title = `${title} · Prickle`
    }, [title])
    return (
        <header className={cn('mb-5', className)}>
            {back && (
                <Link
                    to={back.to}
                    className="-ml-1 mb-1.5 inline-flex items-center gap-0.5 rounded-md pr-1.5 text-ink-3 text-sm hover:text-ink"
                >
                    <ChevronLeft className="size-4" />
                    {back.label}
                </Link>
            )}
            <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
                <div className="min-w-0 max-w-full flex-1 basis-40">
                    {heading ?? <h1 className="display truncate text-2xl">{title}</h1>}
                    {description && <p className="mt-1 max-w-2xl text-ink-3">{description}</p>}
                </div>
                {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
            </div>
        </header>
    )
}
