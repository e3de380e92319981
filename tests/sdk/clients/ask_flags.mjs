// Asks for flags with the real Node SDK: the server's answers, its own by definitions, and a remote configuration.
// Arguments: host, project token, secret key, file with people, file for the answers.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'

// The SDK of the folder that this runs in.
const { PostHog } = createRequire(`${process.cwd()}/`)('posthog-node')

const [host, token, secret, people, answers] = process.argv.slice(2)
const remote = new PostHog(token, { host })
const local = new PostHog(token, { host, personalApiKey: secret, featureFlagsPollingInterval: 600_000 })
await local.reloadFeatureFlags()
const found = []
for (const who of JSON.parse(readFileSync(people))) {
    const given = { groups: who.groups, personProperties: who.person, groupProperties: who.group_properties }
    found.push({
        remote: await remote.getAllFlagsAndPayloads(who.distinct_id, given),
        local: await local.getAllFlagsAndPayloads(who.distinct_id, { ...given, onlyEvaluateLocally: true }),
    })
}
const config = await local.getRemoteConfigPayload('config')
writeFileSync(answers, JSON.stringify({ people: found, config }))
await remote.shutdown()
await local.shutdown()
