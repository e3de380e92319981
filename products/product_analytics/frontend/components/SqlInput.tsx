import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { SQLDialect, sql } from '@codemirror/lang-sql'
import { bracketMatching, HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language'
import { type Diagnostic, setDiagnostics } from '@codemirror/lint'
import { Compartment, EditorState, Prec } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers, placeholder } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { useEffect, useRef } from 'react'
import type { SchemaTable } from '~/lib/queries'
import type { SqlProblem } from '../lib/sqlPosition'

export interface SqlInputProps {
    value: string
    onChange: (text: string) => void
    onRun: () => void
    tables: SchemaTable[]
    problems: SqlProblem[]
    /** Receives a function that writes at the cursor, for lists beside the editor. */
    onReady: (insert: ((text: string) => void) | null) => void
}

const HOGQL = SQLDialect.define({
    keywords:
        'select from where prewhere group by order having limit offset as and or not in is null like ilike between case when then else end join left right inner outer full cross any all asof on using with union intersect except distinct array over partition window rows range unbounded preceding following current row asc desc nulls first last true false interval second minute hour day week month quarter year cast cohort settings sample final totals rollup cube ties',
    types: 'string int float bool date datetime uuid json',
    builtin:
        'count countif sum sumif avg avgif min max uniq uniqexact uniqif quantile median any anylast argmin argmax grouparray groupuniqarray tostartofday tostartofhour tostartofweek tostartofmonth tostartofinterval todate todatetime tostring tofloat toint now today yesterday datediff dateadd datesub formatdatetime lower upper length substring replaceall splitbychar concat coalesce ifnull nullif if multiif round floor ceil abs empty notempty has arraymap arrayfilter arrayjoin arrayelement jsonextractstring row_number rank lag lead first_value last_value',
    operatorChars: '*+-%<>!=&|~^/?:',
    identifierQuotes: '`"',
    slashComments: true,
    doubleDollarQuotedStrings: false,
})

const HIGHLIGHT = HighlightStyle.define([
    { tag: tags.keyword, color: 'var(--brand-text)', fontWeight: '600' },
    { tag: [tags.standard(tags.name), tags.function(tags.name)], color: 'var(--info-text)' },
    { tag: [tags.string, tags.special(tags.string)], color: 'var(--bloom-text)' },
    { tag: [tags.number, tags.bool, tags.null], color: 'var(--warn-text)' },
    { tag: [tags.lineComment, tags.blockComment], color: 'var(--ink-3)', fontStyle: 'italic' },
    { tag: tags.typeName, color: 'var(--info-text)' },
    { tag: [tags.operator, tags.punctuation], color: 'var(--ink-2)' },
])

const LOOK = EditorView.theme({
    '&': { height: '100%', fontSize: '13.5px', backgroundColor: 'transparent', color: 'var(--ink)' },
    '&.cm-focused': { outline: 'none' },
    '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '1.65', overflow: 'auto' },
    '.cm-content': { padding: '12px 0', caretColor: 'var(--brand)' },
    '.cm-line': { padding: '0 16px 0 8px' },
    '.cm-gutters': { backgroundColor: 'transparent', border: 'none', color: 'var(--ink-3)', paddingLeft: '8px' },
    '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--brand) 6%, transparent)' },
    '.cm-cursor': { borderLeftColor: 'var(--brand)', borderLeftWidth: '2px' },
    '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
        backgroundColor: 'color-mix(in srgb, var(--brand) 24%, transparent)',
    },
    '.cm-matchingBracket': { backgroundColor: 'color-mix(in srgb, var(--brand) 22%, transparent)' },
    '.cm-placeholder': { color: 'var(--ink-3)' },
    '.cm-tooltip': {
        backgroundColor: 'var(--raised)',
        border: '1px solid var(--line)',
        borderRadius: '8px',
        boxShadow: 'var(--shadow-pop)',
        overflow: 'hidden',
    },
    '.cm-tooltip-autocomplete ul li': { padding: '3px 10px', fontFamily: 'var(--font-mono)' },
    '.cm-tooltip-autocomplete ul li[aria-selected]': {
        backgroundColor: 'var(--brand-soft)',
        color: 'var(--brand-text)',
    },
    '.cm-diagnostic': { padding: '6px 10px', fontFamily: 'var(--font-sans)', borderLeft: '3px solid var(--danger)' },
    '.cm-lintRange-error': {
        backgroundImage: 'none',
        textDecoration: 'underline wavy var(--danger)',
        textUnderlineOffset: '4px',
    },
})

