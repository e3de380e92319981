import { afterEach, beforeEach, expect, it } from 'vitest'
import { setDisplayTimeZone } from '~/lib/format'
import type { Json } from '~/lib/types'
import { type Flag, NEW_DRAFT, type OtherFilter } from './flags'
import { FLAG_KIND } from './history'
import { bodyOf, describeChange, describePlan, describeRhythm, formOf, newForm, type ScheduledChange } from './schedule'

const FLAG = { ...NEW_DRAFT, id: 5, key: 'beta', active: false } as unknown as Flag
const CHANGE: ScheduledChange = {
    id: 9,
    team_id: 1,
    record_id: '5',
    model_name: 'FeatureFlag',
    payload: { operation: 'update_status', value: true },
    scheduled_at: '2026-07-01T07:00:00Z',
    timezone: 'Europe/Berlin',
    is_recurring: true,
    recurrence_interval: 'weekly',
    cron_expression: '',
    end_date: null,
    executed_at: null,
    last_executed_at: null,
    failure_reason: '',
    created_at: '2026-06-01T07:00:00Z',
    updated_at: '2026-06-01T07:00:00Z',
    created_by: null,
}

beforeEach(() => setDisplayTimeZone('Europe/Berlin'))
afterEach(() => setDisplayTimeZone(undefined))

it('starts with the opposite of now, an hour or more ahead', () => {
    // 10:20 UTC is 12:20 in Berlin's summer.
    const form = newForm(FLAG, new Date('2026-07-01T10:20:00Z'))
    expect(form).toMatchObject({ kind: 'on', at: '2026-07-01T13:00', rhythm: 'never' })
    expect(newForm({ ...FLAG, active: true }, new Date('2026-07-01T10:40:00Z'))).toMatchObject({
        kind: 'off',
        at: '2026-07-01T14:00',
    })
})

it('sends the moment that the project’s clocks show', () => {
    const form = { ...newForm(FLAG), at: '2026-07-01T09:00', rhythm: 'weekly' as const, end: '2026-12-01T09:00' }
    expect(bodyOf(form)).toEqual({
        payload: { operation: 'update_status', value: true },
        scheduled_at: '2026-07-01T07:00:00.000Z',
        timezone: 'Europe/Berlin',
        is_recurring: true,
        recurrence_interval: 'weekly',
        cron_expression: '',
        end_date: '2026-12-01T08:00:00.000Z',
    })
    expect(bodyOf({ ...form, at: '' })).toBe(null)
    expect(bodyOf({ ...form, rhythm: 'cron', cron: ' 0 9 * * 1 ' })).toMatchObject({
        recurrence_interval: null,
        cron_expression: '0 9 * * 1',
    })
})

const release = {
    properties: [{ type: 'person', key: 'plan', operator: 'exact', value: ['pro'] }],
    rollout_percentage: 5,
}

const ofCohort = { type: 'cohort', key: 'id', operator: 'not_in', value: 4 }
const ofCompany: OtherFilter = { type: 'group', key: 'plan', operator: 'exact', value: ['pro'], group_type_index: 1 }

it('plans for groups of the kind that the flag decides per', () => {
    const perCompany = { ...FLAG, filters: { groups: [], aggregation_group_type_index: 1 } }
    const form = { ...newForm(perCompany), kind: 'release' as const, properties: [ofCompany], share: 20 }
    const body = bodyOf({ ...form, at: '2026-07-01T09:00' })
    expect(body?.payload).toEqual({
        operation: 'add_release_condition',
        value: { groups: [{ properties: [ofCompany], rollout_percentage: 20 }] },
    })
    const planned = { ...CHANGE, payload: body?.payload ?? CHANGE.payload }
    expect(formOf(planned, perCompany)).toMatchObject({ kind: 'release', properties: [ofCompany], share: 20 })
    expect(describeChange(planned)).toBe('Release to 20% of those with plan')
})

