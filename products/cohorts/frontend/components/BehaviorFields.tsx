import { Select } from '~/design/Select'
import { EventPicker } from '~/filters/EventPicker'
import { PropertyFilters } from '~/filters/PropertyFilters'
import { eventLabel } from '~/filters/propertyNames'
import { asKind, type BehaviorCriterion, COUNTS, KINDS } from '../lib/criteria'
import { NumberInput, SpanInput } from './SpanInput'

interface BehaviorFieldsProps {
    criterion: BehaviorCriterion
    onChange: (criterion: BehaviorCriterion) => void
}

const Word = ({ children }: { children: React.ReactNode }) => <span className="text-ink-3 text-sm">{children}</span>

/** What somebody did, as a sentence whose words can be changed. */
export function BehaviorFields({ criterion, onChange }: BehaviorFieldsProps): React.JSX.Element {
    const set = (changes: Partial<BehaviorCriterion>): void => onChange({ ...criterion, ...changes })
    const { value: kind } = criterion
    const window = (before: string, label: string) => (
        <SpanInput
            label={label}
            before={before}
            count={criterion.time_value}
            unit={criterion.time_interval}
            onChange={(time_value, time_interval) => set({ time_value, time_interval })}
        />
    )
    const recent = (before: string, label: string) => (
        <SpanInput
            label={label}
            before={before}
            count={criterion.seq_time_value}
            unit={criterion.seq_time_interval}
            onChange={(seq_time_value, seq_time_interval) => set({ seq_time_value, seq_time_interval })}
        />
    )
    const times = (
        <>
            <Select
                label="How often"
                value={criterion.operator}
                onChange={(operator) => set({ operator })}
                options={COUNTS}
            />
            <NumberInput
                label="Times"
                value={criterion.operator_value}
                min={0}
                onChange={(operator_value) => set({ operator_value })}
            />
            <Word>{criterion.operator_value === 1 ? 'time' : 'times'}</Word>
        </>
    )
    return (
        <>
            <Select
                label="Behaviour"
                value={kind}
                onChange={(next) => onChange(asKind(criterion, next))}
                options={KINDS}
            />
            {criterion.event_type === 'actions' ? (
                <Word>action {criterion.key}</Word>
            ) : (
                <EventPicker
                    label="Event"
                    value={criterion.key ?? null}
                    onChange={(key) => set({ key })}
                    trigger={
                        criterion.key === undefined ? (
                            <button type="button" aria-label="Choose an event" className={UNCHOSEN}>
                                Choose an event
                            </button>
                        ) : undefined
                    }
                    className="max-w-64"
                />
            )}
            <PropertyFilters
                compact
                label={`Filters of ${eventLabel(criterion.key ?? null)}`}
                filters={criterion.event_filters}
                onChange={(event_filters) => set({ event_filters })}
            />
            {kind === 'performed_event_multiple' && times}
            {kind === 'performed_event_regularly' ? (
                <>
                    {times}
                    {window('per', 'Length of a period')}
                    <Word>in at least</Word>
                    <NumberInput
                        label="Periods that count"
                        value={criterion.min_periods}
                        onChange={(min_periods) => set({ min_periods })}
                    />
                    <Word>of the last</Word>
                    <NumberInput
                        label="Periods looked at"
                        value={criterion.total_periods}
                        onChange={(total_periods) => set({ total_periods })}
                    />
                    <Word>periods</Word>
                </>
            ) : kind === 'stopped_performing_event' ? (
                <>
                    {recent('in the last', 'Time without it')}
                    {window('after doing it in the last', 'Time looked at')}
                </>
            ) : kind === 'restarted_performing_event' ? (
                <>
                    {recent('in the last', 'Recent time')}
                    {window('after nothing since', 'Time looked at')}
                    <Word>ago</Word>
                </>
            ) : 'explicit_datetime' in criterion.kept ? (
                <Word>
                    since {String(criterion.kept.explicit_datetime)}
                    {criterion.kept.explicit_datetime_to ? ` until ${String(criterion.kept.explicit_datetime_to)}` : ''}
                </Word>
            ) : (
                window('in the last', 'Time looked at')
            )}
            {kind === 'performed_event_sequence' && (
                <>
                    <Word>and then</Word>
                    <EventPicker
                        label="Second event"
                        value={criterion.seq_event ?? null}
                        onChange={(seq_event) => set({ seq_event })}
                        trigger={
                            criterion.seq_event === undefined ? (
                                <button type="button" aria-label="Choose the second event" className={UNCHOSEN}>
                                    Choose an event
                                </button>
                            ) : undefined
                        }
                        className="max-w-64"
                    />
                    {recent('within', 'Time between')}
                </>
            )}
        </>
    )
}

const UNCHOSEN =
    'inline-flex h-9 items-center rounded-md border border-line-strong border-dashed bg-surface px-3 text-ink-3 hover:bg-hover hover:text-ink data-popup-open:bg-hover coarse:h-10'
