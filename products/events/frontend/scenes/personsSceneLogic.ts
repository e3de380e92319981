/** The people of a project: search, filters and pages, all in the address. */
import { kea, type MakeLogicType, path } from 'kea'
import { api } from '~/lib/api'
import { type Asked, type ListActions, type ListValues, listInAddress, pageOf, readAsked } from '~/lib/listInAddress'
import { currentProjectId } from '~/lib/navigation'
import type { PropertyFilter } from '~/lib/queries'
import type { Person } from '~/lib/types'
import { urls } from '../lib/urls'

export const PAGE_SIZE = 50

interface AskedPersons extends Asked {
    properties: PropertyFilter[]
}

function readUrl(params: Record<string, unknown>): AskedPersons {
    const properties = Array.isArray(params.properties) ? params.properties : []
    return {
        ...readAsked(params),
        properties: properties.filter(
            (one): one is PropertyFilter =>
                typeof one === 'object' && one !== null && 'key' in one && one.type === 'person'
        ),
    }
}

type Values = ListValues<Person, AskedPersons>
type Actions = ListActions<Person, AskedPersons>

export const personsSceneLogic = kea<MakeLogicType<Values, Actions>>([
    path(['products', 'events', 'personsSceneLogic']),
    listInAddress({
        address: urls.persons(),
        read: readUrl,
        request: (asked) =>
            api.persons.list(currentProjectId(), {
                search: asked.search.trim(),
                properties: asked.properties.length ? JSON.stringify(asked.properties) : undefined,
                ...pageOf(asked, PAGE_SIZE),
            }),
    }),
])
