/** What differs between two JSON values, place by place, so that a small change in a large value reads as a small one. */
import type { Json } from '~/lib/types'

export interface Difference {
    /** Names of fields, and places in lists, from the outside in. */
    path: (string | number)[]
    /** Undefined where there was or is nothing. */
    before: Json | undefined
    after: Json | undefined
}

type Fields = { [key: string]: Json }

function isFields(value: Json | undefined): value is Fields {
    return value !== null && typeof value === 'object' && !Array.isArray(value)
}

const same = (left: Json | undefined, right: Json | undefined): boolean =>
    JSON.stringify(left) === JSON.stringify(right)

export function differences(before: Json | undefined, after: Json | undefined): Difference[] {
    if (same(before, after)) {
        return []
    }
    if (isFields(before) && isFields(after)) {
        const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
        return names.flatMap((name) => under(name, differences(before[name], after[name])))
    }
    if (Array.isArray(before) && Array.isArray(after) && [...before, ...after].every(isFields)) {
        return betweenLists(before, after)
    }
    return [{ path: [], before, after }]
}

function under(name: string | number, found: Difference[]): Difference[] {
    return found.map((one) => ({ ...one, path: [name, ...one.path] }))
}

/** Lists of objects: those that stayed are found first, then what stands between two of them is compared in order. */
function betweenLists(before: Json[], after: Json[]): Difference[] {
    const found: Difference[] = []
    let i = 0
    let j = 0
    for (const [left, right] of [...kept(before, after), [before.length, after.length] as const]) {
        while (i < left || j < right) {
            if (i < left && j < right) {
                found.push(...under(j, differences(before[i], after[j])))
                i++
                j++
            } else if (i < left) {
                found.push({ path: [i], before: before[i], after: undefined })
                i++
            } else {
                found.push({ path: [j], before: undefined, after: after[j] })
                j++
            }
        }
        i = left + 1
        j = right + 1
    }
    return found
}

/** Places of a longest common subsequence in both lists. */
function kept(before: Json[], after: Json[]): (readonly [number, number])[] {
    const old = before.map((one) => JSON.stringify(one))
    const next = after.map((one) => JSON.stringify(one))
    const lengths = Array.from({ length: old.length + 1 }, () => new Array<number>(next.length + 1).fill(0))
    const length = (i: number, j: number): number => lengths[i]?.[j] ?? 0
    for (let i = old.length - 1; i >= 0; i--) {
        for (let j = next.length - 1; j >= 0; j--) {
            const row = lengths[i]
            if (row) {
                row[j] = old[i] === next[j] ? length(i + 1, j + 1) + 1 : Math.max(length(i + 1, j), length(i, j + 1))
            }
        }
    }
    const pairs: (readonly [number, number])[] = []
    let i = 0
    let j = 0
    while (i < old.length && j < next.length) {
        if (old[i] === next[j]) {
            pairs.push([i++, j++])
        } else if (length(i + 1, j) >= length(i, j + 1)) {
            i++
        } else {
            j++
        }
    }
    return pairs
}

/** "condition 2 › share": names as `words` has them, otherwise without underscores; lists counted from one. */
export function describePath(
    path: readonly (string | number)[],
    words: Readonly<Record<string, string>> = {},
    containers: readonly string[] = []
): string {
    const parts: string[] = []
    for (const [at, step] of path.entries()) {
        if (at < path.length - 1 && containers.includes(String(step))) {
            continue
        }
        if (typeof step === 'number') {
            parts.push(`${parts.pop() ?? 'number'} ${step + 1}`)
        } else {
            parts.push(describeField(step, words))
        }
    }
    return parts.join(' › ')
}

/** What a field is called; a property keeps the name it was sent with. */
export function describeField(field: string, words: Readonly<Record<string, string>> = {}): string {
    if (field.startsWith('properties.')) {
        return `property ${field.slice('properties.'.length)}`
    }
    return words[field] ?? field.replaceAll('_', ' ')
}

export function describeValue(value: Json | undefined): string {
    if (value === undefined || value === null) {
        return 'nothing'
    }
    if (value === '') {
        return 'empty'
    }
    if (typeof value === 'boolean') {
        return value ? 'yes' : 'no'
    }
    if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) {
        return value.length ? value.map(String).join(', ') : 'nothing'
    }
    return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
