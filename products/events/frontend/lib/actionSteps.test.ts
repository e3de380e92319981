import { expect, it } from 'vitest'
import { describeStep, EMPTY_STEP, fromDraft, saysSomething, toDraft } from './actionSteps'

it('sends only what a step says', () => {
    const sent = fromDraft({ ...EMPTY_STEP, event: '$pageview', url: '/pricing', text: '  ' })
    expect(sent).toMatchObject({ event: '$pageview', url: '/pricing', url_matching: 'contains' })
    expect([sent.text, sent.text_matching, sent.selector]).toEqual([null, null, null])
})

it('reads back what it sent', () => {
    const step = { ...EMPTY_STEP, event: 'paid', href: '/x', href_matching: 'regex' as const, selector: '.a > .b' }
    expect(toDraft(fromDraft(step) as Parameters<typeof toDraft>[0])).toEqual(step)
})

it('knows a step that would match everything', () => {
    expect(saysSomething(EMPTY_STEP)).toBe(false)
    expect(saysSomething({ ...EMPTY_STEP, text: ' ' })).toBe(false)
    expect(saysSomething({ ...EMPTY_STEP, event: 'paid' })).toBe(true)
})

it('puts steps into words', () => {
    const step = { ...EMPTY_STEP, event: '$pageview', url: '/pricing' }
    expect(describeStep(fromDraft(step) as Parameters<typeof describeStep>[0])).toBe('Pageview, page contains /pricing')
})
