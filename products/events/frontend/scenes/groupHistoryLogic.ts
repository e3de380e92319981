/** What changed about a group, who changed it by hand, and deleting it. Keyed as the group's page. */
import { actions, afterMount, connect, kea, key, listeners, type MakeLogicType, path, props, reducers } from 'kea'
import { router } from 'kea-router'
import type { ActivityLine } from '~/activity/sentences'
import { toast } from '~/design/toastLogic'
import { messageOf } from '~/lib/http'
import type { Page } from '~/lib/types'
import { eventsApi, type Group, type GroupPropertyChange } from '../lib/eventsApi'
import { urls } from '../lib/urls'
import { type GroupProps, groupSceneLogic, keyOf, whichOf } from './groupSceneLogic'

export const LINES_SHOWN = 50

interface Values {
    group: Group | null
    changes: GroupPropertyChange[] | null
    changesError: Error | null
    activity: Page<ActivityLine> | null
    activityError: Error | null
    activityPage: number
    busy: boolean
}
interface Actions {
    loaded: (group: Group) => { group: Group }
    changed: (group: Group) => { group: Group }
    load: () => { value: true }
    loadChanges: () => { value: true }
    changesLoaded: (changes: GroupPropertyChange[]) => { changes: GroupPropertyChange[] }
    changesFailed: (error: Error) => { error: Error }
    loadActivity: () => { value: true }
    activityLoaded: (activity: Page<ActivityLine>) => { activity: Page<ActivityLine> }
    activityFailed: (error: Error) => { error: Error }
    setActivityPage: (page: number) => { page: number }
    erase: () => { value: true }
    eraseFailed: () => { value: true }
}

export const groupHistoryLogic = kea<MakeLogicType<Values, Actions, GroupProps>>([
    props({} as GroupProps),
    key(keyOf),
    path((id) => ['products', 'events', 'groupHistoryLogic', id]),
    connect((group: GroupProps) => ({
        values: [groupSceneLogic(group), ['group']],
        actions: [groupSceneLogic(group), ['loaded', 'changed']],
    })),
    actions({
        load: true,
        loadChanges: true,
        changesLoaded: (changes) => ({ changes }),
        changesFailed: (error) => ({ error }),
        loadActivity: true,
        activityLoaded: (activity) => ({ activity }),
        activityFailed: (error) => ({ error }),
        setActivityPage: (page) => ({ page }),
        erase: true,
        eraseFailed: true,
    }),
    reducers({
        changes: [
            null as GroupPropertyChange[] | null,
            {
                changesLoaded: (_: GroupPropertyChange[] | null, { changes }: { changes: GroupPropertyChange[] }) =>
                    changes,
            },
        ],
        changesError: [
            null as Error | null,
            { loadChanges: () => null, changesFailed: (_: Error | null, { error }: { error: Error }) => error },
        ],
        activity: [
            null as Page<ActivityLine> | null,
            {
                activityLoaded: (_: Page<ActivityLine> | null, { activity }: { activity: Page<ActivityLine> }) =>
                    activity,
            },
        ],
        activityError: [
            null as Error | null,
            { loadActivity: () => null, activityFailed: (_: Error | null, { error }: { error: Error }) => error },
        ],
        activityPage: [1, { setActivityPage: (_: number, { page }: { page: number }) => page }],
        busy: [false, { erase: () => true, eraseFailed: () => false }],
    }),
    listeners(({ actions, values, props }) => {
        const which = whichOf(props)
        return {
            loaded: () => actions.load(),
            // What somebody just changed is the newest line of both.
            changed: () => actions.load(),
            load: () => {
                actions.loadChanges()
                actions.loadActivity()
            },
            loadChanges: async (_, breakpoint) => {
                try {
                    const changes = await eventsApi.groupPropertyHistory(which)
                    breakpoint()
                    actions.changesLoaded(changes)
                } catch (error) {
                    breakpoint()
                    actions.changesFailed(error as Error)
                }
            },
            setActivityPage: () => actions.loadActivity(),
            loadActivity: async (_, breakpoint) => {
                const offset = (values.activityPage - 1) * LINES_SHOWN
                try {
                    const activity = await eventsApi.groupActivity({ ...which, limit: LINES_SHOWN, offset })
                    breakpoint()
                    actions.activityLoaded(activity)
                } catch (error) {
                    breakpoint()
                    actions.activityFailed(error as Error)
                }
            },
            erase: async () => {
                try {
                    await eventsApi.deleteGroup(which)
                    toast.success('The group is deleted. The receipt is the newest in this list.')
                    router.actions.push(urls.erasures('groups'))
                } catch (error) {
                    actions.eraseFailed()
                    toast.error(messageOf(error))
                }
            },
        }
    }),
    afterMount(({ actions, values }) => {
        // The page mounts this once the group is there.
        if (values.group) {
            actions.load()
        }
    }),
])
