/** The account of the organization's deleted projects; looks again by itself while one is being removed. */
import {
    actions,
    afterMount,
    beforeUnmount,
    connect,
    kea,
    listeners,
    type MakeLogicType,
    path,
    reducers,
    selectors,
} from 'kea'
import { appLogic } from '~/app/appLogic'
import { api } from '~/lib/api'
import type { DeletedProject, Page, User } from '~/lib/types'

export const PAGE_SIZE = 10
/** Rows follow some minutes after their project, so there is no hurry. */
export const LOOK_EVERY_MS = 15_000

type Answer = Page<DeletedProject>

interface Values {
    user: User | null
    page: number
    answer: Answer | null
    error: Error | null
    isUnderWay: boolean
}
interface Actions {
    setPage: (page: number) => { page: number }
    load: () => { value: true }
    look: () => { value: true }
    loaded: (answer: Answer) => { answer: Answer }
    failed: (error: Error) => { error: Error }
}

export const deletedProjectsLogic = kea<MakeLogicType<Values, Actions>>([
    path(['settings', 'deletedProjectsLogic']),
    connect({ values: [appLogic, ['user']] }),
    actions({
        setPage: (page) => ({ page }),
        load: true,
        look: true,
        loaded: (answer) => ({ answer }),
        failed: (error) => ({ error }),
    }),
    reducers({
        page: [1, { setPage: (_: number, { page }: { page: number }) => page }],
        answer: [null as Answer | null, { loaded: (_: Answer | null, { answer }: { answer: Answer }) => answer }],
        error: [
            null as Error | null,
            { load: () => null, failed: (_: Error | null, { error }: { error: Error }) => error },
        ],
    }),
    selectors({
        isUnderWay: [
            (s) => [s.answer],
            (answer: Answer | null): boolean => answer?.results.some((one) => one.status === 'pending') ?? false,
        ],
    }),
    listeners(({ actions, values }) => {
        const ask = (): Promise<Answer> =>
            api.organizations.deletedProjects(values.user?.organization?.id ?? '@current', {
                limit: PAGE_SIZE,
                offset: (values.page - 1) * PAGE_SIZE,
            })
        return {
            setPage: () => actions.load(),
            load: async (_, breakpoint) => {
                try {
                    const answer = await ask()
                    breakpoint()
                    actions.loaded(answer)
                } catch (error) {
                    breakpoint()
                    actions.failed(error as Error)
                }
            },
            look: async (_, breakpoint) => {
                const { page } = values
                // What is there stays there when a look fails; the next one tries again.
                const answer = await ask().catch(() => null)
                breakpoint()
                if (answer && page === values.page) {
                    actions.loaded(answer)
                }
            },
        }
    }),
    afterMount(({ actions, values, cache }) => {
        actions.load()
        cache.timer = setInterval(() => values.isUnderWay && !document.hidden && actions.look(), LOOK_EVERY_MS)
    }),
    beforeUnmount(({ cache }) => clearInterval(cache.timer)),
])
