// Asks for flags with OpenFeature's own providers for OFREP: servers ask for one flag, browsers for all of them.
// Arguments: host, project token, file for the answers.
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'

// The packages of the folder that this runs in.
const require = createRequire(`${process.cwd()}/`)
const { OFREPProvider } = require('@openfeature/ofrep-provider')
const { OFREPWebProvider } = require('@openfeature/ofrep-web-provider')
const { OpenFeature: Server } = require('@openfeature/server-sdk')
const { OpenFeature: Web } = require('@openfeature/web-sdk')

const [host, token, answers] = process.argv.slice(2)
const statuses = []
const headers = { Authorization: `Bearer ${token}` }
const fetchImplementation = async (...request) => {
    const response = await fetch(...request)
    statuses.push(response.status)
    return response
}
const shown = ({ value, variant, reason, errorCode }) => [value, variant ?? null, reason, errorCode ?? null]
const people = {}
await Server.setProviderAndWait(new OFREPProvider({ baseUrl: host, headers }))
const server = Server.getClient()
for (let number = 0; number < 6; number++) {
    const who = { targetingKey: `user-${number}`, plan: number % 2 ? 'free' : 'pro', groups: { company: 'acme' } }
    people[who.targetingKey] = {
        half: shown(await server.getBooleanDetails('half', false, who)),
        plan: shown(await server.getBooleanDetails('plan', false, who)),
        split: shown(await server.getStringDetails('split', 'none', who)),
    }
}
const who = { targetingKey: 'user-0' }
const refused = {
    missing: shown(await server.getBooleanDetails('missing', true, who)),
    'of another type': shown(await server.getBooleanDetails('split', true, who)),
    'for nobody': shown(await server.getBooleanDetails('half', true, {})),
}
await Server.setProviderAndWait(new OFREPProvider({ baseUrl: host, headers: { Authorization: 'Bearer phc_nobody' } }))
refused['without a token'] = shown(await Server.getClient().getBooleanDetails('half', true, who))

const provider = new OFREPWebProvider({ baseUrl: host, headers: Object.entries(headers), fetchImplementation, pollInterval: 100, cacheMode: 'disabled' })
await Web.setContext({ targetingKey: 'user-0', plan: 'pro' })
await Web.setProviderAndWait(provider)
const web = Web.getClient()
const browser = {
    half: shown(web.getBooleanDetails('half', false)),
    plan: shown(web.getBooleanDetails('plan', false)),
    split: shown(web.getStringDetails('split', 'none')),
    missing: shown(web.getBooleanDetails('missing', true)),
}
// When it asks again for the same person it sends the tag of what it has.
while (statuses.length < 3) {
    await new Promise((resolve) => setTimeout(resolve, 20))
}
writeFileSync(answers, JSON.stringify({ people, refused, browser, statuses: statuses.slice(0, 3) }))
await Web.close()
await Server.close()
