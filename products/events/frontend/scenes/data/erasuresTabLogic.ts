/** Receipts of deleted people or groups, and looking again whether something of them is left. Keyed by which of both.
 *
 * While something is still to go, the list is read again every few seconds, so that badges tell when it is gone.
 */
import {
    actions,
    afterMount,
    beforeUnmount,
    kea,
    key,
    listeners,
    type MakeLogicType,
    path,
    props,
    reducers,
    selectors,
} from 'kea'
import { toast } from '~/design/toastLogic'
import { messageOf } from '~/lib/http'
import { type Erasure, type ErasureCheck, eventsApi, type GroupErasure, type GroupType } from '../../lib/eventsApi'

export const PAGE_SIZE = 25
export const LOOK_EVERY_MS = 5_000

export type Erased = 'people' | 'groups'
export type Receipt = Erasure | GroupErasure

const SERVER = {
    people: { list: eventsApi.erasures, verify: eventsApi.verifyErasure },
    groups: { list: eventsApi.groupErasures, verify: eventsApi.verifyGroupErasure },
}

interface Props {
    of: Erased
}
interface Answer {
    count: number
    results: Receipt[]
}
interface Values {
    page: number
    answer: Answer | null
    /** To say what kind of group it was; empty until they are there. */
    groupTypes: GroupType[]
    error: Error | null
    checks: Record<string, ErasureCheck>
    checking: string | null
    isUnderWay: boolean
}
interface Actions {
    setPage: (page: number) => { page: number }
    load: () => { value: true }
    look: () => { value: true }
    loaded: (answer: Answer) => { answer: Answer }
    failed: (error: Error) => { error: Error }
    groupTypesLoaded: (types: GroupType[]) => { types: GroupType[] }
    check: (id: string) => { id: string }
    checked: (result: ErasureCheck) => { result: ErasureCheck }
    checkFailed: () => { value: true }
}

function listed(of: Erased, page: number): Promise<Answer> {
    return SERVER[of].list({ limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE })
}

/** What was found before an erasure was done says nothing about it afterwards, and would look like an alarm. */
function withoutOutdated(checks: Record<string, ErasureCheck>, receipts: Receipt[]): Record<string, ErasureCheck> {
    const done = new Map(receipts.map((one) => [one.id, one.completed_at ? Date.parse(one.completed_at) : 0]))
    return Object.fromEntries(
        Object.entries(checks).filter(([id, check]) => Date.parse(check.checked_at) >= (done.get(id) ?? 0))
    )
}

export const erasuresTabLogic = kea<MakeLogicType<Values, Actions, Props>>([
    props({} as Props),
    key(({ of }) => of),
    path((of) => ['products', 'events', 'erasuresTabLogic', of]),
    actions({
        setPage: (page) => ({ page }),
        load: true,
        look: true,
        loaded: (answer) => ({ answer }),
        failed: (error) => ({ error }),
        groupTypesLoaded: (types) => ({ types }),
        check: (id) => ({ id }),
        checked: (result) => ({ result }),
        checkFailed: true,
    }),
    reducers({
        page: [1, { setPage: (_: number, { page }: { page: number }) => page }],
        answer: [null as Answer | null, { loaded: (_: Answer | null, { answer }: { answer: Answer }) => answer }],
        groupTypes: [
            [] as GroupType[],
            { groupTypesLoaded: (_: GroupType[], { types }: { types: GroupType[] }) => types },
        ],
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
                loaded: (known: Record<string, ErasureCheck>, { answer }: { answer: Answer }) =>
                    withoutOutdated(known, answer.results),
            },
        ],
        checking: [
            null as string | null,
            { check: (_: string | null, { id }: { id: string }) => id, checked: () => null, checkFailed: () => null },
        ],
    }),
    selectors({
        isUnderWay: [
            (s) => [s.answer],
            (answer: Answer | null): boolean => answer?.results.some((one) => one.status === 'pending') ?? false,
        ],
    }),
    listeners(({ actions, values, props }) => ({
        setPage: () => actions.load(),
        look: async (_, breakpoint) => {
            const { page } = values
            // What is there stays there when a look fails; the next one tries again.
            const answer = await listed(props.of, page).catch(() => null)
            breakpoint()
            if (answer && page === values.page) {
                actions.loaded(answer)
            }
        },
        load: async (_, breakpoint) => {
            try {
                const answer = await listed(props.of, values.page)
                breakpoint()
                actions.loaded(answer)
            } catch (error) {
                breakpoint()
                actions.failed(error as Error)
            }
        },
        check: async ({ id }) => {
            try {
                actions.checked(await SERVER[props.of].verify(id))
            } catch (error) {
                actions.checkFailed()
                toast.error(messageOf(error))
            }
        },
    })),
    afterMount(({ actions, values, props, cache }) => {
        actions.load()
        cache.timer = setInterval(() => values.isUnderWay && !document.hidden && actions.look(), LOOK_EVERY_MS)
        if (props.of === 'groups') {
            eventsApi.groupTypes().then(
                (types) => erasuresTabLogic.findMounted(props)?.actions.groupTypesLoaded(types),
                // Receipts say "a group" then.
                () => undefined
            )
        }
    }),
    beforeUnmount(({ cache }) => clearInterval(cache.timer)),
])
