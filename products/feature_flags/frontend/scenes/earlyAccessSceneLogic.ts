/** Features that people opt into, with how many did. */
import { actions, afterMount, kea, listeners, type MakeLogicType, path, reducers, selectors } from 'kea'
import { currentProjectId } from '~/lib/navigation'
import { earlyAccessApi, type Feature } from '../lib/earlyAccess'

interface Values {
    features: Feature[] | null
    error: Error | null
    /** How many opted in, by feature; missing while unknown. */
    counts: Record<string, number>
    status: 'failed' | 'loading' | 'empty' | 'ready'
}
interface Actions {
    load: () => { value: true }
    loaded: (features: Feature[]) => { features: Feature[] }
    failed: (error: Error) => { error: Error }
    counted: (id: string, count: number) => { id: string; count: number }
}

export const earlyAccessSceneLogic = kea<MakeLogicType<Values, Actions>>([
    path(['products', 'feature_flags', 'earlyAccessSceneLogic']),
    actions({
        load: true,
        loaded: (features) => ({ features }),
        failed: (error) => ({ error }),
        counted: (id, count) => ({ id, count }),
    }),
    reducers({
        features: [
            null as Feature[] | null,
            { loaded: (_: Feature[] | null, { features }: { features: Feature[] }) => features },
        ],
        error: [
            null as Error | null,
            { load: () => null, failed: (_: Error | null, { error }: { error: Error }) => error },
        ],
        counts: [
            {} as Record<string, number>,
            {
                counted: (counts: Record<string, number>, { id, count }: { id: string; count: number }) => ({
                    ...counts,
                    [id]: count,
                }),
            },
        ],
    }),
    selectors({
        status: [
            (s) => [s.features, s.error],
            (features: Feature[] | null, error: Error | null): Values['status'] =>
                error ? 'failed' : !features ? 'loading' : features.length ? 'ready' : 'empty',
        ],
    }),
    listeners(({ actions }) => ({
        load: async () => {
            try {
                actions.loaded(await earlyAccessApi.list(currentProjectId()))
            } catch (error) {
                actions.failed(error as Error)
            }
        },
        loaded: async ({ features }, breakpoint) => {
            const project = currentProjectId()
            // One after the other: the list is there already, and the numbers need not crowd out what else is asked.
            for (const { id, feature_flag } of features) {
                try {
                    const { count } = await earlyAccessApi.people(project, feature_flag.key, true, { limit: 1 })
                    breakpoint()
                    actions.counted(id, count)
                } catch {
                    breakpoint()
                    // The number stays away; the list is what matters.
                    return
                }
            }
        },
    })),
    afterMount(({ actions }) => actions.load()),
])
