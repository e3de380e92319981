/** The flags of the open project: search and filters in the address, switches that feel instant and can be taken back. */
import { actions, afterMount, connect, kea, listeners, type MakeLogicType, path, reducers, selectors } from 'kea'
import { actionToUrl, router, urlToAction } from 'kea-router'
import { appLogic } from '~/app/appLogic'
import { toast } from '~/design/toastLogic'
import { api } from '~/lib/api'
import { messageOf } from '~/lib/http'
import { currentProjectId } from '~/lib/navigation'
import type { Member, Page, User } from '~/lib/types'
import type { Flag } from '../lib/flags'
import { type FlagQuery, flagsApi } from '../lib/flagsApi'
import { urls } from '../lib/urls'

export const PAGE_SIZE = 50

export interface Filters {
    search: string
    state: 'all' | 'true' | 'false' | 'STALE' | 'archived'
    type: 'all' | 'boolean' | 'multivariant' | 'remote_config'
    tag: string
    owner: string
    order: NonNullable<FlagQuery['order']>
    page: number
}

export const NO_FILTERS: Filters = {
    search: '',
    state: 'all',
    type: 'all',
    tag: '',
    owner: '',
    order: '-created_at',
    page: 1,
}

interface Values {
    filters: Filters
    answer: Page<Flag> | null
    tags: string[]
    /** Who can have made a flag: everybody in the organization. */
    members: Member[]
    user: User | null
    loading: boolean
    error: Error | null
    /** What a switch shows while the server has not answered yet, by flag. */
    switching: Record<number, boolean>
    flags: Flag[]
    isFiltered: boolean
    status: 'failed' | 'loading' | 'empty' | 'ready'
}
interface Actions {
    setFilters: (changes: Partial<Filters>) => { changes: Partial<Filters> }
    setFromUrl: (filters: Filters) => { filters: Filters }
    load: () => { value: true }
    loaded: (answer: Page<Flag>) => { answer: Page<Flag> }
    failed: (error: Error) => { error: Error }
    loadTags: () => { value: true }
    loadedTags: (tags: string[]) => { tags: string[] }
    loadedMembers: (members: Member[]) => { members: Member[] }
    switchFlag: (flag: Flag, active: boolean) => { flag: Flag; active: boolean }
    switched: (flag: Flag) => { flag: Flag }
    switchFailed: (id: number) => { id: number }
    deleteFlag: (flag: Flag) => { flag: Flag }
}

const STATES = ['true', 'false', 'STALE', 'archived'] as const
const TYPES = ['boolean', 'multivariant', 'remote_config'] as const
const ORDERS = ['-created_at', '-updated_at', '-last_called_at', 'key'] as const

function oneOf<T extends string>(value: unknown, words: readonly T[]): T | undefined {
    return words.find((word) => word === String(value))
}

export function readUrl(params: Record<string, unknown>): Filters {
    return {
        search: String(params.search ?? ''),
        state: oneOf(params.state, STATES) ?? 'all',
        type: oneOf(params.type, TYPES) ?? 'all',
        tag: String(params.tag ?? ''),
        owner: String(params.owner ?? ''),
        order: oneOf(params.order, ORDERS) ?? '-created_at',
        page: Math.max(1, Math.trunc(Number(params.page)) || 1),
    }
}

function paramsOf(filters: Filters): Record<string, unknown> {
    const entries = Object.entries(filters) as [keyof Filters, string | number][]
    return Object.fromEntries(entries.filter(([name, value]) => value !== NO_FILTERS[name]))
}

export function queryOf(filters: Filters): FlagQuery {
    return {
        search: filters.search.trim() || undefined,
        active: filters.state === 'all' || filters.state === 'archived' ? undefined : filters.state,
        archived: filters.state === 'archived',
        type: filters.type === 'all' ? undefined : filters.type,
        tags: filters.tag ? JSON.stringify([filters.tag]) : undefined,
        created_by_id: Number(filters.owner) || undefined,
        order: filters.order,
        limit: PAGE_SIZE,
        offset: (filters.page - 1) * PAGE_SIZE,
    }
}

