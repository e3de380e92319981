import { describe, expect, it, vi } from 'vitest'
import { htmlSnippet, snippets } from './snippets'

const INPUT = { host: 'https://prickle.test', token: 'phc_secretless' }

it('fills the token and the host into every way of sending', () => {
    for (const snippet of snippets(INPUT)) {
        const code = snippet.steps.map((step) => step.code).join('\n')
        expect(code, snippet.id).toContain(INPUT.token)
        expect(code, snippet.id).toContain(INPUT.host)
    }
})

describe('the web snippet', () => {
    /** Runs it as a browser would, and gives what it left behind for the library. */
    function run(): { posthog: Record<string, unknown> & unknown[]; scripts: HTMLScriptElement[] } {
        const code = htmlSnippet(INPUT).replace(/<\/?script>/g, '')
        const scripts: HTMLScriptElement[] = []
        vi.spyOn(document.head, 'appendChild').mockImplementation((node) => {
            scripts.push(node as unknown as HTMLScriptElement)
            return node
        })
        Reflect.deleteProperty(window, 'posthog')
        new Function(code)()
        return { posthog: Reflect.get(window, 'posthog'), scripts }
    }

    it('loads the library from this instance', () => {
        const { posthog, scripts } = run()
        expect(scripts.map((script) => script.src)).toEqual(['https://prickle.test/static/array.js'])
        expect(posthog._i).toEqual([
            ['phc_secretless', { api_host: 'https://prickle.test', defaults: '2026-01-30' }, 'posthog'],
        ])
    })

    it('keeps what is called before the library is there', () => {
        const { posthog } = run()
        const capture = posthog.capture as (name: string, properties: object) => void
        capture('signed up', { plan: 'free' })
        expect([...posthog]).toEqual([['capture', 'signed up', { plan: 'free' }]])
    })
})
