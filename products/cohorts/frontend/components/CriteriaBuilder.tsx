import { MousePointerClick, Plus, UserRound, UsersRound, X } from 'lucide-react'
import { Button } from '~/design/Button'
import { cn } from '~/design/cn'
import { Segmented } from '~/design/Segmented'
import { Select } from '~/design/Select'
import { CohortPicker } from '~/filters/CohortPicker'
import { PropertyFilters } from '~/filters/PropertyFilters'
import {
    type Criteria,
    type CriteriaGroup,
    type Criterion,
    type Joint,
    newBehavior,
    newCohortCriterion,
    newPerson,
} from '../lib/criteria'
import { BehaviorFields } from './BehaviorFields'

interface CriteriaBuilderProps {
    criteria: Criteria
    onChange: (criteria: Criteria) => void
    /** The cohort being defined, which cannot ask for itself. */
    cohortId?: number
    /** What the server says about one of the criteria. */
    complaint?: { group: number; criterion: number; message: string } | null
}

const JOINTS: { value: Joint; label: string }[] = [
    { value: 'AND', label: 'all' },
    { value: 'OR', label: 'any' },
]

/** Groups of criteria, and how they combine. */
export function CriteriaBuilder({ criteria, onChange, cohortId, complaint }: CriteriaBuilderProps): React.JSX.Element {
    const setGroup = (at: number, group: CriteriaGroup | null): void =>
        onChange({
            ...criteria,
            groups: criteria.groups.flatMap((one, index) => (index === at ? (group ? [group] : []) : [one])),
        })
    return (
        <div className="flex flex-col gap-3">
            {criteria.groups.map((group, index) => (
                // a group is its place
                <div key={index} className="flex flex-col gap-3">
                    {index > 0 && (
                        <div className="flex items-center gap-3">
                            <span className="h-px flex-1 bg-line" />
                            <Segmented
                                label="How groups combine"
                                value={criteria.type}
                                onChange={(type) => onChange({ ...criteria, type })}
                                options={[
                                    { value: 'OR', label: 'or' },
                                    { value: 'AND', label: 'and' },
                                ]}
                            />
                            <span className="h-px flex-1 bg-line" />
                        </div>
                    )}
                    <Group
                        group={group}
                        number={index + 1}
                        cohortId={cohortId}
                        canRemove={criteria.groups.length > 1}
                        complaint={complaint?.group === index ? complaint : null}
                        onChange={(next) => setGroup(index, next)}
                    />
                </div>
            ))}
            <div>
                <Button
                    variant="secondary"
                    size="sm"
                    icon={<Plus />}
                    onClick={() =>
                        onChange({
                            ...criteria,
                            groups: [...criteria.groups, { type: 'AND', values: [newBehavior()] }],
                        })
                    }
                >
                    Another group
                </Button>
            </div>
        </div>
    )
}

interface GroupProps {
    group: CriteriaGroup
    number: number
    cohortId?: number
    canRemove: boolean
    complaint: { criterion: number; message: string } | null
    onChange: (group: CriteriaGroup | null) => void
}

function Group({ group, number, cohortId, canRemove, complaint, onChange }: GroupProps): React.JSX.Element {
    const add = (criterion: Criterion): void => onChange({ ...group, values: [...group.values, criterion] })
    return (
        <fieldset className="rounded-lg border border-line bg-sunken/50 p-3 sm:p-4">
            <legend className="sr-only">Group {number}</legend>
            <div className="mb-3 flex items-center gap-2 text-ink-2 text-sm">
                People who meet
                <Select
                    size="sm"
                    label={`How the criteria of group ${number} combine`}
                    value={group.type}
                    onChange={(type) => onChange({ ...group, type })}
                    options={JOINTS}
                />
                of these
                {canRemove && (
                    <Button
                        variant="ghost"
                        size="sm"
                        square
                        className="ml-auto"
                        aria-label={`Remove group ${number}`}
                        icon={<X />}
                        onClick={() => onChange(null)}
                    />
                )}
            </div>
            <ul className="flex flex-col gap-2">
                {group.values.map((criterion, index) => (
                    // a criterion is its place
                    <li key={index}>
                        <Row
                            criterion={criterion}
                            cohortId={cohortId}
                            complaint={complaint?.criterion === index ? complaint.message : null}
                            onChange={(next) =>
                                onChange({
                                    ...group,
                                    values: group.values.map((one, at) => (at === index ? next : one)),
                                })
                            }
                            onRemove={() =>
                                onChange({ ...group, values: group.values.filter((_, at) => at !== index) })
                            }
                        />
                    </li>
                ))}
            </ul>
            <div className="mt-3 flex flex-wrap gap-1.5">
                <Button variant="ghost" size="sm" icon={<MousePointerClick />} onClick={() => add(newBehavior())}>
                    What they did
                </Button>
                <Button variant="ghost" size="sm" icon={<UserRound />} onClick={() => add(newPerson())}>
                    Who they are
                </Button>
                <Button variant="ghost" size="sm" icon={<UsersRound />} onClick={() => add(newCohortCriterion())}>
                    Another cohort
                </Button>
            </div>
        </fieldset>
    )
}

interface RowProps {
    criterion: Criterion
    cohortId?: number
    complaint: string | null
    onChange: (criterion: Criterion) => void
    onRemove: () => void
}

function Row({ criterion, cohortId, complaint, onChange, onRemove }: RowProps): React.JSX.Element {
    return (
        <div
            className={cn(
                'flex items-start gap-2 rounded-md border bg-surface p-2.5 shadow-card',
                complaint ? 'border-danger-line' : 'border-line'
            )}
        >
            <div className="min-w-0 flex-1">
                <div className="flex flex-wrap items-center gap-x-2 gap-y-2">
                    <Select
                        label="Include or exclude"
                        value={criterion.negation ? 'not' : 'is'}
                        onChange={(next) => onChange({ ...criterion, negation: next === 'not' })}
                        options={[
                            { value: 'is', label: 'Those who' },
                            { value: 'not', label: 'Not those who' },
                        ]}
                        className={criterion.negation ? 'text-danger-text' : undefined}
                    />
                    {criterion.type === 'behavioral' && <BehaviorFields criterion={criterion} onChange={onChange} />}
                    {criterion.type === 'person' && (
                        <>
                            <span className="text-ink-3 text-sm">have</span>
                            <PropertyFilters
                                label="Property of the person"
                                sources={['person']}
                                filters={criterion.filter ? [criterion.filter] : []}
                                onChange={(filters) => onChange({ ...criterion, filter: filters.at(-1) ?? null })}
                            />
                        </>
                    )}
                    {criterion.type === 'cohort' && (
                        <>
                            <span className="text-ink-3 text-sm">are in</span>
                            <CohortPicker
                                label="Cohort"
                                value={criterion.value}
                                except={cohortId}
                                onChange={(value) => onChange({ ...criterion, value })}
                                className="max-w-72"
                            />
                        </>
                    )}
                </div>
                {complaint && (
                    <p role="alert" className="mt-2 text-danger-text text-sm">
                        {complaint}
                    </p>
                )}
            </div>
            <Button
                variant="ghost"
                size="sm"
                square
                aria-label="Remove this criterion"
                icon={<X />}
                onClick={onRemove}
            />
        </div>
    )
}
