/** Two values as lines of JSON, and which lines came and went. */

export interface DiffLine {
    kind: 'same' | 'added' | 'removed'
    text: string
}

function linesOf(value: unknown): string[] {
    if (value === null || value === undefined) {
        return []
    }
    return (typeof value === 'string' ? value : JSON.stringify(value, null, 2)).split('\n')
}

/** Beyond this many lines on both sides everything is shown as replaced: the table would be too large. */
const MOST_CELLS = 4_000_000

/** The longest common subsequence decides what stayed; removed lines stand before those that replace them. */
export function diffLines(before: unknown, after: unknown): DiffLine[] {
    const old = linesOf(before)
    const next = linesOf(after)
    if (old.length * next.length > MOST_CELLS) {
        return [
            ...old.map((text): DiffLine => ({ kind: 'removed', text })),
            ...next.map((text): DiffLine => ({ kind: 'added', text })),
        ]
    }
    const width = next.length + 1
    const common = new Uint32Array((old.length + 1) * width)
    for (let i = old.length - 1; i >= 0; i--) {
        for (let j = next.length - 1; j >= 0; j--) {
            common[i * width + j] =
                old[i] === next[j]
                    ? (common[(i + 1) * width + j + 1] ?? 0) + 1
                    : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0)
        }
    }
    const lines: DiffLine[] = []
    let i = 0
    let j = 0
    while (i < old.length || j < next.length) {
        if (i < old.length && j < next.length && old[i] === next[j]) {
            lines.push({ kind: 'same', text: old[i] ?? '' })
            i++
            j++
        } else if (i < old.length && (j >= next.length || at(common, i + 1, j, width) >= at(common, i, j + 1, width))) {
            lines.push({ kind: 'removed', text: old[i] ?? '' })
            i++
        } else {
            lines.push({ kind: 'added', text: next[j] ?? '' })
            j++
        }
    }
    return lines
}

function at(table: Uint32Array, row: number, column: number, width: number): number {
    return table[row * width + column] ?? 0
}
