/** Who a person is: their ids and merges, what changed about them, and changing it. Keyed as the person's page. */
import { actions, connect, kea, key, listeners, type MakeLogicType, path, props, reducers } from 'kea'
import { router } from 'kea-router'
import { toast } from '~/design/toastLogic'
import { api } from '~/lib/api'
import { messageOf } from '~/lib/http'
import { currentProjectId } from '~/lib/navigation'
import type { Json, Person } from '~/lib/types'
import { eventsApi, type GroupType, type PersonHistory, type PropertyChange } from '../lib/eventsApi'
import { urls } from '../lib/urls'
import { personSceneLogic } from './personSceneLogic'

export interface PersonGroup {
    type: GroupType
    key: string
}

interface Props {
    id: string
}
interface Values {
    person: Person | null
    history: PersonHistory | null
    changes: PropertyChange[] | null
    groups: PersonGroup[]
    error: Error | null
    busy: boolean
}
interface Actions {
    loaded: (person: Person) => { person: Person }
    load: () => { value: true }
    historyLoaded: (history: PersonHistory) => { history: PersonHistory }
    changesLoaded: (changes: PropertyChange[]) => { changes: PropertyChange[] }
    groupsLoaded: (groups: PersonGroup[]) => { groups: PersonGroup[] }
    failed: (error: Error) => { error: Error }
    setProperty: (name: string, value: Json) => { name: string; value: Json }
    unsetProperty: (name: string) => { name: string }
    split: (mainDistinctId: string) => { mainDistinctId: string }
    erase: (withEvents: boolean) => { withEvents: boolean }
    done: () => { value: true }
}

const GROUPS_OF_PERSON =
    'SELECT $group_0, $group_1, $group_2, $group_3, $group_4, count() AS times FROM events WHERE person_id = {id} ' +
    'GROUP BY $group_0, $group_1, $group_2, $group_3, $group_4 ORDER BY times DESC LIMIT 50'

/** Every group that stands in the rows, once. */
export function toGroups(rows: readonly Json[][], types: readonly GroupType[]): PersonGroup[] {
    const found = new Map<string, PersonGroup>()
    for (const row of rows) {
        for (const type of types) {
            const key = row[type.group_type_index]
            if (typeof key === 'string' && key) {
                found.set(`${type.group_type_index}:${key}`, { type, key })
            }
        }
    }
    return [...found.values()]
}

export const personIdentityLogic = kea<MakeLogicType<Values, Actions, Props>>([
    props({} as Props),
    key(({ id }) => id),
    path((id) => ['products', 'events', 'personIdentityLogic', id]),
    connect(({ id }: Props) => ({
        values: [personSceneLogic({ id }), ['person']],
        actions: [personSceneLogic({ id }), ['loaded']],
    })),
    actions({
        load: true,
        historyLoaded: (history) => ({ history }),
        changesLoaded: (changes) => ({ changes }),
        groupsLoaded: (groups) => ({ groups }),
        failed: (error) => ({ error }),
        setProperty: (name, value) => ({ name, value }),
        unsetProperty: (name) => ({ name }),
        split: (mainDistinctId) => ({ mainDistinctId }),
        erase: (withEvents) => ({ withEvents }),
        done: true,
    }),
    reducers({
        history: [
            null as PersonHistory | null,
            { historyLoaded: (_: PersonHistory | null, { history }: { history: PersonHistory }) => history },
        ],
        changes: [
            null as PropertyChange[] | null,
            { changesLoaded: (_: PropertyChange[] | null, { changes }: { changes: PropertyChange[] }) => changes },
        ],
        groups: [
            [] as PersonGroup[],
            { groupsLoaded: (_: PersonGroup[], { groups }: { groups: PersonGroup[] }) => groups },
        ],
        error: [
            null as Error | null,
            { load: () => null, failed: (_: Error | null, { error }: { error: Error }) => error },
        ],
        busy: [
            false,
            {
                setProperty: () => true,
                unsetProperty: () => true,
                split: () => true,
                erase: () => true,
                done: () => false,
            },
        ],
    }),
    listeners(({ actions, values }) => {
        /** Does something to the person, shows what came of it, and says what went wrong. */
        const change = async (act: (person: Person) => Promise<Person>, said: string): Promise<void> => {
            if (values.person) {
                try {
                    actions.loaded(await act(values.person))
                    toast.success(said)
                } catch (error) {
                    toast.error(messageOf(error))
                }
            }
            actions.done()
        }
        return {
            loaded: () => actions.load(),
            load: async (_, breakpoint) => {
                const { person } = values
                if (!person) {
                    return
                }
                try {
                    const [history, changes] = await Promise.all([
                        eventsApi.personHistory(person.id),
                        eventsApi.propertyHistory(person.id),
                    ])
                    breakpoint()
                    actions.historyLoaded(history)
                    actions.changesLoaded(changes)
                    const types = await eventsApi.groupTypes()
                    if (types.length) {
                        const query = {
                            kind: 'HogQLQuery',
                            query: GROUPS_OF_PERSON,
                            values: { id: person.id },
                        } as const
                        const { results } = await api.query(currentProjectId(), query)
                        breakpoint()
                        actions.groupsLoaded(toGroups(results, types))
                    }
                } catch (error) {
                    breakpoint()
                    actions.failed(error as Error)
                }
            },
            setProperty: ({ name, value }) =>
                change((person) => eventsApi.setPersonProperty(person.id, name, value), `“${name}” is saved.`),
            unsetProperty: ({ name }) =>
                change((person) => eventsApi.unsetPersonProperty(person.id, name), `“${name}” is removed.`),
            split: ({ mainDistinctId }) =>
                change(
                    (person) => eventsApi.splitPerson(person.id, mainDistinctId),
                    'Every other ID is a person of its own.'
                ),
            erase: async ({ withEvents }) => {
                if (values.person) {
                    try {
                        await eventsApi.deletePerson(values.person.id, withEvents)
                        toast.success('The person is deleted. The receipt is the newest in this list.')
                        router.actions.push(urls.erasures())
                    } catch (error) {
                        toast.error(messageOf(error))
                    }
                }
                actions.done()
            },
        }
    }),
])
