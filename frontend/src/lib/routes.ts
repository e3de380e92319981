/** Addresses of pages: matching one to a scene, and the project prefix they all carry. Knows nothing of what pages draw. */

export type RouteParams = Record<string, string>

/** The params of `/persons/:id` in a path, or null when it is another page's path. */
export function matchRoute(pattern: string, path: string): RouteParams | null {
    const expected = segments(pattern)
    const actual = segments(path)
    if (expected.length !== actual.length) {
        return null
    }
    const params: RouteParams = {}
    for (const [index, name] of expected.entries()) {
        const value = actual[index] ?? ''
        if (name.startsWith(':')) {
            params[name.slice(1)] = decode(value)
        } else if (name !== value) {
            return null
        }
    }
    return params
}

function segments(path: string): string[] {
    return path.split('/').filter(Boolean)
}

function decode(text: string): string {
    try {
        return decodeURIComponent(text)
    } catch {
        return text
    }
}

const PROJECT = /^\/project\/(\d+)(?=\/|$)/

/** `/project/3/persons` → 3. */
export function projectInPath(path: string): number | null {
    const match = PROJECT.exec(path)
    return match ? Number(match[1]) : null
}

/** `/project/3/persons` → `/persons`. */
export function withoutProject(path: string): string {
    return path.replace(PROJECT, '') || '/'
}

/** Where a person may go after signing in: only a path of this site, never another host. */
export function safeNext(next: unknown): string {
    return typeof next === 'string' && /^\/(?![/\\])/.test(next) && !next.startsWith('/login') ? next : '/'
}
