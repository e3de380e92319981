/** The actions of a project: named meanings of events. */
import { actions, afterMount, kea, listeners, type MakeLogicType, path, reducers } from 'kea'
import { type Action, eventsApi } from '../../lib/eventsApi'

export const PAGE_SIZE = 50

interface Asked {
    search: string
    page: number
}
interface Answer {
    count: number
    results: Action[]
}
interface Values {
    asked: Asked
    answer: Answer | null
    loading: boolean
    error: Error | null
}
interface Actions {
    ask: (changes: Partial<Asked>) => { changes: Partial<Asked> }
    load: () => { value: true }
    loaded: (answer: Answer) => { answer: Answer }
    failed: (error: Error) => { error: Error }
}

export const actionsTabLogic = kea<MakeLogicType<Values, Actions>>([
    path(['products', 'events', 'actionsTabLogic']),
    actions({
        ask: (changes) => ({ changes }),
        load: true,
        loaded: (answer) => ({ answer }),
        failed: (error) => ({ error }),
    }),
    reducers({
        asked: [
            { search: '', page: 1 } as Asked,
            { ask: (asked: Asked, { changes }: { changes: Partial<Asked> }) => ({ ...asked, page: 1, ...changes }) },
        ],
        answer: [null as Answer | null, { loaded: (_: Answer | null, { answer }: { answer: Answer }) => answer }],
        loading: [false, { load: () => true, loaded: () => false, failed: () => false }],
        error: [
            null as Error | null,
            { load: () => null, failed: (_: Error | null, { error }: { error: Error }) => error },
        ],
    }),
    listeners(({ actions, values }) => ({
        ask: async ({ changes }, breakpoint) => {
            await breakpoint(changes.search === undefined ? 1 : 250)
            actions.load()
        },
        load: async (_, breakpoint) => {
            const { search, page } = values.asked
            try {
                const answer = await eventsApi.actions({
                    search: search.trim(),
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
    })),
    afterMount(({ actions }) => actions.load()),
])
