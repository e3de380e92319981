/** Sets up the state container and the router: paths in code have no project, addresses in the browser do. */
import { resetContext } from 'kea'
import { loadersPlugin } from 'kea-loaders'
import { routerPlugin } from 'kea-router'
import { hrefOf } from '~/lib/navigation'
import { withoutProject } from '~/lib/routes'

export function initKea(): void {
    resetContext({
        plugins: [
            routerPlugin({
                transformPathInActions: hrefOf,
                pathFromRoutesToWindow: hrefOf,
                pathFromWindowToRoutes: withoutProject,
            }),
            // Each logic keeps its own errors and shows them where they belong; nothing is printed behind its back.
            loadersPlugin({ onFailure: () => undefined }),
        ],
    })
}
