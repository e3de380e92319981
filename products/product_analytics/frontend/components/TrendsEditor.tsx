import { useActions, useValues } from 'kea'
import { Plus, Sigma, SlidersHorizontal, SplitSquareHorizontal, SquareFunction, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '~/design/Button'
import { Card } from '~/design/Card'
import { PropertyPicker } from '~/filters/PropertyPicker'
import { propertyLabel } from '~/filters/propertyNames'
import { QueryFilters } from '~/filters/QueryFilters'
import { MAX_SERIES } from '../lib/trendsQuery'
import { trendsSceneLogic } from '../scenes/trendsSceneLogic'
import { FormulaField } from './FormulaField'
import { SeriesCard } from './SeriesCard'

/** What is asked: series, filters over all of them, and the property that splits them. */
export function TrendsEditor(): React.JSX.Element {
    const { query } = useValues(trendsSceneLogic)
    const { setQuery } = useActions(trendsSceneLogic)
    return (
        <Card className="divide-y divide-line">
            <EditorSection icon={<Sigma />} title="Series">
                <ol className="flex flex-col gap-2">
                    {query.series.map((series, index) => (
                        // a series is its place in the question
                        <li key={index}>
                            <SeriesCard series={series} index={index} />
                        </li>
                    ))}
                </ol>
                <Button
                    variant="ghost"
                    size="sm"
                    icon={<Plus />}
                    className="mt-2"
                    disabled={query.series.length >= MAX_SERIES}
                    onClick={() =>
                        setQuery({
                            ...query,
                            series: [...query.series, { kind: 'EventsNode', event: null, math: 'total' }],
                        })
                    }
                >
                    Add series
                </Button>
            </EditorSection>
            {(query.series.length > 1 || query.trendsFilter?.formula) && (
                <EditorSection icon={<SquareFunction />} title="Formula">
                    <FormulaField />
                </EditorSection>
            )}
            <EditorSection icon={<SlidersHorizontal />} title="Filters">
                <QueryFilters
                    label="Filters for all series"
                    filters={query.properties ?? []}
                    onChange={(properties) => setQuery({ ...query, properties })}
                />
            </EditorSection>
            <EditorSection icon={<SplitSquareHorizontal />} title="Breakdown">
                <Breakdown />
            </EditorSection>
        </Card>
    )
}

function EditorSection({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
    return (
        <section className="px-4 py-4">
            <h2 className="mb-2.5 flex items-center gap-2 font-semibold text-ink-2 text-sm [&_svg]:size-4 [&_svg]:text-ink-3">
                {icon}
                {title}
            </h2>
            {children}
        </section>
    )
}

function Breakdown(): React.JSX.Element {
    const { query } = useValues(trendsSceneLogic)
    const { setQuery } = useActions(trendsSceneLogic)
    const chosen = query.breakdownFilter?.breakdowns[0]
    const name = chosen ? propertyLabel(chosen.property) : ''
    return (
        <div className="inline-flex max-w-full items-stretch">
            <PropertyPicker
                label="Choose a property to break down by"
                chosen={chosen ? { source: chosen.type, name: chosen.property } : null}
                onPick={(item) =>
                    setQuery({
                        ...query,
                        breakdownFilter: {
                            breakdowns: [{ property: item.name, type: item.source }],
                            breakdown_limit: 10,
                        },
                    })
                }
                trigger={
                    chosen ? (
                        <button
                            type="button"
                            aria-label={`Breakdown by ${name}. Change`}
                            className="relative flex h-8 min-w-0 items-center rounded-l-md border focus-visible:z-10 border-line-strong bg-surface px-2.5 text-sm shadow-card hover:bg-hover coarse:h-9"
                        >
                            <span className="truncate font-medium">
                                {chosen.type === 'person' && <span className="font-normal text-ink-3">Person’s </span>}
                                {name}
                            </span>
                        </button>
                    ) : (
                        <Button variant="ghost" size="sm" icon={<Plus />}>
                            Break down
                        </Button>
                    )
                }
            />
            {chosen && (
                <button
                    type="button"
                    aria-label="Remove the breakdown"
                    onClick={() => setQuery({ ...query, breakdownFilter: undefined })}
                    className="grid w-8 shrink-0 place-items-center rounded-r-md border border-line-strong border-l-0 bg-surface text-ink-3 shadow-card hover:bg-hover hover:text-ink"
                >
                    <X className="size-3.5" />
                </button>
            )}
        </div>
    )
}
