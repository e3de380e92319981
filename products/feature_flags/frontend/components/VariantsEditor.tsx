import { Equal, Plus, Trash2 } from 'lucide-react'
import { Button } from '~/design/Button'
import { seriesColor } from '~/design/charts/tokens'
import { cn } from '~/design/cn'
import { TextInput } from '~/design/Field'
import { evenShares, type Filters, removeVariant, renameVariant, sumOfShares, variantsOf } from '../lib/flags'
import { PayloadInput } from './PayloadInput'
import { PercentInput } from './PercentInput'

export interface VariantsEditorProps {
    filters: Filters
    onChange: (filters: Filters) => void
}

/** The variants, their shares and payloads. The bar shows the split; one button makes it even. */
export function VariantsEditor({ filters, onChange }: VariantsEditorProps): React.JSX.Element {
    const variants = variantsOf(filters)
    const sum = sumOfShares(variants)
    const set = (index: number, changes: Partial<(typeof variants)[number]>): void =>
        onChange({
            ...filters,
            multivariate: { variants: variants.map((one, at) => (at === index ? { ...one, ...changes } : one)) },
        })
    const spread = (next: typeof variants): void => {
        const shares = evenShares(next.length)
        onChange({
            ...filters,
            multivariate: { variants: next.map((one, at) => ({ ...one, rollout_percentage: shares[at] ?? 0 })) },
        })
    }
    return (
        <div className="flex flex-col gap-3">
            <div aria-hidden="true" className="flex h-2.5 gap-0.5 overflow-hidden rounded-full bg-sunken">
                {variants.map((one, index) => (
                    <span
                        // the place decides the colour
                        key={index}
                        style={{ width: `${one.rollout_percentage}%`, background: seriesColor(index) }}
                    />
                ))}
            </div>
            {variants.map((one, index) => (
                <div
                    // keys change while they are typed, places do not
                    key={index}
                    className="rounded-lg border border-line p-3"
                >
                    <div className="flex flex-wrap items-center gap-2">
                        <span
                            aria-hidden="true"
                            className="size-3 shrink-0 rounded-full"
                            style={{ background: seriesColor(index) }}
                        />
                        <TextInput
                            aria-label={`Key of variant ${index + 1}`}
                            placeholder="key"
                            value={one.key}
                            onChange={(event) => onChange(renameVariant(filters, index, event.target.value))}
                            className="min-w-24 flex-1 font-mono text-sm!"
                        />
                        <TextInput
                            aria-label={`Description of variant ${index + 1}`}
                            placeholder="Description"
                            value={one.name ?? ''}
                            onChange={(event) => set(index, { name: event.target.value || undefined })}
                            className="min-w-32 flex-[2] max-sm:order-last max-sm:w-full"
                        />
                        <PercentInput
                            aria-label={`Share of variant ${index + 1}, per cent`}
                            value={one.rollout_percentage}
                            onChange={(percent) => set(index, { rollout_percentage: percent })}
                            className="w-20! text-right"
                        />
                        <span className="text-ink-3">%</span>
                        <Button
                            variant="ghost"
                            size="sm"
                            square
                            aria-label={`Remove variant ${one.key || index + 1}`}
                            icon={<Trash2 />}
                            disabled={variants.length === 1}
                            onClick={() => onChange(removeVariant(filters, index))}
                        />
                    </div>
                    <PayloadInput
                        name={one.key || `variant ${index + 1}`}
                        value={filters.payloads?.[one.key]}
                        onChange={(payload) => {
                            const { [one.key]: _, ...rest } = filters.payloads ?? {}
                            onChange({
                                ...filters,
                                payloads: payload === undefined ? rest : { ...rest, [one.key]: payload },
                            })
                        }}
                    />
                </div>
            ))}
            <div className="flex flex-wrap items-center gap-2">
                <Button
                    size="sm"
                    icon={<Plus />}
                    onClick={() => {
                        const taken = new Set(variants.map((one) => one.key))
                        let number = variants.length
                        while (taken.has(`test-${number}`)) {
                            number += 1
                        }
                        spread([...variants, { key: `test-${number}`, rollout_percentage: 0 }])
                    }}
                >
                    Add variant
                </Button>
                <Button size="sm" variant="ghost" icon={<Equal />} onClick={() => spread(variants)}>
                    Even shares
                </Button>
                <span
                    role="status"
                    className={cn(
                        'tabular ml-auto text-sm',
                        sum === 100 ? 'text-ink-3' : 'font-medium text-danger-text'
                    )}
                >
                    {sum === 100 ? '100% in all' : `${sum}% in all, must be 100%`}
                </span>
            </div>
        </div>
    )
}
