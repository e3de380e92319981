/** Talks to the server: JSON in, JSON out, and one kind of error. Knows no address; `lib/api.ts` does. */

/** Why a request failed, in the words of the server: `detail` is written for people, `attr` names a field. */
export class ApiError extends Error {
    constructor(
        readonly status: number,
        readonly code: string,
        readonly detail: string,
        readonly attr: string | null = null,
        readonly extra: Record<string, unknown> = {}
    ) {
        super(detail)
        this.name = 'ApiError'
    }

    /** No answer at all: the server is down or the network is. */
    get isUnreachable(): boolean {
        return this.status === 0
    }

    /** The server or a store of it is down, which ends without anybody changing the request. */
    get isTemporary(): boolean {
        if (this.code === 'query_timeout') {
            return false
        }
        return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504
    }
}

/** The error of a request that nobody answered. */
export function unreachable(): ApiError {
    const detail = navigator.onLine
        ? 'Prickle’s server does not answer. Check that it is running.'
        : 'This device is not connected to the network.'
    return new ApiError(0, 'unreachable', detail)
}

export type QueryParams = Record<string, string | number | boolean | null | undefined>

export interface RequestOptions {
    params?: QueryParams
    signal?: AbortSignal
}

const CSRF_COOKIE = 'prickle_csrftoken'

let onSignedOut: (() => void) | null = null

/** Called when a request that needs a session finds it gone, so that the app can ask for a new one. */
export function whenSignedOut(handler: () => void): void {
    onSignedOut = handler
}

export function withParams(path: string, params: QueryParams = {}): string {
    const search = new URLSearchParams()
    for (const [name, value] of Object.entries(params)) {
        if (value !== undefined && value !== null && value !== '') {
            search.set(name, String(value))
        }
    }
    const text = search.toString()
    return text ? `${path}?${text}` : path
}

export function readCookie(name: string, cookies: string = document.cookie): string {
    for (const pair of cookies.split('; ')) {
        const [key, ...rest] = pair.split('=')
        if (key === name) {
            return decodeURIComponent(rest.join('='))
        }
    }
    return ''
}

async function readError(response: Response): Promise<ApiError> {
    const body: unknown = await response.json().catch(() => null)
    if (body !== null && typeof body === 'object' && 'detail' in body) {
        const { code, detail, attr, extra, ...rest } = body as Record<string, unknown>
        return new ApiError(
            response.status,
            String(code ?? 'error'),
            String(detail),
            typeof attr === 'string' ? attr : null,
            { ...rest, ...(extra !== null && typeof extra === 'object' ? extra : {}) }
        )
    }
    const detail =
        response.status >= 500
            ? 'The server could not answer this request. Try again in a moment.'
            : `The server refused this request (${response.status}).`
    return new ApiError(response.status, 'error', detail)
}

async function send<T>(method: string, path: string, body: unknown, options: RequestOptions): Promise<T> {
    const headers: Record<string, string> = { Accept: 'application/json' }
    // A form with files names its own type, boundary included.
    const isForm = body instanceof FormData
    if (body !== undefined && !isForm) {
        headers['Content-Type'] = 'application/json'
    }
    if (method !== 'GET') {
        headers['X-CSRFToken'] = readCookie(CSRF_COOKIE)
    }
    let response: Response
    try {
        response = await fetch(withParams(path, options.params), {
            method,
            headers,
            body: body === undefined ? undefined : isForm ? body : JSON.stringify(body),
            credentials: 'same-origin',
            signal: options.signal,
        })
    } catch (error) {
        if (error instanceof DOMException && error.name === 'AbortError') {
            throw error
        }
        throw unreachable()
    }
    if (!response.ok) {
        const error = await readError(response)
        if (error.status === 401 && error.code !== 'invalid_credentials') {
            onSignedOut?.()
        }
        throw error
    }
    if (response.status === 204) {
        return undefined as T
    }
    return (await response.json()) as T
}

export const http = {
    get: <T>(path: string, options: RequestOptions = {}): Promise<T> => send<T>('GET', path, undefined, options),
    post: <T>(path: string, body: unknown = {}, options: RequestOptions = {}): Promise<T> =>
        send<T>('POST', path, body, options),
    patch: <T>(path: string, body: unknown = {}, options: RequestOptions = {}): Promise<T> =>
        send<T>('PATCH', path, body, options),
    delete: (path: string, options: RequestOptions = {}): Promise<void> =>
        send<void>('DELETE', path, undefined, options),
}

/** The sentence to show for whatever was thrown. */
export function messageOf(error: unknown): string {
    return error instanceof ApiError ? error.detail : error instanceof Error ? error.message : String(error)
}
