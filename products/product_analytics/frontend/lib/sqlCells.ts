/** Values of a result as text in a cell. */
import type { Json } from '~/lib/types'

export type CellKind = 'null' | 'number' | 'boolean' | 'json' | 'text'

export function cellKind(value: Json | undefined): CellKind {
    if (value === null || value === undefined) {
        return 'null'
    }
    if (typeof value === 'number') {
        return 'number'
    }
    if (typeof value === 'boolean') {
        return 'boolean'
    }
    return typeof value === 'object' ? 'json' : 'text'
}

export function cellText(value: Json | undefined): string {
    return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '')
}

/** `Nullable(DateTime64(6, 'UTC'))` → `DateTime64`: what a person wants to know of a type. */
export function shortType(type: string): string {
    let inner = type
    for (let match = WRAPPER.exec(inner); match; match = WRAPPER.exec(inner)) {
        inner = match[1] ?? ''
    }
    return inner.replace(/\(.*$/, '')
}

const WRAPPER = /^(?:Nullable|LowCardinality)\((.*)\)$/
