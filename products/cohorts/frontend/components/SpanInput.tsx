import { TextInput } from '~/design/Field'
import { Select } from '~/design/Select'
import type { Interval } from '../lib/criteria'

interface SpanInputProps {
    count: number
    unit: Interval
    label: string
    /** The words that lead to the number, which stay on its line. */
    before?: string
    onChange: (count: number, unit: Interval) => void
}

const UNITS: Interval[] = ['hour', 'day', 'week', 'month', 'year']

/** "30 days": a number and a unit that agrees with it. */
export function SpanInput({ count, unit, label, before, onChange }: SpanInputProps): React.JSX.Element {
    return (
        <span className="inline-flex items-center gap-1.5">
            {before && <span className="mr-0.5 whitespace-nowrap text-ink-3 text-sm">{before}</span>}
            <NumberInput label={label} value={count} onChange={(next) => onChange(next, unit)} />
            <Select
                label={`${label}: unit`}
                value={unit}
                onChange={(next) => onChange(count, next)}
                options={UNITS.map((value) => ({ value, label: count === 1 ? value : `${value}s` }))}
            />
        </span>
    )
}

interface NumberInputProps {
    label: string
    value: number
    onChange: (value: number) => void
    min?: number
}

/** A small whole number. */
export function NumberInput({ label, value, onChange, min = 1 }: NumberInputProps): React.JSX.Element {
    return (
        <TextInput
            type="number"
            min={min}
            step={1}
            aria-label={label}
            value={Number.isNaN(value) ? '' : value}
            onChange={(event) => onChange(event.target.valueAsNumber)}
            onBlur={() => Number.isNaN(value) && onChange(min)}
            className="tabular w-18!"
        />
    )
}
