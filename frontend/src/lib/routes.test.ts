import { describe, expect, it } from 'vitest'
import { hrefOf, setCurrentProject } from './navigation'
import { matchRoute, projectInPath, safeNext, withoutProject } from './routes'
import type { ProjectId } from './types'

describe('matchRoute', () => {
    it('gives the params of a path that fits', () => {
        expect(matchRoute('/persons/:id', '/persons/a%20b%2Fc')).toEqual({ id: 'a b/c' })
    })
    it('refuses paths that are longer, shorter or other', () => {
        expect(matchRoute('/persons/:id', '/persons')).toBeNull()
        expect(matchRoute('/persons/:id', '/persons/1/events')).toBeNull()
        expect(matchRoute('/persons', '/activity')).toBeNull()
    })
    it('survives a broken escape in the address', () => {
        expect(matchRoute('/persons/:id', '/persons/%E0%A4%A')).toEqual({ id: '%E0%A4%A' })
    })
})

describe('the project in an address', () => {
    it('is read and taken away', () => {
        expect(projectInPath('/project/12/persons')).toBe(12)
        expect(withoutProject('/project/12/persons')).toBe('/persons')
        expect(withoutProject('/project/12')).toBe('/')
        expect(projectInPath('/projects/12')).toBeNull()
    })

    it('is added to pages inside, and to no other', () => {
        setCurrentProject(3 as ProjectId)
        expect(hrefOf('/persons?search=a#b')).toBe('/project/3/persons?search=a#b')
        expect(hrefOf('/')).toBe('/project/3')
        expect(hrefOf('/project/9/persons')).toBe('/project/9/persons')
        expect(hrefOf('/login?next=x')).toBe('/login?next=x')
        expect(hrefOf('/signup/abc')).toBe('/signup/abc')
        setCurrentProject(null)
        expect(hrefOf('/persons')).toBe('/persons')
    })
})

describe('safeNext', () => {
    it('leads to paths of this site', () => {
        expect(safeNext('/project/1/persons?x=1#y')).toBe('/project/1/persons?x=1#y')
    })
    it.each([
        'https://evil.example',
        '//evil.example',
        '/\\evil.example',
        'javascript:alert(1)',
        '/login',
        7,
        undefined,
    ])('never follows %s', (next) => expect(safeNext(next)).toBe('/'))
})
