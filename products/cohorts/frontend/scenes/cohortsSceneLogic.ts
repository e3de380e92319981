/** The cohorts of a project: search and pages, both in the address. */
import { actions, afterMount, kea, listeners, type MakeLogicType, path, reducers, selectors } from 'kea'
import { actionToUrl, router, urlToAction } from 'kea-router'
import { api } from '~/lib/api'
import { currentProjectId } from '~/lib/navigation'
import type { Cohort, Page } from '~/lib/types'
import { urls } from '../lib/urls'

export const PAGE_SIZE = 50

interface Values {
    search: string
    page: number
    answer: Page<Cohort> | null
    loading: boolean
    error: Error | null
    cohorts: Cohort[]
    status: 'failed' | 'loading' | 'empty' | 'ready'
}
interface Actions {
    setSearch: (search: string) => { search: string }
    setPage: (page: number) => { page: number }
    setFromUrl: (search: string, page: number) => { search: string; page: number }
    load: () => { value: true }
    loaded: (answer: Page<Cohort>) => { answer: Page<Cohort> }
    failed: (error: Error) => { error: Error }
}

function readUrl(params: Record<string, unknown>): { search: string; page: number } {
    return { search: String(params.search ?? ''), page: Math.max(1, Math.trunc(Number(params.page)) || 1) }
}

export const cohortsSceneLogic = kea<MakeLogicType<Values, Actions>>([
    path(['products', 'cohorts', 'cohortsSceneLogic']),
    actions({
        setSearch: (search) => ({ search }),
        setPage: (page) => ({ page }),
        setFromUrl: (search, page) => ({ search, page }),
        load: true,
        loaded: (answer) => ({ answer }),
        failed: (error) => ({ error }),
    }),
    reducers({
        search: [
            '',
            {
                setSearch: (_: string, { search }: { search: string }) => search,
                setFromUrl: (_: string, { search }: { search: string }) => search,
            },
        ],
        page: [
            1,
            {
                setSearch: () => 1,
                setPage: (_: number, { page }: { page: number }) => page,
                setFromUrl: (_: number, { page }: { page: number }) => page,
            },
        ],
        answer: [
            null as Page<Cohort> | null,
            { loaded: (_: Page<Cohort> | null, { answer }: { answer: Page<Cohort> }) => answer },
        ],
        loading: [false, { load: () => true, loaded: () => false, failed: () => false }],
        error: [
            null as Error | null,
            { load: () => null, failed: (_: Error | null, { error }: { error: Error }) => error },
        ],
    }),
    selectors({
        cohorts: [(s) => [s.answer], (answer: Page<Cohort> | null) => answer?.results ?? []],
        status: [
            (s) => [s.answer, s.error],
            (answer: Page<Cohort> | null, error: Error | null): Values['status'] =>
                error ? 'failed' : !answer ? 'loading' : answer.results.length ? 'ready' : 'empty',
        ],
    }),
    listeners(({ actions, values }) => ({
        setSearch: async (_, breakpoint) => {
            await breakpoint(250)
            actions.load()
        },
        setPage: () => actions.load(),
        setFromUrl: () => actions.load(),
        load: async (_, breakpoint) => {
            await breakpoint(1)
            try {
                const answer = await api.cohorts.list(currentProjectId(), {
                    search: values.search.trim(),
                    limit: PAGE_SIZE,
                    offset: (values.page - 1) * PAGE_SIZE,
                })
                breakpoint()
                actions.loaded(answer)
            } catch (error) {
                breakpoint()
                actions.failed(error as Error)
            }
        },
    })),
    actionToUrl(({ values }) => {
        const address = (): [string, Record<string, unknown>, Record<string, unknown>, { replace: boolean }] => [
            urls.cohorts(),
            { ...(values.search && { search: values.search }), ...(values.page > 1 && { page: values.page }) },
            {},
            { replace: true },
        ]
        return { setSearch: address, setPage: address }
    }),
    urlToAction(({ actions, values }) => ({
        [urls.cohorts()]: (_, params) => {
            const { search, page } = readUrl(params)
            if (search !== values.search || page !== values.page) {
                actions.setFromUrl(search, page)
            }
        },
    })),
    afterMount(({ actions }) => {
        const { search, page } = readUrl(router.values.searchParams)
        actions.setFromUrl(search, page)
    }),
])
