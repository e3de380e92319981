/** The cohorts of a project: search and pages, both in the address. */
import { kea, type MakeLogicType, path } from 'kea'
import { api } from '~/lib/api'
import { type ListActions, type ListValues, listInAddress, pageOf, readAsked } from '~/lib/listInAddress'
import { currentProjectId } from '~/lib/navigation'
import type { Cohort } from '~/lib/types'
import { urls } from '../lib/urls'

export const PAGE_SIZE = 50

export const cohortsSceneLogic = kea<MakeLogicType<ListValues<Cohort>, ListActions<Cohort>>>([
    path(['products', 'cohorts', 'cohortsSceneLogic']),
    listInAddress({
        address: urls.cohorts(),
        read: readAsked,
        request: (asked) =>
            api.cohorts.list(currentProjectId(), { search: asked.search.trim(), ...pageOf(asked, PAGE_SIZE) }),
    }),
])
