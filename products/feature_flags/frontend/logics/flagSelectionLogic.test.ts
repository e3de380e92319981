import { waitFor } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { toastLogic } from '~/design/toastLogic'
import { type MockApi, mockApi, refuse } from '~/testing/mockApi'
import type { Flag } from '../lib/flags'
import { featureFlagsSceneLogic } from '../scenes/featureFlagsSceneLogic'
import { flagSelectionLogic } from './flagSelectionLogic'

const flag = (id: number, key: string, active: boolean, tags: string[] = []): Flag =>
    ({ id, key, active, tags, archived: false, filters: { groups: [] } }) as unknown as Flag
const FLAGS = [flag(1, 'base', true, ['web']), flag(2, 'top', true), flag(3, 'off', false)]
const BULK = 'POST feature_flags/bulk_update_state/'
const TAGS = 'POST feature_flags/bulk_update_tags/'
const keys = (...ids: number[]) => ids.map((id) => ({ id, key: FLAGS[id - 1]?.key }))
const toasts = (): string[] => toastLogic.values.toasts.map((one) => one.text)

let server: MockApi
beforeEach(async () => {
    server = mockApi({
        'GET feature_flags/': { count: 3, next: null, previous: null, results: FLAGS },
        'GET feature_flags/tags/': { tags: ['web'] },
    })
    toastLogic.mount()
    flagSelectionLogic.mount()
    await waitFor(() => expect(featureFlagsSceneLogic.values.status).toBe('ready'))
})

const actions = () => flagSelectionLogic.actions
const values = () => flagSelectionLogic.values

