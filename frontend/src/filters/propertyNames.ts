/** Friendly names for what SDKs send under names with a dollar sign. */

const EVENTS: Record<string, string> = {
    $pageview: 'Pageview',
    $pageleave: 'Pageleave',
    $autocapture: 'Autocapture',
    $identify: 'Identify',
    $set: 'Set person properties',
    $groupidentify: 'Group identify',
    $create_alias: 'Create alias',
    $screen: 'Screen',
    $rageclick: 'Rage click',
    $exception: 'Exception',
    $feature_flag_called: 'Feature flag called',
    $web_vitals: 'Web vitals',
    $opt_in: 'Opt in',
    $merge_dangerously: 'Merge',
}

const PROPERTIES: Record<string, string> = {
    $current_url: 'Current URL',
    $pathname: 'Path name',
    $host: 'Host',
    $referrer: 'Referrer',
    $referring_domain: 'Referring domain',
    $browser: 'Browser',
    $browser_version: 'Browser version',
    $browser_language: 'Browser language',
    $os: 'Operating system',
    $os_version: 'OS version',
    $device: 'Device',
    $device_type: 'Device type',
    $device_id: 'Device ID',
    $screen_height: 'Screen height',
    $screen_width: 'Screen width',
    $viewport_height: 'Viewport height',
    $viewport_width: 'Viewport width',
    $lib: 'Library',
    $lib_version: 'Library version',
    $ip: 'IP address',
    $session_id: 'Session ID',
    $window_id: 'Window ID',
    $insert_id: 'Insert ID',
    $time: 'Sender’s time',
    $timezone: 'Time zone',
    $raw_user_agent: 'User agent',
    $title: 'Page title',
    $event_type: 'Event type',
    $el_text: 'Element text',
    $geoip_country_name: 'Country',
    $geoip_country_code: 'Country code',
    $geoip_city_name: 'City',
    $geoip_subdivision_1_name: 'Region',
    $geoip_subdivision_1_code: 'Region code',
    $geoip_continent_name: 'Continent',
    $geoip_continent_code: 'Continent code',
    $geoip_postal_code: 'Postal code',
    $geoip_latitude: 'Latitude',
    $geoip_longitude: 'Longitude',
    $geoip_accuracy_radius: 'Accuracy radius (km)',
    $geoip_time_zone: 'Time zone of the address',
    $is_identified: 'Identified',
    $user_id: 'User ID',
    $anon_distinct_id: 'Anonymous distinct ID',
    $initial_referrer: 'Initial referrer',
    $initial_referring_domain: 'Initial referring domain',
    $initial_current_url: 'Initial URL',
    $initial_pathname: 'Initial path name',
    $initial_browser: 'Initial browser',
    $initial_os: 'Initial operating system',
    $initial_device_type: 'Initial device type',
    $initial_geoip_country_name: 'Initial country',
    $initial_geoip_country_code: 'Initial country code',
    $initial_geoip_city_name: 'Initial city',
    $feature_flag: 'Feature flag',
    $feature_flag_response: 'Feature flag response',
    utm_source: 'UTM source',
    utm_medium: 'UTM medium',
    utm_campaign: 'UTM campaign',
    utm_content: 'UTM content',
    utm_term: 'UTM term',
}

export const ALL_EVENTS = 'All events'

export function eventLabel(name: string | null): string {
    return name === null ? ALL_EVENTS : (EVENTS[name] ?? name)
}

export function propertyLabel(name: string): string {
    return PROPERTIES[name] ?? name
}

/** Whether an SDK made the property up, rather than the people who use it. */
export function isSdkProperty(name: string): boolean {
    return name.startsWith('$') || name.startsWith('utm_')
}
