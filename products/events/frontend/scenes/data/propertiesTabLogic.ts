/** Property definitions of events, persons or groups: a page of them, and the one that is being described. */
import { actions, afterMount, kea, listeners, type MakeLogicType, path, reducers, selectors } from 'kea'
import { toast } from '~/design/toastLogic'
import { definitionsLogic } from '~/filters/definitionsLogic'
import { messageOf } from '~/lib/http'
import type { PropertyDefinition, PropertyType } from '~/lib/types'
import type { Described } from '../../components/DefinitionForm'
import { eventsApi, type GroupType } from '../../lib/eventsApi'

export const PAGE_SIZE = 50
/** `group:2` stands for properties of the groups in the third column. */
export type Owner = 'event' | 'person' | `group:${number}`

interface Asked {
    search: string
    owner: Owner
    page: number
}
interface Answer {
    count: number
    results: PropertyDefinition[]
}
export interface DescribedProperty extends Described {
    property_type: PropertyType | ''
}
interface Values {
    asked: Asked
    groupTypes: GroupType[]
    answer: Answer | null
    error: Error | null
    loading: boolean
    openId: string | null
    open: PropertyDefinition | null
    saving: boolean
}
interface Actions {
    ask: (changes: Partial<Asked>) => { changes: Partial<Asked> }
    groupTypesLoaded: (types: GroupType[]) => { types: GroupType[] }
    load: () => { value: true }
    loaded: (answer: Answer) => { answer: Answer }
    failed: (error: Error) => { error: Error }
    openDefinition: (id: string | null) => { id: string | null }
    save: (described: DescribedProperty) => { described: DescribedProperty }
    saved: (definition: PropertyDefinition) => { definition: PropertyDefinition }
    saveFailed: () => { value: true }
}

export function ownerQuery(owner: Owner): { type: 'event' | 'person' | 'group'; group_type_index?: number } {
    return owner === 'event' || owner === 'person'
        ? { type: owner }
        : { type: 'group', group_type_index: Number(owner.split(':')[1]) }
}

export const propertiesTabLogic = kea<MakeLogicType<Values, Actions>>([
    path(['products', 'events', 'propertiesTabLogic']),
    actions({
        ask: (changes) => ({ changes }),
        groupTypesLoaded: (types) => ({ types }),
        load: true,
        loaded: (answer) => ({ answer }),
        failed: (error) => ({ error }),
        openDefinition: (id) => ({ id }),
        save: (described) => ({ described }),
        saved: (definition) => ({ definition }),
        saveFailed: true,
    }),
    reducers({
        asked: [
            { search: '', owner: 'event', page: 1 } as Asked,
            { ask: (asked: Asked, { changes }: { changes: Partial<Asked> }) => ({ ...asked, page: 1, ...changes }) },
        ],
        groupTypes: [
            [] as GroupType[],
            { groupTypesLoaded: (_: GroupType[], { types }: { types: GroupType[] }) => types },
        ],
        answer: [
            null as Answer | null,
            {
                loaded: (_: Answer | null, { answer }: { answer: Answer }) => answer,
                saved: (answer: Answer | null, { definition }: { definition: PropertyDefinition }) =>
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
        openId: [null as string | null, { openDefinition: (_: string | null, { id }: { id: string | null }) => id }],
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
            const { search, owner, page } = values.asked
            try {
                const answer = await eventsApi.propertyDefinitions({
                    ...ownerQuery(owner),
                    search: search.trim(),
                    limit: PAGE_SIZE,
                    offset: (page - 1) * PAGE_SIZE,
                })
                breakpoint()
                actions.loaded(answer as Answer)
            } catch (error) {
                breakpoint()
                actions.failed(error as Error)
            }
        },
        save: async ({ described }) => {
            const id = values.openId
            if (!id) {
                return
            }
            try {
                actions.saved((await eventsApi.describeProperty(id, described)) as PropertyDefinition)
                actions.openDefinition(null)
                // Filters offer operators by type, and have loaded the types already.
                const { asked } = values
                if (asked.owner === 'event' || asked.owner === 'person') {
                    definitionsLogic.findMounted()?.actions.load(asked.owner)
                }
                toast.success('Saved.')
            } catch (error) {
                actions.saveFailed()
                toast.error(messageOf(error))
            }
        },
    })),
    afterMount(async ({ actions }) => {
        actions.load()
        try {
            actions.groupTypesLoaded(await eventsApi.groupTypes())
        } catch {
            // Properties of events and persons can be described without them.
        }
    }),
])
