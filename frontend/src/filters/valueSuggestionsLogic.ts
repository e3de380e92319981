/** The values a property has had, most frequent first, while somebody types one. Keyed by the property. */
import { actions, kea, key, listeners, type MakeLogicType, path, props, reducers } from 'kea'
import { api } from '~/lib/api'
import { currentProjectId } from '~/lib/navigation'
import type { PropertySource } from '~/lib/types'

interface Props {
    source: PropertySource
    name: string
}
interface Values {
    suggestions: string[]
    loading: boolean
}
interface Actions {
    search: (text: string) => { text: string }
    found: (suggestions: string[]) => { suggestions: string[] }
}

export const valueSuggestionsLogic = kea<MakeLogicType<Values, Actions, Props>>([
    props({} as Props),
    key(({ source, name }) => `${source}:${name}`),
    path((id) => ['filters', 'valueSuggestionsLogic', id]),
    actions({ search: (text) => ({ text }), found: (suggestions) => ({ suggestions }) }),
    reducers({
        suggestions: [
            [] as string[],
            { found: (_: string[], { suggestions }: { suggestions: string[] }) => suggestions },
        ],
        loading: [false, { search: () => true, found: () => false }],
    }),
    listeners(({ actions, props: { source, name } }) => ({
        search: async ({ text }, breakpoint) => {
            await breakpoint(text ? 200 : 1)
            try {
                const values = await api.events.values(currentProjectId(), { key: name, value: text, source })
                breakpoint()
                actions.found(values.map((value) => String(value.name)).filter((value) => value !== ''))
            } catch {
                breakpoint()
                // Suggestions are a help; typing the value works without them.
                actions.found([])
            }
        },
    })),
])
