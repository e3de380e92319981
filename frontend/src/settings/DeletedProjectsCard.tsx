import { useActions, useValues } from 'kea'
import { Badge, type Tone } from '~/design/Badge'
import { Card, CardHeader } from '~/design/Card'
import { Pager } from '~/design/Pager'
import { ErrorState, SkeletonRows } from '~/design/States'
import { formatCount, formatDateTime } from '~/lib/format'
import type { DeletedProject } from '~/lib/types'
import { deletedProjectsLogic, PAGE_SIZE } from './deletedProjectsLogic'

const STATUS: Record<DeletedProject['status'], [tone: Tone, label: string]> = {
    pending: ['warn', 'Rows still to go'],
    erased: ['info', 'Removed'],
    verified: ['brand', 'Removed and checked'],
}
const STORES = { clickhouse: 'ClickHouse', postgres: 'Postgres' } as const
type Store = keyof typeof STORES

/** Which projects are gone, who deleted them, and how much went from where. For administrators. */
export function DeletedProjectsCard(): React.JSX.Element {
    const { answer, error, page } = useValues(deletedProjectsLogic)
    const { load, setPage } = useActions(deletedProjectsLogic)
    return (
        <Card>
            <CardHeader
                title="Deleted projects"
                description="Who deleted them, and how many rows went from which table of which store."
            />
            {error ? (
                <ErrorState error={error} onRetry={load} />
            ) : !answer ? (
                <SkeletonRows rows={2} label="Loading deleted projects" />
            ) : answer.count === 0 ? (
                <p className="px-4 py-4 text-ink-3 text-sm sm:px-5">
                    No project of this organization has been deleted.
                </p>
            ) : (
                <>
                    <ul className="divide-y divide-line">
                        {answer.results.map((one) => (
                            <DeletedProjectRow key={one.id} project={one} />
                        ))}
                    </ul>
                    <div className="px-4 pb-3 empty:hidden sm:px-5">
                        <Pager
                            count={answer.count}
                            page={page}
                            pageSize={PAGE_SIZE}
                            onChange={setPage}
                            label="deleted projects"
                        />
                    </div>
                </>
            )}
        </Card>
    )
}

function DeletedProjectRow({ project }: { project: DeletedProject }): React.JSX.Element {
    const [tone, label] = STATUS[project.status]
    const stores = (Object.keys(STORES) as Store[])
        .map((store) => ({ store, tables: project.removed.filter((one) => one.store === store) }))
        .filter(({ tables }) => tables.length > 0)
    return (
        <li className="px-4 py-3 sm:px-5">
            <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <bdi className="min-w-0 break-words font-medium">{project.name || 'A project without a name'}</bdi>
                <span className="tabular text-ink-3 text-sm">{project.id}</span>
                <Badge tone={tone}>{label}</Badge>
            </div>
            <p className="text-ink-3 text-sm">
                Deleted {formatDateTime(project.deleted_at)} by{' '}
                <bdi>{project.deleted_by?.email ?? 'an account that is gone'}</bdi>
            </p>
            {stores.length === 0 ? (
                <p className="mt-1 text-ink-3 text-sm">
                    {project.status === 'pending'
                        ? 'Nobody finds it any more. Its rows begin to go three minutes later.'
                        : 'It had no rows.'}
                </p>
            ) : (
                <details className="mt-1">
                    <summary className="-mx-1 w-fit rounded px-1 text-ink-2 text-sm hover:bg-hover">
                        {stores.map(({ store, tables }) => `${total(tables)} from ${STORES[store]}`).join(', ')}
                    </summary>
                    <div className="mt-2 grid gap-x-8 gap-y-4 sm:grid-cols-2">
                        {stores.map(({ store, tables }) => (
                            <section key={store} aria-label={`Rows of ${project.name} from ${STORES[store]}`}>
                                <h3 className="mb-1 font-medium text-ink-2 text-sm">{STORES[store]}</h3>
                                <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1 text-sm">
                                    {tables.map((one) => (
                                        <div key={one.table} className="contents">
                                            <dt>
                                                <code className="break-all text-xs">{one.table}</code>
                                            </dt>
                                            <dd className="tabular text-right">{formatCount(one.rows, 'row')}</dd>
                                        </div>
                                    ))}
                                </dl>
                            </section>
                        ))}
                    </div>
                </details>
            )}
        </li>
    )
}

function total(tables: readonly { rows: number }[]): string {
    return formatCount(
        tables.reduce((sum, one) => sum + one.rows, 0),
        'row'
    )
}
