import { useValues } from 'kea'
import { HardDrive } from 'lucide-react'
import { diskLogic } from './diskLogic'

/** Says on every page that the server runs out of disk, before and while events are refused for it. */
export function DiskBanner(): React.JSX.Element | null {
    const { level } = useValues(diskLogic)
    if (level === 'ok') {
        return null
    }
    const isFull = level === 'full'
    return (
        <div
            role={isFull ? 'alert' : 'status'}
            className={`mb-5 flex items-start gap-2.5 rounded-lg border px-3.5 py-2.5 ${
                isFull
                    ? 'border-danger-line bg-danger-soft text-danger-text'
                    : 'border-warn-line bg-warn-soft text-warn-text'
            }`}
        >
            <HardDrive className="mt-0.5 size-4.5 shrink-0" aria-hidden />
            <p className="min-w-0 flex-1">
                {isFull
                    ? 'This server’s disk is nearly full, so new events are refused for now. Senders keep them and try again; nothing that was accepted is lost. Free some space on the server and it goes on by itself.'
                    : 'This server’s disk is filling up. Free some space soon: when it is nearly full, new events are refused.'}
            </p>
        </div>
    )
}
