import { BindLogic, useActions, useValues } from 'kea'
import { Copy, MoreHorizontal, RefreshCw, Trash2 } from 'lucide-react'
import { useCallback } from 'react'
import { referencePath } from '~/app/products'
import { Button } from '~/design/Button'
import { Card, CardHeader } from '~/design/Card'
import { EChart } from '~/design/charts/EChart'
import type { ChartTokens } from '~/design/charts/tokens'
import { cn } from '~/design/cn'
import { Field, TextInput } from '~/design/Field'
import { Link } from '~/design/Link'
import { Menu, MenuItem, MenuSeparator } from '~/design/Menu'
import { Confirm } from '~/design/Modal'
import { PageHeader } from '~/design/PageHeader'
import { Segmented } from '~/design/Segmented'
import { Spinner } from '~/design/Spinner'
import { Banner, ErrorState, Loading, Skeleton } from '~/design/States'
import { formatCount, formatNumber } from '~/lib/format'
import { ApiError, messageOf } from '~/lib/http'
import { CohortState } from '../components/CohortState'
import { CriteriaBuilder } from '../components/CriteriaBuilder'
import { MembersCard } from '../components/MembersCard'
import type { CohortUser } from '../lib/cohortsApi'
import { placeOf } from '../lib/criteria'
import { sizeChart, sizes } from '../lib/sizeChart'
import { urls } from '../lib/urls'
import { cohortSceneLogic, isConflict, NEW } from './cohortSceneLogic'

export function Scene({ id = NEW }: Record<string, string>): React.JSX.Element {
    return (
        <BindLogic logic={cohortSceneLogic} props={{ id }} key={id}>
            <CohortPage />
        </BindLogic>
    )
}

const BACK = { to: urls.cohorts(), label: 'Cohorts' }

function CohortPage(): React.JSX.Element {
    const { cohort, isNew, loadError, form, saving, isDirty, missing, saveError } = useValues(cohortSceneLogic)
    const { load, save } = useActions(cohortSceneLogic)
    if (loadError) {
        return (
            <>
                <PageHeader title="Cohort" back={BACK} />
                <ErrorState title="This cohort could not be opened" error={loadError} onRetry={load} />
            </>
        )
    }
    if (!isNew && !cohort) {
        return (
            <Loading label="Loading the cohort">
                <PageHeader title="Cohort" back={BACK} heading={<Skeleton className="h-9 w-72" />} />
                <Skeleton className="h-80 w-full rounded-xl opacity-60" />
            </Loading>
        )
    }
    const place = saveError instanceof ApiError ? placeOf(saveError.attr) : null
    const crossed = isConflict(saveError)
    return (
        <>
            <PageHeader
                title={isNew ? 'New cohort' : (cohort?.name ?? 'Cohort')}
                back={BACK}
                actions={
                    <>
                        {cohort && <CohortMenu />}
                        <Button
                            variant="primary"
                            onClick={save}
                            loading={saving}
                            disabled={!isDirty || missing !== null}
                            title={missing ?? undefined}
                        >
                            {isNew ? 'Create cohort' : 'Save'}
                        </Button>
                    </>
                }
            />
            <div className={cn('grid grid-cols-1 items-start gap-5', cohort && 'xl:grid-cols-[minmax(0,1fr)_24rem]')}>
                <div className="flex min-w-0 flex-col gap-5">
                    {cohort && !cohort.is_static && cohort.errors_calculating > 0 && (
                        <Banner tone="danger">
                            The last {formatCount(cohort.errors_calculating, 'calculation')} failed. {cohort.last_error}
                        </Banner>
                    )}
                    <Card className="p-4 sm:p-5">
                        <Names />
                        {!form.isStatic && <Definition place={place} />}
                        {form.isStatic && isNew && (
                            <p className="mt-4 text-ink-3 text-sm">
                                Create it, then upload a CSV file or add people one by one.
                            </p>
                        )}
                        {saveError && !place && (
                            <Banner
                                className="mt-3"
                                tone={crossed ? 'warn' : 'danger'}
                                action={
                                    crossed && (
                                        <Button size="sm" onClick={load}>
                                            Load their version
                                        </Button>
                                    )
                                }
                            >
                                <span role="alert">{messageOf(saveError)}</span>
                            </Banner>
                        )}
                    </Card>
                    {cohort && <MembersCard />}
                </div>
                {cohort && <Aside />}
            </div>
            <DeleteCohort />
        </>
    )
}

