import { BadgeCheck, EyeOff } from 'lucide-react'
import { Badge } from '~/design/Badge'

export interface DefinitionBadgesProps {
    verified: boolean
    hidden: boolean
    tags: readonly string[]
}

/** What people have said about an event or a property. */
export function DefinitionBadges({ verified, hidden, tags }: DefinitionBadgesProps): React.JSX.Element {
    return (
        <span className="flex max-w-64 flex-wrap gap-1">
            {verified && (
                <Badge tone="brand">
                    <BadgeCheck /> Verified
                </Badge>
            )}
            {hidden && (
                <Badge tone="warn">
                    <EyeOff /> Hidden
                </Badge>
            )}
            {tags.map((tag) => (
                <Badge key={tag} className="max-w-40">
                    <bdi className="truncate">{tag}</bdi>
                </Badge>
            ))}
        </span>
    )
}
