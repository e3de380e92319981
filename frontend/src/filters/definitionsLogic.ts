/** The names of events and properties this project has seen, for everything that lets people choose one. */
import { actions, kea, listeners, type MakeLogicType, path, reducers, selectors } from 'kea'
import { api } from '~/lib/api'
import { currentProjectId } from '~/lib/navigation'
import type { EventDefinition, PropertyDefinition, PropertySource, PropertyType } from '~/lib/types'

type Source = 'events' | 'event' | 'person'

interface Values {
    events: EventDefinition[] | null
    eventProperties: PropertyDefinition[] | null
    personProperties: PropertyDefinition[] | null
    loading: Record<Source, boolean>
    failures: Partial<Record<Source, Error>>
    searchedEvents: EventDefinition[] | null
    typeOf: (source: PropertySource, name: string) => PropertyType | null
}
interface Actions {
    /** Loads the names once; asking again is free. */
    need: (source: Source) => { source: Source }
    load: (source: Source) => { source: Source }
    eventsLoaded: (events: EventDefinition[]) => { events: EventDefinition[] }
    propertiesLoaded: (
        source: PropertySource,
        properties: PropertyDefinition[]
    ) => { source: PropertySource; properties: PropertyDefinition[] }
    loadFailed: (source: Source, error: Error) => { source: Source; error: Error }
    searchEvents: (text: string) => { text: string }
    eventsSearched: (events: EventDefinition[] | null) => { events: EventDefinition[] | null }
}

/** As many as the server hands out at once; with fewer, searching needs no server. */
export const EVENTS_AT_ONCE = 200

export const definitionsLogic = kea<MakeLogicType<Values, Actions>>([
    path(['filters', 'definitionsLogic']),
    actions({
        need: (source) => ({ source }),
        load: (source) => ({ source }),
        eventsLoaded: (events) => ({ events }),
        propertiesLoaded: (source, properties) => ({ source, properties }),
        loadFailed: (source, error) => ({ source, error }),
        searchEvents: (text) => ({ text }),
        eventsSearched: (events) => ({ events }),
    }),
    reducers({
        events: [
            null as EventDefinition[] | null,
            { eventsLoaded: (_: EventDefinition[] | null, { events }: { events: EventDefinition[] }) => events },
        ],
        eventProperties: [
            null as PropertyDefinition[] | null,
            {
                propertiesLoaded: (
                    state: PropertyDefinition[] | null,
                    { source, properties }: { source: PropertySource; properties: PropertyDefinition[] }
                ) => (source === 'event' ? properties : state),
            },
        ],
        personProperties: [
            null as PropertyDefinition[] | null,
            {
                propertiesLoaded: (
                    state: PropertyDefinition[] | null,
                    { source, properties }: { source: PropertySource; properties: PropertyDefinition[] }
                ) => (source === 'person' ? properties : state),
            },
        ],
        loading: [
            { events: false, event: false, person: false } as Record<Source, boolean>,
            {
                load: (state: Record<Source, boolean>, { source }: { source: Source }) => ({
                    ...state,
                    [source]: true,
                }),
                eventsLoaded: (state: Record<Source, boolean>) => ({ ...state, events: false }),
                propertiesLoaded: (state: Record<Source, boolean>, { source }: { source: Source }) => ({
                    ...state,
                    [source]: false,
                }),
                loadFailed: (state: Record<Source, boolean>, { source }: { source: Source }) => ({
                    ...state,
                    [source]: false,
                }),
            },
        ],
        failures: [
            {} as Partial<Record<Source, Error>>,
            {
                load: (state: Partial<Record<Source, Error>>, { source }: { source: Source }) => ({
                    ...state,
                    [source]: undefined,
                }),
                loadFailed: (
                    state: Partial<Record<Source, Error>>,
                    { source, error }: { source: Source; error: Error }
                ) => ({ ...state, [source]: error }),
            },
        ],
        searchedEvents: [
            null as EventDefinition[] | null,
            {
                eventsSearched: (_: EventDefinition[] | null, { events }: { events: EventDefinition[] | null }) =>
                    events,
            },
        ],
    }),
    selectors({
        typeOf: [
            (s) => [s.eventProperties, s.personProperties],
            (ofEvents: PropertyDefinition[] | null, ofPersons: PropertyDefinition[] | null) =>
                (source: PropertySource, name: string): PropertyType | null => {
                    const known = source === 'event' ? ofEvents : ofPersons
                    return known?.find((property) => property.name === name)?.property_type ?? null
                },
        ],
    }),
    listeners(({ actions, values }) => ({
        need: ({ source }) => {
            const known = { events: values.events, event: values.eventProperties, person: values.personProperties }
            if (known[source] === null && !values.loading[source]) {
                actions.load(source)
            }
        },
        load: async ({ source }) => {
            try {
                if (source === 'events') {
                    actions.eventsLoaded(await api.events.definitions(currentProjectId(), '', EVENTS_AT_ONCE))
                } else {
                    actions.propertiesLoaded(source, await api.events.propertyDefinitions(currentProjectId(), source))
                }
            } catch (error) {
                actions.loadFailed(source, error as Error)
            }
        },
        searchEvents: async ({ text }, breakpoint) => {
            if (!text.trim() || (values.events?.length ?? 0) < EVENTS_AT_ONCE) {
                actions.eventsSearched(null)
                return
            }
            await breakpoint(200)
            try {
                const found = await api.events.definitions(currentProjectId(), text.trim(), EVENTS_AT_ONCE)
                breakpoint()
                actions.eventsSearched(found)
            } catch (error) {
                breakpoint()
                actions.loadFailed('events', error as Error)
            }
        },
    })),
])
