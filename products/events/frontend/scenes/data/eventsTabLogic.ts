/** Event definitions: a page of them with how often they happened, and the one that is being described. */
import { actions, afterMount, kea, listeners, type MakeLogicType, path, reducers, selectors } from 'kea'
import { toast } from '~/design/toastLogic'
import { api } from '~/lib/api'
import { messageOf } from '~/lib/http'
import { currentProjectId } from '~/lib/navigation'
import type { EventDefinition, PropertyDefinition } from '~/lib/types'
import type { Described } from '../../components/DefinitionForm'
import { eventsApi } from '../../lib/eventsApi'
import { toVolumes, type Volumes, volumesQuery } from '../../lib/volumes'

export const PAGE_SIZE = 50
export type EventKind = 'event' | 'event_custom' | 'event_posthog'
export type EventOrder = 'name' | '-last_seen_at'

interface Asked {
    search: string
    kind: EventKind
    order: EventOrder
    page: number
}
interface Answer {
    count: number
    results: EventDefinition[]
}
interface Values {
    asked: Asked
    answer: Answer | null
    error: Error | null
    loading: boolean
    volumes: Volumes
    openId: string | null
    open: EventDefinition | null
    properties: PropertyDefinition[] | null
    saving: boolean
}
interface Actions {
    ask: (changes: Partial<Asked>) => { changes: Partial<Asked> }
    load: () => { value: true }
    loaded: (answer: Answer) => { answer: Answer }
    failed: (error: Error) => { error: Error }
    volumesLoaded: (volumes: Volumes) => { volumes: Volumes }
    openDefinition: (id: string | null) => { id: string | null }
    propertiesLoaded: (properties: PropertyDefinition[]) => { properties: PropertyDefinition[] }
    save: (described: Described) => { described: Described }
    saved: (definition: EventDefinition) => { definition: EventDefinition }
    saveFailed: () => { value: true }
}

export const eventsTabLogic = kea<MakeLogicType<Values, Actions>>([
    path(['products', 'events', 'eventsTabLogic']),
    actions({
        ask: (changes) => ({ changes }),
        load: true,
        loaded: (answer) => ({ answer }),
        failed: (error) => ({ error }),
        volumesLoaded: (volumes) => ({ volumes }),
        openDefinition: (id) => ({ id }),
        propertiesLoaded: (properties) => ({ properties }),
        save: (described) => ({ described }),
        saved: (definition) => ({ definition }),
        saveFailed: true,
    }),
    reducers({
        asked: [
            { search: '', kind: 'event', order: '-last_seen_at', page: 1 } as Asked,
            {
                ask: (asked: Asked, { changes }: { changes: Partial<Asked> }) => ({ ...asked, page: 1, ...changes }),
            },
        ],
        answer: [
            null as Answer | null,
            {
                loaded: (_: Answer | null, { answer }: { answer: Answer }) => answer,
                saved: (answer: Answer | null, { definition }: { definition: EventDefinition }) =>
                    answer && {
                        ...answer,
                        results: answer.results.map((one) => (one.id === definition.id ? definition : one)),
                    },
            },
        ],
        error: [
            null as Error | null,
            { load: () => null, failed: (_: Error | null, { error }: { error: Error }) => error },
        ],
        loading: [false, { load: () => true, loaded: () => false, failed: () => false }],
        volumes: [
            {} as Volumes,
            { volumesLoaded: (known: Volumes, { volumes }: { volumes: Volumes }) => ({ ...known, ...volumes }) },
        ],
        openId: [null as string | null, { openDefinition: (_: string | null, { id }: { id: string | null }) => id }],
        properties: [
            null as PropertyDefinition[] | null,
            {
                openDefinition: () => null,
                propertiesLoaded: (
                    _: PropertyDefinition[] | null,
                    { properties }: { properties: PropertyDefinition[] }
                ) => properties,
            },
        ],
        saving: [false, { save: () => true, saved: () => false, saveFailed: () => false }],
    }),
    selectors({
        open: [
            (s) => [s.answer, s.openId],
            (answer: Answer | null, id: string | null) => answer?.results.find((one) => one.id === id) ?? null,
        ],
    }),
    listeners(({ actions, values }) => ({
        ask: async ({ changes }, breakpoint) => {
            await breakpoint(changes.search === undefined ? 1 : 250)
            actions.load()
        },
        load: async (_, breakpoint) => {
            const { search, kind, order, page } = values.asked
            try {
                const answer = await eventsApi.eventDefinitions({
                    search: search.trim(),
                    event_type: kind,
                    ordering: order,
                    limit: PAGE_SIZE,
                    offset: (page - 1) * PAGE_SIZE,
                })
                breakpoint()
                actions.loaded(answer)
            } catch (error) {
                breakpoint()
                actions.failed(error as Error)
            }
        },
        loaded: async ({ answer }, breakpoint) => {
            const names = answer.results.map((one) => one.name)
            if (!names.length) {
                return
            }
            try {
                const { results } = await api.query(currentProjectId(), volumesQuery(names))
                breakpoint()
                actions.volumesLoaded(toVolumes(names, results))
            } catch {
                breakpoint()
                // The definitions are there without their volumes.
            }
        },
        openDefinition: async (_, breakpoint) => {
            const name = values.open?.name
            if (name === undefined) {
                return
            }
            try {
                const found = await eventsApi.propertyDefinitions({
                    type: 'event',
                    event_names: JSON.stringify([name]),
                    filter_by_event_names: true,
                    limit: 200,
                    offset: 0,
                })
                breakpoint()
                actions.propertiesLoaded(found.results as PropertyDefinition[])
            } catch {
                breakpoint()
                actions.propertiesLoaded([])
            }
        },
        save: async ({ described }) => {
            const id = values.openId
            if (!id) {
                return
            }
            try {
                actions.saved(await eventsApi.describeEvent(id, described))
                actions.openDefinition(null)
                toast.success('Saved.')
            } catch (error) {
                actions.saveFailed()
                toast.error(messageOf(error))
            }
        },
    })),
    afterMount(({ actions }) => actions.load()),
])