it('plans one variant for those whom the condition is about', () => {
    const form = { ...newForm(FLAG), kind: 'release' as const, share: 20, variant: 'red', at: '2026-07-01T09:00' }
    const body = bodyOf(form)
    expect(body?.payload.value).toEqual({ groups: [{ properties: [], rollout_percentage: 20, variant: 'red' }] })
    const planned = { ...CHANGE, payload: body?.payload ?? CHANGE.payload }
    expect(formOf(planned, FLAG)).toMatchObject({ kind: 'release', share: 20, variant: 'red' })
    expect(describeChange(planned)).toBe('Release red to 20% of everybody')
    expect(bodyOf({ ...form, variant: undefined })?.payload.value).toEqual({
        groups: [{ properties: [], rollout_percentage: 20 }],
    })
})

it.each<[Partial<ScheduledChange>, object | null]>([
    [{}, { id: 9, kind: 'on', at: '2026-07-01T09:00', rhythm: 'weekly', end: '' }],
    [
        { recurrence_interval: null, cron_expression: '0 9 * * 1' },
        { rhythm: 'cron', cron: '0 9 * * 1' },
    ],
    [
        { payload: { operation: 'add_release_condition', value: { groups: [release] } } },
        { kind: 'release', share: 5, properties: release.properties },
    ],
    [{ payload: { operation: 'add_release_condition', value: { groups: [release, release] } } }, null],
    [
        { payload: { operation: 'add_release_condition', value: { groups: [{ properties: [ofCohort] }] } } },
        { kind: 'release', share: 100, properties: [ofCohort] },
    ],
    [
        {
            payload: {
                operation: 'add_release_condition',
                value: { groups: [{ ...release, aggregation_group_type_index: 1 }] },
            },
        },
        null,
    ],
    [
        { payload: { operation: 'update_variants', value: { variants: [{ key: 'a', rollout_percentage: 100 }] } } },
        { kind: 'shares', variants: [{ key: 'a', rollout_percentage: 100 }] },
    ],
    [{ payload: { operation: 'update_variants', value: { variants: [], payloads: {} } } }, null],
])('edits what it can show whole: %j', (changes, form) => {
    const read = formOf({ ...CHANGE, ...changes }, FLAG)
    if (form === null) {
        expect(read).toBe(null)
    } else {
        expect(read).toMatchObject(form)
    }
})

it('says what will happen and how often', () => {
    expect(describeChange(CHANGE)).toBe('Switch on')
    expect(describeChange({ payload: { operation: 'add_release_condition', value: { groups: [release] } } })).toBe(
        'Release to 5% of those with plan'
    )
    const nested = { groups: [{ properties: [ofCohort, release.properties[0]] }] }
    expect(describeChange({ payload: { operation: 'add_release_condition', value: nested } })).toBe(
        'Release to 100% of those outside a cohort and with plan'
    )
    const variants = [
        { key: 'a', rollout_percentage: 20 },
        { key: 'b', rollout_percentage: 80 },
    ]
    expect(describeChange({ payload: { operation: 'update_variants', value: { variants } } })).toBe(
        'Set shares to a 20%, b 80%'
    )
    expect(describeRhythm({ ...CHANGE, end_date: '2026-12-01T08:00:00Z' })).toBe(
        'every week until Dec 1, 2026, 09:00:00'
    )
    expect(describeRhythm({ ...CHANGE, recurrence_interval: null })).toBe('')
})

it('says a plan of the history in one line', () => {
    const plan = {
        operation: 'update_status' as const,
        value: false,
        scheduled_at: '2026-12-01T08:00:00Z',
        timezone: 'Europe/Berlin',
    }
    const at = 'Dec 1, 2026, 09:00:00'
    expect(describePlan(plan)).toBe(`Switch off, ${at}`)
    expect(describePlan({ ...plan, recurrence_interval: 'weekly', timezone: 'Asia/Tokyo' })).toBe(
        `Switch off, ${at}, every week, in the time zone Asia/Tokyo`
    )
    expect(FLAG_KIND.values?.scheduled_change?.(plan as unknown as Json)).toBe(`Switch off, ${at}`)
})

it.each([{ rollout_percentage: 5 }, { rollout_percentage: 5, properties: null }])(
    'takes what scripts leave out as empty: %j',
    (condition) => {
        const payload = { operation: 'add_release_condition' as const, value: { groups: [condition] } }
        expect(formOf({ ...CHANGE, payload }, FLAG)).toMatchObject({ kind: 'release', properties: [], share: 5 })
        expect(describeChange({ payload })).toBe('Release to 5% of everybody')
    }
)
