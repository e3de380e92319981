import { useActions, useValues } from 'kea'
import { useEffect, useState } from 'react'
import { Field, TextInput } from '~/design/Field'
import { formulaProblem } from '../lib/formula'
import { seriesLetter, withFormula } from '../lib/trendsQuery'
import { trendsSceneLogic } from '../scenes/trendsSceneLogic'

/** Arithmetic between the series: one line instead of several. Takes effect with Enter or on leaving the field. */
export function FormulaField(): React.JSX.Element {
    const { query } = useValues(trendsSceneLogic)
    const { setQuery } = useActions(trendsSceneLogic)
    const stored = query.trendsFilter?.formula ?? ''
    const [typed, setTyped] = useState(stored)
    useEffect(() => setTyped(stored), [stored])
    const count = query.series.length
    const problem = typed.trim() ? formulaProblem(typed, count) : null
    const apply = (): void => {
        if (!problem && typed.trim() !== stored) {
            setQuery(withFormula(query, typed.trim()))
        }
    }
    return (
        <Field
            label={<span className="sr-only">Formula</span>}
            error={problem}
            hint={
                count > 1
                    ? `From the series A to ${seriesLetter(count - 1)}, with + − * / % and parentheses. Empty shows the series.`
                    : 'From the series A, with + − * / % and parentheses. Add series to compare them.'
            }
        >
            {(control) => (
                <TextInput
                    {...control}
                    value={typed}
                    maxLength={500}
                    spellCheck={false}
                    placeholder={count > 1 ? 'A / B * 100' : 'A * 2'}
                    className="font-mono"
                    onChange={(event) => setTyped(event.target.value)}
                    onBlur={apply}
                    onKeyDown={(event) => event.key === 'Enter' && apply()}
                />
            )}
        </Field>
    )
}
