import { Select } from '~/design/Select'
import type { Variant } from '../lib/flags'

export interface VariantSelectProps {
    id?: string
    label: string
    variants: Variant[]
    /** The key of the variant that everybody gets; none leaves it to the shares. */
    value: string | null | undefined
    onChange: (variant: string | undefined) => void
    className?: string
}

/** Which variant those get whom a condition is about. */
export function VariantSelect({ variants, value, onChange, ...rest }: VariantSelectProps): React.JSX.Element {
    const keys = variants.map((one) => one.key)
    return (
        <Select
            {...rest}
            value={value ?? ''}
            onChange={(key) => onChange(key || undefined)}
            options={[
                { value: '', label: 'Variants by their shares' },
                ...keys.map((key) => ({ value: key, label: `Always ${key}` })),
                // A plan may be older than the flag's variants.
                ...(value && !keys.includes(value) ? [{ value, label: `Always ${value}, which is gone` }] : []),
            ]}
        />
    )
}
