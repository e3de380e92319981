/** Values of properties as people type them. */
import type { Json } from '~/lib/types'

/** What a text means: JSON where it is JSON (numbers, true, lists, quoted texts), otherwise the text itself. */
export function parseValue(typed: string): Json {
    const text = typed.trim()
    if (/^(-?\d|true$|false$|null$|\[|\{|")/.test(text)) {
        try {
            const value = JSON.parse(text) as Json
            // Numbers that a number cannot hold, such as long ids, stay the text they are.
            return typeof value === 'number' && String(value) !== text ? text : value
        } catch {
            return text
        }
    }
    return text
}

/** The text that means the value. */
export function writeValue(value: Json): string {
    return typeof value === 'string' && parseValue(value) === value ? value : JSON.stringify(value)
}
