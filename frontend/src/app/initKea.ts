/** Sets up the state container and the router: paths in code have no project, addresses in the browser do. */
import { resetContext } from 'kea'
import { loadersPlugin } from 'kea-loaders'
import { routerPlugin } from 'kea-router'
import { hrefOf } from '~/lib/navigation'
import { readParams } from '~/lib/params'
import { withoutProject } from '~/lib/routes'

export function initKea(): void {
    // The router counts the steps of the history, to go back to where one was when somebody decides to stay on a page.
    // The step that a reload begins with needs its number, too.
    if (typeof window.history.state?.count !== 'number') {
        window.history.replaceState({ ...window.history.state, count: 0 }, '')
    }
    resetContext({
        plugins: [
            routerPlugin({
                decodeParams: readParams,
                transformPathInActions: hrefOf,
                pathFromRoutesToWindow: hrefOf,
                pathFromWindowToRoutes: withoutProject,
            }),
            // Each logic keeps its own errors and shows them where they belong; nothing is printed behind its back.
            loadersPlugin({ onFailure: () => undefined }),
        ],
    })
}
