import { eventsUrls } from '@products/events/manifest'
import { useActions, useValues } from 'kea'
import { Upload, UserPlus, UsersRound, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { Avatar } from '~/design/Avatar'
import { Button } from '~/design/Button'
import { Card, CardHeader } from '~/design/Card'
import { cn } from '~/design/cn'
import { SearchInput, TextInput } from '~/design/Field'
import { Link } from '~/design/Link'
import { Pager } from '~/design/Pager'
import { Banner, EmptyState, ErrorState, SkeletonRows } from '~/design/States'
import { type Column, Table } from '~/design/Table'
import { formatCount, formatNumber, formatRelative } from '~/lib/format'
import type { Member, UploadReport } from '../lib/cohortsApi'
import { cohortSceneLogic, MEMBERS_SHOWN } from '../scenes/cohortSceneLogic'

/** Who is in the cohort; for a static one also the ways in and out. */
export function MembersCard(): React.JSX.Element {
    const { cohort, members, search, page, membersLoading, report, isWorking } = useValues(cohortSceneLogic)
    const { setSearch, setPage } = useActions(cohortSceneLogic)
    // A part of a list that is still being gathered tells nothing.
    const known = isWorking && cohort?.version === null ? null : members
    return (
        <Card className="overflow-hidden">
            <CardHeader title="Members" description={cohort?.is_static ? 'A list kept by hand.' : undefined} />
            {cohort?.is_static && cohort.version !== null && <AddPeople />}
            {report && <Report report={report} />}
            <div className="flex items-center gap-4 border-line border-b p-3">
                <SearchInput
                    label="Search members"
                    placeholder="Search by name, e-mail or distinct ID"
                    value={search}
                    onChange={setSearch}
                    className="w-full max-w-sm"
                />
                {known && (
                    <span className="tabular ml-auto hidden text-ink-3 text-sm sm:inline" role="status">
                        {formatCount(known.count, 'person', 'people')}
                    </span>
                )}
            </div>
            <div className={cn('transition-opacity', membersLoading && members && 'opacity-50')}>
                <MemberList />
            </div>
            <div className="px-3 pb-3 empty:hidden">
                <Pager
                    count={known?.count ?? 0}
                    page={page}
                    pageSize={MEMBERS_SHOWN}
                    onChange={setPage}
                    label="members"
                />
            </div>
        </Card>
    )
}

function MemberList(): React.JSX.Element {
    const { cohort, members, membersError, search, isWorking } = useValues(cohortSceneLogic)
    const { loadPeople, removePerson } = useActions(cohortSceneLogic)
    if (membersError) {
        return <ErrorState title="The members could not be loaded" error={membersError} onRetry={loadPeople} />
    }
    if (!members || (isWorking && cohort?.version === null)) {
        return <SkeletonRows rows={5} label="Loading the members" />
    }
    if (members.results.length === 0) {
        return (
            <EmptyState icon={<UsersRound />} title={search ? 'Nobody by that name' : 'Nobody is in it'}>
                {search
                    ? 'Search looks at names, e-mail addresses and distinct ids.'
                    : cohort?.is_static
                      ? 'Upload a CSV file or add people one by one.'
                      : 'Nobody meets the criteria now. It is calculated again every hour.'}
            </EmptyState>
        )
    }
    const columns: Column<Member>[] = cohort?.is_static
        ? [
              ...COLUMNS,
              {
                  key: 'remove',
                  title: <span className="sr-only">Remove</span>,
                  align: 'right',
                  render: (member) => (
                      <Button
                          variant="ghost"
                          size="sm"
                          square
                          icon={<X />}
                          aria-label={`Remove ${member.name}`}
                          onClick={() => removePerson(member)}
                      />
                  ),
              },
          ]
        : COLUMNS
    return <Table caption="Members" columns={columns} rows={members.results} rowKey={(member) => member.id} />
}

const COLUMNS: Column<Member>[] = [
    {
        key: 'name',
        title: 'Person',
        className: 'w-full max-w-0',
        render: (member) => (
            <Link
                to={eventsUrls.person(member.id)}
                className="flex max-w-full items-center gap-3 font-medium hover:underline"
            >
                <Avatar name={member.name} seed={member.id} />
                <span className="min-w-0 truncate">{member.name}</span>
            </Link>
        ),
    },
    {
        key: 'created',
        title: 'First seen',
        align: 'right',
        from: 'sm',
        className: 'whitespace-nowrap text-ink-3 text-sm',
        render: (member) => formatRelative(member.created_at),
    },
]

function AddPeople(): React.JSX.Element {
    const { uploading } = useValues(cohortSceneLogic)
    const { upload, addPeople } = useActions(cohortSceneLogic)
    const file = useRef<HTMLInputElement>(null)
    const [typed, setTyped] = useState('')
    const names = typed.split(/[\n,;]+/).flatMap((name) => name.trim() || [])
    return (
        <div className="flex flex-wrap items-center gap-2 border-line border-b p-3">
            <form
                className="flex min-w-0 flex-1 basis-72 items-center gap-2"
                onSubmit={(event) => {
                    event.preventDefault()
                    if (names.length > 0) {
                        addPeople(names)
                        setTyped('')
                    }
                }}
            >
                <TextInput
                    aria-label="People to add"
                    placeholder="Distinct IDs or e-mails, with commas"
                    value={typed}
                    onChange={(event) => setTyped(event.target.value)}
                />
                <Button type="submit" icon={<UserPlus />} variant="secondary" disabled={names.length === 0}>
                    Add
                </Button>
            </form>
            <input
                ref={file}
                type="file"
                accept=".csv,text/csv,text/plain"
                className="sr-only"
                tabIndex={-1}
                aria-label="CSV file with people"
                onChange={(event) => {
                    const [chosen] = event.target.files ?? []
                    if (chosen) {
                        upload(chosen)
                    }
                    event.target.value = ''
                }}
            />
            <Button
                variant="secondary"
                icon={<Upload />}
                loading={uploading}
                onClick={() => file.current?.click()}
                title="One distinct ID, e-mail address or person ID a row"
            >
                Upload CSV
            </Button>
        </div>
    )
}

/** What came of the rows, those that name nobody among them. */
function Report({ report }: { report: UploadReport }): React.JSX.Element {
    const { uploaded } = useActions(cohortSceneLogic)
    return (
        <div className="border-line border-b p-3">
            <Banner
                tone={report.rejected_count > 0 ? 'warn' : 'brand'}
                action={
                    <Button size="sm" variant="ghost" onClick={() => uploaded(null)}>
                        Dismiss
                    </Button>
                }
            >
                <p>
                    {formatCount(report.rows, 'row')} read{report.column && ` from the column “${report.column}”`}:{' '}
                    {formatNumber(report.added)} added, {formatNumber(report.already)} already in it
                    {report.rejected_count > 0 && `, ${formatNumber(report.rejected_count)} not found`}.
                </p>
                {report.rejected.length > 0 && (
                    <ul className="mt-2 max-h-40 overflow-auto text-sm">
                        {report.rejected.map((row) => (
                            <li key={row.line} className="flex flex-wrap gap-x-3">
                                <span className="tabular shrink-0 text-ink-3">Line {row.line}</span>
                                <code className="min-w-0 max-w-full truncate">{row.value || '(empty)'}</code>
                                <span className="shrink-0 text-ink-3">{row.reason}</span>
                            </li>
                        ))}
                    </ul>
                )}
            </Banner>
        </div>
    )
}
