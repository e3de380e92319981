/** Runs before every test: a fresh state container, a fresh address, and no server unless the test says what it answers. */
import { cleanup } from '@testing-library/react'
import { afterEach, beforeEach, vi } from 'vitest'
import { initKea } from '~/app/initKea'
import { setDisplayTimeZone } from '~/lib/format'
import { setCurrentProject } from '~/lib/navigation'
import type { ProjectId } from '~/lib/types'

export const TEST_PROJECT = 7 as ProjectId

Object.defineProperty(window, 'matchMedia', {
    writable: true,
    value: (query: string) => ({
        matches: false,
        media: query,
        addEventListener: () => undefined,
        removeEventListener: () => undefined,
    }),
})
// jsdom draws nothing, so there is nothing to measure or scroll.
window.scrollTo = () => undefined
Element.prototype.scrollIntoView = () => undefined
Element.prototype.getAnimations = () => []
globalThis.ResizeObserver = class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
}

beforeEach(() => {
    localStorage.clear()
    window.history.replaceState({}, '', '/')
    setCurrentProject(TEST_PROJECT)
    setDisplayTimeZone('UTC')
    vi.stubGlobal('fetch', () => {
        throw new Error('This test talks to the server without saying what the server answers; use mockApi')
    })
    initKea()
})

afterEach(() => {
    cleanup()
    vi.useRealTimers()
})
