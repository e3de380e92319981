/** The groups of one type: search and pages. Keyed by the type's column, as the address has it. */
import { actions, afterMount, kea, key, listeners, type MakeLogicType, path, props, reducers } from 'kea'
import { eventsApi, type Group, type GroupType } from '../lib/eventsApi'

export const PAGE_SIZE = 50

interface Props {
    type: number
}
interface Answer {
    count: number
    results: Group[]
}
interface Values {
    types: GroupType[] | null
    search: string
    page: number
    answer: Answer | null
    loading: boolean
    error: Error | null
}
interface Actions {
    setSearch: (search: string) => { search: string }
    setPage: (page: number) => { page: number }
    load: () => { value: true }
    typesLoaded: (types: GroupType[]) => { types: GroupType[] }
    loaded: (answer: Answer) => { answer: Answer }
    failed: (error: Error) => { error: Error }
}

export const groupsSceneLogic = kea<MakeLogicType<Values, Actions, Props>>([
    props({} as Props),
    key(({ type }) => type),
    path((type) => ['products', 'events', 'groupsSceneLogic', type]),
    actions({
        setSearch: (search) => ({ search }),
        setPage: (page) => ({ page }),
        load: true,
        typesLoaded: (types) => ({ types }),
        loaded: (answer) => ({ answer }),
        failed: (error) => ({ error }),
    }),
    reducers({
        types: [
            null as GroupType[] | null,
            { typesLoaded: (_: GroupType[] | null, { types }: { types: GroupType[] }) => types },
        ],
        search: ['', { setSearch: (_: string, { search }: { search: string }) => search }],
        page: [1, { setSearch: () => 1, setPage: (_: number, { page }: { page: number }) => page }],
        answer: [null as Answer | null, { loaded: (_: Answer | null, { answer }: { answer: Answer }) => answer }],
        loading: [false, { load: () => true, loaded: () => false, failed: () => false }],
        error: [
            null as Error | null,
            { load: () => null, failed: (_: Error | null, { error }: { error: Error }) => error },
        ],
    }),
    listeners(({ actions, values, props: { type } }) => ({
        setSearch: async (_, breakpoint) => {
            await breakpoint(250)
            actions.load()
        },
        setPage: () => actions.load(),
        load: async (_, breakpoint) => {
            await breakpoint(1)
            try {
                const types = values.types ?? (await eventsApi.groupTypes())
                breakpoint()
                actions.typesLoaded(types)
                const answer = types.some((one) => one.group_type_index === type)
                    ? await eventsApi.groups({
                          group_type_index: type,
                          search: values.search.trim(),
                          limit: PAGE_SIZE,
                          offset: (values.page - 1) * PAGE_SIZE,
                      })
                    : { count: 0, results: [] }
                breakpoint()
                actions.loaded(answer)
            } catch (error) {
                breakpoint()
                actions.failed(error as Error)
            }
        },
    })),
    afterMount(({ actions }) => actions.load()),
])
