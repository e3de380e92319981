import { type ComponentProps, useState } from 'react'
import { TextInput } from '~/design/Field'

export interface PercentInputProps extends Omit<ComponentProps<'input'>, 'type' | 'value' | 'onChange'> {
    /** From 0 to 100, with decimals if need be. */
    value: number
    onChange: (share: number) => void
}

/** A share in per cent. What is typed stands until the field is left: nothing, or “0.”, is on the way to a number. */
export function PercentInput({ value, onChange, ...rest }: PercentInputProps): React.JSX.Element {
    const [typed, setTyped] = useState<string | null>(null)
    return (
        <TextInput
            {...rest}
            type="number"
            min={0}
            max={100}
            step="any"
            value={typed ?? value}
            onChange={({ target }) => {
                setTyped(target.value)
                onChange(Math.min(100, Math.max(0, Number(target.value) || 0)))
            }}
            onBlur={() => setTyped(null)}
        />
    )
}
