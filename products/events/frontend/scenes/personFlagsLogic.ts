/** What feature flags answer for a person. Keyed by one of their distinct ids. */
import { actions, afterMount, kea, key, listeners, type MakeLogicType, path, props, reducers } from 'kea'
import { eventsApi, type FlagReason } from '../lib/eventsApi'

export interface PersonFlag {
    key: string
    value: boolean | string
    why: string
}

interface Props {
    distinctId: string
}
interface Values {
    flags: PersonFlag[] | null
    error: Error | null
}
interface Actions {
    load: () => { value: true }
    loaded: (flags: PersonFlag[]) => { flags: PersonFlag[] }
    failed: (error: Error) => { error: Error }
}

/** By key, those that are on first. */
export function toFlags(reasons: Record<string, FlagReason>): PersonFlag[] {
    return Object.entries(reasons)
        .map(([key, { value, evaluation }]) => ({
            key,
            value: typeof value === 'string' ? value : value === true,
            why: evaluation.description || evaluation.reason.replaceAll('_', ' '),
        }))
        .sort(
            (left, right) =>
                Number(left.value === false) - Number(right.value === false) || left.key.localeCompare(right.key)
        )
}

export const personFlagsLogic = kea<MakeLogicType<Values, Actions, Props>>([
    props({} as Props),
    key(({ distinctId }) => distinctId),
    path((id) => ['products', 'events', 'personFlagsLogic', id]),
    actions({ load: true, loaded: (flags) => ({ flags }), failed: (error) => ({ error }) }),
    reducers({
        flags: [
            null as PersonFlag[] | null,
            { loaded: (_: PersonFlag[] | null, { flags }: { flags: PersonFlag[] }) => flags },
        ],
        error: [
            null as Error | null,
            { load: () => null, failed: (_: Error | null, { error }: { error: Error }) => error },
        ],
    }),
    listeners(({ actions, props: { distinctId } }) => ({
        load: async () => {
            try {
                actions.loaded(toFlags(await eventsApi.flagReasons(distinctId)))
            } catch (error) {
                actions.failed(error as Error)
            }
        },
    })),
    afterMount(({ actions }) => actions.load()),
])
