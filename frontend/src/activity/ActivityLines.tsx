import { activityKinds } from '~/app/products'
import { Avatar } from '~/design/Avatar'
import { Link } from '~/design/Link'
import { formatDateTime, formatRelative } from '~/lib/format'
import { ChangeList } from './ChangeList'
import { type ActivityLine, changesOf, nounOf, whatWasDone, whoDid } from './sentences'

/** What somebody did, line by line: who, what, to what, when, and what it was before. */
export function ActivityLines({ lines }: { lines: readonly ActivityLine[] }): React.JSX.Element {
    return (
        <ol className="divide-y divide-line">
            {lines.map((line) => (
                <Line key={line.id} line={line} />
            ))}
        </ol>
    )
}

function Line({ line }: { line: ActivityLine }): React.JSX.Element {
    const kind = activityKinds[line.scope]
    const who = whoDid(line)
    const path = kind?.pathOf?.(line.item_id) ?? null
    const name = line.detail.name || line.item_id
    const changes = line.activity === 'created' ? [] : changesOf(line)
    return (
        <li className="flex gap-3 px-4 py-3.5 sm:px-5">
            <Avatar name={who} seed={line.user?.uuid} size="sm" />
            <div className="min-w-0 flex-1">
                <p className="break-words">
                    <b className="font-semibold">
                        <bdi>{who}</bdi>
                    </b>{' '}
                    <bdi>{whatWasDone(line, kind)}</bdi> the {nounOf(line.scope, kind)}{' '}
                    {path ? (
                        <Link to={path} className="font-medium text-brand-text hover:underline">
                            <bdi>{name}</bdi>
                        </Link>
                    ) : (
                        <bdi className="font-medium">{name}</bdi>
                    )}{' '}
                    <time
                        dateTime={line.created_at}
                        title={formatDateTime(line.created_at)}
                        className="whitespace-nowrap text-ink-3 text-sm"
                    >
                        {formatRelative(line.created_at)}
                    </time>
                </p>
                {line.api_key_id && <p className="text-ink-3 text-sm">With a personal API key</p>}
                {changes.length > 0 && <ChangeList changes={changes} kind={kind} />}
            </div>
        </li>
    )
}
