/** The promise of styles.css, that its text passes WCAG AA, computed from the colours themselves. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync('src/styles.css', 'utf8')

function tokens(selector: string): Record<string, string> {
    const start = css.indexOf(selector)
    const block = css.slice(start, css.indexOf('\n}', start))
    return Object.fromEntries(
        [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name, value]) => [name, value])
    )
}

function luminance(color: string): number {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
        const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255
        return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
    const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
    return (light + 0.05) / (dark + 0.05)
}

const light = tokens(':root {')
const themes = { light, dark: { ...light, ...tokens(':root[data-theme="dark"]') } }

const GROUNDS = ['canvas', 'surface', 'sunken', 'raised', 'hover']
const TEXT = ['ink', 'ink-2', 'ink-3', 'brand-text', 'bloom-text', 'danger-text']
const PAIRS = [
    ...TEXT.flatMap((text) => GROUNDS.map((ground) => [text, ground] as const)),
    ['on-brand', 'brand'],
    ['on-brand', 'brand-hover'],
    ['on-danger', 'danger'],
    ['brand-text', 'brand-soft'],
    ['bloom-text', 'bloom-soft'],
    ['danger-text', 'danger-soft'],
    ['warn-text', 'warn-soft'],
    ['info-text', 'info-soft'],
    ['nav-ink', 'nav-active'],
    ['nav-ink-2', 'nav-hover'],
    ['nav-ink-3', 'nav'],
] as const

describe.each(Object.entries(themes))('%s', (_, theme) => {
    const of = (name: string): string => theme[name] ?? ''

    it('has text that can be read on every ground', () => {
        const failing = PAIRS.filter(([text, ground]) => contrast(of(text), of(ground)) < 4.5)
        expect(failing).toEqual([])
    })

    it('has fields and chart lines that stand out from a card', () => {
        const names = ['field', ...Array.from({ length: 10 }, (_, index) => `series-${index + 1}`)]
        expect(names.filter((name) => contrast(of(name), of('surface')) < 3)).toEqual([])
    })
})
