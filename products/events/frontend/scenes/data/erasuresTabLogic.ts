/** Receipts of deleted people, and looking again whether something of them is left. */
import { actions, afterMount, kea, listeners, type MakeLogicType, path, reducers } from 'kea'
import { toast } from '~/design/toastLogic'
import { messageOf } from '~/lib/http'
import { type Erasure, type ErasureCheck, eventsApi } from '../../lib/eventsApi'

export const PAGE_SIZE = 25

interface Answer {
    count: number
    results: Erasure[]
}
interface Values {
    page: number
    answer: Answer | null
    error: Error | null
    checks: Record<string, ErasureCheck>
    checking: string | null
}
interface Actions {
    setPage: (page: number) => { page: number }
    load: () => { value: true }
    loaded: (answer: Answer) => { answer: Answer }
    failed: (error: Error) => { error: Error }
    check: (id: string) => { id: string }
    checked: (result: ErasureCheck) => { result: ErasureCheck }
    checkFailed: () => { value: true }
}

export const erasuresTabLogic = kea<MakeLogicType<Values, Actions>>([
    path(['products', 'events', 'erasuresTabLogic']),
    actions({
        setPage: (page) => ({ page }),
        load: true,
        loaded: (answer) => ({ answer }),
        failed: (error) => ({ error }),
        check: (id) => ({ id }),
        checked: (result) => ({ result }),
        checkFailed: true,
    }),
    reducers({
        page: [1, { setPage: (_: number, { page }: { page: number }) => page }],
        answer: [null as Answer | null, { loaded: (_: Answer | null, { answer }: { answer: Answer }) => answer }],
        error: [
            null as Error | null,
            { load: () => null, failed: (_: Error | null, { error }: { error: Error }) => error },
        ],
        checks: [
            {} as Record<string, ErasureCheck>,
            {
                checked: (known: Record<string, ErasureCheck>, { result }: { result: ErasureCheck }) => ({
                    ...known,
                    [result.erasure_id]: result,
                }),
            },
        ],
        checking: [
            null as string | null,
            { check: (_: string | null, { id }: { id: string }) => id, checked: () => null, checkFailed: () => null },
        ],
    }),
    listeners(({ actions, values }) => ({
        setPage: () => actions.load(),
        load: async (_, breakpoint) => {
            try {
                const answer = await eventsApi.erasures({ limit: PAGE_SIZE, offset: (values.page - 1) * PAGE_SIZE })
                breakpoint()
                actions.loaded(answer)
            } catch (error) {
                breakpoint()
                actions.failed(error as Error)
            }
        },
        check: async ({ id }) => {
            try {
                actions.checked(await eventsApi.verifyErasure(id))
            } catch (error) {
                actions.checkFailed()
                toast.error(messageOf(error))
            }
        },
    })),
    afterMount(({ actions }) => actions.load()),
])
