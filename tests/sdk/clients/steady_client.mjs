// Hands events to the real Node SDK, installed in the folder that this runs in, until its standard input ends, then lets
// the SDK send what it still holds. Arguments: package, host, project token. Prints the uuids of all events that the SDK
// was handed, one a line.
import { randomUUID } from 'node:crypto'
import { createRequire } from 'node:module'

const [name, host, token] = process.argv.slice(2)
const { PostHog } = createRequire(`${process.cwd()}/`)(name)
// It tries as often as it is told to, with the same pause each time.
const client = new PostHog(token, {
    host,
    flushInterval: 300,
    fetchRetryCount: 120,
    fetchRetryDelay: 500,
    requestTimeout: 5000,
})
client.on('error', (error) => {
    console.error(error)
    process.exitCode = 1
})

let number = 0
const timer = setInterval(() => {
    const uuid = randomUUID()
    client.capture({ distinctId: `node-${number % 5}`, event: 'steady', uuid, properties: { number } })
    console.log(uuid)
    number++
}, 50)
process.stdin.resume()
process.stdin.on('end', async () => {
    clearInterval(timer)
    await client.shutdown(120000)
})
