import { ChevronDown } from 'lucide-react'
import { Picker, type PickerItem } from '~/design/Picker'

const ZONES: string[] = Intl.supportedValuesOf('timeZone')
const ALL = ZONES.includes('UTC') ? ZONES : ['UTC', ...ZONES]

function groups(): { value: string; items: PickerItem[] }[] {
    const regions = new Map<string, PickerItem[]>()
    for (const zone of ALL) {
        const region = zone.includes('/') ? (zone.split('/')[0] ?? '') : 'Universal'
        regions.set(region, [...(regions.get(region) ?? []), { id: zone, label: zone.replaceAll('_', ' ') }])
    }
    return [...regions].map(([value, items]) => ({ value, items }))
}
const GROUPS = groups()

export interface TimezonePickerProps {
    id: string
    value: string
    onChange: (zone: string) => void
}

export function TimezonePicker({ id, value, onChange }: TimezonePickerProps): React.JSX.Element {
    return (
        <Picker
            label="Choose a time zone"
            placeholder="Search for a city"
            groups={GROUPS}
            chosen={value}
            onPick={(item) => onChange(item.id)}
            trigger={
                <button
                    id={id}
                    type="button"
                    className="flex h-9 w-full items-center justify-between rounded-md border border-field/70 bg-surface px-3 text-left shadow-card hover:border-field coarse:h-10"
                >
                    {value.replaceAll('_', ' ')}
                    <ChevronDown className="size-4 text-ink-3" />
                </button>
            }
        />
    )
}
