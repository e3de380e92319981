import { waitFor } from '@testing-library/react'
import { beforeEach, expect, it } from 'vitest'
import { appLogic } from '~/app/appLogic'
import type { ProjectId } from '~/lib/types'
import { type MockApi, mockApi, refuse } from '~/testing/mockApi'
import { makeOrganization, makeProject, signedIn } from '~/testing/values'
import { flagCopyLogic } from './flagCopyLogic'

const COPY = 'POST /api/organizations/org/feature_flags/copy_flags/'
const [shop, docs] = [8 as ProjectId, 9 as ProjectId]
const teams = [makeProject(), makeProject({ id: shop, name: 'Shop' }), makeProject({ id: docs, name: 'Docs' })]

let server: MockApi
beforeEach(async () => {
    server = mockApi({
        ...signedIn({ user: { organization: makeOrganization({ teams, projects: teams }) } }),
        'GET /api/organizations/org/feature_flags/beta/': [
            { flag_id: 5, team_id: 7, key: 'beta' },
            { flag_id: 31, team_id: docs, key: 'beta' },
        ],
    })
    appLogic.mount()
    await waitFor(() => expect(appLogic.values.status).toBe('ready'))
    flagCopyLogic({ id: 5 }).mount()
})

it('offers the other projects, and tells which have the flag already', async () => {
    const logic = flagCopyLogic({ id: 5 })
    logic.actions.open()
    expect(logic.values.targets.map((target) => target.existing)).toEqual([undefined, undefined])
    logic.actions.lookUp('beta')
    await waitFor(() => expect(logic.values.known).not.toBe(null))
    expect(logic.values.targets).toEqual([
        { id: shop, name: 'Shop', existing: null },
        { id: docs, name: 'Docs', existing: 31 },
    ])
})

it('shows what came of it in each project, and keeps those that refused for another try', async () => {
    server.answer({
        [COPY]: {
            success: [{ id: 40, team_id: shop }],
            failed: [{ project_id: docs, error_message: "It depends on 'base'. Copy it first." }],
            cohorts_created: [{ project_id: shop, id: 3, name: 'Paying' }],
        },
    })
    const logic = flagCopyLogic({ id: 5 })
    logic.actions.open()
    logic.actions.chooseAll([shop, docs])
    logic.actions.copy('beta')
    await waitFor(() => expect(logic.values.copying).toBe(false))
    expect(server.to(COPY)[0]?.body).toEqual({
        feature_flag_key: 'beta',
        from_project: 7,
        target_project_ids: [shop, docs],
        disable_copied_flag: true,
    })
    expect(logic.values.outcomes).toEqual({
        [shop]: { flag: 40, cohorts: ['Paying'] },
        [docs]: { problem: "It depends on 'base'. Copy it first." },
    })
    expect(logic.values.chosen).toEqual([docs])
    logic.actions.close()
    logic.actions.open()
    expect([logic.values.outcomes, logic.values.chosen]).toEqual([{}, []])
})

it('keeps the choice when the server refuses all of it', async () => {
    server.answer({ [COPY]: refuse(403, 'You are not a member of that project.') })
    const logic = flagCopyLogic({ id: 5 })
    logic.actions.open()
    logic.actions.choose(shop, true)
    logic.actions.copy('beta')
    await waitFor(() => expect(logic.values.error?.message).toBe('You are not a member of that project.'))
    expect(logic.values.chosen).toEqual([shop])
})
