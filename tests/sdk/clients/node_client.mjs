// Uses the real Node SDK, installed in the folder that this runs in, the way an application would.
// Arguments: package, host, project token, project secret key. Prints what flags it was told, as JSON.
import { createRequire } from 'node:module'

const [name, host, token, key] = process.argv.slice(2)
const { PostHog } = createRequire(`${process.cwd()}/`)(name)

function made(options) {
    const client = new PostHog(token, { host, flushAt: 20, flushInterval: 200, ...options })
    client.on('error', (error) => {
        console.error(error)
        process.exitCode = 1
    })
    return client
}

const client = made({})
client.capture({
    distinctId: 'node-user',
    event: 'order placed',
    properties: { amount: 12.5, items: 3, coupon: null, tags: ['a', 'b'], paid: true },
    timestamp: new Date('2026-03-01T12:30:00Z'),
    groups: { company: 'acme' },
})
for (let number = 0; number < 250; number++) {
    client.capture({ distinctId: `user-${number % 10}`, event: 'page opened', properties: { number } })
}
client.identify({ distinctId: 'node-user', properties: { plan: 'pro' } })
client.groupIdentify({ groupType: 'company', groupKey: 'acme', properties: { seats: 5 } })
client.alias({ distinctId: 'node-user', alias: 'anonymous-before' })
client.capture({ distinctId: 'anonymous-before', event: 'came back' })
client.captureException(new Error('card refused'), 'node-user')

const person = { personProperties: { plan: 'pro' } }
const told = { remote: await client.getAllFlags('node-user', person) }
told.payload = await client.getFeatureFlagPayload('button', 'node-user', undefined, {
    ...person,
    sendFeatureFlagEvents: false,
})
await client.shutdown()

// The definitions loaded and decided here.
const deciding = made({ personalApiKey: key })
await deciding.reloadFeatureFlags()
told.local = await deciding.getAllFlags('node-user', { ...person, onlyEvaluateLocally: true })
if (deciding.getRemoteConfigPayload) {
    told.settings = await deciding.getRemoteConfigPayload('settings')
}
await deciding.shutdown()
console.log(JSON.stringify(told))
