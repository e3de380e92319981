/** Opens the app at an address, as a reload would: nothing known yet but what the address says. */
import { initKea } from '~/app/initKea'
import { setCurrentProject } from '~/lib/navigation'

export function openAt(address: string): void {
    setCurrentProject(null)
    window.history.replaceState({}, '', address)
    initKea()
}
