/** What ingestion refused or repaired: by type, with examples, and how often in the last day. */
import { actions, afterMount, kea, listeners, type MakeLogicType, path, reducers } from 'kea'
import { eventsApi, type IngestionWarnings } from '../../lib/eventsApi'

interface Loaded {
    warnings: IngestionWarnings[]
    /** By type, in quarters of an hour. */
    lastDay: Record<string, number[]>
}
interface Values {
    warnings: IngestionWarnings[] | null
    lastDay: Record<string, number[]>
    error: Error | null
}
interface Actions {
    load: () => { value: true }
    loaded: (loaded: Loaded) => { loaded: Loaded }
    failed: (error: Error) => { error: Error }
}

export const warningsTabLogic = kea<MakeLogicType<Values, Actions>>([
    path(['products', 'events', 'warningsTabLogic']),
    actions({ load: true, loaded: (loaded) => ({ loaded }), failed: (error) => ({ error }) }),
    reducers({
        warnings: [
            null as IngestionWarnings[] | null,
            { loaded: (_: IngestionWarnings[] | null, { loaded }: { loaded: Loaded }) => loaded.warnings },
        ],
        lastDay: [
            {} as Record<string, number[]>,
            { loaded: (_: Record<string, number[]>, { loaded }: { loaded: Loaded }) => loaded.lastDay },
        ],
        error: [
            null as Error | null,
            { load: () => null, failed: (_: Error | null, { error }: { error: Error }) => error },
        ],
    }),
    listeners(({ actions }) => ({
        load: async (_, breakpoint) => {
            try {
                const [warnings, history] = await Promise.all([eventsApi.warnings(), eventsApi.ingestion(24)])
                breakpoint()
                const lastDay = Object.fromEntries(history.warnings.map((one) => [one.type, one.counts]))
                actions.loaded({ warnings, lastDay })
            } catch (error) {
                breakpoint()
                actions.failed(error as Error)
            }
        },
    })),
    afterMount(({ actions }) => actions.load()),
])
