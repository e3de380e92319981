/** The people of a project: search and pages, both in the address. */
import equal from 'fast-deep-equal'
import { actions, afterMount, kea, listeners, type MakeLogicType, path, reducers, selectors } from 'kea'
import { actionToUrl, router, urlToAction } from 'kea-router'
import { api } from '~/lib/api'
import { currentProjectId } from '~/lib/navigation'
import type { PropertyFilter } from '~/lib/queries'
import type { Page, Person } from '~/lib/types'
import { urls } from '../lib/urls'

export const PAGE_SIZE = 50

interface Values {
    search: string
    filters: PropertyFilter[]
    page: number
    answer: Page<Person> | null
    loading: boolean
    error: Error | null
    persons: Person[]
    status: 'failed' | 'loading' | 'empty' | 'ready'
}
interface Actions {
    setSearch: (search: string) => { search: string }
    setFilters: (filters: PropertyFilter[]) => { filters: PropertyFilter[] }
    setPage: (page: number) => { page: number }
    setFromUrl: (
        search: string,
        page: number,
        filters: PropertyFilter[]
    ) => { search: string; page: number; filters: PropertyFilter[] }
    load: () => { value: true }
    loaded: (answer: Page<Person>) => { answer: Page<Person> }
    failed: (error: Error) => { error: Error }
}

interface Asked {
    search: string
    page: number
    filters: PropertyFilter[]
}

function readUrl(params: Record<string, unknown>): Asked {
    const filters = Array.isArray(params.properties) ? params.properties : []
    return {
        // Links are written by strangers too; what does not fit is left out.
        filters: filters.filter(
            (one): one is PropertyFilter =>
                typeof one === 'object' && one !== null && 'key' in one && one.type === 'person'
        ),
        search: String(params.search ?? ''),
        page: Math.max(1, Math.trunc(Number(params.page)) || 1),
    }
}

export const personsSceneLogic = kea<MakeLogicType<Values, Actions>>([
    path(['products', 'events', 'personsSceneLogic']),
    actions({
        setSearch: (search) => ({ search }),
        setFilters: (filters) => ({ filters }),
        setPage: (page) => ({ page }),
        setFromUrl: (search, page, filters) => ({ search, page, filters }),
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
        filters: [
            [] as PropertyFilter[],
            {
                setFilters: (_: PropertyFilter[], { filters }: { filters: PropertyFilter[] }) => filters,
                setFromUrl: (_: PropertyFilter[], { filters }: { filters: PropertyFilter[] }) => filters,
            },
        ],
        page: [
            1,
            {
                setSearch: () => 1,
                setFilters: () => 1,
                setPage: (_: number, { page }: { page: number }) => page,
                setFromUrl: (_: number, { page }: { page: number }) => page,
            },
        ],
        answer: [
            null as Page<Person> | null,
            { loaded: (_: Page<Person> | null, { answer }: { answer: Page<Person> }) => answer },
        ],
        loading: [false, { load: () => true, loaded: () => false, failed: () => false }],
        error: [
            null as Error | null,
            { load: () => null, failed: (_: Error | null, { error }: { error: Error }) => error },
        ],
    }),
    selectors({
        persons: [(s) => [s.answer], (answer: Page<Person> | null) => answer?.results ?? []],
        status: [
            (s) => [s.answer, s.error],
            (answer: Page<Person> | null, error: Error | null): Values['status'] =>
                error ? 'failed' : !answer ? 'loading' : answer.results.length ? 'ready' : 'empty',
        ],
    }),
    listeners(({ actions, values }) => ({
        setSearch: async (_, breakpoint) => {
            await breakpoint(250)
            actions.load()
        },
        setFilters: () => actions.load(),
        setPage: () => actions.load(),
        setFromUrl: () => actions.load(),
        load: async (_, breakpoint) => {
            await breakpoint(1)
            try {
                const answer = await api.persons.list(currentProjectId(), {
                    search: values.search.trim(),
                    properties: values.filters.length ? JSON.stringify(values.filters) : undefined,
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
            urls.persons(),
            {
                ...(values.search && { search: values.search }),
                ...(values.filters.length > 0 && { properties: values.filters }),
                ...(values.page > 1 && { page: values.page }),
            },
            {},
            { replace: true },
        ]
        return { setSearch: address, setFilters: address, setPage: address }
    }),
    urlToAction(({ actions, values }) => ({
        [urls.persons()]: (_, params) => {
            const { search, page, filters } = readUrl(params)
            if (search !== values.search || page !== values.page || !equal(filters, values.filters)) {
                actions.setFromUrl(search, page, filters)
            }
        },
    })),
    afterMount(({ actions }) => {
        const { search, page, filters } = readUrl(router.values.searchParams)
        actions.setFromUrl(search, page, filters)
    }),
])
