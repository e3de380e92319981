/** The list of saved insights: search, pages, and what was deleted meanwhile. */
import { connect, kea, type MakeLogicType, path, reducers } from 'kea'
import { api } from '~/lib/api'
import { type ListActions, type ListValues, listInAddress, pageOf, readAsked } from '~/lib/listInAddress'
import { currentProjectId } from '~/lib/navigation'
import type { Page, SavedInsight } from '~/lib/types'
import { urls } from '../lib/urls'
import { insightsLogic } from '../logics/insightsLogic'

export const PAGE_SIZE = 30

type Values = ListValues<SavedInsight>
interface Actions extends ListActions<SavedInsight> {
    deleted: (insight: SavedInsight) => { insight: SavedInsight }
}

export const insightsSceneLogic = kea<MakeLogicType<Values, Actions>>([
    path(['products', 'product_analytics', 'insightsSceneLogic']),
    connect({ actions: [insightsLogic, ['deleted']] }),
    listInAddress({
        address: urls.insights(),
        read: readAsked,
        request: (asked) =>
            api.insights.list(currentProjectId(), { search: asked.search.trim(), ...pageOf(asked, PAGE_SIZE) }),
    }),
    reducers({
        answer: {
            deleted: (state: Page<SavedInsight> | null, { insight }: { insight: SavedInsight }) =>
                state && {
                    ...state,
                    count: state.count - 1,
                    results: state.results.filter((one) => one.id !== insight.id),
                },
        },
    }),
])
