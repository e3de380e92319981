import { expect, it } from 'vitest'
import { groupProperties } from './propertyGroups'

const PROPERTIES = {
    plan: 'team',
    $browser: 'Chrome',
    $current_url: 'https://x.example/pricing',
    utm_source: 'mail',
    $geoip_country_name: 'Germany',
    $session_id: 's',
    $user_id: 'u',
    $lib: 'web',
    $initial_referrer: '$direct',
}

it('shows people’s own properties first, and loses none', () => {
    const groups = groupProperties(PROPERTIES)
    expect(groups.map((group) => [group.title, group.entries.map((entry) => entry.name)])).toEqual([
        ['Properties', ['plan']],
        ['Identity', ['$user_id']],
        ['Session', ['$session_id']],
        ['Page', ['$current_url']],
        ['Campaign', ['utm_source']],
        ['Device and browser', ['$browser']],
        ['Place', ['$geoip_country_name']],
        ['First seen with', ['$initial_referrer']],
        ['From the SDK', ['$lib']],
    ])
})

it('searches names, labels and values', () => {
    const found = (text: string): string[] =>
        groupProperties(PROPERTIES, text).flatMap((group) => group.entries.map((entry) => entry.name))
    expect(found('country')).toEqual(['$geoip_country_name'])
    expect(found('pricing')).toEqual(['$current_url'])
    expect(found(' TEAM ')).toEqual(['plan'])
    expect(found('nothing like it')).toEqual([])
})
