import { useActions, useValues } from 'kea'
import { History, RotateCcw } from 'lucide-react'
import { useEffect, useState } from 'react'
import { ChangeList } from '~/activity/ChangeList'
import { changesOf, whatWasDone, whoDid } from '~/activity/sentences'
import { Avatar } from '~/design/Avatar'
import { Badge } from '~/design/Badge'
import { Button } from '~/design/Button'
import { Card } from '~/design/Card'
import { Confirm } from '~/design/Modal'
import { EmptyState, ErrorState, SkeletonRows } from '~/design/States'
import { formatDateTime, formatRelative } from '~/lib/format'
import type { Activity } from '../lib/flagsApi'
import { FLAG_KIND, versionOf } from '../lib/history'
import { type FlagSceneProps, featureFlagSceneLogic } from '../scenes/featureFlagSceneLogic'

/** Who changed what and when, with the way back. */
export function HistoryPanel({ id }: FlagSceneProps): React.JSX.Element {
    const { activity, activityError } = useValues(featureFlagSceneLogic({ id }))
    const { loadActivity } = useActions(featureFlagSceneLogic({ id }))
    const missing = activity === null
    useEffect(() => {
        if (missing) {
            loadActivity()
        }
    }, [missing, loadActivity])
    if (activityError) {
        return (
            <Card className="mt-4">
                <ErrorState error={activityError} onRetry={loadActivity} />
            </Card>
        )
    }
    if (!activity) {
        return (
            <Card className="mt-4">
                <SkeletonRows rows={4} label="Loading the history" />
            </Card>
        )
    }
    if (!activity.length) {
        return (
            <Card className="mt-4">
                <EmptyState icon={<History />} title="No history">
                    Changes from before the log began are not kept.
                </EmptyState>
            </Card>
        )
    }
    // Plans stand among the versions and make none.
    const latest = activity.find((line) => versionOf(line) !== null)
    return (
        <ol className="mt-4 flex flex-col gap-3">
            {activity.map((line) => (
                <Line key={line.id} id={id} line={line} isLatest={line === latest} />
            ))}
        </ol>
    )
}

interface LineProps extends FlagSceneProps {
    line: Activity
    isLatest: boolean
}

function Line({ id, line, isLatest }: LineProps): React.JSX.Element {
    const { restore } = useActions(featureFlagSceneLogic({ id }))
    const [asking, setAsking] = useState(false)
    const name = whoDid(line)
    const version = versionOf(line)
    const changes = changesOf(line)
    return (
        <li>
            <Card className="p-4">
                <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
                    <Avatar name={name} seed={line.user?.uuid} size="sm" />
                    <span className="min-w-0">
                        <b className="font-semibold">{name}</b> {whatWasDone(line, FLAG_KIND)} the flag
                    </span>
                    {version !== null && <Badge>Version {version}</Badge>}
                    <span className="ml-auto flex items-center gap-2 text-ink-3 text-sm">
                        <time dateTime={line.created_at} title={formatDateTime(line.created_at)}>
                            {formatRelative(line.created_at)}
                        </time>
                        {version !== null && !isLatest && (
                            <Button size="sm" variant="ghost" icon={<RotateCcw />} onClick={() => setAsking(true)}>
                                Restore
                            </Button>
                        )}
                    </span>
                </div>
                {line.activity !== 'created' && changes.length > 0 && <ChangeList changes={changes} kind={FLAG_KIND} />}
            </Card>
            <Confirm
                open={asking}
                onClose={() => setAsking(false)}
                onConfirm={() => {
                    setAsking(false)
                    restore(version ?? 1)
                }}
                title={`Go back to version ${version}?`}
                action="Restore"
            >
                The definition, description and options become what they were then, as a new version. Whether the flag
                is on stays as it is.
            </Confirm>
        </li>
    )
}
