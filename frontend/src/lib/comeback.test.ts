import { beforeEach, describe, expect, it, vi } from 'vitest'

let whenBack: typeof import('./comeback').whenBack
let ready = false
let asked: string[] = []

describe('waiting for the server', () => {
    beforeEach(async () => {
        // It remembers the last comeback, and each test's clock starts anew.
        vi.resetModules()
        whenBack = (await import('./comeback')).whenBack
        vi.useFakeTimers()
        ready = false
        asked = []
        vi.stubGlobal('fetch', async (path: string) => {
            asked.push(path)
            return new Response('{}', { status: ready ? 200 : 503 })
        })
    })

    it('asks once for all who wait, and calls each of them once', async () => {
        const [first, second] = [vi.fn(), vi.fn()]
        whenBack(first)
        whenBack(second)
        await vi.advanceTimersByTimeAsync(6500)
        expect([asked, first.mock.calls.length]).toEqual([['/_readyz', '/_readyz'], 0])

        ready = true
        await vi.advanceTimersByTimeAsync(60_000)
        expect([asked.length, first.mock.calls.length, second.mock.calls.length]).toEqual([3, 1, 1])
    })

    it('looks at once when the network is back', async () => {
        const callback = vi.fn()
        whenBack(callback)
        ready = true
        window.dispatchEvent(new Event('online'))
        await vi.advanceTimersByTimeAsync(0)
        expect(callback).toHaveBeenCalledTimes(1)
    })

    it('stops asking when nobody waits any more', async () => {
        whenBack(vi.fn())()
        await vi.advanceTimersByTimeAsync(60_000)
        expect(asked).toEqual([])
    })

    it('waits longer each time when what failed fails again although the server is ready', async () => {
        ready = true
        const times: number[] = []
        const start = performance.now()
        const fail = (): void => {
            times.push(Math.round((performance.now() - start) / 1000))
            whenBack(fail)
        }
        const stop = whenBack(fail)
        await vi.advanceTimersByTimeAsync(50_000)
        stop()
        expect(times).toEqual([3, 9, 21, 45])
    })
})
