import { describe, expect, it } from 'vitest'
import { checkEmail, checkNewPassword, collectErrors, placeError } from './formErrors'
import { ApiError } from './http'

describe('placeError', () => {
    it('puts a refusal under the field it names', () => {
        const error = new ApiError(400, 'invalid', 'Taken.', 'email')
        expect(placeError(error, ['email'])).toEqual({ form: null, fields: { email: 'Taken.' } })
    })
    it('puts it above the form when the form has no such field', () => {
        const error = new ApiError(400, 'invalid', 'Taken.', 'username')
        expect(placeError(error, ['email'])).toEqual({ form: 'Taken.', fields: {} })
    })
})

it('collectErrors is null only when all is well', () => {
    expect(collectErrors({ a: null })).toBeNull()
    expect(collectErrors({ a: null, b: 'Missing.' })).toEqual({ form: null, fields: { b: 'Missing.' } })
})

it('checks addresses and passwords before the server has to', () => {
    expect([checkEmail(''), checkEmail('ada'), checkEmail('ada@x y')].every(Boolean)).toBe(true)
    expect(checkEmail(' ada@example.com ')).toBeNull()
    expect(checkNewPassword('short')).toMatch(/at least 8/)
    expect(checkNewPassword('long enough')).toBeNull()
})
