import { Avatar } from '~/design/Avatar'
import { Link } from '~/design/Link'
import { type Column, Table } from '~/design/Table'
import { formatDateTime, formatRelative } from '~/lib/format'
import type { EventRow } from '~/lib/types'
import { COLUMN_SETS, columnTitle, propertyOf, propertyValue } from '../lib/columns'
import { eventPlace } from '../lib/eventRows'
import { urls } from '../lib/urls'
import { CellValue } from './CellValue'
import { EventName } from './EventName'
import { useActorName } from './useActorName'

export interface EventTableProps {
    rows: EventRow[]
    onOpen: (event: EventRow) => void
    /** By name, in their order; the list's own unless given. */
    columns?: readonly string[]
    /** Rows to light up because they have just arrived. */
    fresh?: Record<string, true>
    /** On a person's own page everybody in the list is them. */
    withoutPerson?: boolean
}

export function EventTable({
    rows,
    onOpen,
    columns = COLUMN_SETS.activity.defaults,
    fresh = {},
    withoutPerson = false,
}: EventTableProps): React.JSX.Element {
    const actorName = useActorName()
    const known = fixedColumns({ actorName, onOpen, withoutPerson })
    return (
        <Table
            caption="Events, newest first"
            columns={columns
                .filter((id) => !(withoutPerson && id === 'person'))
                .map((id) => known[id] ?? propertyColumn(id))}
            rows={rows}
            rowKey={(row) => row.uuid}
            onRowClick={onOpen}
            rowClassName={(row) => (fresh[row.uuid] ? 'animate-arrive' : undefined)}
        />
    )
}

function propertyColumn(id: string): Column<EventRow> {
    const property = propertyOf(id)
    return {
        key: id,
        title: <span title={id}>{columnTitle('activity', id)}</span>,
        from: 'md',
        render: (row) => <CellValue value={property && propertyValue(row, property)} />,
    }
}

interface Needs {
    actorName: ReturnType<typeof useActorName>
    onOpen: (event: EventRow) => void
    withoutPerson: boolean
}

function fixedColumns({ actorName, onOpen, withoutPerson }: Needs): Record<string, Column<EventRow>> {
    return {
        event: {
            key: 'event',
            title: 'Event',
            // On a phone the name takes what the time leaves, and is cut there.
            className: 'max-sm:w-full max-sm:max-w-0',
            render: (row) => (
                <button
                    type="button"
                    onClick={(click) => {
                        click.stopPropagation()
                        onOpen(row)
                    }}
                    className="max-w-full rounded-sm text-left sm:max-w-72"
                >
                    <EventName name={row.event} />
                    {!withoutPerson && (
                        <bdi className="block max-w-56 truncate pl-9.5 text-ink-3 text-sm sm:hidden">
                            {actorName(row)}
                        </bdi>
                    )}
                </button>
            ),
        },
        person: {
            key: 'person',
            title: 'Person',
            from: 'sm',
            render: (row) => (
                <Link
                    to={urls.person(row.person_id ?? row.distinct_id)}
                    onClick={(click) => click.stopPropagation()}
                    className="inline-flex max-w-64 items-center gap-2 hover:underline"
                >
                    <Avatar name={actorName(row)} seed={row.person_id ?? row.distinct_id} size="sm" />
                    <bdi className="truncate">{actorName(row)}</bdi>
                </Link>
            ),
        },
        distinct_id: {
            key: 'distinct_id',
            title: 'Distinct ID',
            from: 'md',
            render: (row) => (
                <code className="block max-w-48 truncate text-ink-3 text-xs" title={row.distinct_id}>
                    {row.distinct_id}
                </code>
            ),
        },
        place: {
            key: 'place',
            title: 'Page or screen',
            from: 'lg',
            // Takes what the others leave and is cut there, so that the time always stays in sight.
            className: 'w-2/5 min-w-40 max-w-0',
            render: (row) => (
                <span className="block truncate text-ink-3 text-sm" title={eventPlace(row.properties)}>
                    {eventPlace(row.properties)}
                </span>
            ),
        },
        library: {
            key: 'library',
            title: 'Sent by',
            from: 'xl',
            render: (row) => (
                <span className="block max-w-40 truncate text-ink-3 text-sm">{String(row.properties.$lib ?? '')}</span>
            ),
        },
        time: {
            key: 'time',
            title: 'When',
            align: 'right',
            className: 'whitespace-nowrap text-ink-3 text-sm',
            render: (row) => (
                <time dateTime={row.timestamp} title={formatDateTime(row.timestamp)}>
                    {formatRelative(row.timestamp)}
                </time>
            ),
        },
    }
}
