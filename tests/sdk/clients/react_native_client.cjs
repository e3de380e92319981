// Uses the real React Native SDK, installed in the folder that this runs in, the way an app would. There is no device:
// `react-native` is the stand-in below, so properties of the device are its own, and all that is sent is the SDK's.
// Arguments: host, project token. Prints what flags it was told and who it took itself for, as JSON.
const Module = require('node:module')

const nothing = { remove() {} }
const listeners = []
const device = {
    Platform: { OS: 'ios', Version: '17.5', constants: {}, select: (options) => options.ios ?? options.default },
    Dimensions: { get: () => ({ width: 390, height: 844 }) },
    AppState: {
        currentState: 'active',
        addEventListener: (_, listener) => (listeners.push(listener), nothing),
    },
    Linking: { getInitialURL: async () => 'shop://start', addEventListener: () => nothing },
    StyleSheet: { create: (styles) => styles },
    NativeModules: {},
}
const load = Module._load
Module._load = (name, ...rest) => (name === 'react-native' ? device : load(name, ...rest))
// React Native knows itself by this, and has no process events.
globalThis.__DEV__ = false

const [host, token] = process.argv.slice(2)
const { PostHog } = Module.createRequire(`${process.cwd()}/`)('posthog-react-native')

async function main() {
    const kept = new Map()
    const client = new PostHog(token, {
        host,
        flushInterval: 200,
        captureAppLifecycleEvents: true,
        customAppProperties: { $app_version: '1.2.3', $app_build: '7' },
        customStorage: { getItem: async (key) => kept.get(key), setItem: async (key, value) => kept.set(key, value) },
    })
    await client.ready()
    const anonymous = client.getDistinctId()
    client.register({ theme: 'dark' })
    client.capture('tapped', { button: 'buy' })
    client.screen('Basket', { items: 2 })
    client.identify('phone-user', { $set: { plan: 'pro' }, $set_once: { first_seen_on: 'phone' } })
    client.alias('phone-alias')
    client.group('company', 'acme', { seats: 5 })
    client.setPersonProperties({ language: 'de' })
    client.captureException(new Error('card refused'))
    const flags = await client.reloadFeatureFlagsAsync()
    const told = { anonymous, flags, payload: client.getFeatureFlagPayload('button') }
    client.reset()
    told.after = client.getDistinctId()
    client.capture('somebody else')
    for (const listener of listeners) {
        listener('background')
    }
    await client.flush()
    await client.shutdown()
    console.log(JSON.stringify(told))
    // Its timers are made for an app that goes on.
    process.exit(0)
}

main()
