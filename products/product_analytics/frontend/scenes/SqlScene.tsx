import { BindLogic, useActions, useValues } from 'kea'
import { Bookmark, Database, Play, Save, Square } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import { Button } from '~/design/Button'
import { Card } from '~/design/Card'
import { Drawer } from '~/design/Modal'
import { PageHeader } from '~/design/PageHeader'
import { ErrorState } from '~/design/States'
import { NameInsight } from '../components/NameInsight'
import { SchemaPanel } from '../components/SchemaPanel'
import { SqlInput } from '../components/SqlInput'
import { Keys, SqlResults } from '../components/SqlResults'
import { urls } from '../lib/urls'
import { NEW, sqlSceneLogic } from './sqlSceneLogic'

export function Scene({ shortId = NEW }: Record<string, string>): React.JSX.Element {
    return (
        <BindLogic logic={sqlSceneLogic} props={{ shortId }}>
            <SqlPage shortId={shortId} />
        </BindLogic>
    )
}

function SqlPage({ shortId }: { shortId: string }): React.JSX.Element {
    const { insight, insightError } = useValues(sqlSceneLogic)
    const { loadInsight } = useActions(sqlSceneLogic)
    const [schemaOpen, setSchemaOpen] = useState(false)
    if (insightError) {
        return <ErrorState title="This query could not be opened" error={insightError} onRetry={loadInsight} />
    }
    return (
        <>
            <PageHeader
                title={insight?.name || 'SQL editor'}
                back={shortId === NEW ? undefined : { to: urls.insights(), label: 'Insights' }}
                actions={<SqlActions onShowSchema={() => setSchemaOpen(true)} />}
            />
            <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[15rem_minmax(0,1fr)]">
                {/* Before the schema, so that keyboards do not have to pass all its columns to get to the editor. */}
                <div className="flex min-w-0 flex-col gap-4 lg:order-2">
                    <Editor shortId={shortId} />
                    <Card className="overflow-hidden">
                        <SqlResults />
                    </Card>
                </div>
                <Card className="sticky top-7 hidden h-[calc(100dvh-8.5rem)] overflow-hidden lg:order-1 lg:block">
                    <SchemaPanel />
                </Card>
            </div>
            <Drawer
                open={schemaOpen}
                onClose={() => setSchemaOpen(false)}
                title="Schema"
                side="left"
                className="sm:max-w-sm"
            >
                <SchemaPanel />
            </Drawer>
            <SqlNaming />
        </>
    )
}

function Editor({ shortId }: { shortId: string }): React.JSX.Element {
    const { text, tables, mistakes, problem, running } = useValues(sqlSceneLogic)
    const { setText, run, stop } = useActions(sqlSceneLogic)
    const { cache } = sqlSceneLogic({ shortId })
    const problems = useMemo(() => (problem ? [problem, ...mistakes] : mistakes), [problem, mistakes])
    const schema = useMemo(() => tables ?? [], [tables])
    const onReady = useCallback(
        (insert: ((text: string) => void) | null) => {
            cache.insert = insert
        },
        [cache]
    )
    return (
        <Card className="overflow-hidden">
            <div className="h-[clamp(11rem,34dvh,24rem)]">
                <SqlInput
                    value={text}
                    onChange={setText}
                    onRun={run}
                    tables={schema}
                    problems={problems}
                    onReady={onReady}
                />
            </div>
            <div className="flex items-center justify-between gap-3 border-line border-t px-4 py-2.5">
                <p className="min-w-0 truncate text-ink-3 text-sm" role="status">
                    {mistakes[0] && !running ? <span className="text-danger-text">{mistakes[0].message}</span> : null}
                </p>
                <div className="flex shrink-0 items-center gap-3">
                    <span className="hidden sm:inline">
                        <Keys />
                    </span>
                    {running ? (
                        <Button icon={<Square />} onClick={stop}>
                            Stop
                        </Button>
                    ) : (
                        <Button variant="primary" icon={<Play />} onClick={run}>
                            Run
                        </Button>
                    )}
                </div>
            </div>
        </Card>
    )
}

function SqlActions({ onShowSchema }: { onShowSchema: () => void }): React.JSX.Element {
    const { insight, isDirty, saving, text } = useValues(sqlSceneLogic)
    const { openNaming, save } = useActions(sqlSceneLogic)
    return (
        <>
            <Button icon={<Database />} onClick={onShowSchema} className="lg:hidden">
                Schema
            </Button>
            {insight ? (
                <Button icon={<Save />} onClick={save} loading={saving} disabled={!isDirty}>
                    Save
                </Button>
            ) : (
                <Button icon={<Bookmark />} onClick={openNaming} disabled={!text.trim()}>
                    Save query
                </Button>
            )}
        </>
    )
}

function SqlNaming(): React.JSX.Element {
    const { namingOpen, insight, saving } = useValues(sqlSceneLogic)
    const { closeNaming, saveAs } = useActions(sqlSceneLogic)
    return (
        <NameInsight
            open={namingOpen}
            onClose={closeNaming}
            name={insight?.name ?? 'Query'}
            isNew={insight === null}
            saving={saving}
            onSubmit={saveAs}
        />
    )
}
