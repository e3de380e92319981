import { useActions, useValues } from 'kea'
import { ChevronDown, Layers, MousePointerClick, SquareDashedMousePointer } from 'lucide-react'
import type { ReactElement } from 'react'
import { cn } from '~/design/cn'
import { Picker, type PickerGroup, type PickerItem } from '~/design/Picker'
import { formatRelative } from '~/lib/format'
import type { EventDefinition } from '~/lib/types'
import { definitionsLogic } from './definitionsLogic'
import { ALL_EVENTS, eventLabel } from './propertyNames'

interface EventItem extends PickerItem {
    name: string | null
}

function toItem(definition: EventDefinition): EventItem {
    const ofSdk = definition.name.startsWith('$')
    return {
        id: `event:${definition.name}`,
        name: definition.name,
        label: eventLabel(definition.name),
        alias: definition.name,
        hint: definition.last_seen_at ? formatRelative(definition.last_seen_at) : undefined,
        icon: ofSdk ? <SquareDashedMousePointer /> : <MousePointerClick />,
    }
}

const ALL: EventItem = { id: 'all', name: null, label: ALL_EVENTS, icon: <Layers /> }

export interface EventPickerProps {
    /** null stands for all events. */
    value: string | null
    onChange: (name: string | null) => void
    label: string
    trigger?: ReactElement<Record<string, unknown>>
    className?: string
}

/** Chooses an event, or all of them; those that somebody has hidden are not offered. */
export function EventPicker({ value, onChange, label, trigger, className }: EventPickerProps): React.JSX.Element {
    const { events, searchedEvents, loading, failures } = useValues(definitionsLogic)
    const { need, searchEvents } = useActions(definitionsLogic)
    const known = (searchedEvents ?? events ?? []).filter((event) => !event.hidden)
    const own = known.filter((event) => !event.name.startsWith('$')).map(toItem)
    const ofSdks = known.filter((event) => event.name.startsWith('$')).map(toItem)
    const groups: PickerGroup<EventItem>[] = [
        { value: '', items: [ALL] },
        { value: 'Your events', items: own },
        { value: 'From SDKs', items: ofSdks },
    ].filter((group) => group.items.length > 0)
    return (
        <Picker
            label={label}
            placeholder="Search events"
            groups={groups}
            chosen={value === null ? 'all' : `event:${value}`}
            onPick={(item) => onChange(item.name)}
            onSearch={searchEvents}
            filtered={searchedEvents !== null}
            loading={loading.events}
            onOpenChange={(open) => open && need('events')}
            empty={
                failures.events
                    ? `The events could not be loaded. ${failures.events.message}`
                    : 'No event by that name.'
            }
            trigger={
                trigger ?? (
                    <button
                        type="button"
                        aria-label={`${label}: ${eventLabel(value)}`}
                        className={cn(
                            'inline-flex h-9 min-w-0 items-center justify-between gap-2 rounded-md border border-line-strong bg-surface px-3 text-left shadow-card hover:bg-hover data-popup-open:bg-hover coarse:h-10',
                            className
                        )}
                    >
                        <span className="truncate">{eventLabel(value)}</span>
                        <ChevronDown className="size-3.5 shrink-0 text-ink-3" />
                    </button>
                )
            }
        />
    )
}
