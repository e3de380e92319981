/**
 * The elements chain as a tree: what was clicked and everything around it. The text comes from other people's pages,
 * so anything may stand in it; what cannot be read is passed over.
 *
 *     button.primary:attr__id="buy"nth-child="1"text="Buy";form:nth-child="2"
 */

export interface PageElement {
    tag: string
    classes: string[]
    /** The element's own id attribute. */
    id: string
    text: string
    href: string
    /** Other attributes of the element, without their prefix. */
    attributes: [name: string, value: string][]
}

const ATTRIBUTE = /([\w$:.-]+)="((?:\\.|[^"\\])*)"/g
const OWN = new Set(['text', 'href', 'attr_id', 'nth-child', 'nth-of-type', 'attr__id', 'attr__href', 'attr__class'])

/** The parts between the semicolons that stand outside of quotes. */
function split(chain: string): string[] {
    const parts: string[] = []
    let start = 0
    let quoted = false
    for (let at = 0; at < chain.length; at++) {
        const letter = chain[at]
        if (letter === '\\') {
            at++
        } else if (letter === '"') {
            quoted = !quoted
        } else if (letter === ';' && !quoted) {
            parts.push(chain.slice(start, at))
            start = at + 1
        }
    }
    return [...parts, chain.slice(start)].filter((part) => part.trim() !== '')
}

function parseElement(part: string): PageElement {
    // Class names may hold colons, so attributes begin at the first colon that one follows.
    const found = /:(?=(?:attr__[^"=;]*|[\w-]+)="|$)/.exec(part)
    const head = found ? part.slice(0, found.index) : part
    const values = new Map<string, string>()
    for (const [, name = '', value = ''] of part.slice(head.length).matchAll(ATTRIBUTE)) {
        values.set(name.replace(/^:/, ''), value.replaceAll('\\"', '"'))
    }
    const [tag = '', ...classes] = head.split('.')
    return {
        tag,
        classes: classes.filter(Boolean),
        id: values.get('attr__id') ?? values.get('attr_id') ?? '',
        text: values.get('text') ?? '',
        href: values.get('href') ?? values.get('attr__href') ?? '',
        attributes: [...values]
            .filter(([name]) => !OWN.has(name))
            .map(([name, value]) => [name.replace(/^attr__/, ''), value]),
    }
}

/** From the page's outermost element to the one that was clicked, the last. */
export function parseElements(chain: string): PageElement[] {
    return split(chain).map(parseElement).reverse()
}
