/** Whether the server will take a formula: the same small grammar, so that a mistake shows while it is typed. */

type Token = { kind: 'value' | 'operator' | 'open' | 'close'; text: string }

const TOKEN = /\s*(?:(\d+(?:\.\d*)?|\.\d+)|([A-Za-z])(?![A-Za-z0-9_.])|([-+*/%])|(\()|(\)))/y

function tokens(text: string): Token[] | null {
    const found: Token[] = []
    TOKEN.lastIndex = 0
    while (text.slice(TOKEN.lastIndex).trim() !== '') {
        const match = TOKEN.exec(text)
        if (!match) {
            return null
        }
        const [, number, letter, operator, open] = match
        found.push({
            kind: (number ?? letter) ? 'value' : operator ? 'operator' : open ? 'open' : 'close',
            text: (letter ?? match[0].trim()).toUpperCase(),
        })
    }
    return found
}

/** What is wrong with it, or null. `count` is how many series there are to name. */
export function formulaProblem(text: string, count: number): string | null {
    const found = tokens(text)
    if (!found) {
        return 'Use letters of series, numbers, + − * / % and parentheses.'
    }
    let depth = 0
    let wantsValue = true
    for (const { kind, text: token } of found) {
        if (kind === 'value' && wantsValue) {
            if (/[A-Z]/.test(token) && token.charCodeAt(0) - 65 >= count) {
                return `There is no series ${token}.`
            }
            wantsValue = false
        } else if (kind === 'open' && wantsValue) {
            depth++
        } else if (kind === 'close' && !wantsValue && depth > 0) {
            depth--
        } else if (kind === 'operator' && !wantsValue) {
            wantsValue = true
        } else if (!(kind === 'operator' && wantsValue && token === '-')) {
            return `“${token}” does not fit where it stands.`
        }
    }
    if (wantsValue) {
        return 'Something is missing at the end.'
    }
    return depth > 0 ? 'A parenthesis is not closed.' : null
}
