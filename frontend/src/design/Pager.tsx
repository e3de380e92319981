import { ChevronLeft, ChevronRight } from 'lucide-react'
import { formatNumber } from '~/lib/format'
import { Button } from './Button'

export interface PagerProps {
    count: number
    page: number
    pageSize: number
    onChange: (page: number) => void
    /** What is counted: "persons". */
    label: string
}

/** Steps through pages of a list; nothing where one page holds it all. */
export function Pager({ count, page, pageSize, onChange, label }: PagerProps): React.JSX.Element | null {
    if (count <= pageSize && page === 1) {
        return null
    }
    const first = (page - 1) * pageSize + 1
    const last = Math.min(page * pageSize, count)
    return (
        <nav aria-label={`Pages of ${label}`} className="mt-3 flex items-center justify-end gap-2 text-ink-3 text-sm">
            <span className="tabular mr-1">
                {formatNumber(first)}–{formatNumber(last)} of {formatNumber(count)}
            </span>
            <Button
                size="sm"
                square
                aria-label="Previous page"
                icon={<ChevronLeft />}
                disabled={page <= 1}
                onClick={() => onChange(page - 1)}
            />
            <Button
                size="sm"
                square
                aria-label="Next page"
                icon={<ChevronRight />}
                disabled={last >= count}
                onClick={() => onChange(page + 1)}
            />
        </nav>
    )
}
