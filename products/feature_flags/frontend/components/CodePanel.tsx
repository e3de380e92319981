import { useValues } from 'kea'
import { useState } from 'react'
import { appLogic } from '~/app/appLogic'
import { Card, CardHeader } from '~/design/Card'
import { CodeBlock } from '~/design/CodeBlock'
import { Segmented } from '~/design/Segmented'
import { draftOf, type Flag, kindOf, variantsOf } from '../lib/flags'
import { flagSnippets } from '../lib/snippets'

/** How code asks for the flag, with this project's token and address. */
export function CodePanel({ flag }: { flag: Flag }): React.JSX.Element {
    const { project, preflight } = useValues(appLogic)
    const [language, setLanguage] = useState('js')
    const snippets = flagSnippets({
        host: preflight?.site_url ?? window.location.origin,
        token: project?.api_token ?? '',
        flagKey: flag.key,
        kind: kindOf(draftOf(flag)),
        variant: variantsOf(flag.filters).at(-1)?.key ?? 'test',
        hasPayload: Object.keys(flag.filters.payloads ?? {}).length > 0,
    })
    const shown = snippets.find((one) => one.id === language) ?? snippets[0]
    return (
        <Card className="mt-4">
            <CardHeader
                title="Ask for it in code"
                description="The library is the one that sends events; see onboarding for how to start it."
            />
            <div className="flex flex-col gap-3 p-4 sm:p-5">
                <div className="scrollbar-thin overflow-x-auto pb-1">
                    <Segmented
                        label="Language"
                        value={language}
                        onChange={setLanguage}
                        options={snippets.map(({ id, label }) => ({ value: id, label }))}
                    />
                </div>
                {shown && <CodeBlock code={shown.code} label={`${shown.label} code`} />}
            </div>
        </Card>
    )
}
