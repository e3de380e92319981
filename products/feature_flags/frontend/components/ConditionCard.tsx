import { useActions, useValues } from 'kea'
import { ArrowDown, ArrowUp, Copy, EllipsisVertical, Trash2 } from 'lucide-react'
import { useEffect } from 'react'
import { Button } from '~/design/Button'
import { cn } from '~/design/cn'
import { TextInput } from '~/design/Field'
import { Menu, MenuItem } from '~/design/Menu'
import { Select } from '~/design/Select'
import { PropertyFilters } from '~/filters/PropertyFilters'
import { formatNumber, formatPercent } from '~/lib/format'
import type { PropertyFilter } from '~/lib/queries'
import type { Condition, ConditionFilter, OtherFilter } from '../lib/flags'
import { variantsOf } from '../lib/flags'
import { type FlagSceneProps, featureFlagSceneLogic, reachName } from '../scenes/featureFlagSceneLogic'
import { AddOther, OtherPills } from './OtherFilters'

export interface ConditionCardProps extends FlagSceneProps {
    condition: Condition
    index: number
    count: number
    onChange: (condition: Condition) => void
    onMove: (by: -1 | 1) => void
    onDuplicate: () => void
    onRemove: () => void
}

const isOther = (filter: ConditionFilter): filter is OtherFilter =>
    filter.type === 'group' || filter.type === 'cohort' || filter.type === 'flag'

/** One release condition: whom it is about, what share of them, and which variant they get. */
export function ConditionCard({
    id,
    condition,
    index,
    count,
    onChange,
    onMove,
    onDuplicate,
    onRemove,
}: ConditionCardProps): React.JSX.Element {
    const { draft, saveError } = useValues(featureFlagSceneLogic({ id }))
    const groupIndex = draft.filters.aggregation_group_type_index ?? null
    const others = condition.properties.filter(isOther)
    const persons = condition.properties.filter((filter): filter is PropertyFilter => !isOther(filter))
    const share = condition.rollout_percentage ?? 100
    const variants = variantsOf(draft.filters)
    const error = saveError?.condition === index ? saveError.message : null
    const name = `condition ${index + 1}`
    return (
        <fieldset className={cn('rounded-lg border bg-sunken/50 p-3 sm:p-4', error ? 'border-danger' : 'border-line')}>
            <legend className="sr-only">Release {name}</legend>
            <div className="flex items-center gap-2">
                <span
                    aria-hidden="true"
                    className="grid size-6 shrink-0 place-items-center rounded-full bg-brand-soft font-semibold text-brand-text text-xs"
                >
                    {index + 1}
                </span>
                <input
                    aria-label={`What ${name} is for`}
                    placeholder={condition.properties.length ? 'Those who match' : 'Everybody'}
                    value={condition.description ?? ''}
                    maxLength={1000}
                    onChange={(event) => onChange({ ...condition, description: event.target.value || undefined })}
                    className="h-8 min-w-0 flex-1 rounded-md bg-transparent px-2 font-medium placeholder:text-ink hover:bg-hover"
                />
                <Menu
                    trigger={
                        <Button
                            variant="ghost"
                            size="sm"
                            square
                            aria-label={`More about ${name}`}
                            icon={<EllipsisVertical />}
                        />
                    }
                >
                    <MenuItem icon={<ArrowUp />} disabled={index === 0} onSelect={() => onMove(-1)}>
                        Move up
                    </MenuItem>
                    <MenuItem icon={<ArrowDown />} disabled={index === count - 1} onSelect={() => onMove(1)}>
                        Move down
                    </MenuItem>
                    <MenuItem icon={<Copy />} onSelect={onDuplicate}>
                        Duplicate
                    </MenuItem>
                    <MenuItem icon={<Trash2 />} danger onSelect={onRemove}>
                        Remove
                    </MenuItem>
                </Menu>
            </div>
            <div className="mt-2 flex flex-wrap items-start gap-1.5 sm:pl-8">
                <OtherPills
                    id={id}
                    label={name}
                    filters={others}
                    onChange={(next) => onChange({ ...condition, properties: [...persons, ...next] })}
                />
                {groupIndex === null && (
                    <PropertyFilters
                        label={`Properties of people in ${name}`}
                        filters={persons}
                        sources={['person']}
                        onChange={(next) => onChange({ ...condition, properties: [...next, ...others] })}
                    />
                )}
                <AddOther
                    id={id}
                    label={name}
                    filters={others}
                    groupIndex={groupIndex}
                    onChange={(next) => onChange({ ...condition, properties: [...persons, ...next] })}
                />
            </div>
            <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2 sm:pl-8">
                <div className="flex w-full items-center gap-3 sm:w-auto sm:flex-1">
                    <input
                        type="range"
                        aria-label={`Share of ${name}, per cent`}
                        min={0}
                        max={100}
                        value={share}
                        onChange={(event) => onChange({ ...condition, rollout_percentage: Number(event.target.value) })}
                        className="h-6 min-w-24 flex-1 accent-brand"
                    />
                    <div className="flex items-center gap-1.5">
                        <TextInput
                            type="number"
                            aria-label={`Exact share of ${name}`}
                            min={0}
                            max={100}
                            step="any"
                            value={share}
                            onChange={(event) =>
                                onChange({
                                    ...condition,
                                    rollout_percentage: Math.min(100, Math.max(0, Number(event.target.value) || 0)),
                                })
                            }
                            className="w-20! text-right"
                        />
                        <span className="text-ink-3">%</span>
                    </div>
                </div>
                {variants.length > 0 && (
                    <Select
                        label={`Variant of ${name}`}
                        value={condition.variant ?? ''}
                        onChange={(variant) => onChange({ ...condition, variant: variant || undefined })}
                        options={[
                            { value: '', label: 'Variants by their shares' },
                            ...variants.map((one) => ({ value: one.key, label: `Always ${one.key}` })),
                        ]}
                    />
                )}
            </div>
            <ReachLine id={id} condition={condition} groupIndex={groupIndex} share={share} />
            {error && (
                <p role="alert" className="mt-2 text-danger-text text-sm sm:pl-8">
                    {error}
                </p>
            )}
        </fieldset>
    )
}

interface ReachLineProps extends FlagSceneProps {
    condition: Condition
    groupIndex: number | null
    share: number
}

/** How many people or groups that is, counted while one edits. */
function ReachLine({ id, condition, groupIndex, share }: ReachLineProps): React.JSX.Element {
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
        <p className="mt-2 min-h-5 text-ink-3 text-sm sm:pl-8" role="status">
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
