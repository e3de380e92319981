/** Asks before somebody leaves an editor with changes that are not saved: by a link, the back button, or closing the tab. */
import type { Logic, LogicBuilder } from 'kea'
import { beforeUnload, router } from 'kea-router'
import { withoutProject } from './routes'

export const UNSAVED = 'There are changes that are not saved. Leave the page and lose them?'

/**
 * A builder for the logic of an editor. `isUnsaved` reads its values each time somebody is about to leave.
 *
 * Another tab of the same page is no leaving, and neither is being logged out, which nobody can refuse.
 */
export function askBeforeLeaving<L extends Logic>(isUnsaved: (values: L['values']) => boolean): LogicBuilder<L> {
    return beforeUnload<L>(({ values }) => ({
        message: UNSAVED,
        enabled: (next?: { pathname: string }) =>
            isUnsaved(values) &&
            next?.pathname !== '/login' &&
            (!next || withoutProject(next.pathname) !== withoutProject(router.values.location.pathname)),
    }))
}
