import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '~/design/Button'
import { Card } from '~/design/Card'
import { Field, TextInput } from '~/design/Field'
import { Select } from '~/design/Select'
import { EventPicker } from '~/filters/EventPicker'
import { PropertyFilters } from '~/filters/PropertyFilters'
import type { DraftStep, Matching } from '../lib/actionSteps'

const MATCHINGS: { value: Matching; label: string }[] = [
    { value: 'exact', label: 'is' },
    { value: 'contains', label: 'contains' },
    { value: 'regex', label: 'matches regex' },
]

export interface StepEditorProps {
    step: DraftStep
    index: number
    onChange: (changes: Partial<DraftStep>) => void
    onRemove?: () => void
}

/** One way an event can match: everything that is said here must hold. */
export function StepEditor({ step, index, onChange, onRemove }: StepEditorProps): React.JSX.Element {
    const isClick = ['$autocapture', '$rageclick', '$dead_click'].includes(step.event ?? '')
    const [withElement, setWithElement] = useState(
        isClick || Boolean(step.selector || step.text || step.href || step.tag_name)
    )
    return (
        <Card className="p-4 sm:p-5">
            <fieldset className="flex flex-col gap-4">
                <legend className="sr-only">Match {index + 1}</legend>
                <div className="flex items-center justify-between gap-3">
                    <h2 className="font-semibold text-ink-3 text-xs">
                        {index === 0 ? 'An event where' : 'Or one where'}
                    </h2>
                    {onRemove && (
                        <Button
                            size="sm"
                            variant="ghost"
                            square
                            icon={<Trash2 />}
                            aria-label={`Remove match ${index + 1}`}
                            onClick={onRemove}
                        />
                    )}
                </div>
                <EventPicker
                    label="Event"
                    value={step.event}
                    onChange={(event) => onChange({ event })}
                    className="w-full sm:max-w-80"
                />
                <Matched
                    label="Page address"
                    placeholder="/pricing"
                    text={step.url}
                    matching={step.url_matching}
                    onText={(url) => onChange({ url })}
                    onMatching={(url_matching) => onChange({ url_matching })}
                />
                {withElement || isClick ? (
                    <>
                        <Matched
                            label="Element’s text"
                            placeholder="Sign up"
                            text={step.text}
                            matching={step.text_matching}
                            onText={(text) => onChange({ text })}
                            onMatching={(text_matching) => onChange({ text_matching })}
                        />
                        <Matched
                            label="Link’s target"
                            placeholder="/signup"
                            text={step.href}
                            matching={step.href_matching}
                            onText={(href) => onChange({ href })}
                            onMatching={(href_matching) => onChange({ href_matching })}
                        />
                        <Field
                            label="CSS selector"
                            hint="Of what was clicked or something around it: .card > button.primary"
                        >
                            {(control) => (
                                <TextInput
                                    {...control}
                                    value={step.selector}
                                    maxLength={500}
                                    spellCheck={false}
                                    className="font-mono"
                                    onChange={(event) => onChange({ selector: event.target.value })}
                                />
                            )}
                        </Field>
                    </>
                ) : (
                    <Button
                        size="sm"
                        variant="ghost"
                        className="-ml-2.5 self-start"
                        onClick={() => setWithElement(true)}
                    >
                        Match what was clicked
                    </Button>
                )}
                <PropertyFilters
                    label={`Property filters of match ${index + 1}`}
                    filters={step.properties}
                    onChange={(properties) => onChange({ properties })}
                    className="-ml-2.5"
                />
            </fieldset>
        </Card>
    )
}

interface MatchedProps {
    label: string
    placeholder: string
    text: string
    matching: Matching
    onText: (text: string) => void
    onMatching: (matching: Matching) => void
}

function Matched({ label, placeholder, text, matching, onText, onMatching }: MatchedProps): React.JSX.Element {
    return (
        <Field label={label}>
            {(control) => (
                <div className="flex gap-2">
                    <Select
                        label={`How the ${label.toLowerCase()} must match`}
                        value={matching}
                        onChange={onMatching}
                        options={MATCHINGS}
                        className="w-36 shrink-0"
                    />
                    <TextInput
                        {...control}
                        value={text}
                        maxLength={1000}
                        placeholder={placeholder}
                        onChange={(event) => onText(event.target.value)}
                    />
                </div>
            )}
        </Field>
    )
}
