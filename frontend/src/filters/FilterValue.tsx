import { TextInput } from '~/design/Field'
import { Segmented } from '~/design/Segmented'
import { isDateExpression } from '~/lib/dateRange'
import type { PropertyFilter, FilterValue as Value } from '~/lib/queries'
import type { PropertyType } from '~/lib/types'
import { operatorInfo } from './propertyOperators'
import { ValuesInput } from './ValuesInput'

export interface FilterValueProps {
    filter: PropertyFilter
    type: PropertyType | null
    onChange: (value: Value) => void
    onSubmit: () => void
}

const asNumber = (text: string): number | '' => (text === '' || Number.isNaN(Number(text)) ? '' : Number(text))

/** The control for a filter's value, whatever kind its operator takes. */
export function FilterValue({ filter, type, onChange, onSubmit }: FilterValueProps): React.JSX.Element | null {
    const { value } = filter
    const submitOnEnter = (event: React.KeyboardEvent): void => {
        if (event.key === 'Enter') {
            event.preventDefault()
            onSubmit()
        }
    }
    switch (operatorInfo(filter.operator).takes) {
        case 'none':
            return null
        case 'many':
            if (type === 'Boolean') {
                return (
                    <Segmented
                        label="Value"
                        value={String(Array.isArray(value) ? (value[0] ?? '') : (value ?? ''))}
                        onChange={(next) => onChange([next])}
                        options={[
                            { value: 'true', label: 'True' },
                            { value: 'false', label: 'False' },
                        ]}
                    />
                )
            }
            return (
                <ValuesInput
                    source={filter.type}
                    name={filter.key}
                    values={(Array.isArray(value) ? value : []).map(String)}
                    onChange={onChange}
                    onSubmit={onSubmit}
                />
            )
        case 'number':
            return (
                <TextInput
                    type="number"
                    step="any"
                    aria-label="Number"
                    placeholder="0"
                    autoFocus
                    value={typeof value === 'number' ? value : ''}
                    onChange={(event) => onChange(asNumber(event.target.value))}
                    onKeyDown={submitOnEnter}
                />
            )
        case 'range': {
            const [low = '', high = ''] = Array.isArray(value) ? (value as (number | '')[]) : []
            return (
                <div className="flex items-center gap-2">
                    <TextInput
                        type="number"
                        step="any"
                        aria-label="From"
                        autoFocus
                        value={low}
                        onChange={(event) => onChange([asNumber(event.target.value), high])}
                        onKeyDown={submitOnEnter}
                    />
                    <span className="text-ink-3">and</span>
                    <TextInput
                        type="number"
                        step="any"
                        aria-label="To"
                        value={high}
                        onChange={(event) => onChange([low, asNumber(event.target.value)])}
                        onKeyDown={submitOnEnter}
                    />
                </div>
            )
        }
        case 'date': {
            const text = typeof value === 'string' ? value : ''
            const wrong = text !== '' && !isDateExpression(text)
            return (
                <div className="flex flex-col gap-1.5">
                    <TextInput
                        aria-label="Date, or time ago"
                        placeholder="2026-01-31 or -7d"
                        autoFocus
                        value={text}
                        aria-invalid={wrong || undefined}
                        onChange={(event) => onChange(event.target.value)}
                        onKeyDown={submitOnEnter}
                    />
                    <p className="text-ink-3 text-xs">A day such as 2026-01-31, or time ago: -24h, -7d, -3m.</p>
                </div>
            )
        }
        default:
            return (
                <TextInput
                    aria-label="Text"
                    placeholder={filter.operator.includes('regex') ? '^/docs/.*' : 'Text'}
                    autoFocus
                    value={typeof value === 'string' ? value : ''}
                    onChange={(event) => onChange(event.target.value)}
                    onKeyDown={submitOnEnter}
                    className={filter.operator.includes('regex') ? 'font-mono text-sm' : undefined}
                />
            )
    }
}
