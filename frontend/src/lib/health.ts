/** What the instance says of itself. A plain request: its answers are no part of the API, and 503 is one of them. */

export type DiskLevel = 'ok' | 'warning' | 'full'

const LEVELS: readonly unknown[] = ['ok', 'warning', 'full'] satisfies DiskLevel[]

/** How the server's disk is; null when nobody can tell now. */
export async function askDiskLevel(): Promise<DiskLevel | null> {
    try {
        const response = await fetch('/_health', { headers: { Accept: 'application/json' } })
        const body: unknown = await response.json()
        const disk = body !== null && typeof body === 'object' && 'disk' in body ? body.disk : null
        return LEVELS.includes(disk) ? (disk as DiskLevel) : null
    } catch {
        return null
    }
}

/** Whether the server and all its stores answer now. */
export async function isReady(): Promise<boolean> {
    try {
        return (await fetch('/_readyz', { headers: { Accept: 'application/json' } })).ok
    } catch {
        return false
    }
}
