import { useActions, useValues } from 'kea'
import { Calendar, CaseSensitive, Hash, ToggleLeft, Type } from 'lucide-react'
import type { ReactElement } from 'react'
import { Picker, type PickerGroup, type PickerItem } from '~/design/Picker'
import type { PropertyDefinition, PropertySource, PropertyType } from '~/lib/types'
import { definitionsLogic } from './definitionsLogic'
import { isSdkProperty, propertyLabel } from './propertyNames'

export interface PropertyItem extends PickerItem {
    source: PropertySource
    name: string
    type: PropertyType | null
}

const ICONS: Record<PropertyType, React.JSX.Element> = {
    String: <CaseSensitive />,
    Numeric: <Hash />,
    Duration: <Hash />,
    Boolean: <ToggleLeft />,
    DateTime: <Calendar />,
}

function toItem(source: PropertySource, definition: PropertyDefinition): PropertyItem {
    const label = propertyLabel(definition.name)
    return {
        id: `${source}:${definition.name}`,
        source,
        name: definition.name,
        type: definition.property_type,
        label,
        alias: definition.name,
        hint: label === definition.name ? undefined : <code className="text-2xs">{definition.name}</code>,
        icon: definition.property_type ? ICONS[definition.property_type] : <Type />,
    }
}

export interface PropertyPickerProps {
    trigger: ReactElement<Record<string, unknown>>
    label: string
    chosen: { source: PropertySource; name: string } | null
    onPick: (item: PropertyItem) => void
    /** The list is gone: the moment to open something about what was picked. */
    onClosed?: () => void
    /** Only properties that can be added up. */
    numericOnly?: boolean
    /** Whose properties can be chosen; those of both unless given. */
    sources?: readonly PropertySource[]
}

const BOTH: readonly PropertySource[] = ['event', 'person']

/** Chooses a property of events or of persons, of those that nobody has hidden. */
export function PropertyPicker({
    trigger,
    label,
    chosen,
    onPick,
    onClosed,
    numericOnly = false,
    sources = BOTH,
}: PropertyPickerProps) {
    const { eventProperties, personProperties, loading, failures } = useValues(definitionsLogic)
    const { need } = useActions(definitionsLogic)
    const fits = (property: PropertyDefinition): boolean =>
        !property.hidden && (!numericOnly || property.is_numerical || property.property_type === 'Numeric')
    const ofEvents = sources.includes('event') ? (eventProperties ?? []).filter(fits) : []
    const ofPersons = sources.includes('person') ? (personProperties ?? []).filter(fits) : []
    const groups: PickerGroup<PropertyItem>[] = [
        {
            value: 'Event properties',
            items: ofEvents.filter(({ name }) => !isSdkProperty(name)).map((one) => toItem('event', one)),
        },
        {
            value: 'Event properties from SDKs',
            items: ofEvents.filter(({ name }) => isSdkProperty(name)).map((one) => toItem('event', one)),
        },
        {
            value: 'Person properties',
            items: ofPersons.map((one) => toItem('person', one)),
        },
    ].filter((group) => group.items.length > 0)
    const failure = failures.event ?? failures.person
    return (
        <Picker
            trigger={trigger}
            label={label}
            placeholder="Search properties"
            groups={groups}
            chosen={chosen ? `${chosen.source}:${chosen.name}` : null}
            onPick={onPick}
            onClosed={onClosed}
            loading={loading.event || loading.person}
            onOpenChange={(open) => {
                if (open) {
                    sources.forEach(need)
                }
            }}
            empty={
                failure
                    ? `The properties could not be loaded. ${failure.message}`
                    : numericOnly
                      ? 'No numeric property by that name.'
                      : 'No property by that name.'
            }
        />
    )
}
