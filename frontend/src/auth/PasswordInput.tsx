import { Eye, EyeOff } from 'lucide-react'
import { type ComponentProps, useState } from 'react'
import { TextInput } from '~/design/Field'

export function PasswordInput(props: Omit<ComponentProps<'input'>, 'type'>): React.JSX.Element {
    const [shown, setShown] = useState(false)
    return (
        <div className="relative">
            <TextInput
                {...props}
                type={shown ? 'text' : 'password'}
                className="pr-10"
                spellCheck={false}
                autoCapitalize="off"
            />
            <button
                type="button"
                aria-label={shown ? 'Hide password' : 'Show password'}
                aria-pressed={shown}
                onClick={() => setShown(!shown)}
                className="absolute top-1/2 right-1.5 grid size-7 -translate-y-1/2 place-items-center rounded-sm text-ink-3 hover:bg-hover hover:text-ink"
            >
                {shown ? <EyeOff className="size-4" /> : <Eye className="size-4" />}
            </button>
        </div>
    )
}
