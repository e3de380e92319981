/** Plays the server for a test: what it answers to which request, and what it was asked. */
import { vi } from 'vitest'

export interface SeenRequest {
    method: string
    path: string
    params: URLSearchParams
    // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
    body: any
    headers: Record<string, string>
}

export type Answer = unknown | ((request: SeenRequest) => unknown)

export class Refusal {
    constructor(
        readonly status: number,
        readonly body: Record<string, unknown>
    ) {}
}

/** An answer that is an error, in the form every error of the API has. */
export function refuse(status: number, detail: string, rest: Record<string, unknown> = {}): Refusal {
    return new Refusal(status, { type: 'error', code: 'error', attr: null, detail, ...rest })
}

export interface MockApi {
    requests: SeenRequest[]
    /** Changes or adds answers while the test runs. */
    answer: (more: Record<string, Answer>) => void
    to: (route: string) => SeenRequest[]
}

/** Keys are `METHOD /path`; the path ends with what is given, so `POST query/` stands for any project's. */
export function mockApi(answers: Record<string, Answer>): MockApi {
    const requests: SeenRequest[] = []
    const known = new Map(Object.entries(answers))
    const find = (method: string, path: string): string | undefined =>
        [...known.keys()].find((key) => {
            const [wanted, tail = ''] = key.split(' ')
            return wanted === method && (tail.startsWith('/') ? path === tail : path.endsWith(`/${tail}`))
        })
    vi.stubGlobal('fetch', async (address: string, init: RequestInit = {}) => {
        const url = new URL(address, 'http://prickle.test')
        const request: SeenRequest = {
            method: init.method ?? 'GET',
            path: url.pathname,
            params: url.searchParams,
            body: init.body ? JSON.parse(String(init.body)) : undefined,
            headers: (init.headers ?? {}) as Record<string, string>,
        }
        requests.push(request)
        const key = find(request.method, request.path)
        if (key === undefined) {
            throw new Error(`Nothing answers ${request.method} ${request.path}`)
        }
        const given = known.get(key)
        const answer = await (typeof given === 'function' ? given(request) : given)
        if (answer instanceof Refusal) {
            return new Response(JSON.stringify(answer.body), { status: answer.status })
        }
        return answer === undefined
            ? new Response(null, { status: 204 })
            : new Response(JSON.stringify(answer), { status: 200 })
    })
    return {
        requests,
        answer: (more) => {
            for (const [key, value] of Object.entries(more)) {
                known.set(key, value)
            }
        },
        to: (route) => {
            const [method, tail = ''] = route.split(' ')
            return requests.filter((request) => request.method === method && request.path.endsWith(tail))
        },
    }
}
