/**
 * The SQL editor: the text, its answer, the mistakes found while typing, and the schema beside it.
 *
 * The text stands in the address after `#q=`, so a link shows the same query, and so does going back to it. It is run on
 * demand only.
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
import { router, urlToAction } from 'kea-router'
import { toast } from '~/design/toastLogic'
import { api } from '~/lib/api'
import { messageOf } from '~/lib/http'
import { currentProjectId } from '~/lib/navigation'
import type { HogQLResponse, SchemaTable } from '~/lib/queries'
import type { SavedInsight } from '~/lib/types'
import { type SqlProblem, toProblem } from '../lib/sqlPosition'
import { urls } from '../lib/urls'

export const NEW = 'new'
export const FIRST_QUERY = `SELECT
    event,
    count() AS times,
    count(DISTINCT person_id) AS people
FROM events
WHERE timestamp > now() - INTERVAL 7 DAY
GROUP BY event
ORDER BY times DESC
LIMIT 100`

interface Props {
    shortId: string
}

interface Answer {
    response: HogQLResponse
    /** How long the whole round trip took, in milliseconds. */
    elapsed: number
}

interface Values {
    text: string
    answer: Answer | null
    running: boolean
    problem: SqlProblem | null
    mistakes: SqlProblem[]
    tables: SchemaTable[] | null
    schemaError: Error | null
    insight: SavedInsight | null
    insightError: Error | null
    namingOpen: boolean
    saving: boolean
    savedText: string | null
    isDirty: boolean
    status: 'idle' | 'running' | 'failed' | 'empty' | 'ready'
}
interface Actions {
    setText: (text: string) => { text: string }
    insert: (text: string) => { text: string }
    run: () => { value: true }
    stop: () => { value: true }
    answered: (answer: Answer) => { answer: Answer }
    runFailed: (problem: SqlProblem) => { problem: SqlProblem }
    stopped: () => { value: true }
    check: () => { value: true }
    checked: (mistakes: SqlProblem[]) => { mistakes: SqlProblem[] }
    loadSchema: () => { value: true }
    schemaLoaded: (tables: SchemaTable[]) => { tables: SchemaTable[] }
    schemaFailed: (error: Error) => { error: Error }
    loadInsight: () => { value: true }
    insightLoaded: (insight: SavedInsight) => { insight: SavedInsight }
    insightFailed: (error: Error) => { error: Error }
    openNaming: () => { value: true }
    closeNaming: () => { value: true }
    saveAs: (name: string) => { name: string }
    save: () => { value: true }
    saveEnded: () => { value: true }
}

function savedQuery(insight: SavedInsight | null): string | null {
    const query = insight?.query
    const source = (query?.source ?? query) as { kind?: unknown; query?: unknown } | null | undefined
    return source?.kind === 'HogQLQuery' && typeof source.query === 'string' ? source.query : null
}

/** The text that an address asks for, of which the router has made a number or a boolean where it reads as one. */
function textOf({ q }: Record<string, unknown>): string | null {
    return typeof q === 'string' || typeof q === 'number' || typeof q === 'boolean' ? String(q) : null
}

