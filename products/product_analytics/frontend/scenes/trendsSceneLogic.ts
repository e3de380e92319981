/**
 * One trends insight, new or saved: the question being edited, its answer, and where both are kept.
 *
 * The question stands in the address after `#q=`, so that a link, a reload or going back shows the same chart. A saved
 * insight opened without changes has nothing there.
 */
import equal from 'fast-deep-equal'
import {
    actions,
    afterMount,
    connect,
    kea,
    key,
    listeners,
    type MakeLogicType,
    path,
    props,
    reducers,
    selectors,
} from 'kea'
import { router, urlToAction } from 'kea-router'
import { toast } from '~/design/toastLogic'
import { api } from '~/lib/api'
import { messageOf } from '~/lib/http'
import { currentProjectId } from '~/lib/navigation'
import type { TrendsQuery, TrendsResponse } from '~/lib/queries'
import type { SavedInsight } from '~/lib/types'
import { insightKind } from '../lib/insightKind'
import { isLastBucketOpen } from '../lib/isLastBucketOpen'
import { readTrendsQuery } from '../lib/readTrendsQuery'
import { NEW_TRENDS_QUERY, whatIsMissing } from '../lib/trendsQuery'
import { type TrendsSeries, toSeries } from '../lib/trendsSeries'
import { urls } from '../lib/urls'
import { insightsLogic } from '../logics/insightsLogic'

export const NEW = 'new'

const NOT_THERE = 'There is no insight at this address. It may have been deleted.'
const NOT_FOR_THIS_PAGE =
    'It was saved through the API and asks for something that this page cannot show, such as actions or properties of groups. The API answers it.'

interface Props {
    shortId: string
}

/** incomplete: the question cannot be asked yet. The other four are about its answer. */
export type TrendsStatus = 'incomplete' | 'failed' | 'loading' | 'empty' | 'ready'

interface Answer {
    query: TrendsQuery
    response: TrendsResponse
}

interface Values {
    query: TrendsQuery
    insight: SavedInsight | null
    insightError: Error | null
    insightLoading: boolean
    answer: Answer | null
    answerLoading: boolean
    answerError: Error | null
    hidden: Record<string, boolean>
    saving: boolean
    namingOpen: boolean
    missing: string | null
    isDirty: boolean
    series: TrendsSeries[]
    visibleSeries: TrendsSeries[]
    lastIsIncomplete: boolean
    status: TrendsStatus
}
interface Actions {
    setQuery: (query: TrendsQuery) => { query: TrendsQuery }
    loadInsight: () => { value: true }
    insightLoaded: (insight: SavedInsight) => { insight: SavedInsight }
    insightFailed: (error: Error) => { error: Error }
    /** What is asked is not a question yet; whatever was on its way stays what is shown. */
    postpone: () => { value: true }
    ask: (force?: boolean) => { force: boolean }
    answered: (answer: Answer) => { answer: Answer }
    askFailed: (error: Error) => { error: Error }
    toggleSeries: (key: string) => { key: string }
    openNaming: () => { value: true }
    closeNaming: () => { value: true }
    saveAs: (name: string) => { name: string }
    save: () => { value: true }
    rename: (name: string) => { name: string }
    saveEnded: () => { value: true }
    discardChanges: () => { value: true }
    deleted: (insight: SavedInsight) => { insight: SavedInsight }
}

