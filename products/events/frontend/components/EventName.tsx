import {
    Eye,
    EyeOff,
    Fingerprint,
    Flag,
    MousePointerClick,
    Smartphone,
    Sparkles,
    TriangleAlert,
    UserPen,
    Users,
} from 'lucide-react'
import type { ComponentType } from 'react'
import { cn } from '~/design/cn'
import { eventLabel } from '~/filters/propertyNames'

const ICONS: Record<string, ComponentType<{ className?: string }>> = {
    $pageview: Eye,
    $pageleave: EyeOff,
    $screen: Smartphone,
    $autocapture: MousePointerClick,
    $rageclick: TriangleAlert,
    $exception: TriangleAlert,
    $identify: Fingerprint,
    $create_alias: Fingerprint,
    $set: UserPen,
    $groupidentify: Users,
    $feature_flag_called: Flag,
}

/** An event's name with a picture of its kind; people's own events stand out from what SDKs send by themselves. */
export function EventName({ name, large = false }: { name: string; large?: boolean }): React.JSX.Element {
    const own = !name.startsWith('$')
    const Icon = ICONS[name] ?? Sparkles
    return (
        <span className="inline-flex max-w-full items-center gap-2.5">
            <span
                aria-hidden="true"
                className={cn(
                    'grid shrink-0 place-items-center rounded-md',
                    large ? 'size-9' : 'size-7',
                    own ? 'bg-brand-soft text-brand-text' : 'bg-sunken text-ink-3'
                )}
            >
                <Icon className={large ? 'size-5' : 'size-4'} />
            </span>
            {/* Names come from anybody: a direction of their own keeps them from turning what stands beside them. */}
            <bdi className="truncate font-medium" title={name}>
                {eventLabel(name).trim() || <span className="text-ink-3 italic">(blank)</span>}
            </bdi>
        </span>
    )
}
