import { expect, it } from 'vitest'
import { groupName, typeName } from './groups'

const type = {
    group_type: 'company',
    group_type_index: 0,
    name_singular: '',
    name_plural: '',
    default_columns: [],
    created_at: '',
}

it('calls types as the project does, else makes a plural', () => {
    expect(typeName({ ...type, name_plural: 'customers' })).toBe('Customers')
    expect([typeName(type), typeName({ ...type, group_type: 'team' })]).toEqual(['Companies', 'Teams'])
})

it('calls groups by their name, else by their key', () => {
    expect(groupName({ group_key: 'k', group_properties: { name: 'Acme' } })).toBe('Acme')
    expect(groupName({ group_key: 'k', group_properties: { name: 7 } })).toBe('k')
})
