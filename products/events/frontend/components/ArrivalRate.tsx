import { useValues } from 'kea'
import { Sparkline } from '~/design/charts/Sparkline'
import { formatCount, formatNumber } from '~/lib/format'
import { activitySceneLogic, RATE_MINUTES } from '../scenes/activitySceneLogic'

/** How much has been happening, minute by minute, of what the filters let through. */
export function ArrivalRate(): React.JSX.Element | null {
    const { minutes, perMinute } = useValues(activitySceneLogic)
    if (!minutes) {
        return null
    }
    const total = minutes.reduce((sum, one) => sum + one, 0)
    return (
        <div className="flex items-center gap-3">
            <Sparkline
                values={minutes}
                label={`${formatCount(total, 'event')} in the last ${RATE_MINUTES} minutes`}
                className="h-7 w-28 max-sm:hidden"
            />
            <p className="text-ink-3 text-xs leading-tight">
                <span className="tabular block font-semibold text-ink text-sm">{formatNumber(perMinute)}/min</span>
                <span className="tabular">
                    {formatNumber(total)} in {RATE_MINUTES} min
                </span>
            </p>
        </div>
    )
}
