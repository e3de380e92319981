/** Who changed what in the project: search and filters, page by page, kept in the address. */
import { actions, afterMount, connect, kea, listeners, type MakeLogicType, path, reducers, selectors } from 'kea'
import { actionToUrl, router, urlToAction } from 'kea-router'
import { appLogic } from '~/app/appLogic'
import { api } from '~/lib/api'
import { currentProjectId } from '~/lib/navigation'
import type { Member, Page, User } from '~/lib/types'
import type { ActivityLine } from './sentences'

export const LINES_SHOWN = 50

export const ACTIVITY_LOG_PATH = '/settings/activity-log'

export interface LogFilters {
    search: string
    /** A kind of thing; empty for all. */
    scope: string
    /** An account's number as a text; empty for everybody. */
    user: string
    page: number
}

interface Values {
    user: User | null
    filters: LogFilters
    answer: Page<ActivityLine> | null
    members: Member[]
    loading: boolean
    error: Error | null
    isFiltered: boolean
    status: 'failed' | 'loading' | 'empty' | 'ready'
}
interface Actions {
    setFilters: (changes: Partial<LogFilters>) => { changes: Partial<LogFilters> }
    setFromUrl: (filters: LogFilters) => { filters: LogFilters }
    load: () => { value: true }
    loaded: (answer: Page<ActivityLine>) => { answer: Page<ActivityLine> }
    failed: (error: Error) => { error: Error }
    membersLoaded: (members: Member[]) => { members: Member[] }
}

const NO_FILTERS: LogFilters = { search: '', scope: '', user: '', page: 1 }

export function readUrl(params: Record<string, unknown>): LogFilters {
    return {
        search: String(params.search ?? ''),
        scope: String(params.scope ?? ''),
        // Whatever else stands there names nobody.
        user: String(Math.max(0, Math.trunc(Number(params.user)) || 0) || ''),
        page: Math.max(1, Math.trunc(Number(params.page)) || 1),
    }
}

/** What is not as usual, so that the plain log has a plain address. */
function paramsOf(filters: LogFilters): Record<string, unknown> {
    const entries = Object.entries(filters) as [keyof LogFilters, string | number][]
    return Object.fromEntries(entries.filter(([name, value]) => value !== NO_FILTERS[name]))
}

export const activityLogLogic = kea<MakeLogicType<Values, Actions>>([
    path(['activity', 'activityLogLogic']),
    connect({ values: [appLogic, ['user']] }),
    actions({
        setFilters: (changes) => ({ changes }),
        setFromUrl: (filters) => ({ filters }),
        load: true,
        loaded: (answer) => ({ answer }),
        failed: (error) => ({ error }),
        membersLoaded: (members) => ({ members }),
    }),
    reducers({
        filters: [
            NO_FILTERS,
            {
                setFilters: (filters: LogFilters, { changes }: { changes: Partial<LogFilters> }) => ({
                    ...filters,
                    page: 1,
                    ...changes,
                }),
                setFromUrl: (_: LogFilters, { filters }: { filters: LogFilters }) => filters,
            },
        ],
        answer: [
            null as Page<ActivityLine> | null,
            { loaded: (_: Page<ActivityLine> | null, { answer }: { answer: Page<ActivityLine> }) => answer },
        ],
        members: [[] as Member[], { membersLoaded: (_: Member[], { members }: { members: Member[] }) => members }],
        loading: [false, { load: () => true, loaded: () => false, failed: () => false }],
        error: [
            null as Error | null,
            { load: () => null, failed: (_: Error | null, { error }: { error: Error }) => error },
        ],
    }),
    selectors({
        isFiltered: [
            (s) => [s.filters],
            ({ search, scope, user }: LogFilters) => Boolean(search.trim() || scope || user),
        ],
        status: [
            (s) => [s.answer, s.error],
            (answer: Page<ActivityLine> | null, error: Error | null): Values['status'] =>
                error ? 'failed' : !answer ? 'loading' : answer.results.length ? 'ready' : 'empty',
        ],
    }),
    listeners(({ actions, values }) => ({
        setFilters: async ({ changes }, breakpoint) => {
            await breakpoint('search' in changes ? 250 : 1)
            actions.load()
        },
        setFromUrl: () => actions.load(),
        load: async (_, breakpoint) => {
            await breakpoint(1)
            const { search, scope, user, page } = values.filters
            try {
                const answer = await api.activityLog(currentProjectId(), {
                    search: search.trim() || undefined,
                    scope: scope || undefined,
                    user: Number(user) || undefined,
                    limit: LINES_SHOWN,
                    offset: (page - 1) * LINES_SHOWN,
                })
                breakpoint()
                actions.loaded(answer)
            } catch (error) {
                breakpoint()
                actions.failed(error as Error)
            }
        },
    })),
    actionToUrl(({ values }) => ({
        setFilters: () => [ACTIVITY_LOG_PATH, paramsOf(values.filters), {}, { replace: true }],
    })),
    urlToAction(({ actions, values }) => ({
        [ACTIVITY_LOG_PATH]: (_, params) => {
            const filters = readUrl(params)
            if (JSON.stringify(filters) !== JSON.stringify(values.filters)) {
                actions.setFromUrl(filters)
            }
        },
    })),
    afterMount(({ actions, values }) => {
        actions.setFromUrl(readUrl(router.values.searchParams))
        const organization = values.user?.organization
        if (organization) {
            api.organizations.members(organization.id).then(
                (members) => activityLogLogic.findMounted()?.actions.membersLoaded(members),
                // The log works without the menu of people.
                () => undefined
            )
        }
    }),
])
