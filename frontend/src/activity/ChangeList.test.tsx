import { render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { ChangeList } from './ChangeList'
import type { ActivityChange, ActivityKind } from './sentences'

const KIND: ActivityKind = {
    noun: 'bell',
    values: { plan: (plan) => `Ring ${(plan as { times: number }).times} times` },
}

function shown(before: unknown, after: unknown, kind?: ActivityKind): string {
    const change = { type: 'Bell', action: 'changed', field: 'plan', before, after } as ActivityChange
    const { unmount } = render(<ChangeList changes={[change]} kind={kind} />)
    const [words] = screen.getAllByRole('definition').map((one) => one.textContent)
    unmount()
    return words ?? ''
}

it('says a value in the words its kind has for the whole of it', () => {
    expect(shown(null, { times: 2, at: 'noon' }, KIND)).toBe('added Ring 2 times')
    expect(shown({ times: 2, at: 'noon' }, null, KIND)).toBe('removed Ring 2 times')
    expect(shown({ times: 2, at: 'noon' }, { times: 3, at: 'dusk' }, KIND)).toBe('Ring 2 times →became Ring 3 times')
})

it('names the places where these words do not differ, or there are none', () => {
    expect(shown({ times: 2, at: 'noon' }, { times: 2, at: 'dusk' }, KIND)).toBe('noon →became dusk')
    expect(shown({ times: 2 }, { times: 3 })).toBe('2 →became 3')
})
