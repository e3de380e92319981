import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { warningInfo } from './warnings'

/** Every kind the server may raise, from the document it publishes. */
const openapi = resolve(process.cwd(), 'src/generated/openapi.json')
const kinds: string[] = JSON.parse(readFileSync(openapi, 'utf8')).components.schemas.WarningKindEnum.enum

describe('words for ingestion warnings', () => {
    it('finds the kinds', () => {
        expect(kinds.length).toBeGreaterThan(30)
    })
    it.each(kinds)('says what %s means and what to do', (kind) => {
        const info = warningInfo(kind)
        expect(info.meaning).not.toBe(warningInfo('a_kind_from_the_future').meaning)
        for (const text of [info.title, info.meaning, info.advice]) {
            expect(text).not.toBe('')
        }
    })
    it('shows a kind it has not heard of by its name', () => {
        expect(warningInfo('a_kind_from_the_future').title).toBe('A kind from the future')
    })
})
