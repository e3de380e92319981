import { describe, expect, it } from 'vitest'
import { parseElements } from './elements'

const BUY =
    'button.primary.lg:attr__class="primary lg"attr__id="buy"nth-child="1"nth-of-type="1"text="Buy; \\"now\\""' +
    ';a:attr__href="/cart?x=1"attr__data-test="cart"href="/cart?x=1"nth-child="2";body:nth-child="2"'

describe('parseElements', () => {
    it('gives the outermost first and what was clicked last', () => {
        expect(parseElements(BUY).map((one) => one.tag)).toEqual(['body', 'a', 'button'])
    })

    it('reads quotes and semicolons inside of texts', () => {
        expect(parseElements(BUY).at(-1)).toEqual({
            tag: 'button',
            classes: ['primary', 'lg'],
            id: 'buy',
            text: 'Buy; "now"',
            href: '',
            attributes: [],
        })
    })

    it('keeps other attributes by their own names', () => {
        expect(parseElements(BUY)[1]).toMatchObject({ href: '/cart?x=1', attributes: [['data-test', 'cart']] })
    })

    it('takes class names with colons', () => {
        expect(parseElements('div.hover:bg-red.p-2:nth-child="1"')[0]?.classes).toEqual(['hover:bg-red', 'p-2'])
    })

    it.each(['', ';;;', '"', 'a"b;c', '\\', ':', '<script>alert(1)</script>'])('survives %j', (chain) => {
        expect(Array.isArray(parseElements(chain))).toBe(true)
    })

    it('keeps markup as the text it is', () => {
        expect(parseElements('b:text="<img src=x onerror=alert(1)>"')[0]?.text).toBe('<img src=x onerror=alert(1)>')
    })
})
