/** The state of a page that lists things: what is asked for, which stands in the address, and what the server answered. */
import equal from 'fast-deep-equal'
import { actions, afterMount, type LogicBuilder, listeners, type MakeLogicType, reducers, selectors } from 'kea'
import { actionToUrl, urlToAction } from 'kea-router'
import type { Page } from './types'

/** What every list can be asked for; a list with filters has more. Each stands in the address under its own name. */
export interface Asked {
    search: string
    /** From 1. */
    page: number
}

export interface ListValues<Row, A extends Asked = Asked> {
    asked: A
    answer: Page<Row> | null
    loading: boolean
    error: Error | null
    rows: Row[]
    status: 'failed' | 'loading' | 'empty' | 'ready'
}

export interface ListActions<Row, A extends Asked = Asked> {
    /** Changes what is asked for, and begins at the first page again unless a page is named. */
    ask: (changes: Partial<A>) => { changes: Partial<A> }
    setFromUrl: (asked: A) => { asked: A }
    load: () => { value: true }
    loaded: (answer: Page<Row>) => { answer: Page<Row> }
    failed: (error: Error) => { error: Error }
}

/** What an address asks of a list. Links are written by strangers, too: what does not fit is as if it were not there. */
export function readAsked(params: Record<string, unknown>): Asked {
    return { search: String(params.search ?? ''), page: Math.max(1, Math.trunc(Number(params.page)) || 1) }
}

/** The part of a query that names a page of so many rows. */
export function pageOf({ page }: Asked, size: number): { limit: number; offset: number } {
    return { limit: size, offset: (page - 1) * size }
}

interface Options<Row, A extends Asked> {
    /** The path of the page. */
    address: string
    /** What the parameters of an address ask for; without any, what is asked for first. */
    read: (params: Record<string, unknown>) => A
    request: (asked: A) => Promise<Page<Row>>
}

/** A builder for the logic of a list, with `ListValues` and `ListActions`. It asks when it is mounted, and follows Back. */
export function listInAddress<Row, A extends Asked>({ address, read, request }: Options<Row, A>): LogicBuilder {
    type ListLogic = MakeLogicType<ListValues<Row, A>, ListActions<Row, A>>
    const atFirst = read({})
    const builders: LogicBuilder<ListLogic>[] = [
        actions<ListLogic>({
            ask: (changes) => ({ changes }),
            setFromUrl: (asked) => ({ asked }),
            load: true,
            loaded: (answer) => ({ answer }),
            failed: (error) => ({ error }),
        }),
        reducers<ListLogic>({
            asked: [
                atFirst,
                {
                    ask: (asked, { changes }) => ({ ...asked, page: 1, ...changes }),
                    setFromUrl: (_, { asked }) => asked,
                },
            ],
            answer: [null as Page<Row> | null, { loaded: (_, { answer }) => answer }],
            loading: [false, { load: () => true, loaded: () => false, failed: () => false }],
            error: [null as Error | null, { load: () => null, failed: (_, { error }) => error }],
        }),
        selectors<ListLogic>({
            rows: [(s) => [s.answer], (answer: Page<Row> | null) => answer?.results ?? []],
            status: [
                (s) => [s.answer, s.error],
                (answer: Page<Row> | null, error: Error | null): ListValues<Row>['status'] =>
                    error ? 'failed' : !answer ? 'loading' : answer.results.length ? 'ready' : 'empty',
            ],
        }),
        listeners<ListLogic>(({ actions, values }) => ({
            ask: async ({ changes }, breakpoint) => {
                await breakpoint(changes.search === undefined ? 1 : 250)
                actions.load()
            },
            setFromUrl: () => actions.load(),
            load: async (_, breakpoint) => {
                await breakpoint(1)
                try {
                    const answer = await request(values.asked)
                    breakpoint()
                    actions.loaded(answer)
                } catch (error) {
                    breakpoint()
                    actions.failed(error as Error)
                }
            },
        })),
        actionToUrl<ListLogic>(({ values }) => ({
            ask: () => {
                const entries = Object.entries(values.asked).filter(
                    ([name, value]) => !equal(value, atFirst[name as keyof A])
                )
                return [address, Object.fromEntries(entries), {}, { replace: true }]
            },
        })),
        urlToAction<ListLogic>(({ actions, values }) => ({
            [address]: (_, params) => {
                const asked = read(params)
                if (!equal(asked, values.asked)) {
                    actions.setFromUrl(asked)
                }
            },
        })),
        afterMount<ListLogic>(({ actions }) => actions.load()),
    ]
    return (logic) => {
        for (const builder of builders) {
            builder(logic as Parameters<typeof builder>[0])
        }
    }
}