export const featureFlagsSceneLogic = kea<MakeLogicType<Values, Actions>>([
    path(['products', 'feature_flags', 'featureFlagsSceneLogic']),
    connect({ values: [appLogic, ['user']] }),
    actions({
        setFilters: (changes) => ({ changes }),
        setFromUrl: (filters) => ({ filters }),
        load: true,
        loaded: (answer) => ({ answer }),
        failed: (error) => ({ error }),
        loadTags: true,
        loadedTags: (tags) => ({ tags }),
        loadedMembers: (members) => ({ members }),
        switchFlag: (flag, active) => ({ flag, active }),
        switched: (flag) => ({ flag }),
        switchFailed: (id) => ({ id }),
        deleteFlag: (flag) => ({ flag }),
    }),
    reducers({
        filters: [
            NO_FILTERS,
            {
                setFilters: (filters: Filters, { changes }: { changes: Partial<Filters> }) => ({
                    ...filters,
                    page: 1,
                    ...changes,
                }),
                setFromUrl: (_: Filters, { filters }: { filters: Filters }) => filters,
            },
        ],
        answer: [
            null as Page<Flag> | null,
            {
                loaded: (_: Page<Flag> | null, { answer }: { answer: Page<Flag> }) => answer,
                switched: (answer: Page<Flag> | null, { flag }: { flag: Flag }) =>
                    answer && {
                        ...answer,
                        results: answer.results.map((one) => (one.id === flag.id ? flag : one)),
                    },
            },
        ],
        tags: [[] as string[], { loadedTags: (_: string[], { tags }: { tags: string[] }) => tags }],
        members: [[] as Member[], { loadedMembers: (_: Member[], { members }: { members: Member[] }) => members }],
        loading: [false, { load: () => true, loaded: () => false, failed: () => false }],
        error: [
            null as Error | null,
            { load: () => null, failed: (_: Error | null, { error }: { error: Error }) => error },
        ],
        switching: [
            {} as Record<number, boolean>,
            {
                switchFlag: (all: Record<number, boolean>, { flag, active }: { flag: Flag; active: boolean }) => ({
                    ...all,
                    [flag.id]: active,
                }),
                switched: (all: Record<number, boolean>, { flag }: { flag: Flag }) => without(all, flag.id),
                switchFailed: (all: Record<number, boolean>, { id }: { id: number }) => without(all, id),
            },
        ],
    }),
    selectors({
        flags: [(s) => [s.answer], (answer: Page<Flag> | null) => answer?.results ?? []],
        isFiltered: [
            (s) => [s.filters],
            ({ search, state, type, tag, owner }: Filters) =>
                Boolean(search || tag || owner) || state !== 'all' || type !== 'all',
        ],
        status: [
            (s) => [s.answer, s.error],
            (answer: Page<Flag> | null, error: Error | null): Values['status'] =>
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
            try {
                const answer = await flagsApi.list(currentProjectId(), queryOf(values.filters))
                breakpoint()
                actions.loaded(answer)
            } catch (error) {
                breakpoint()
                actions.failed(error as Error)
            }
        },
        loadTags: async (_, breakpoint) => {
            try {
                const tags = await flagsApi.tags(currentProjectId())
                breakpoint()
                actions.loadedTags(tags)
            } catch {
                breakpoint()
                // The list works without the menu of tags, and says itself when the server does not answer.
            }
        },
        switchFlag: async ({ flag, active }) => {
            try {
                const changed = await flagsApi.change(currentProjectId(), flag.id, { active })
                actions.switched(changed)
                toast.success(`${flag.key} is ${active ? 'on' : 'off'}.`, {
                    label: 'Undo',
                    run: () => featureFlagsSceneLogic.findMounted()?.actions.switchFlag(changed, !active),
                })
            } catch (error) {
                actions.switchFailed(flag.id)
                toast.error(messageOf(error))
            }
        },
        deleteFlag: async ({ flag }) => {
            const project = currentProjectId()
            try {
                await flagsApi.change(project, flag.id, { deleted: true })
                actions.load()
                toast.success(`${flag.key} is deleted.`, {
                    label: 'Undo',
                    run: () => {
                        flagsApi
                            .change(project, flag.id, { deleted: false })
                            .then(() => featureFlagsSceneLogic.findMounted()?.actions.load())
                            .catch((error: unknown) => toast.error(messageOf(error)))
                    },
                })
            } catch (error) {
                toast.error(messageOf(error))
            }
        },
    })),
    actionToUrl(({ values }) => ({
        setFilters: () => [urls.flags(), paramsOf(values.filters), {}, { replace: true }],
    })),
    urlToAction(({ actions, values }) => ({
        [urls.flags()]: (_, params) => {
            const filters = readUrl(params)
            if (JSON.stringify(filters) !== JSON.stringify(values.filters)) {
                actions.setFromUrl(filters)
            }
        },
    })),
    afterMount(({ actions, values }) => {
        const organization = values.user?.organization
        if (organization) {
            api.organizations.members(organization.id).then(
                (members) => featureFlagsSceneLogic.findMounted()?.actions.loadedMembers(members),
                () => undefined
            )
        }
        actions.setFromUrl(readUrl(router.values.searchParams))
        actions.loadTags()
    }),
])

function without(all: Record<number, boolean>, id: number): Record<number, boolean> {
    const { [id]: _, ...rest } = all
    return rest
}
