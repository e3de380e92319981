/** Saving, renaming and deleting insights, for every page that does it. */
import { actions, kea, listeners, type MakeLogicType, path, reducers } from 'kea'
import { toast } from '~/design/toastLogic'
import { api } from '~/lib/api'
import { messageOf } from '~/lib/http'
import { currentProjectId } from '~/lib/navigation'
import type { SavedInsight } from '~/lib/types'

interface Values {
    deleting: SavedInsight | null
    busy: boolean
}
interface Actions {
    askDeletion: (insight: SavedInsight | null) => { insight: SavedInsight | null }
    deleteInsight: () => { value: true }
    /** Somebody deleted this one; lists leave it out. */
    deleted: (insight: SavedInsight) => { insight: SavedInsight }
    failed: () => { value: true }
}

export const insightsLogic = kea<MakeLogicType<Values, Actions>>([
    path(['products', 'product_analytics', 'insightsLogic']),
    actions({
        askDeletion: (insight) => ({ insight }),
        deleteInsight: true,
        deleted: (insight) => ({ insight }),
        failed: true,
    }),
    reducers({
        deleting: [
            null as SavedInsight | null,
            {
                askDeletion: (_: SavedInsight | null, { insight }: { insight: SavedInsight | null }) => insight,
                deleted: () => null,
            },
        ],
        busy: [false, { deleteInsight: () => true, deleted: () => false, failed: () => false }],
    }),
    listeners(({ actions, values }) => ({
        deleteInsight: async () => {
            const insight = values.deleting
            if (!insight) {
                return
            }
            try {
                await api.insights.update(currentProjectId(), insight.id, { deleted: true })
                actions.deleted(insight)
                toast.success(`“${insight.name || 'Untitled'}” deleted`)
            } catch (error) {
                actions.failed()
                toast.error(messageOf(error))
            }
        },
    })),
])
