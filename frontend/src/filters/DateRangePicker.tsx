import { CalendarDays } from 'lucide-react'
import { useState } from 'react'
import { Button } from '~/design/Button'
import { cn } from '~/design/cn'
import { Field, TextInput } from '~/design/Field'
import { Popover } from '~/design/Popover'
import { DATE_PRESETS, describeRange, isDateExpression } from '~/lib/dateRange'
import type { DateRange } from '~/lib/queries'

export interface DateRangePickerProps {
    value: DateRange
    onChange: (range: DateRange) => void
    className?: string
}

const sameRange = (left: DateRange, right: DateRange): boolean =>
    left.date_from === right.date_from && (left.date_to ?? null) === (right.date_to ?? null)

/** A range by its name, or two ends: days from a calendar, or the relative grammar typed in. */
export function DateRangePicker({ value, onChange, className }: DateRangePickerProps): React.JSX.Element {
    const [open, setOpen] = useState(false)
    const choose = (range: DateRange): void => {
        onChange(range)
        setOpen(false)
    }
    return (
        <Popover
            label="Date range"
            open={open}
            onOpenChange={setOpen}
            className="flex w-104 flex-col sm:flex-row"
            trigger={
                <Button icon={<CalendarDays className="text-ink-3" />} className={className} size="sm">
                    {describeRange(value)}
                </Button>
            }
        >
            <ul className="grid grid-cols-2 gap-0.5 border-line border-b p-1.5 sm:flex sm:w-44 sm:flex-col sm:border-r sm:border-b-0">
                {DATE_PRESETS.map((preset) => (
                    <li key={preset.label}>
                        <button
                            type="button"
                            aria-pressed={sameRange(preset.range, value)}
                            onClick={() => choose(preset.range)}
                            className={cn(
                                'w-full rounded-md px-2.5 py-1.5 text-left hover:bg-hover',
                                sameRange(preset.range, value) && 'bg-brand-soft font-medium text-brand-text'
                            )}
                        >
                            {preset.label}
                        </button>
                    </li>
                ))}
            </ul>
            <CustomRange value={value} onApply={choose} />
        </Popover>
    )
}

const asDay = (text: string | null | undefined): string =>
    text && /^\d{4}-\d{2}-\d{2}/.test(text) ? text.slice(0, 10) : ''

function CustomRange({ value, onApply }: { value: DateRange; onApply: (range: DateRange) => void }): React.JSX.Element {
    const [from, setFrom] = useState(value.date_from ?? '')
    const [to, setTo] = useState(value.date_to ?? '')
    const fromError = from !== '' && !isDateExpression(from) ? 'Not a date' : null
    const toError = to !== '' && !isDateExpression(to) ? 'Not a date' : null
    const backwards = asDay(from) && asDay(to) && asDay(from) > asDay(to)
    return (
        <form
            className="flex flex-1 flex-col gap-3 p-3.5"
            onSubmit={(event) => {
                event.preventDefault()
                onApply({ date_from: from, date_to: to || null })
            }}
        >
            <RangeEnd label="From" text={from} onChange={setFrom} error={fromError} />
            <RangeEnd
                label="To"
                text={to}
                onChange={setTo}
                error={toError ?? (backwards ? 'Before the start' : null)}
                hint="Empty means until now."
            />
            <p className="text-ink-3 text-xs">
                Pick days, or type time ago: <code>-36h</code>, <code>-6w</code>, <code>-1mStart</code>.
            </p>
            <Button
                type="submit"
                variant="primary"
                size="sm"
                className="mt-auto self-end"
                disabled={!from || fromError !== null || toError !== null || Boolean(backwards)}
            >
                Apply
            </Button>
        </form>
    )
}

interface RangeEndProps {
    label: string
    text: string
    onChange: (text: string) => void
    error: string | null
    hint?: string
}

function RangeEnd({ label, text, onChange, error, hint }: RangeEndProps): React.JSX.Element {
    return (
        <Field label={label} error={error} hint={hint}>
            {(control) => (
                <div className="relative">
                    <TextInput
                        {...control}
                        value={text}
                        placeholder="2026-01-31"
                        onChange={(event) => onChange(event.target.value.trim())}
                        className="pr-10"
                    />
                    <label className="absolute inset-y-0 right-0 grid w-9 cursor-pointer place-items-center text-ink-3 hover:text-ink">
                        <CalendarDays className="size-4" />
                        <span className="sr-only">{label}, from a calendar</span>
                        <input
                            type="date"
                            value={asDay(text)}
                            onChange={(event) => onChange(event.target.value)}
                            className="absolute inset-0 cursor-pointer opacity-0 [&::-webkit-calendar-picker-indicator]:absolute [&::-webkit-calendar-picker-indicator]:inset-0 [&::-webkit-calendar-picker-indicator]:size-full [&::-webkit-calendar-picker-indicator]:cursor-pointer"
                        />
                    </label>
                </div>
            )}
        </Field>
    )
}