function schemaFor(tables: SchemaTable[]): Record<string, string[]> {
    return Object.fromEntries(tables.map((table) => [table.name, Object.keys(table.fields)]))
}

function toDiagnostics(problems: SqlProblem[], length: number): Diagnostic[] {
    return problems
        .filter((problem): problem is SqlProblem & { start: number } => problem.start !== null)
        .map((problem) => {
            const from = Math.min(problem.start, Math.max(length - 1, 0))
            const to = Math.min(Math.max(problem.end ?? from + 1, from + 1), length)
            return { from, to: Math.max(to, from), severity: 'error' as const, message: problem.message }
        })
}

/** The text area of the SQL editor: highlighting, completion from the schema, mistakes underlined where they are. */
export function SqlInput({ value, onChange, onRun, tables, problems, onReady }: SqlInputProps): React.JSX.Element {
    const box = useRef<HTMLDivElement>(null)
    const view = useRef<EditorView | null>(null)
    const language = useRef(new Compartment())
    const handlers = useRef({ onChange, onRun, onReady })
    handlers.current = { onChange, onRun, onReady }
    const initialValue = useRef(value)

    useEffect(() => {
        if (!box.current) {
            return
        }
        const run = (): boolean => {
            handlers.current.onRun()
            return true
        }
        const made = new EditorView({
            parent: box.current,
            state: EditorState.create({
                doc: initialValue.current,
                extensions: [
                    Prec.highest(keymap.of([{ key: 'Mod-Enter', run }])),
                    lineNumbers(),
                    history(),
                    drawSelection(),
                    highlightActiveLine(),
                    bracketMatching(),
                    closeBrackets(),
                    autocompletion({ icons: false }),
                    indentUnit.of('    '),
                    syntaxHighlighting(HIGHLIGHT),
                    language.current.of([]),
                    LOOK,
                    EditorView.lineWrapping,
                    placeholder('SELECT …'),
                    // Escape, then Tab, leaves the editor with the keyboard.
                    keymap.of([
                        ...closeBracketsKeymap,
                        ...completionKeymap,
                        ...historyKeymap,
                        ...defaultKeymap,
                        indentWithTab,
                    ]),
                    EditorView.contentAttributes.of({ 'aria-label': 'SQL query', spellcheck: 'false' }),
                    EditorView.updateListener.of((update) => {
                        if (update.docChanged) {
                            handlers.current.onChange(update.state.doc.toString())
                        }
                    }),
                ],
            }),
        })
        view.current = made
        handlers.current.onReady((text) => {
            made.dispatch(made.state.replaceSelection(text))
            made.focus()
        })
        return () => {
            handlers.current.onReady(null)
            view.current = null
            made.destroy()
        }
    }, [])

    useEffect(() => {
        const editor = view.current
        if (editor && editor.state.doc.toString() !== value) {
            editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } })
        }
    }, [value])

    useEffect(() => {
        const extension = sql({ dialect: HOGQL, schema: schemaFor(tables), upperCaseKeywords: true })
        view.current?.dispatch({ effects: language.current.reconfigure(extension) })
    }, [tables])

    useEffect(() => {
        const editor = view.current
        if (editor) {
            editor.dispatch(setDiagnostics(editor.state, toDiagnostics(problems, editor.state.doc.length)))
        }
    }, [problems])

    return <div ref={box} className="h-full" />
}
