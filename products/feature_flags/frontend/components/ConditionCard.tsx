import { useValues } from 'kea'
import { ArrowDown, ArrowUp, Copy, EllipsisVertical, Trash2 } from 'lucide-react'
import { Badge } from '~/design/Badge'
import { Button } from '~/design/Button'
import { cn } from '~/design/cn'
import { Menu, MenuItem } from '~/design/Menu'
import { type Condition, decidesPer, variantsOf } from '../lib/flags'
import { type FlagSceneProps, featureFlagSceneLogic } from '../scenes/featureFlagSceneLogic'
import { ConditionFilters } from './ConditionFilters'
import { PercentInput } from './PercentInput'
import { ReachLine } from './ReachLine'
import { VariantSelect } from './VariantSelect'

export interface ConditionCardProps extends FlagSceneProps {
    condition: Condition
    index: number
    count: number
    onChange: (condition: Condition) => void
    onMove: (by: -1 | 1) => void
    onDuplicate: () => void
    onRemove: () => void
}

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
    const { draft, groupKinds, saveError } = useValues(featureFlagSceneLogic({ id }))
    const groupIndex = decidesPer(draft.filters, condition)
    const isOwn = groupIndex !== (draft.filters.aggregation_group_type_index ?? null)
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
                {isOwn && <Badge>Per {groupKinds.find((kind) => kind.index === groupIndex)?.name ?? 'group'}</Badge>}
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
            <div className="mt-2 sm:pl-8">
                <ConditionFilters
                    id={id}
                    label={name}
                    filters={condition.properties}
                    groupIndex={groupIndex}
                    onChange={(properties) => onChange({ ...condition, properties })}
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
                        <PercentInput
                            aria-label={`Exact share of ${name}`}
                            value={share}
                            onChange={(percent) => onChange({ ...condition, rollout_percentage: percent })}
                            className="w-20! text-right"
                        />
                        <span className="text-ink-3">%</span>
                    </div>
                </div>
                {variants.length > 0 && (
                    <VariantSelect
                        label={`Variant of ${name}`}
                        variants={variants}
                        value={condition.variant}
                        onChange={(variant) => onChange({ ...condition, variant })}
                    />
                )}
            </div>
            <ReachLine id={id} condition={condition} groupIndex={groupIndex} share={share} className="mt-2 sm:pl-8" />
            {error && (
                <p role="alert" className="mt-2 text-danger-text text-sm sm:pl-8">
                    {error}
                </p>
            )}
        </fieldset>
    )
}
