import { expect, it } from 'vitest'
import { searchByName } from './search'

const names = (typed: string, things: string[]): string[] => searchByName(things, typed, (thing) => [thing])

it('puts the closest first and keeps the order of equals', () => {
    expect(names('plan', ['from_plan', 'explanation', 'planned', 'Plan', 'to_plan'])).toEqual([
        'Plan',
        'planned',
        'from_plan',
        'to_plan',
        'explanation',
    ])
})

it('leaves out what does not match, and nothing when nothing is typed', () => {
    expect(names('xyz', ['a'])).toEqual([])
    expect(names('  ', ['b', 'a'])).toEqual(['b', 'a'])
})

it('looks at every name a thing has', () => {
    const things = [{ label: 'Country', name: '$geoip_country_name' }]
    expect(searchByName(things, 'geoip', ({ label, name }) => [label, name])).toEqual(things)
})
