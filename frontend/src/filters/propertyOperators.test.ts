import { describe, expect, it } from 'vitest'
import type { PropertyFilter, PropertyOperator } from '~/lib/queries'
import { convertValue, describeValue, isComplete, operatorInfo, operatorsFor } from './propertyOperators'

const filter = (operator: PropertyOperator, value?: PropertyFilter['value']): PropertyFilter => ({
    type: 'event',
    key: 'plan',
    operator,
    value,
})

describe('isComplete', () => {
    it.each([
        filter('exact', ['team']),
        filter('is_set'),
        filter('icontains', 'a'),
        filter('gt', 0),
        filter('between', [1, 2]),
        filter('is_date_after', '-7d'),
    ])('takes $operator with $value', (one) => expect(isComplete(one)).toBe(true))

    it.each([
        filter('exact', []),
        filter('exact'),
        filter('icontains', '  '),
        filter('gt', ''),
        filter('between', [1]),
        filter('between', [1, '']),
        { ...filter('is_set'), key: '' },
    ])('refuses $operator with $value', (one) => expect(isComplete(one)).toBe(false))
})

describe('operatorsFor', () => {
    it('offers what means something for the type', () => {
        const numeric = operatorsFor('Numeric').map((one) => one.value)
        expect(numeric).toContain('gte')
        expect(numeric).not.toContain('icontains')
        expect(operatorsFor('Boolean').map((one) => one.value)).toEqual(['exact', 'is_not', 'is_set', 'is_not_set'])
        expect(operatorsFor('DateTime')[0]?.value).toBe('is_date_exact')
    })
    it('offers everything for a property of no known type', () => {
        expect(operatorsFor(null)).toHaveLength(21)
    })
})

it('keeps what can be kept of a value when the operator changes', () => {
    expect(convertValue(['7', '8'], operatorInfo('gt').takes)).toBe(7)
    expect(convertValue('abc', operatorInfo('gt').takes)).toBe('')
    expect(convertValue('abc', operatorInfo('exact').takes)).toEqual(['abc'])
    expect(convertValue(['a', 'b'], operatorInfo('icontains').takes)).toBe('a')
    expect(convertValue(['a'], operatorInfo('is_set').takes)).toBeUndefined()
})

it('reads a value aloud', () => {
    expect(describeValue(filter('exact', ['team', 'free']))).toBe('team or free')
    expect(describeValue(filter('between', [1, 5]))).toBe('1 and 5')
    expect(describeValue(filter('is_set'))).toBe('')
})
