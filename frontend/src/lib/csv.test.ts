import { expect, it } from 'vitest'
import { toCsv } from './csv'

it('quotes what has to be, and writes objects as JSON', () => {
    expect(
        toCsv(
            ['a', 'b,c'],
            [
                [1, 'x'],
                [null, 'say "hi"'],
                [{ k: [1] }, 'two\nlines'],
                [true, ''],
            ]
        )
    ).toBe('a,"b,c"\r\n1,x\r\n,"say ""hi"""\r\n"{""k"":[1]}","two\nlines"\r\ntrue,')
})

it('disarms formulas, which event data may hold', () => {
    expect(toCsv(['v'], [['=HYPERLINK("x")'], ['+1'], ['@cmd'], [-5]])).toBe(
        'v\r\n"\'=HYPERLINK(""x"")"\r\n\'+1\r\n\'@cmd\r\n-5'
    )
})
