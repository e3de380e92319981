import { Avatar } from '~/design/Avatar'
import { Link } from '~/design/Link'
import { type Column, Table } from '~/design/Table'
import { formatDateTime, formatRelative } from '~/lib/format'
import type { EventRow } from '~/lib/types'
import { eventPlace } from '../lib/eventRows'
import { urls } from '../lib/urls'
import { EventName } from './EventName'
import { useActorName } from './useActorName'

export interface EventTableProps {
    rows: EventRow[]
    onOpen: (event: EventRow) => void
    /** Rows to light up because they have just arrived. */
    fresh?: Record<string, true>
    /** On a person's own page everybody in the list is them. */
    withoutPerson?: boolean
}

export function EventTable({ rows, onOpen, fresh = {}, withoutPerson = false }: EventTableProps): React.JSX.Element {
    const actorName = useActorName()
    const columns: Column<EventRow>[] = [
        {
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
                    className="max-w-full rounded-sm text-left"
                >
                    <EventName name={row.event} />
                    {!withoutPerson && (
                        <span className="mt-0.5 block max-w-56 truncate text-ink-3 text-sm sm:hidden">
                            {actorName(row)}
                        </span>
                    )}
                </button>
            ),
        },
        {
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
                    <span className="truncate">{actorName(row)}</span>
                </Link>
            ),
        },
        {
            key: 'place',
            title: 'Page or screen',
            from: 'lg',
            // Takes what the others leave and is cut there, so that the time always stays in sight.
            className: 'w-2/5 max-w-0',
            render: (row) => (
                <span className="block truncate text-ink-3 text-sm" title={eventPlace(row.properties)}>
                    {eventPlace(row.properties)}
                </span>
            ),
        },
        {
            key: 'library',
            title: 'Sent by',
            from: 'xl',
            render: (row) => (
                <span className="whitespace-nowrap text-ink-3 text-sm">{String(row.properties.$lib ?? '')}</span>
            ),
        },
        {
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
    ]
    return (
        <Table
            caption="Events, newest first"
            columns={withoutPerson ? columns.filter((column) => column.key !== 'person') : columns}
            rows={rows}
            rowKey={(row) => row.uuid}
            onRowClick={onOpen}
            rowClassName={(row) => (fresh[row.uuid] ? 'animate-fresh' : undefined)}
        />
    )
}
