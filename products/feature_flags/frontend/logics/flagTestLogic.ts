/** What a flag answers for somebody and why: whom to ask for, and how each condition came out for them. */
import { actions, afterMount, kea, key, listeners, type MakeLogicType, path, props, reducers } from 'kea'
import { router } from 'kea-router'
import { api } from '~/lib/api'
import { fromWallClock } from '~/lib/format'
import { messageOf } from '~/lib/http'
import { currentProjectId } from '~/lib/navigation'
import type { Person } from '~/lib/types'
import { type Explanation, flagsApi } from '../lib/flagsApi'
import { urls } from '../lib/urls'

const SUGGESTIONS = 20

interface Props {
    flagId: number
}
interface Values {
    distinctId: string
    /** Keys of groups, by the name of their kind. */
    groups: Record<string, string>
    /** Properties to pretend, as JSON; empty for none. */
    pretend: string
    pretendProblem: string | null
    /** The moment to ask for, as clocks of the project show it; empty for now. */
    asOf: string
    people: Person[]
    searching: boolean
    asking: boolean
    found: Explanation | null
    error: Error | null
}
interface Actions {
    search: (text: string) => { text: string }
    peopleFound: (people: Person[]) => { people: Person[] }
    choose: (distinctId: string) => { distinctId: string }
    setGroup: (kind: string, groupKey: string) => { kind: string; groupKey: string }
    setPretend: (pretend: string) => { pretend: string }
    setAsOf: (asOf: string) => { asOf: string }
    ask: () => { value: true }
    answered: (found: Explanation) => { found: Explanation }
    failed: (error: Error) => { error: Error }
    pretendRefused: (problem: string) => { problem: string }
}

/** The object that was typed, or why it is none. */
export function readPretended(text: string): Record<string, unknown> | string {
    if (!text.trim()) {
        return {}
    }
    try {
        const value: unknown = JSON.parse(text)
        return value !== null && typeof value === 'object' && !Array.isArray(value)
            ? (value as Record<string, unknown>)
            : 'Write an object, such as {"plan": "pro"}.'
    } catch {
        return 'This is not JSON. Write an object, such as {"plan": "pro"}.'
    }
}

export const flagTestLogic = kea<MakeLogicType<Values, Actions, Props>>([
    props({} as Props),
    key(({ flagId }) => flagId),
    path((id) => ['products', 'feature_flags', 'flagTestLogic', id]),
    actions({
        search: (text) => ({ text }),
        peopleFound: (people) => ({ people }),
        choose: (distinctId) => ({ distinctId }),
        setGroup: (kind, groupKey) => ({ kind, groupKey }),
        setPretend: (pretend) => ({ pretend }),
        setAsOf: (asOf) => ({ asOf }),
        ask: true,
        answered: (found) => ({ found }),
        failed: (error) => ({ error }),
        pretendRefused: (problem) => ({ problem }),
    }),
    reducers({
        distinctId: ['', { choose: (_: string, { distinctId }: { distinctId: string }) => distinctId }],
        groups: [
            {} as Record<string, string>,
            {
                setGroup: (groups: Record<string, string>, { kind, groupKey }: { kind: string; groupKey: string }) => ({
                    ...groups,
                    [kind]: groupKey,
                }),
            },
        ],
        pretend: ['', { setPretend: (_: string, { pretend }: { pretend: string }) => pretend }],
        pretendProblem: [
            null as string | null,
            {
                setPretend: () => null,
                pretendRefused: (_: string | null, { problem }: { problem: string }) => problem,
            },
        ],
        asOf: ['', { setAsOf: (_: string, { asOf }: { asOf: string }) => asOf }],
        people: [[] as Person[], { peopleFound: (_: Person[], { people }: { people: Person[] }) => people }],
        searching: [false, { search: () => true, peopleFound: () => false }],
        asking: [false, { ask: () => true, answered: () => false, failed: () => false, pretendRefused: () => false }],
        found: [
            null as Explanation | null,
            {
                choose: () => null,
                answered: (_: Explanation | null, { found }: { found: Explanation }) => found,
                failed: () => null,
            },
        ],
        error: [
            null as Error | null,
            { ask: () => null, failed: (_: Error | null, { error }: { error: Error }) => error },
        ],
    }),
    listeners(({ actions, values, props: own }) => ({
        search: async ({ text }, breakpoint) => {
            await breakpoint(200)
            try {
                const page = await api.persons.list(currentProjectId(), {
                    search: text.trim(),
                    limit: SUGGESTIONS,
                    offset: 0,
                })
                breakpoint()
                actions.peopleFound(page.results)
            } catch {
                breakpoint()
                // Whoever knows the id can still type it.
                actions.peopleFound([])
            }
        },
        choose: ({ distinctId }) => {
            router.actions.replace(urls.flag(own.flagId, 'why'), { distinct_id: distinctId })
            actions.ask()
        },
        ask: async (_, breakpoint) => {
            const pretended = readPretended(values.pretend)
            if (typeof pretended === 'string') {
                actions.pretendRefused(pretended)
                return
            }
            const groups = Object.fromEntries(Object.entries(values.groups).filter(([, groupKey]) => groupKey.trim()))
            const timestamp = fromWallClock(values.asOf)
            try {
                const found = await flagsApi.explain(currentProjectId(), own.flagId, {
                    distinct_id: values.distinctId,
                    groups,
                    person_properties: pretended,
                    ...(timestamp ? { timestamp } : {}),
                })
                breakpoint()
                actions.answered(found)
            } catch (error) {
                breakpoint()
                actions.failed(new Error(messageOf(error)))
            }
        },
    })),
    afterMount(({ actions }) => {
        const { distinct_id } = router.values.searchParams
        if (distinct_id !== undefined && distinct_id !== '') {
            actions.choose(String(distinct_id))
        }
        actions.search('')
    }),
])
