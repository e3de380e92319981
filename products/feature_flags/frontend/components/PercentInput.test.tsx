import { fireEvent, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { expect, it } from 'vitest'
import { PercentInput } from './PercentInput'

const given: number[] = []

function Share(): React.JSX.Element {
    const [share, setShare] = useState(10)
    return (
        <>
            <PercentInput
                aria-label="Share"
                value={share}
                onChange={(value) => {
                    given.push(value)
                    setShare(value)
                }}
            />
            <button type="button" onClick={() => setShare(30)}>
                Thirty
            </button>
        </>
    )
}

it('takes what is typed, within 0 and 100, and tidies up when it is left', () => {
    render(<Share />)
    const box = screen.getByLabelText<HTMLInputElement>('Share')
    const type = (value: string): string => {
        fireEvent.change(box, { target: { value } })
        return box.value
    }
    // Emptied and typed anew, without a 0 that gets in the way.
    expect(['', '7', '7.5', '150'].map(type)).toEqual(['', '7', '7.5', '150'])
    expect(given).toEqual([0, 7, 7.5, 100])
    fireEvent.blur(box)
    expect(box.value).toBe('100')
    expect(type('-3')).toBe('-3')
    fireEvent.blur(box)
    expect([given.at(-1), box.value]).toEqual([0, '0'])
    fireEvent.click(screen.getByText('Thirty'))
    expect(box.value).toBe('30')
})
