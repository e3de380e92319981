/** Code that comes after the first paint, without Suspense. */
import { useEffect, useState } from 'react'

/** What `load` gives, null until then; its error is thrown to the boundary above.
 *
 * Not `lazy`: React draws what waited in a Suspense in slices, and throws away what it has when something changes meanwhile.
 * Kea mounts a logic while its component is drawn and unmounts it with the component, so the logic of a drawing that was
 * thrown away would stay mounted for ever, and its page would show what it knew the first time.
 */
export function useLater<Loaded>(load: () => Promise<Loaded>): Loaded | null {
    const [outcome, setOutcome] = useState<{ loaded: Loaded } | { error: unknown } | null>(null)
    useEffect(() => {
        let wanted = true
        const settle = (next: { loaded: Loaded } | { error: unknown }): void => {
            if (wanted) {
                setOutcome(next)
            }
        }
        load().then(
            (loaded) => settle({ loaded }),
            (error: unknown) => settle({ error })
        )
        return () => {
            wanted = false
        }
    }, [load])
    if (outcome && 'error' in outcome) {
        throw outcome.error
    }
    return outcome?.loaded ?? null
}
