import { PropertyFilters } from '~/filters/PropertyFilters'
import type { PropertyFilter } from '~/lib/queries'
import type { ConditionFilter, OtherFilter } from '../lib/flags'
import type { FlagSceneProps } from '../scenes/featureFlagSceneLogic'
import { AddOther, OtherPills } from './OtherFilters'

const isOther = (filter: ConditionFilter): filter is OtherFilter =>
    filter.type === 'group' || filter.type === 'cohort' || filter.type === 'flag'

export interface ConditionFiltersProps extends FlagSceneProps {
    /** What the condition is called, for screen readers. */
    label: string
    filters: readonly ConditionFilter[]
    /** Set when the flag decides per group of a kind instead of per person. */
    groupIndex: number | null
    onChange: (filters: ConditionFilter[]) => void
}

/** Whom a condition is about: properties of people or of groups, cohorts, and answers of other flags. */
export function ConditionFilters({ id, label, filters, groupIndex, onChange }: ConditionFiltersProps) {
    const others = filters.filter(isOther)
    const persons = filters.filter((filter): filter is PropertyFilter => !isOther(filter))
    const setOthers = (next: OtherFilter[]): void => onChange([...persons, ...next])
    return (
        <div className="flex flex-wrap items-start gap-1.5">
            <OtherPills id={id} label={label} filters={others} onChange={setOthers} />
            {groupIndex === null && (
                <PropertyFilters
                    label={`Properties of people in ${label}`}
                    filters={persons}
                    sources={['person']}
                    onChange={(next) => onChange([...next, ...others])}
                />
            )}
            <AddOther id={id} label={label} filters={others} groupIndex={groupIndex} onChange={setOthers} />
        </div>
    )
}
