import { ArrowDown, ArrowUp } from 'lucide-react'
import type { KeyboardEvent, ReactNode } from 'react'
import { cn } from './cn'

export interface Column<Row> {
    key: string
    title: ReactNode
    render: (row: Row, index: number) => ReactNode
    align?: 'left' | 'right'
    /** Leaves the column out on narrow screens. */
    from?: 'sm' | 'md' | 'lg' | 'xl'
    className?: string
    /** Makes the heading a button that sorts by this column. */
    onSort?: () => void
    sorted?: 'ascending' | 'descending' | null
}

export interface TableProps<Row> {
    columns: readonly Column<Row>[]
    rows: readonly Row[]
    rowKey: (row: Row, index: number) => string
    /** What the table holds, for screen readers. */
    caption: string
    /** Called for a click on a row or Enter on it; the row also needs a real link or button inside. */
    onRowClick?: (row: Row) => void
    rowClassName?: (row: Row) => string | undefined
    className?: string
    dense?: boolean
}

const FROM = {
    sm: 'hidden sm:table-cell',
    md: 'hidden md:table-cell',
    lg: 'hidden lg:table-cell',
    xl: 'hidden xl:table-cell',
}

export function Table<Row>({
    columns,
    rows,
    rowKey,
    caption,
    onRowClick,
    rowClassName,
    className,
    dense = false,
}: TableProps<Row>): React.JSX.Element {
    const cell = dense ? 'px-3 py-1.5' : 'px-3 py-2.5'
    const edges = 'first:pl-4 last:pr-4 sm:first:pl-5 sm:last:pr-5'
    return (
        <div className={cn('scrollbar-thin overflow-x-auto', className)}>
            <table className="w-full border-separate border-spacing-0 text-left">
                <caption className="sr-only">{caption}</caption>
                <thead>
                    <tr>
                        {columns.map((column) => (
                            <th
                                key={column.key}
                                scope="col"
                                aria-sort={column.sorted ?? undefined}
                                className={cn(
                                    'whitespace-nowrap border-line border-b bg-surface py-2 font-medium text-ink-3 text-xs',
                                    'px-3',
                                    edges,
                                    column.align === 'right' && 'text-right',
                                    column.from && FROM[column.from]
                                )}
                            >
                                {column.onSort ? (
                                    <button
                                        type="button"
                                        onClick={column.onSort}
                                        className="inline-flex items-center gap-1 rounded-sm hover:text-ink"
                                    >
                                        {column.title}
                                        {column.sorted === 'ascending' && <ArrowUp className="size-3" />}
                                        {column.sorted === 'descending' && <ArrowDown className="size-3" />}
                                    </button>
                                ) : (
                                    column.title
                                )}
                            </th>
                        ))}
                    </tr>
                </thead>
                <tbody>
                    {rows.map((row, index) => (
                        <tr
                            key={rowKey(row, index)}
                            {...(onRowClick && {
                                onClick: () => onRowClick(row),
                                onKeyDown: (event: KeyboardEvent) => event.key === 'Enter' && onRowClick(row),
                            })}
                            className={cn('group', onRowClick && 'cursor-pointer hover:bg-hover', rowClassName?.(row))}
                        >
                            {columns.map((column) => (
                                <td
                                    key={column.key}
                                    className={cn(
                                        cell,
                                        edges,
                                        'border-line border-b align-middle group-last:border-b-0',
                                        column.align === 'right' && 'tabular text-right',
                                        column.from && FROM[column.from],
                                        column.className
                                    )}
                                >
                                    {column.render(row, index)}
                                </td>
                            ))}
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    )
}
