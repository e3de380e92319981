/** The cohorts of this project by name, for everything that lets people choose one. */
import { actions, kea, listeners, type MakeLogicType, path, reducers, selectors } from 'kea'
import { api } from '~/lib/api'
import { currentProjectId } from '~/lib/navigation'
import type { Cohort } from '~/lib/types'

interface Values {
    cohorts: Cohort[] | null
    loading: boolean
    failure: Error | null
    nameOf: (id: number) => string
}
interface Actions {
    /** Loads the names once; asking again is free. */
    need: () => { value: true }
    load: () => { value: true }
    loaded: (cohorts: Cohort[]) => { cohorts: Cohort[] }
    failed: (error: Error) => { error: Error }
}

/** As many as a project may have. */
const ALL = 1000

export const cohortsLogic = kea<MakeLogicType<Values, Actions>>([
    path(['filters', 'cohortsLogic']),
    actions({
        need: true,
        load: true,
        loaded: (cohorts) => ({ cohorts }),
        failed: (error) => ({ error }),
    }),
    reducers({
        cohorts: [
            null as Cohort[] | null,
            { loaded: (_: Cohort[] | null, { cohorts }: { cohorts: Cohort[] }) => cohorts },
        ],
        loading: [false, { load: () => true, loaded: () => false, failed: () => false }],
        failure: [
            null as Error | null,
            { load: () => null, failed: (_: Error | null, { error }: { error: Error }) => error },
        ],
    }),
    selectors({
        nameOf: [
            (s) => [s.cohorts],
            (cohorts: Cohort[] | null) => {
                const names = new Map((cohorts ?? []).map((cohort) => [cohort.id, cohort.name]))
                return (id: number): string => names.get(id) ?? `cohort ${id}`
            },
        ],
    }),
    listeners(({ actions, values }) => ({
        need: () => {
            if (!values.cohorts && !values.loading) {
                actions.load()
            }
        },
        load: async () => {
            try {
                const page = await api.cohorts.list(currentProjectId(), { limit: ALL, offset: 0 })
                actions.loaded(page.results)
            } catch (error) {
                actions.failed(error as Error)
            }
        },
    })),
])
