/** How the server's disk is, asked once a minute while somebody looks. */
import { actions, afterMount, beforeUnmount, kea, listeners, type MakeLogicType, path, reducers } from 'kea'
import { askDiskLevel, type DiskLevel } from '~/lib/health'

const EVERY_MS = 60_000

interface Values {
    level: DiskLevel
}
interface Actions {
    ask: () => { value: true }
    told: (level: DiskLevel) => { level: DiskLevel }
}

export const diskLogic = kea<MakeLogicType<Values, Actions>>([
    path(['app', 'diskLogic']),
    actions({
        ask: true,
        told: (level) => ({ level }),
    }),
    reducers({
        level: ['ok' as DiskLevel, { told: (_: DiskLevel, { level }: { level: DiskLevel }) => level }],
    }),
    listeners(({ actions }) => ({
        ask: async () => {
            const level = await askDiskLevel()
            // No answer says nothing about the disk, so what was known stays.
            if (level !== null) {
                actions.told(level)
            }
        },
    })),
    afterMount(({ actions, cache }) => {
        actions.ask()
        const timer = window.setInterval(() => {
            if (!document.hidden) {
                actions.ask()
            }
        }, EVERY_MS)
        cache.stop = () => window.clearInterval(timer)
    }),
    beforeUnmount(({ cache }) => cache.stop?.()),
])