describe('flagSelectionLogic', () => {
    it('ticks one, all and none, and forgets what the list no longer shows', async () => {
        actions().tick([2], true)
        expect([values().chosen.map((one) => one.key), values().isAll]).toEqual([['top'], false])
        actions().tickAll([1, 2, 3])
        expect(values().isAll).toBe(true)
        server.answer({ 'GET feature_flags/': { count: 1, next: null, previous: null, results: [FLAGS[2]] } })
        featureFlagsSceneLogic.actions.setFilters({ state: 'false' })
        await waitFor(() => expect(values().ticked).toEqual([3]))
    })

    it('ticks a range, in either direction, from the one that was ticked before', () => {
        expect(values().rangeTo(2)).toEqual([2])
        actions().tick([3], true)
        actions().tick(values().rangeTo(1), true)
        expect([...values().ticked].sort()).toEqual([1, 2, 3])
        actions().tick(values().rangeTo(2), false)
        expect(values().ticked).toEqual([3])
    })

    it('names each flag that refuses, keeps it ticked, and undoes only what was done', async () => {
        server.answer({
            [BULK]: { updated: keys(2), unchanged: keys(3), errors: [{ id: 1, reason: "'top' depends on it." }] },
        })
        actions().tickAll([1, 2, 3])
        actions().run([{ action: 'disable', ids: [1, 2, 3] }])
        expect(values().working).toBe(true)
        await waitFor(() => expect(values().working).toBe(false))
        expect(values().refusals).toEqual([{ id: 1, key: 'base', reason: "'top' depends on it." }])
        expect(values().ticked).toEqual([1])
        expect(toasts()).toEqual(['1 flag is off.'])
        server.answer({ [BULK]: { updated: keys(2), unchanged: [], errors: [] } })
        toastLogic.values.toasts[0]?.action?.run()
        await waitFor(() => expect(toasts()).toContain('Taken back.'))
        expect(server.to(BULK).at(-1)?.body).toEqual({ ids: [2], action: 'enable' })
    })

    it('brings back deleted flags, and on those that were on', async () => {
        server.answer({
            'POST feature_flags/bulk_delete/': { deleted: keys(2, 3), errors: [] },
            [BULK]: { updated: keys(2, 3), unchanged: [], errors: [] },
        })
        actions().run([{ action: 'delete', ids: [2, 3] }])
        await waitFor(() => expect(toasts()).toEqual(['2 flags are deleted.']))
        toastLogic.values.toasts[0]?.action?.run()
        await waitFor(() => expect(server.to(BULK)).toHaveLength(2))
        expect(server.to(BULK).map((request) => request.body)).toEqual([
            { ids: [2, 3], action: 'restore' },
            { ids: [2], action: 'enable' },
        ])
    })

    it('changes tags and leaves those that were there when it is undone', async () => {
        server.answer({
            [TAGS]: ({ body }: { body: { ids: number[] } }) => ({
                updated: body.ids.map((id) => ({ id, tags: [] })),
                errors: [],
            }),
        })
        actions().run([{ action: 'add', ids: [1, 2], tags: ['web', 'pay'] }])
        await waitFor(() => expect(toasts()).toEqual(['2 flags are tagged.']))
        await waitFor(() => expect(server.to('GET feature_flags/tags/').length).toBeGreaterThan(1))
        toastLogic.values.toasts[0]?.action?.run()
        await waitFor(() => expect(server.to(TAGS)).toHaveLength(3))
        expect(
            server
                .to(TAGS)
                .slice(1)
                .map((request) => request.body)
        ).toEqual([
            { ids: [1], action: 'remove', tags: ['pay'] },
            { ids: [2], action: 'remove', tags: ['web', 'pay'] },
        ])
    })

    it('says when nothing could be asked', async () => {
        server.answer({ [BULK]: refuse(503, 'Try again in a moment.') })
        actions().tick([1], true)
        actions().run([{ action: 'enable', ids: [1] }])
        await waitFor(() => expect(toasts()).toEqual(['Try again in a moment.']))
        expect([values().working, values().ticked]).toEqual([false, [1]])
    })

    describe('with more flags than the page shows', () => {
        const many = Array.from({ length: 250 }, (_, at) => flag(at + 1, `flag-${at + 1}`, at % 2 === 0))
        const list = ({ params }: { params: URLSearchParams }) => {
            const [limit, offset] = [Number(params.get('limit')), Number(params.get('offset'))]
            return { count: many.length, next: null, previous: null, results: many.slice(offset, offset + limit) }
        }
        beforeEach(async () => {
            server.answer({ 'GET feature_flags/': list })
            featureFlagsSceneLogic.actions.setFilters({ search: 'flag' })
            await waitFor(() => expect(values().flags).toHaveLength(50))
        })
        const chooseAll = async () => {
            actions().tickAll(values().flags.map((one) => one.id))
            actions().tickMatching()
            await waitFor(() => expect(values().chosen).toHaveLength(250))
        }

        it('offers all that match once the page is ticked, and takes them with the filters of the list', async () => {
            expect(values().more).toBeNull()
            actions().tickAll(values().flags.map((one) => one.id))
            expect(values().more).toBe(250)
            await chooseAll()
            expect(values().more).toBeNull()
            const asked = server.to('GET feature_flags/').at(-1)?.params
            expect([asked?.get('search'), asked?.get('limit'), asked?.get('offset')]).toEqual(['flag', '1000', '0'])
            actions().tick([3], false)
            expect([values().chosen.length, values().isAll]).toEqual([249, false])
        })

        it('keeps them while pages are turned, and forgets them with other filters', async () => {
            await chooseAll()
            featureFlagsSceneLogic.actions.setFilters({ page: 2 })
            await waitFor(() => expect(values().flags[0]?.id).toBe(51))
            expect(values().chosen).toHaveLength(250)
            featureFlagsSceneLogic.actions.setFilters({ state: 'true' })
            await waitFor(() => expect(values().ticked).toHaveLength(50))
            expect(values().chosen).toHaveLength(50)
        })

        it('does nothing to what matched other filters', async () => {
            actions().tickAll(values().flags.map((one) => one.id))
            actions().tickMatching()
            featureFlagsSceneLogic.actions.setFilters({ state: 'true' })
            await waitFor(() => expect(values().finding).toBe(false))
            expect(values().chosen).toHaveLength(50)
        })

        it('does it in chunks, names those that refuse on other pages, and takes all of it back', async () => {
            const put = ({ body: { ids } }: { body: { ids: number[] } }) => ({
                updated: ids.filter((id) => id !== 200).map((id) => ({ id, key: `flag-${id}` })),
                unchanged: [],
                errors: ids.includes(200) ? [{ id: 200, reason: 'Something needs it.' }] : [],
            })
            server.answer({ [BULK]: put })
            await chooseAll()
            actions().run([{ action: 'archive', ids: values().chosen.map((one) => one.id) }])
            await waitFor(() => expect(values().working).toBe(false))
            const sizes = () => server.to(BULK).map(({ body }) => [body.action, body.ids.length])
            expect(sizes()).toEqual([
                ['archive', 100],
                ['archive', 100],
                ['archive', 50],
                ['archive', 1],
            ])
            expect(values().progress).toEqual({ asked: 250, of: 250 })
            expect(values().refusals).toEqual([{ id: 200, key: 'flag-200', reason: 'Something needs it.' }])
            expect(toasts()).toEqual(['249 flags are archived.'])
            toastLogic.values.toasts[0]?.action?.run()
            await waitFor(() => expect(toasts()).toContain('Taken back.'))
            expect(sizes().slice(4)).toEqual([
                ['unarchive', 100],
                ['unarchive', 100],
                ['unarchive', 49],
                ['enable', 100],
                ['enable', 25],
            ])
        })

        it('offers to take back what was done before the server stopped answering', async () => {
            let requests = 0
            server.answer({
                [BULK]: ({ body: { ids } }: { body: { ids: number[] } }) => {
                    requests += 1
                    const updated = ids.map((id) => ({ id, key: `flag-${id}` }))
                    return requests > 1 ? refuse(503, 'Try again in a moment.') : { updated, unchanged: [], errors: [] }
                },
            })
            await chooseAll()
            actions().run([{ action: 'enable', ids: values().chosen.map((one) => one.id) }])
            await waitFor(() => expect(toasts()).toEqual(['Try again in a moment.', '100 flags are on.']))
            expect(toastLogic.values.toasts[1]?.action?.label).toBe('Undo')
        })
    })
})
