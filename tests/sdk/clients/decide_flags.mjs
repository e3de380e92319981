// Decides flags with the SDK's local evaluation: `decide_flags.mjs QUESTIONS ANSWERS`. Null means that it asks the server.
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'

// The SDK of the folder that this runs in.
const { PostHog } = createRequire(`${process.cwd()}/`)('posthog-node')

const questions = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const definitions = JSON.stringify(questions.definitions)
const server = createServer((_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' })
    response.end(definitions)
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const client = new PostHog('phc_test', {
    host: `http://127.0.0.1:${server.address().port}`,
    personalApiKey: 'phx_test',
    featureFlagsPollingInterval: 3_600_000,
})
await client.reloadFeatureFlags()
const answers = []
for (const flag of questions.definitions.flags) {
    const row = []
    for (const who of questions.people) {
        const value = await client.getFeatureFlag(flag.key, who.distinct_id, {
            groups: who.groups,
            personProperties: { ...who.person, $device_id: who.device_id },
            groupProperties: who.group_properties,
            onlyEvaluateLocally: true,
            sendFeatureFlagEvents: false,
        })
        row.push(value ?? null)
    }
    answers.push(row)
}
writeFileSync(process.argv[3], JSON.stringify(answers))
await client.shutdown()
server.close()
process.exit(0)
