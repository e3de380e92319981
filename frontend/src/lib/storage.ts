/** What a browser remembers for its user. Every read may fail (private windows, full disks) and then has a default. */

const PREFIX = 'prickle.'

export function remember(name: string, value: string): void {
    try {
        localStorage.setItem(PREFIX + name, value)
    } catch {
        // Forgetting a preference is harmless; failing the click that set it is not.
    }
}

export function recall(name: string): string | null {
    try {
        return localStorage.getItem(PREFIX + name)
    } catch {
        return null
    }
}
