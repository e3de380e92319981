import { expect, it } from 'vitest'
import { readParams } from './params'

it.each([
    ['?page=2', { page: 2 }],
    ['?on=true&filters=[1]', { on: true, filters: [1] }],
    ['?search=1.0', { search: '1.0' }],
    ['search=007&tag=True', { search: '007', tag: 'True' }],
    ['?search=a+b%26c&tag=', { search: 'a b&c', tag: '' }],
    ['', {}],
])('reads %s', (address, params) => {
    expect({ ...readParams(address) }).toEqual(params)
})

it('reads what follows the hash sign, too', () => {
    expect({ ...readParams('#at=1e3', '#') }).toEqual({ at: '1e3' })
})
