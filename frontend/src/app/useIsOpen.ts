import { useValues } from 'kea'
import { router } from 'kea-router'
import { withoutProject } from '~/lib/routes'
import { navigation } from './products'

/** Whether the open page belongs to a navigation entry: its own path or one below it that no other entry claims. */
export function useIsOpen(path: string): boolean {
    const { location } = useValues(router)
    const here = withoutProject(location.pathname)
    const covers = (candidate: string): boolean => here === candidate || here.startsWith(`${candidate}/`)
    if (!covers(path)) {
        return false
    }
    return !navigation.some((entry) => entry.path.length > path.length && covers(entry.path))
}
