/** The columns of a list, as the person who looks at it chose them. Keyed by the list. */
import { actions, afterMount, kea, key, listeners, type MakeLogicType, path, props, reducers, selectors } from 'kea'
import { toast } from '~/design/toastLogic'
import { messageOf } from '~/lib/http'
import { knownColumns } from './columns'
import { eventsApi, type ListName } from './eventsApi'

interface Props {
    list: ListName
}
interface Values {
    chosen: string[] | null
    columns: string[]
}
interface Actions {
    choose: (columns: string[] | null) => { columns: string[] | null }
    stored: (columns: string[] | null) => { columns: string[] | null }
}

type Payload = { columns: string[] | null }

export const columnsLogic = kea<MakeLogicType<Values, Actions, Props>>([
    props({} as Props),
    key(({ list }) => list),
    path((id) => ['products', 'events', 'columnsLogic', id]),
    actions({ choose: (columns) => ({ columns }), stored: (columns) => ({ columns }) }),
    reducers({
        chosen: [
            null as string[] | null,
            {
                // Shown at once; saving follows.
                choose: (_: string[] | null, { columns }: Payload) => columns,
                stored: (_: string[] | null, { columns }: Payload) => columns,
            },
        ],
    }),
    selectors(({ props: { list } }) => ({
        columns: [(s) => [s.chosen], (chosen: string[] | null) => knownColumns(list, chosen)],
    })),
    listeners(({ props: { list } }) => ({
        choose: async ({ columns }, breakpoint) => {
            // Moving a column by three places is three clicks and one request.
            await breakpoint(400)
            try {
                await eventsApi.chooseColumns(list, columns)
            } catch (error) {
                toast.error(`The columns were not saved. ${messageOf(error)}`)
            }
        },
    })),
    afterMount(async ({ actions, values, props: { list } }) => {
        try {
            const columns = await eventsApi.columns(list)
            if (values.chosen === null) {
                actions.stored(columns)
            }
        } catch {
            // The list works with its own columns; its rows will say what is wrong.
        }
    }),
])