export const trendsSceneLogic = kea<MakeLogicType<Values, Actions, Props>>([
    props({ shortId: NEW } as Props),
    key(({ shortId }) => shortId),
    path((id) => ['products', 'product_analytics', 'trendsSceneLogic', id]),
    connect({ actions: [insightsLogic, ['deleted']] }),
    actions({
        setQuery: (query) => ({ query }),
        loadInsight: true,
        insightLoaded: (insight) => ({ insight }),
        insightFailed: (error) => ({ error }),
        postpone: true,
        ask: (force = false) => ({ force }),
        answered: (answer) => ({ answer }),
        askFailed: (error) => ({ error }),
        toggleSeries: (key) => ({ key }),
        openNaming: true,
        closeNaming: true,
        saveAs: (name) => ({ name }),
        save: true,
        rename: (name) => ({ name }),
        saveEnded: true,
        discardChanges: true,
    }),
    reducers({
        query: [NEW_TRENDS_QUERY, { setQuery: (_: TrendsQuery, { query }: { query: TrendsQuery }) => query }],
        insight: [
            null as SavedInsight | null,
            { insightLoaded: (_: SavedInsight | null, { insight }: { insight: SavedInsight }) => insight },
        ],
        insightError: [
            null as Error | null,
            { loadInsight: () => null, insightFailed: (_: Error | null, { error }: { error: Error }) => error },
        ],
        insightLoading: [false, { loadInsight: () => true, insightLoaded: () => false, insightFailed: () => false }],
        answer: [null as Answer | null, { answered: (_: Answer | null, { answer }: { answer: Answer }) => answer }],
        answerLoading: [
            false,
            { ask: () => true, postpone: () => false, answered: () => false, askFailed: () => false },
        ],
        answerError: [
            null as Error | null,
            {
                ask: () => null,
                answered: () => null,
                askFailed: (_: Error | null, { error }: { error: Error }) => error,
            },
        ],
        hidden: [
            {} as Record<string, boolean>,
            {
                toggleSeries: (state: Record<string, boolean>, { key }: { key: string }) => ({
                    ...state,
                    [key]: !state[key],
                }),
            },
        ],
        saving: [false, { saveAs: () => true, save: () => true, rename: () => true, saveEnded: () => false }],
        namingOpen: [false, { openNaming: () => true, closeNaming: () => false }],
    }),
    selectors({
        missing: [(s) => [s.query], (query: TrendsQuery) => whatIsMissing(query)],
        isDirty: [
            (s) => [s.query, s.insight],
            (query: TrendsQuery, insight: SavedInsight | null) =>
                insight !== null && !equal(query, readTrendsQuery(insight.query)),
        ],
        series: [
            (s) => [s.answer],
            (answer: Answer | null) => (answer ? toSeries(answer.response.results, answer.query) : []),
        ],
        visibleSeries: [
            (s) => [s.series, s.hidden],
            (series: TrendsSeries[], hidden: Record<string, boolean>) => series.filter((one) => !hidden[one.key]),
        ],
        lastIsIncomplete: [
            (s) => [s.answer],
            (answer: Answer | null) => answer !== null && isLastBucketOpen(answer.response),
        ],
        status: [
            (s) => [s.missing, s.answer, s.answerLoading, s.answerError, s.series],
            (
                missing: string | null,
                answer: Answer | null,
                loading: boolean,
                error: Error | null,
                series: TrendsSeries[]
            ): TrendsStatus => {
                if (error) {
                    return 'failed'
                }
                if (!answer) {
                    return missing && !loading ? 'incomplete' : 'loading'
                }
                const hasAny = series.some((one) => one.total !== 0 || one.data.some((value) => value !== 0))
                return hasAny ? 'ready' : loading ? 'loading' : 'empty'
            },
        ],
    }),
    listeners(({ actions, values, props: { shortId } }) => {
        /** Writes the question into the address, or takes it out where the saved one says the same. */
        const syncAddress = (): void => {
            const keep = shortId === NEW || values.isDirty
            const path = shortId === NEW ? urls.newInsight() : urls.insight(shortId)
            const { q: _, ...otherParams } = router.values.hashParams
            router.actions.replace(
                path,
                router.values.searchParams,
                keep ? { ...otherParams, q: values.query } : otherParams
            )
        }
        const stored = (): Record<string, unknown> => ({ kind: 'InsightVizNode', source: values.query })
        return {
            setQuery: () => {
                syncAddress()
                if (values.missing) {
                    actions.postpone()
                } else {
                    actions.ask()
                }
            },
            loadInsight: async () => {
                try {
                    const insight = await api.insights.getByShortId(currentProjectId(), shortId)
                    if (!insight) {
                        actions.insightFailed(new Error(NOT_THERE))
                    } else if (insightKind(insight) === 'sql') {
                        // Who links to an insight need not know which page shows it.
                        router.actions.replace(urls.savedSql(shortId))
                    } else if (readTrendsQuery(insight.query) === null) {
                        actions.insightFailed(new Error(NOT_FOR_THIS_PAGE))
                    } else {
                        actions.insightLoaded(insight)
                    }
                } catch (error) {
                    actions.insightFailed(error as Error)
                }
            },
            insightLoaded: ({ insight }) => {
                const edited = readTrendsQuery(router.values.hashParams.q)
                const saved = readTrendsQuery(insight.query)
                if (!values.answer && (edited ?? saved)) {
                    actions.setQuery(edited ?? saved ?? NEW_TRENDS_QUERY)
                }
            },
            ask: async ({ force }, breakpoint) => {
                // Several quick changes are one question.
                await breakpoint(force ? 1 : 120)
                const { query } = values
                try {
                    const response = await api.query(currentProjectId(), query, {
                        refresh: force ? 'force_blocking' : 'blocking',
                    })
                    breakpoint()
                    actions.answered({ query, response })
                } catch (error) {
                    breakpoint()
                    actions.askFailed(error as Error)
                }
            },
            saveAs: async ({ name }) => {
                try {
                    const insight = await api.insights.create(currentProjectId(), { name, query: stored() })
                    actions.closeNaming()
                    toast.success(`“${name}” saved`)
                    router.actions.push(urls.insight(insight.short_id))
                } catch (error) {
                    toast.error(messageOf(error))
                }
                actions.saveEnded()
            },
            save: async () => {
                if (!values.insight) {
                    return
                }
                try {
                    const insight = await api.insights.update(currentProjectId(), values.insight.id, {
                        query: stored(),
                    })
                    actions.insightLoaded(insight)
                    syncAddress()
                    toast.success('Saved')
                } catch (error) {
                    toast.error(messageOf(error))
                }
                actions.saveEnded()
            },
            rename: async ({ name }) => {
                if (!values.insight) {
                    return
                }
                try {
                    actions.insightLoaded(await api.insights.update(currentProjectId(), values.insight.id, { name }))
                    actions.closeNaming()
                } catch (error) {
                    toast.error(messageOf(error))
                }
                actions.saveEnded()
            },
            deleted: ({ insight }) => {
                if (insight.id === values.insight?.id) {
                    router.actions.push(urls.insights())
                }
            },
            discardChanges: () => {
                const saved = values.insight && readTrendsQuery(values.insight.query)
                if (saved) {
                    actions.setQuery(saved)
                }
            },
        }
    }),
    urlToAction(({ actions, values, props: { shortId } }) => ({
        [urls.insight(':shortId')]: ({ shortId: opened }, _, { q }, __, previous) => {
            if (opened !== shortId || equal(q, previous.hashParams.q) || equal(q, values.query)) {
                return
            }
            const otherwise = shortId === NEW ? NEW_TRENDS_QUERY : readTrendsQuery(values.insight?.query)
            const query = readTrendsQuery(q) ?? otherwise
            // A saved one that is still on its way reads the address when it is there.
            if (query && otherwise && !equal(query, values.query)) {
                actions.setQuery(query)
            }
        },
    })),
    afterMount(({ actions, props: { shortId } }) => {
        if (shortId === NEW) {
            actions.setQuery(readTrendsQuery(router.values.hashParams.q) ?? NEW_TRENDS_QUERY)
        } else {
            actions.loadInsight()
        }
    }),
])
