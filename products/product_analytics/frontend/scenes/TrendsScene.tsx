import { BindLogic, useActions, useValues } from 'kea'
import { Bookmark, Pencil, RotateCcw, Save, Trash2 } from 'lucide-react'
import { Button } from '~/design/Button'
import { PageHeader } from '~/design/PageHeader'
import { ErrorState } from '~/design/States'
import { DeleteInsight } from '../components/DeleteInsight'
import { NameInsight } from '../components/NameInsight'
import { TrendsEditor } from '../components/TrendsEditor'
import { TrendsPanel } from '../components/TrendsPanel'
import { seriesName } from '../lib/trendsSeries'
import { urls } from '../lib/urls'
import { insightsLogic } from '../logics/insightsLogic'
import { NEW, trendsSceneLogic } from './trendsSceneLogic'

export function Scene({ shortId = NEW }: Record<string, string>): React.JSX.Element {
    return (
        <BindLogic logic={trendsSceneLogic} props={{ shortId }}>
            <TrendsPage />
        </BindLogic>
    )
}

function TrendsPage(): React.JSX.Element {
    const { insight, insightError } = useValues(trendsSceneLogic)
    const { loadInsight } = useActions(trendsSceneLogic)
    if (insightError) {
        return (
            <>
                <PageHeader title="Insight" back={{ to: urls.insights(), label: 'Insights' }} />
                <ErrorState title="This insight could not be opened" error={insightError} onRetry={loadInsight} />
            </>
        )
    }
    const title = insight?.name || 'Trends'
    return (
        <>
            <PageHeader title={title} back={{ to: urls.insights(), label: 'Insights' }} actions={<TrendsActions />} />
            <div className="grid grid-cols-1 items-start gap-5 xl:grid-cols-[21rem_minmax(0,1fr)]">
                <div className="order-2 xl:order-1">
                    <TrendsEditor />
                </div>
                <div className="order-1 min-w-0 xl:order-2">
                    <TrendsPanel />
                </div>
            </div>
            <TrendsNaming />
            <DeleteInsight />
        </>
    )
}

function TrendsNaming(): React.JSX.Element {
    const { namingOpen, insight, query, saving } = useValues(trendsSceneLogic)
    const { closeNaming, saveAs, rename } = useActions(trendsSceneLogic)
    return (
        <NameInsight
            open={namingOpen}
            onClose={closeNaming}
            name={insight?.name ?? query.series.map(seriesName).join(' and ')}
            isNew={insight === null}
            saving={saving}
            onSubmit={insight ? rename : saveAs}
        />
    )
}

function TrendsActions(): React.JSX.Element {
    const { insight, isDirty, saving, missing } = useValues(trendsSceneLogic)
    const { openNaming, save, discardChanges } = useActions(trendsSceneLogic)
    const { askDeletion } = useActions(insightsLogic)
    if (!insight) {
        return (
            <Button variant="primary" icon={<Bookmark />} onClick={openNaming} disabled={missing !== null}>
                Save insight
            </Button>
        )
    }
    return (
        <>
            {isDirty && (
                <Button variant="ghost" icon={<RotateCcw />} onClick={discardChanges}>
                    Discard
                </Button>
            )}
            <Button square aria-label="Rename" title="Rename" icon={<Pencil />} onClick={openNaming} />
            <Button
                square
                aria-label="Delete insight"
                title="Delete"
                icon={<Trash2 />}
                onClick={() => askDeletion(insight)}
            />
            <Button
                variant="primary"
                icon={<Save />}
                onClick={save}
                loading={saving}
                disabled={!isDirty || missing !== null}
            >
                Save
            </Button>
        </>
    )
}
