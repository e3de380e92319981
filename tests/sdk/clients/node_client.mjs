// Uses the real Node SDK, installed in a folder of its own, the way an application would.
// Arguments: host, project token.
import { PostHog } from 'posthog-node'

const [host, token] = process.argv.slice(2)
const client = new PostHog(token, { host, flushAt: 20, flushInterval: 200 })
client.on('error', (error) => {
    console.error(error)
    process.exitCode = 1
})

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
await client.shutdown()
