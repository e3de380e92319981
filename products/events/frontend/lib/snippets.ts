/** The lines that send events here, with this project's token and address filled in. */

export interface SnippetInput {
    /** The address of this instance, without a trailing slash. */
    host: string
    token: string
}

export interface Snippet {
    id: string
    label: string
    /** Steps in order; each with what to do in words. */
    steps: { text: string; code: string }[]
    /** How to see an event at once. */
    tip?: string
}

/** What the page's own stub answers to until the library has loaded; calls are kept and replayed then. */
const QUEUED = [
    'capture identify alias group reset register register_once unregister',
    'setPersonProperties opt_in_capturing opt_out_capturing onFeatureFlags',
    'getFeatureFlag isFeatureEnabled reloadFeatureFlags',
]

export function htmlSnippet({ host, token }: SnippetInput): string {
    return `<script>
  (function (d, w) {
    if (w.posthog && w.posthog.__SV) return
    var q = (w.posthog = [])
    q._i = []
    q.people = []
    ;(
      '${QUEUED.join(" ' +\n      '")}'
    ).split(' ').forEach(function (name) {
      q[name] = function () { q.push([name].concat([].slice.call(arguments))) }
    })
    q.init = function (token, config, name) {
      var s = d.createElement('script')
      s.async = true
      s.src = config.api_host + '/static/array.js'
      d.head.appendChild(s)
      q._i.push([token, config, name || 'posthog'])
    }
    q.__SV = 1
  })(document, window)
  posthog.init('${token}', {
    api_host: '${host}',
    defaults: '2026-01-30',
  })
</script>`
}

export function snippets({ host, token }: SnippetInput): Snippet[] {
    return [
        {
            id: 'html',
            label: 'HTML snippet',
            steps: [{ text: 'Paste this into the <head> of your pages.', code: htmlSnippet({ host, token }) }],
            tip: 'Open a page of your site: the pageview is the first event.',
        },
        {
            id: 'js',
            label: 'JavaScript',
            steps: [
                { text: 'Install the library.', code: 'npm install posthog-js' },
                {
                    text: 'Start it where your app starts.',
                    code: `import posthog from 'posthog-js'

posthog.init('${token}', {
    api_host: '${host}',
    defaults: '2026-01-30',
})

posthog.capture('signed up', { plan: 'free' })`,
                },
            ],
        },
        {
            id: 'python',
            label: 'Python',
            steps: [
                { text: 'Install the library.', code: 'pip install posthog' },
                {
                    text: 'Send an event.',
                    code: `from posthog import Posthog

posthog = Posthog('${token}', host='${host}')
posthog.capture('signed up', distinct_id='user-1', properties={'plan': 'free'})
posthog.shutdown()  # at the end of a script; servers need not`,
                },
            ],
        },
        {
            id: 'node',
            label: 'Node.js',
            steps: [
                { text: 'Install the library.', code: 'npm install posthog-node' },
                {
                    text: 'Send an event.',
                    code: `import { PostHog } from 'posthog-node'

const posthog = new PostHog('${token}', { host: '${host}' })
posthog.capture({ distinctId: 'user-1', event: 'signed up', properties: { plan: 'free' } })
await posthog.shutdown()`,
                },
            ],
        },
        {
            id: 'curl',
            label: 'curl',
            steps: [
                {
                    text: 'Send an event from a terminal.',
                    code: `curl -X POST '${host}/i/v0/e/' \\
    -H 'Content-Type: application/json' \\
    -d '{
        "api_key": "${token}",
        "event": "signed up",
        "distinct_id": "user-1",
        "properties": {"plan": "free"}
    }'`,
                },
            ],
            tip: 'The answer {"status": 1} means the event is safe; it shows up here a moment later.',
        },
    ]
}
