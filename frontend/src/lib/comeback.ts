/**
 * Waits for a server that does not answer, for all parts of a page at once: one small request every few seconds,
 * however many of them wait, and none from a tab that nobody looks at.
 */
import { isReady } from './health'

const LOOK_AFTER_MS = 3000
const LONGEST_PAUSE_MS = 60_000

const waiting = new Set<() => void>()
let timer: ReturnType<typeof setTimeout> | undefined
let pause = LOOK_AFTER_MS
let lastComeback = Number.NEGATIVE_INFINITY

/** Calls back once, when the server and its stores answer again; gives a function that stops waiting. */
export function whenBack(callback: () => void): () => void {
    waiting.add(callback)
    if (waiting.size === 1) {
        // What fails again soon after a comeback fails for another reason, which asking faster does not mend.
        const failsAgain = performance.now() - lastComeback < 2 * pause
        pause = failsAgain ? Math.min(2 * pause, LONGEST_PAUSE_MS) : LOOK_AFTER_MS
        timer = setTimeout(look, pause)
        window.addEventListener('online', look)
        document.addEventListener('visibilitychange', look)
    }
    return () => {
        waiting.delete(callback)
        if (waiting.size === 0) {
            stop()
        }
    }
}

function stop(): void {
    clearTimeout(timer)
    window.removeEventListener('online', look)
    document.removeEventListener('visibilitychange', look)
}

async function look(): Promise<void> {
    clearTimeout(timer)
    if (document.visibilityState === 'visible' && (await isReady()) && waiting.size > 0) {
        const callbacks = [...waiting]
        waiting.clear()
        stop()
        lastComeback = performance.now()
        for (const callback of callbacks) {
            callback()
        }
    } else if (waiting.size > 0) {
        clearTimeout(timer)
        timer = setTimeout(look, pause)
    }
}
