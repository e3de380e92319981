/** The list of saved insights: search, pages, and what was deleted meanwhile. */
import { actions, afterMount, connect, kea, listeners, type MakeLogicType, path, reducers, selectors } from 'kea'
import { actionToUrl, router, urlToAction } from 'kea-router'
import { api } from '~/lib/api'
import { currentProjectId } from '~/lib/navigation'
import type { Page, SavedInsight } from '~/lib/types'
import { urls } from '../lib/urls'
import { insightsLogic } from '../logics/insightsLogic'

export const PAGE_SIZE = 30

interface Values {
    search: string
    page: number
    answer: Page<SavedInsight> | null
    loading: boolean
    error: Error | null
    insights: SavedInsight[]
    status: 'failed' | 'loading' | 'empty' | 'ready'
}
interface Actions {
    setSearch: (search: string) => { search: string }
    setPage: (page: number) => { page: number }
    setFromUrl: (search: string, page: number) => { search: string; page: number }
    load: () => { value: true }
    loaded: (answer: Page<SavedInsight>) => { answer: Page<SavedInsight> }
    failed: (error: Error) => { error: Error }
    deleted: (insight: SavedInsight) => { insight: SavedInsight }
}

export const insightsSceneLogic = kea<MakeLogicType<Values, Actions>>([
    path(['products', 'product_analytics', 'insightsSceneLogic']),
    connect({ actions: [insightsLogic, ['deleted']] }),
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
            null as Page<SavedInsight> | null,
            {
                loaded: (_: Page<SavedInsight> | null, { answer }: { answer: Page<SavedInsight> }) => answer,
                deleted: (state: Page<SavedInsight> | null, { insight }: { insight: SavedInsight }) =>
                    state && {
                        ...state,
                        count: state.count - 1,
                        results: state.results.filter((one) => one.id !== insight.id),
                    },
            },
        ],
        loading: [false, { load: () => true, loaded: () => false, failed: () => false }],
        error: [
            null as Error | null,
            { load: () => null, failed: (_: Error | null, { error }: { error: Error }) => error },
        ],
    }),
    selectors({
        insights: [(s) => [s.answer], (answer: Page<SavedInsight> | null) => answer?.results ?? []],
        status: [
            (s) => [s.answer, s.error],
            (answer: Page<SavedInsight> | null, error: Error | null): Values['status'] =>
                error ? 'failed' : !answer ? 'loading' : answer.results.length ? 'ready' : 'empty',
        ],
    }),
    listeners(({ actions, values }) => ({
        setSearch: async (_, breakpoint) => {
            await breakpoint(250)
            actions.load()
        },
        setPage: () => actions.load(),
        load: async (_, breakpoint) => {
            await breakpoint(1)
            try {
                const answer = await api.insights.list(currentProjectId(), {
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
            urls.insights(),
            { ...(values.search && { search: values.search }), ...(values.page > 1 && { page: values.page }) },
            {},
            { replace: true },
        ]
        return { setSearch: address, setPage: address }
    }),
    urlToAction(({ actions, values }) => ({
        [urls.insights()]: (_, { search, page }) => {
            const wanted = { search: String(search ?? ''), page: Number(page) || 1 }
            if (wanted.search !== values.search || wanted.page !== values.page) {
                actions.setFromUrl(wanted.search, wanted.page)
            }
        },
    })),
    afterMount(({ actions }) => {
        const { search, page } = router.values.searchParams
        actions.setFromUrl(String(search ?? ''), Number(page) || 1)
        actions.load()
    }),
])
