import { useActions, useValues } from 'kea'
import { useEffect } from 'react'
import { cn } from '~/design/cn'
import { formatNumber, formatPercent } from '~/lib/format'
import type { Condition } from '../lib/flags'
import { type FlagSceneProps, featureFlagSceneLogic, reachName } from '../scenes/featureFlagSceneLogic'

export interface ReachLineProps extends FlagSceneProps {
    condition: Condition
    groupIndex: number | null
    share: number
    className?: string
}

/** How many people or groups that is, counted while one edits. */
export function ReachLine({ id, condition, groupIndex, share, className }: ReachLineProps): React.JSX.Element {
    const { reach, groupKinds } = useValues(featureFlagSceneLogic({ id }))
    const { count } = useActions(featureFlagSceneLogic({ id }))
    const name = reachName(condition, groupIndex)
    // biome-ignore lint/correctness/useExhaustiveDependencies: the name is all that the count depends on
    useEffect(() => {
        if (reach[name] !== undefined) {
            return
        }
        const timer = setTimeout(() => count(condition, groupIndex), 350)
        return () => clearTimeout(timer)
    }, [name])
    const found = reach[name]
    const many =
        groupIndex === null ? 'people' : (groupKinds.find((one) => one.index === groupIndex)?.plural ?? 'groups')
    // Those whom another flag keeps out are counted too.
    const atMost = condition.properties.some((one) => one.type === 'flag')
    return (
        <p className={cn('min-h-5 text-ink-3 text-sm', className)} role="status">
            {!found || found === 'counting' ? (
                'Counting …'
            ) : 'problem' in found ? (
                found.problem
            ) : found.total === 0 ? (
                `No ${many} are known yet.`
            ) : (
                <>
                    {atMost ? 'Reaches at most' : 'Reaches about'}{' '}
                    <b className="font-semibold text-ink">{formatNumber(Math.round((found.affected * share) / 100))}</b>{' '}
                    of {formatNumber(found.total)} {many}
                    {share < 100 && `: ${share}% of the ${formatNumber(found.affected)} who match`}
                    {share === 100 && ` (${formatPercent(found.affected / found.total)})`}.
                </>
            )}
        </p>
    )
}
