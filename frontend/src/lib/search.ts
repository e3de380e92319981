/** Finding things by typing a part of their name: the closest first. */

/** How well a text fits, smaller is better; null when it does not. */
function distance(text: string, wanted: string): number | null {
    const at = text.toLowerCase().indexOf(wanted)
    if (at < 0) {
        return null
    }
    if (at === 0) {
        return text.length === wanted.length ? 0 : 1
    }
    return /[\s_$.-]/.test(text[at - 1] ?? '') ? 2 : 3
}

/** Those whose names contain what was typed, the closest first; with nothing typed all of them as they were. */
export function searchByName<T>(things: readonly T[], typed: string, namesOf: (thing: T) => string[]): T[] {
    const wanted = typed.trim().toLowerCase()
    if (!wanted) {
        return [...things]
    }
    return things
        .map((thing) => {
            const distances = namesOf(thing).map((name) => distance(name, wanted))
            const known = distances.filter((one): one is number => one !== null)
            return { thing, best: known.length ? Math.min(...known) : null }
        })
        .filter((found): found is { thing: T; best: number } => found.best !== null)
        .sort((left, right) => left.best - right.best)
        .map((found) => found.thing)
}
