import { describe, expect, it } from 'vitest'
import type { CaptureProtection } from './eventsApi'
import { changesOf, formProblems, ownField, toForm } from './protection'

const SETTINGS: CaptureProtection = {
    person_events_per_minute: null,
    project_events_per_minute: 6000,
    allowed_origins: ['https://a.example'],
    allow_without_origin: true,
    require_signed_identity: false,
    bot_filter: 'mark',
    has_identity_secret: false,
    previous_secret_until: null,
}

describe('the form of capture protection', () => {
    it('sends nothing that was not changed', () => {
        expect(changesOf(toForm(SETTINGS), SETTINGS)).toEqual({})
    })

    it('reads an emptied cap as no limit and origins one a line', () => {
        const form = {
            ...toForm(SETTINGS),
            personCap: ' 120 ',
            projectCap: '',
            origins: 'https://a.example\n\n https://*.b.example, https://c.example\n',
        }
        expect(changesOf(form, SETTINGS)).toEqual({
            person_events_per_minute: 120,
            project_events_per_minute: null,
            allowed_origins: ['https://a.example', 'https://*.b.example', 'https://c.example'],
        })
    })

    it.each(['0', '-1', '1.5', 'many', '10000001'])('refuses %s as a cap', (personCap) => {
        expect(formProblems({ ...toForm(SETTINGS), personCap })?.fields).toHaveProperty('personCap')
    })

    it('finds the field a refusal is about', () => {
        expect(ownField('allowed_origins')).toBe('origins')
        expect(ownField('allowed_origins.1')).toBe('origins')
        expect(ownField('bot_filter')).toBe('bots')
    })
})
