import { describe, expect, it } from 'vitest'
import { refusalInfo } from './refusals'

describe('reasons for which requests are turned away', () => {
    it('have words and a way out', () => {
        expect(refusalInfo('origin_not_allowed')).toMatchObject({ title: 'Page not allowed', tab: 'protection' })
        expect(refusalInfo('project_queue_full').repeated).toBe(true)
    })

    it('are shown when they are not known', () => {
        expect(refusalInfo('moon_is_full').title).toBe('Moon is full')
        expect(refusalInfo('constructor').advice).not.toBe('')
    })
})