function Names(): React.JSX.Element {
    const { form, isNew } = useValues(cohortSceneLogic)
    const { setForm } = useActions(cohortSceneLogic)
    return (
        <div className="flex flex-col gap-4">
            {isNew && (
                <Segmented
                    label="Kind of cohort"
                    value={form.isStatic ? 'static' : 'dynamic'}
                    onChange={(kind) => setForm({ isStatic: kind === 'static' })}
                    options={[
                        { value: 'dynamic', label: 'By what they are and do' },
                        { value: 'static', label: 'A list' },
                    ]}
                    className="self-start"
                />
            )}
            <div className="grid gap-4 sm:grid-cols-2">
                <Field label="Name">
                    {(control) => (
                        <TextInput
                            {...control}
                            value={form.name}
                            maxLength={400}
                            placeholder="Paying customers"
                            autoFocus={isNew}
                            onChange={(event) => setForm({ name: event.target.value })}
                        />
                    )}
                </Field>
                <Field label="Description" aside="optional">
                    {(control) => (
                        <TextInput
                            {...control}
                            value={form.description}
                            maxLength={4000}
                            onChange={(event) => setForm({ description: event.target.value })}
                        />
                    )}
                </Field>
            </div>
        </div>
    )
}

function Definition({ place }: { place: { group: number; criterion: number } | null }): React.JSX.Element {
    const { form, cohort, saveError } = useValues(cohortSceneLogic)
    const { setForm } = useActions(cohortSceneLogic)
    return (
        <section className="mt-5 flex flex-col gap-3" aria-label="Criteria">
            {form.criteria ? (
                <>
                    <CriteriaBuilder
                        criteria={form.criteria}
                        cohortId={cohort?.id}
                        complaint={place && { ...place, message: messageOf(saveError) }}
                        onChange={(criteria) => setForm({ criteria })}
                    />
                    <Estimate />
                </>
            ) : (
                <Banner>
                    These criteria nest deeper than this page can show. They count as they are; change them with the
                    API.
                </Banner>
            )}
        </section>
    )
}

/** How many people the criteria find now, before anything is saved. */
function Estimate(): React.JSX.Element {
    const { estimate } = useValues(cohortSceneLogic)
    return (
        <div
            role="status"
            aria-live="polite"
            className="flex min-h-12 items-center gap-3 rounded-lg bg-brand-soft px-4 py-2.5 text-brand-text"
        >
            {estimate.error ? (
                <span className="text-danger-text">{messageOf(estimate.error)}</span>
            ) : estimate.count !== null ? (
                <span className={cn('transition-opacity', estimate.loading && 'opacity-50')}>
                    <strong className="tabular text-lg">{formatNumber(estimate.count)}</strong>{' '}
                    {estimate.count === 1 ? 'person meets this now' : 'people meet this now'}
                </span>
            ) : estimate.loading ? (
                <span>Counting people…</span>
            ) : (
                <span className="text-ink-3">Complete the criteria to see how many people meet them.</span>
            )}
            {estimate.loading && <Spinner className="ml-auto size-4" />}
        </div>
    )
}

function Aside(): React.JSX.Element {
    const { cohort, calculations } = useValues(cohortSceneLogic)
    const option = useCallback((tokens: ChartTokens) => sizeChart(calculations ?? [], tokens), [calculations])
    const known = sizes(calculations ?? [])
    return (
        <div className="flex min-w-0 flex-col gap-5">
            <Card>
                <CardHeader title="Size" actions={cohort && <CohortState cohort={cohort} />} />
                <div className="p-4 sm:px-5">
                    <div className="display tabular text-3xl">
                        {cohort?.count === null ? '–' : formatNumber(cohort?.count)}
                    </div>
                    {known.length > 0 && (
                        <EChart
                            option={option}
                            label={`Size over time: from ${formatNumber(known[0]?.[1])} to ${formatNumber(known.at(-1)?.[1])} people in ${formatCount(known.length, 'calculation')}`}
                            className="mt-3 h-44 w-full"
                        />
                    )}
                </div>
            </Card>
            <UsedBy />
        </div>
    )
}

