/** The flags of the open project. */
import { actions, afterMount, kea, listeners, type MakeLogicType, path, reducers } from 'kea'
import { http } from '~/lib/http'
import { currentProjectId } from '~/lib/navigation'
import type { Page } from '~/lib/types'

export interface FeatureFlag {
    id: number
    key: string
    active: boolean
}

interface Values {
    flags: FeatureFlag[] | null
    loadError: Error | null
}

interface Actions {
    load: () => { value: true }
    loaded: (flags: FeatureFlag[]) => { flags: FeatureFlag[] }
    loadFailed: (error: Error) => { error: Error }
}

export const featureFlagsSceneLogic = kea<MakeLogicType<Values, Actions>>([
    path(['feature_flags', 'featureFlagsSceneLogic']),
    actions({
        load: true,
        loaded: (flags) => ({ flags }),
        loadFailed: (error) => ({ error }),
    }),
    reducers({
        flags: [
            null as FeatureFlag[] | null,
            { loaded: (_: FeatureFlag[] | null, { flags }: { flags: FeatureFlag[] }) => flags },
        ],
        loadError: [
            null as Error | null,
            { load: () => null, loadFailed: (_: Error | null, { error }: { error: Error }) => error },
        ],
    }),
    listeners(({ actions }) => ({
        load: async () => {
            try {
                actions.loaded(
                    (await http.get<Page<FeatureFlag>>(`/api/projects/${currentProjectId()}/feature_flags/`)).results
                )
            } catch (error) {
                actions.loadFailed(error as Error)
            }
        },
    })),
    afterMount(({ actions }) => actions.load()),
])
