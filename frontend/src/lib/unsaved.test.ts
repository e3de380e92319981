import { actions, kea, type MakeLogicType, path, reducers } from 'kea'
import { router } from 'kea-router'
import { beforeEach, expect, it, vi } from 'vitest'
import { askBeforeLeaving, UNSAVED } from './unsaved'

type Editor = MakeLogicType<{ text: string }, { write: (text: string) => { text: string } }>

const editor = kea<Editor>([
    path(['test', 'editor']),
    actions({ write: (text) => ({ text }) }),
    reducers({ text: ['', { write: (_: string, { text }: { text: string }) => text }] }),
    askBeforeLeaving(({ text }) => text !== ''),
])

const path_ = (): string => router.values.location.pathname
let answer = false
const confirm = vi.fn((_: string) => answer)

beforeEach(() => {
    confirm.mockClear()
    vi.stubGlobal('confirm', confirm)
    router.actions.push('/editor')
    editor.mount()
})

it('lets go of whoever changed nothing, and of those who change tabs of the page', () => {
    router.actions.push('/elsewhere')
    router.actions.push('/editor')
    editor.actions.write('draft')
    router.actions.replace('/editor?tab=history')
    router.actions.push('/project/7/editor')
    expect(confirm).not.toHaveBeenCalled()
    expect(router.values.searchParams).toEqual({})
})

it('keeps on the page who wants to stay, and only them', () => {
    editor.actions.write('draft')
    answer = false
    router.actions.push('/elsewhere')
    expect(confirm).toHaveBeenLastCalledWith(UNSAVED)
    expect(path_()).toBe('/project/7/editor')
    answer = true
    router.actions.push('/elsewhere')
    expect(path_()).toBe('/project/7/elsewhere')
})

it('warns when the tab is closed', () => {
    const leave = (): boolean => window.dispatchEvent(new Event('beforeunload', { cancelable: true }))
    expect(leave()).toBe(true)
    editor.actions.write('draft')
    expect(leave()).toBe(false)
})

it('holds nobody back whose session has ended', () => {
    editor.actions.write('draft')
    router.actions.replace('/login', { next: '/editor' })
    expect(confirm).not.toHaveBeenCalled()
    expect(path_()).toBe('/login')
})