const KINDS: Record<string, string> = {
    scheduled_change: 'planned change of a flag',
    test_account_filters: 'project',
}

/** What asks for it; first what cannot do without it, and keeps it from being deleted. */
function UsedBy(): React.JSX.Element {
    const { usedBy } = useValues(cohortSceneLogic)
    return (
        <Card>
            <CardHeader title="Used by" />
            <div className="p-4 text-sm sm:px-5">
                {usedBy.length === 0 ? (
                    <p className="text-ink-3">No other cohort, no flag, no filter and no saved insight asks for it.</p>
                ) : (
                    <ul className="flex flex-col gap-1.5">
                        {usedBy.map(({ kind, id, name, active }) => {
                            const path = referencePath(kind, id)
                            return (
                                <li key={`${kind}-${id}`} className="flex items-baseline justify-between gap-3">
                                    {path ? (
                                        <Link to={path} className="min-w-0 break-words font-medium hover:underline">
                                            {name}
                                        </Link>
                                    ) : (
                                        <span className="min-w-0 break-words font-medium">{name}</span>
                                    )}
                                    <span className="shrink-0 text-ink-3">
                                        {KINDS[kind] ?? kind.replaceAll('_', ' ')}
                                        {!active && ', off'}
                                    </span>
                                </li>
                            )
                        })}
                    </ul>
                )}
            </div>
        </Card>
    )
}

function CohortMenu(): React.JSX.Element {
    const { cohort } = useValues(cohortSceneLogic)
    const { recalculate, duplicate, askDeletion } = useActions(cohortSceneLogic)
    return (
        <Menu trigger={<Button variant="secondary" square icon={<MoreHorizontal />} aria-label="More" />}>
            {!cohort?.is_static && (
                <MenuItem icon={<RefreshCw />} onSelect={recalculate}>
                    Calculate now
                </MenuItem>
            )}
            <MenuItem icon={<Copy />} onSelect={duplicate} disabled={cohort?.version === null}>
                Copy as a static list
            </MenuItem>
            <MenuSeparator />
            <MenuItem icon={<Trash2 />} danger onSelect={() => askDeletion(true)}>
                Delete
            </MenuItem>
        </Menu>
    )
}

function DeleteCohort(): React.JSX.Element {
    const { cohort, confirming, usedBy } = useValues(cohortSceneLogic)
    const { askDeletion, deleteCohort } = useActions(cohortSceneLogic)
    const blocking = usedBy.filter((user) => user.blocks_deletion)
    const insights = usedBy.filter((user) => user.kind === 'insight')
    const off = usedBy.filter((user) => !user.active)
    return (
        <Confirm
            open={confirming}
            onClose={() => askDeletion(false)}
            onConfirm={deleteCohort}
            title={`Delete “${cohort?.name ?? ''}”?`}
            action="Delete cohort"
        >
            {blocking.length > 0 ? (
                <>
                    It is used by {named(blocking)}, so it cannot go before{' '}
                    {blocking.length === 1 ? 'that is' : 'those are'} changed
                    {blocking.some((user) => user.kind === 'feature_flag') && ' or switched off'}.
                </>
            ) : (
                <>
                    It goes for everybody in the project. Its people stay.
                    {insights.length > 0 && ` Then ${named(insights)} will say that it is missing.`}
                    {off.length > 0 && ` Change ${named(off)} before switching that on again.`}
                </>
            )}
        </Confirm>
    )
}

function named(users: CohortUser[]): string {
    return users
        .map(({ kind, name }) => (kind === 'scheduled_change' ? `a planned change of “${name}”` : `“${name}”`))
        .join(', ')
}