export const sqlSceneLogic = kea<MakeLogicType<Values, Actions, Props>>([
    props({ shortId: NEW } as Props),
    key(({ shortId }) => shortId),
    path((id) => ['products', 'product_analytics', 'sqlSceneLogic', id]),
    actions({
        setText: (text) => ({ text }),
        insert: (text) => ({ text }),
        run: true,
        stop: true,
        answered: (answer) => ({ answer }),
        runFailed: (problem) => ({ problem }),
        stopped: true,
        check: true,
        checked: (mistakes) => ({ mistakes }),
        loadSchema: true,
        schemaLoaded: (tables) => ({ tables }),
        schemaFailed: (error) => ({ error }),
        loadInsight: true,
        insightLoaded: (insight) => ({ insight }),
        insightFailed: (error) => ({ error }),
        openNaming: true,
        closeNaming: true,
        saveAs: (name) => ({ name }),
        save: true,
        saveEnded: true,
    }),
    reducers({
        text: ['', { setText: (_: string, { text }: { text: string }) => text }],
        answer: [null as Answer | null, { answered: (_: Answer | null, { answer }: { answer: Answer }) => answer }],
        running: [false, { run: () => true, answered: () => false, runFailed: () => false, stopped: () => false }],
        problem: [
            null as SqlProblem | null,
            {
                run: () => null,
                answered: () => null,
                runFailed: (_: SqlProblem | null, { problem }: { problem: SqlProblem }) => problem,
            },
        ],
        mistakes: [
            [] as SqlProblem[],
            {
                setText: () => [],
                checked: (_: SqlProblem[], { mistakes }: { mistakes: SqlProblem[] }) => mistakes,
            },
        ],
        tables: [
            null as SchemaTable[] | null,
            { schemaLoaded: (_: SchemaTable[] | null, { tables }: { tables: SchemaTable[] }) => tables },
        ],
        schemaError: [
            null as Error | null,
            { loadSchema: () => null, schemaFailed: (_: Error | null, { error }: { error: Error }) => error },
        ],
        insight: [
            null as SavedInsight | null,
            { insightLoaded: (_: SavedInsight | null, { insight }: { insight: SavedInsight }) => insight },
        ],
        insightError: [
            null as Error | null,
            { loadInsight: () => null, insightFailed: (_: Error | null, { error }: { error: Error }) => error },
        ],
        namingOpen: [false, { openNaming: () => true, closeNaming: () => false }],
        saving: [false, { saveAs: () => true, save: () => true, saveEnded: () => false }],
    }),
    selectors({
        savedText: [(s) => [s.insight], (insight: SavedInsight | null) => savedQuery(insight)],
        isDirty: [
            (s) => [s.text, s.savedText],
            (text: string, saved: string | null) => saved !== null && text !== saved,
        ],
        status: [
            (s) => [s.running, s.problem, s.answer],
            (running: boolean, problem: SqlProblem | null, answer: Answer | null): Values['status'] => {
                if (running) {
                    return 'running'
                }
                if (problem) {
                    return 'failed'
                }
                return !answer ? 'idle' : answer.response.results.length ? 'ready' : 'empty'
            },
        ],
    }),
    listeners(({ actions, values, cache, props: { shortId } }) => {
        const syncAddress = (): void => {
            const path = shortId === NEW ? urls.sql() : urls.savedSql(shortId)
            const keep = shortId === NEW || values.isDirty
            router.actions.replace(path, {}, keep ? { q: values.text } : {})
        }
        const stored = (): Record<string, unknown> => ({
            kind: 'DataVisualizationNode',
            source: { kind: 'HogQLQuery', query: values.text },
        })
        return {
            setText: async (_, breakpoint) => {
                await breakpoint(500)
                syncAddress()
                actions.check()
            },
            insert: ({ text }) => cache.insert?.(text),
            run: async (_, breakpoint) => {
                cache.abort?.abort()
                const abort = new AbortController()
                cache.abort = abort
                const query = values.text.trim()
                if (!query) {
                    actions.runFailed({ message: 'Write a query first.', start: null, end: null })
                    return
                }
                const started = performance.now()
                try {
                    const response = await api.query(
                        currentProjectId(),
                        { kind: 'HogQLQuery', query: values.text },
                        { refresh: 'force_blocking', signal: abort.signal }
                    )
                    breakpoint()
                    actions.answered({ response, elapsed: performance.now() - started })
                } catch (error) {
                    breakpoint()
                    if (abort.signal.aborted) {
                        actions.stopped()
                    } else {
                        actions.runFailed(toProblem(error))
                    }
                }
            },
            stop: () => cache.abort?.abort(),
            check: async (_, breakpoint) => {
                const { text } = values
                if (!text.trim()) {
                    actions.checked([])
                    return
                }
                try {
                    const found = await api.query(currentProjectId(), { kind: 'HogQLMetadata', query: text })
                    breakpoint()
                    if (text === values.text) {
                        actions.checked(found.errors.map(({ message, start, end = null }) => ({ message, start, end })))
                    }
                } catch {
                    breakpoint()
                    // Checking while typing is a help; running tells the same mistakes.
                }
            },
            loadSchema: async () => {
                try {
                    const { tables } = await api.query(currentProjectId(), { kind: 'DatabaseSchemaQuery' })
                    actions.schemaLoaded(Object.values(tables))
                } catch (error) {
                    actions.schemaFailed(error as Error)
                }
            },
            loadInsight: async () => {
                try {
                    const insight = await api.insights.getByShortId(currentProjectId(), shortId)
                    if (insight && savedQuery(insight) !== null) {
                        actions.insightLoaded(insight)
                        actions.setText(textOf(router.values.hashParams) ?? savedQuery(insight) ?? '')
                        actions.run()
                    } else {
                        actions.insightFailed(
                            new Error('There is no saved query at this address. It may have been deleted.')
                        )
                    }
                } catch (error) {
                    actions.insightFailed(error as Error)
                }
            },
            saveAs: async ({ name }) => {
                try {
                    const insight = values.insight
                        ? await api.insights.update(currentProjectId(), values.insight.id, { name, query: stored() })
                        : await api.insights.create(currentProjectId(), { name, query: stored() })
                    actions.closeNaming()
                    toast.success(`“${name}” saved`)
                    if (shortId === NEW) {
                        router.actions.push(urls.savedSql(insight.short_id))
                    } else {
                        actions.insightLoaded(insight)
                        syncAddress()
                    }
                } catch (error) {
                    toast.error(messageOf(error))
                }
                actions.saveEnded()
            },
            save: () => actions.saveAs(values.insight?.name ?? 'Untitled'),
        }
    }),
    urlToAction(({ actions, values, props: { shortId } }) => ({
        [`${urls.sql()}(/:shortId)`]: ({ shortId: opened = NEW }, _, hashParams, __, previous) => {
            const asked = textOf(hashParams)
            // What is being typed comes into the address later; only one that says something else is followed.
            if (opened !== shortId || asked === textOf(previous.hashParams)) {
                return
            }
            const text = asked ?? (shortId === NEW ? FIRST_QUERY : values.savedText)
            if (text !== null && text !== values.text) {
                actions.setText(text)
            }
        },
    })),
    afterMount(({ actions, props: { shortId } }) => {
        actions.loadSchema()
        if (shortId === NEW) {
            actions.setText(textOf(router.values.hashParams) ?? FIRST_QUERY)
        } else {
            actions.loadInsight()
        }
    }),
    beforeUnmount(({ cache }) => cache.abort?.abort()),
])
