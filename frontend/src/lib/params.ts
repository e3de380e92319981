/** What stands in an address after its path. */
import { decodeParams } from 'kea-router'

/**
 * As the router reads them (numbers, true, false and JSON become what they say), unless that loses something: `1.0`, `007`
 * and `True` stay the texts they are. Otherwise a search for `1.0` would become one for `1` while it is typed.
 */
export function readParams(input: string, symbol = '?'): Record<string, unknown> {
    const params: Record<string, unknown> = decodeParams(input, symbol)
    for (const [name, text] of new URLSearchParams(input.startsWith(symbol) ? input.slice(1) : input)) {
        const value = params[name]
        if ((typeof value === 'number' || typeof value === 'boolean') && String(value) !== text) {
            params[name] = text
        }
    }
    return params
}
