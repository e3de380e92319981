/** The cohorts that a condition can choose from. */
import { actions, afterMount, kea, listeners, type MakeLogicType, path, reducers } from 'kea'
import { api } from '~/lib/api'
import { currentProjectId } from '~/lib/navigation'
import type { Cohort } from '~/lib/types'

interface Values {
    cohorts: Cohort[]
}
interface Actions {
    load: () => { value: true }
    loaded: (cohorts: Cohort[]) => { cohorts: Cohort[] }
}

export const cohortChoicesLogic = kea<MakeLogicType<Values, Actions>>([
    path(['products', 'feature_flags', 'cohortChoicesLogic']),
    actions({ load: true, loaded: (cohorts) => ({ cohorts }) }),
    reducers({ cohorts: [[] as Cohort[], { loaded: (_: Cohort[], { cohorts }: { cohorts: Cohort[] }) => cohorts }] }),
    listeners(({ actions }) => ({
        load: async () => {
            try {
                const page = await api.cohorts.list(currentProjectId(), { limit: 500, offset: 0 })
                actions.loaded(page.results)
            } catch {
                // Without the list no cohort can be added; those that a flag has are shown by their number.
            }
        },
    })),
    afterMount(({ actions }) => actions.load()),
])
