import { formatNumber } from '~/lib/format'
import type { Json } from '~/lib/types'

/** The value of a property in a cell of a list: one line, cut where the column ends, always as text. */
export function CellValue({ value }: { value: Json }): React.JSX.Element {
    if (value === null || value === '') {
        return <span className="text-ink-3">–</span>
    }
    const text =
        typeof value === 'number' ? formatNumber(value) : typeof value === 'string' ? value : JSON.stringify(value)
    return (
        <bdi
            className="block max-w-60 truncate text-sm"
            title={typeof value === 'string' ? value : JSON.stringify(value)}
        >
            {text}
        </bdi>
    )
}
