import { Badge, type Tone } from '~/design/Badge'
import { Tooltip } from '~/design/Tooltip'
import type { FlagState } from '../lib/flags'

const LOOKS: Record<FlagState, { tone: Tone; label: string }> = {
    active: { tone: 'brand', label: 'Active' },
    stale: { tone: 'warn', label: 'Stale' },
    disabled: { tone: 'neutral', label: 'Off' },
    archived: { tone: 'neutral', label: 'Archived' },
    deleted: { tone: 'danger', label: 'Deleted' },
}

export interface FlagBadgeProps {
    state: FlagState
    reason: string
}

/** What a flag is good for now; the reason when pointed at. */
export function FlagBadge({ state, reason }: FlagBadgeProps): React.JSX.Element {
    const { tone, label } = LOOKS[state]
    return (
        <Tooltip text={reason}>
            <span>
                <Badge tone={tone}>{label}</Badge>
                <span className="sr-only">{reason}</span>
            </span>
        </Tooltip>
    )
}
