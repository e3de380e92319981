import { useActions, useValues } from 'kea'
import { ChevronDown, Copy, EllipsisVertical, Trash2 } from 'lucide-react'
import { Button } from '~/design/Button'
import { seriesColor } from '~/design/charts/tokens'
import { Menu, MenuItem } from '~/design/Menu'
import { Select } from '~/design/Select'
import { EventPicker } from '~/filters/EventPicker'
import { PropertyPicker } from '~/filters/PropertyPicker'
import { eventLabel, propertyLabel } from '~/filters/propertyNames'
import { QueryFilters } from '~/filters/QueryFilters'
import type { EventsNode, MathKind } from '~/lib/queries'
import { MATH, mathInfo, withMath } from '../lib/math'
import { MAX_SERIES, seriesLetter, withoutSeries, withSeries } from '../lib/trendsQuery'
import { trendsSceneLogic } from '../scenes/trendsSceneLogic'

export interface SeriesCardProps {
    series: EventsNode
    index: number
}

/** One series: which event, what of it, and only where certain things hold. */
export function SeriesCard({ series, index }: SeriesCardProps): React.JSX.Element {
    const { query } = useValues(trendsSceneLogic)
    const { setQuery } = useActions(trendsSceneLogic)
    const change = (next: EventsNode): void => setQuery(withSeries(query, index, next))
    const hasBreakdown = Boolean(query.breakdownFilter?.breakdowns.length)
    const letter = seriesLetter(index)
    const math = mathInfo(series.math)
    return (
        <div className="rounded-lg border border-line bg-sunken/60 p-2">
            <div className="flex items-center gap-2">
                <span
                    aria-hidden="true"
                    className="grid size-6 shrink-0 place-items-center rounded-[5px] font-semibold text-2xs text-white dark:text-[#10201a]"
                    style={{ background: hasBreakdown ? 'var(--ink-3)' : seriesColor(index) }}
                >
                    {letter}
                </span>
                <EventPicker
                    label={`Event of series ${letter}`}
                    value={series.event}
                    onChange={(event) => change({ ...series, event })}
                    trigger={
                        <button
                            type="button"
                            aria-label={`Event of series ${letter}: ${eventLabel(series.event)}`}
                            className="flex h-8 min-w-0 flex-1 items-center justify-between gap-2 rounded-md px-2 text-left font-medium hover:bg-hover data-popup-open:bg-hover coarse:h-9"
                        >
                            <span className="truncate">{eventLabel(series.event)}</span>
                            <ChevronDown className="size-3.5 shrink-0 text-ink-3" />
                        </button>
                    }
                />
                <Menu
                    trigger={
                        <Button
                            variant="ghost"
                            size="sm"
                            square
                            aria-label={`More about series ${letter}`}
                            icon={<EllipsisVertical />}
                        />
                    }
                >
                    <MenuItem
                        icon={<Copy />}
                        disabled={query.series.length >= MAX_SERIES}
                        onSelect={() => setQuery({ ...query, series: [...query.series, series] })}
                    >
                        Duplicate
                    </MenuItem>
                    <MenuItem
                        icon={<Trash2 />}
                        danger
                        disabled={query.series.length === 1}
                        onSelect={() => setQuery(withoutSeries(query, index))}
                    >
                        Remove
                    </MenuItem>
                </Menu>
            </div>
            <div className="mt-1 flex flex-wrap items-center gap-1 pl-8">
                <Select
                    label={`Math of series ${letter}`}
                    size="sm"
                    quiet
                    value={math.value}
                    onChange={(next: MathKind) => change(withMath(series, next))}
                    options={MATH}
                />
                {math.needsProperty && (
                    <>
                        <span className="text-ink-3 text-sm">of</span>
                        <PropertyPicker
                            label="Choose a numeric property"
                            numericOnly
                            chosen={
                                series.math_property
                                    ? {
                                          source:
                                              series.math_property_type === 'person_properties' ? 'person' : 'event',
                                          name: series.math_property,
                                      }
                                    : null
                            }
                            onPick={(item) =>
                                change({
                                    ...series,
                                    math_property: item.name,
                                    math_property_type:
                                        item.source === 'person' ? 'person_properties' : 'event_properties',
                                })
                            }
                            trigger={
                                <button
                                    type="button"
                                    className="flex h-8 min-w-0 items-center gap-1.5 rounded-md px-2 text-sm hover:bg-hover data-popup-open:bg-hover"
                                >
                                    {series.math_property ? (
                                        <span className="truncate">{propertyLabel(series.math_property)}</span>
                                    ) : (
                                        <span className="font-medium text-bloom-text">choose a property</span>
                                    )}
                                    <ChevronDown className="size-3.5 shrink-0 text-ink-3" />
                                </button>
                            }
                        />
                    </>
                )}
            </div>
            <QueryFilters
                compact
                label={`Filters of series ${letter}`}
                className="mt-1 pl-8.5"
                filters={series.properties ?? []}
                onChange={(properties) => change({ ...series, properties })}
            />
        </div>
    )
}
