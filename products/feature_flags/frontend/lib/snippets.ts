/** The lines that ask for a flag, per SDK, with this project's token and address filled in. */
import type { FlagKind } from './flags'

export interface FlagSnippetInput {
    host: string
    token: string
    flagKey: string
    kind: FlagKind
    variant: string
    hasPayload: boolean
}

export interface FlagSnippet {
    id: string
    label: string
    code: string
}

/** A key as a text in quotes; keys have no characters that could end it. */
const quoted = (text: string): string => `'${text.replaceAll("'", "\\'")}'`

export function flagSnippets(input: FlagSnippetInput): FlagSnippet[] {
    return [
        { id: 'js', label: 'JavaScript', code: javascript(input) },
        { id: 'react', label: 'React', code: react(input) },
        { id: 'node', label: 'Node.js', code: node(input) },
        { id: 'python', label: 'Python', code: python(input) },
        { id: 'curl', label: 'curl', code: curl(input) },
    ]
}

function javascript({ flagKey, kind, variant, hasPayload }: FlagSnippetInput): string {
    const key = quoted(flagKey)
    if (kind === 'remote_config') {
        return `posthog.onFeatureFlags(() => {\n    const config = posthog.getFeatureFlagPayload(${key})\n})`
    }
    const test =
        kind === 'multivariant'
            ? `posthog.getFeatureFlag(${key}) === ${quoted(variant)}`
            : `posthog.isFeatureEnabled(${key})`
    const payload = hasPayload ? `        const payload = posthog.getFeatureFlagPayload(${key})\n` : ''
    return `posthog.onFeatureFlags(() => {\n    if (${test}) {\n${payload}        // the new thing\n    }\n})`
}

function react({ flagKey, kind, variant }: FlagSnippetInput): string {
    const key = quoted(flagKey)
    if (kind === 'remote_config') {
        return `import { useFeatureFlagPayload } from 'posthog-js/react'\n\nconst config = useFeatureFlagPayload(${key})`
    }
    if (kind === 'multivariant') {
        return `import { useFeatureFlagVariantKey } from 'posthog-js/react'\n\nconst variant = useFeatureFlagVariantKey(${key})\nreturn variant === ${quoted(variant)} ? <NewThing /> : <OldThing />`
    }
    return `import { useFeatureFlagEnabled } from 'posthog-js/react'\n\nconst isOn = useFeatureFlagEnabled(${key})\nreturn isOn ? <NewThing /> : <OldThing />`
}

function node({ flagKey, kind, variant, token, host }: FlagSnippetInput): string {
    const start = `import { PostHog } from 'posthog-node'\n\nconst posthog = new PostHog('${token}', { host: '${host}' })\n\n`
    const key = quoted(flagKey)
    if (kind === 'remote_config') {
        return `${start}const config = await posthog.getFeatureFlagPayload(${key}, 'user-1')`
    }
    if (kind === 'multivariant') {
        return `${start}const variant = await posthog.getFeatureFlag(${key}, 'user-1')\nif (variant === ${quoted(variant)}) {\n    // the new thing\n}`
    }
    return `${start}if (await posthog.isFeatureEnabled(${key}, 'user-1')) {\n    // the new thing\n}`
}

function python({ flagKey, kind, variant, token, host }: FlagSnippetInput): string {
    const start = `from posthog import Posthog\n\nposthog = Posthog('${token}', host='${host}')\n\n`
    const key = quoted(flagKey)
    if (kind === 'remote_config') {
        return `${start}config = posthog.get_feature_flag_payload(${key}, 'user-1')`
    }
    if (kind === 'multivariant') {
        return `${start}if posthog.get_feature_flag(${key}, 'user-1') == ${quoted(variant)}:\n    ...  # the new thing`
    }
    return `${start}if posthog.feature_enabled(${key}, 'user-1'):\n    ...  # the new thing`
}

function curl({ token, host, flagKey }: FlagSnippetInput): string {
    return `curl -X POST '${host}/flags/?v=2' \\
    -H 'Content-Type: application/json' \\
    -d '{
        "api_key": "${token}",
        "distinct_id": "user-1",
        "flag_keys_to_evaluate": ["${flagKey}"]
    }'`
}
