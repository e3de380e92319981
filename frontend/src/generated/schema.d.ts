/** Written by `bin/hogli build:openapi` from the API's own description. Do not edit. */

export interface paths {
    "/_preflight/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What the dashboard must know before anybody is logged in. Also sets the CSRF cookie. */
        get: operations["preflight"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/login/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Start a session. */
        post: operations["login_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/logout/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description End the session. */
        post: operations["logout_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The organizations one belongs to. */
        get: operations["organizations_list"];
        put?: never;
        /** @description A new organization with one project, owned by its creator. */
        post: operations["organizations_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One organization. */
        get: operations["organizations_retrieve"];
        put?: never;
        post?: never;
        /** @description Delete an organization with its projects. Only its owner may. */
        delete: operations["organizations_destroy"];
        options?: never;
        head?: never;
        /** @description Rename an organization. */
        patch: operations["organizations_partial_update"];
        trace?: never;
    };
    "/api/organizations/{organization_id}/deleted_projects/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The organization's deleted projects, the latest first, with what was removed of each. Administrators only. */
        get: operations["organizations_deleted_projects_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization_id}/feature_flags/{key}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The flag with this key in every project that one has access to. */
        get: operations["organizations_feature_flags_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization_id}/feature_flags/copy_flags/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * @description Copy a flag to other projects, or bring theirs to its state. Each project succeeds or fails by itself.
         *
         *     Cohorts are found by their names there, whatever their criteria; those that are missing are copied along, except
         *     static ones, which are refused.
         */
        post: operations["organizations_feature_flags_copy_flags_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization_id}/invites/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Open and expired invitations. */
        get: operations["organizations_invites_list"];
        put?: never;
        /** @description Invite somebody. Send them the link `/signup/<id>`. */
        post: operations["organizations_invites_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization_id}/invites/{invite_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** @description Withdraw an invitation. */
        delete: operations["organizations_invites_destroy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization_id}/invites/bulk/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Invite up to 20 people: all of them, or none when one cannot be. */
        post: operations["organizations_invites_bulk_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization_id}/members/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The members of an organization. */
        get: operations["organizations_members_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization_id}/members/{user_uuid}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** @description Remove a member, or leave. */
        delete: operations["organizations_members_destroy"];
        options?: never;
        head?: never;
        /** @description Promote or demote a member. */
        patch: operations["organizations_members_partial_update"];
        trace?: never;
    };
    "/api/personal_api_keys/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One's keys, without their values. */
        get: operations["personal_api_keys_list"];
        put?: never;
        /** @description A new key. The answer is the only place its value is ever shown. */
        post: operations["personal_api_keys_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/personal_api_keys/{id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One key, without its value. */
        get: operations["personal_api_keys_retrieve"];
        /** @description Rename a key or change what it may do. */
        put: operations["personal_api_keys_update"];
        post?: never;
        /** @description Delete a key; it stops working at once. */
        delete: operations["personal_api_keys_destroy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/personal_api_keys/{id}/roll/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Replace the value of a key; the old one stops working at once. */
        post: operations["personal_api_keys_roll_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The projects one has access to. */
        get: operations["projects_list"];
        put?: never;
        /** @description A new project in the current organization. */
        post: operations["projects_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One project. */
        get: operations["projects_retrieve"];
        put?: never;
        post?: never;
        /** @description Delete a project. Administrators only. */
        delete: operations["projects_destroy"];
        options?: never;
        head?: never;
        /** @description Change a project's settings. */
        patch: operations["projects_partial_update"];
        trace?: never;
    };
    "/api/projects/{id}/reset_token/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** @description Replace the public project token; the old one stops working at once. */
        patch: operations["projects_reset_token_partial_update"];
        trace?: never;
    };
    "/api/projects/{project_id}/actions/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Actions, pinned ones first, then by name. */
        get: operations["actions_list"];
        put?: never;
        /** @description Give a name to what events mean. */
        post: operations["actions_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/actions/{action_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One action, deleted or not. */
        get: operations["actions_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** @description Change an action, delete it with `deleted: true`, or restore it. */
        patch: operations["actions_partial_update"];
        trace?: never;
    };
    "/api/projects/{project_id}/actions/{action_id}/references/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What uses the action, at most 50 of each kind: insights, cohorts, … */
        get: operations["actions_references_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/actions/preview/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description The newest events that these steps match, whether saved or not. */
        post: operations["actions_preview_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/activity_log/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Who changed what in the project, the newest first. */
        get: operations["activity_log_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/annotations/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Annotations of the project and of its whole organization, the latest moment first. */
        get: operations["annotations_list"];
        put?: never;
        /** @description Write a remark on a moment. */
        post: operations["annotations_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/annotations/{annotation_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One annotation, deleted or not. */
        get: operations["annotations_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** @description Change an annotation, or delete it with `deleted: true`. */
        patch: operations["annotations_partial_update"];
        trace?: never;
    };
    "/api/projects/{project_id}/capture_protection/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The settings against misuse of the project's token. */
        get: operations["capture_protection_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** @description Change some of them. They are in force everywhere within ten seconds. */
        patch: operations["capture_protection_partial_update"];
        trace?: never;
    };
    "/api/projects/{project_id}/capture_protection/rotate_secret/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Make a secret to sign distinct ids with. What was signed with the one before counts for a day more. */
        post: operations["capture_protection_rotate_secret_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/cohorts/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Cohorts, the newest first. */
        get: operations["cohorts_list"];
        put?: never;
        /**
         * @description Define a cohort. It is calculated in the background; `is_calculating` and `count` tell how far it is.
         *
         *     A static one may be filled at once: with `csv`, a file in a multipart form, or with `query`.
         */
        post: operations["cohorts_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/cohorts/{cohort_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One cohort. */
        get: operations["cohorts_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** @description Rename a cohort, change its filters, delete it with `deleted: true`, or add people with `csv`. */
        patch: operations["cohorts_partial_update"];
        trace?: never;
    };
    "/api/projects/{project_id}/cohorts/{cohort_id}/activity/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What was changed in this one, the newest first. */
        get: operations["cohorts_activity_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/cohorts/{cohort_id}/add_persons_to_static_cohort/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** @description Add people by person id, distinct id or e-mail address. */
        patch: operations["cohorts_add_persons_to_static_cohort_partial_update"];
        trace?: never;
    };
    "/api/projects/{project_id}/cohorts/{cohort_id}/calculation_history/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The calculations of a cohort, failed ones too, the newest first: its size over time. */
        get: operations["cohorts_calculation_history_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/cohorts/{cohort_id}/duplicate_as_static_cohort/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description A new static cohort with the people who are in this one now. */
        post: operations["cohorts_duplicate_as_static_cohort_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/cohorts/{cohort_id}/persons/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The people in a cohort, as last calculated. */
        get: operations["cohorts_persons_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/cohorts/{cohort_id}/recalculate/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Calculate a cohort with filters as soon as a worker is free. */
        post: operations["cohorts_recalculate_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/cohorts/{cohort_id}/remove_person_from_static_cohort/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** @description Take a person out of a static cohort. */
        patch: operations["cohorts_remove_person_from_static_cohort_partial_update"];
        trace?: never;
    };
    "/api/projects/{project_id}/cohorts/{cohort_id}/upload/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Add the people of a CSV file to a static cohort: one distinct id, e-mail address or person id a row. */
        post: operations["cohorts_upload_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/cohorts/{cohort_id}/used_by/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description What asks for this cohort: cohorts, flags and their plans, the filter of test users, insights. All but insights
         *     and flags that are off keep it from deletion.
         */
        get: operations["cohorts_used_by_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/cohorts/activity/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What was changed in all of these, the newest first. */
        get: operations["cohorts_all_activity_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/cohorts/estimate/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description How many people filters find now, without keeping anything. */
        post: operations["cohorts_estimate_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/early_access_feature/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Early access features, the newest first. */
        get: operations["early_access_feature_list"];
        put?: never;
        /** @description Offer a feature; without a flag one is made that follows people's choices. */
        post: operations["early_access_feature_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/early_access_feature/{feature_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One early access feature. */
        get: operations["early_access_feature_retrieve"];
        put?: never;
        post?: never;
        /** @description Take an offer away; its flag stays. */
        delete: operations["early_access_feature_destroy"];
        options?: never;
        head?: never;
        /** @description Change an offer. */
        patch: operations["early_access_feature_partial_update"];
        trace?: never;
    };
    "/api/projects/{project_id}/erasures/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Receipts of deleted people, the newest first. */
        get: operations["erasures_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/erasures/{erasure_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One receipt. */
        get: operations["erasures_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/erasures/{erasure_id}/verify/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Look for the person in every table now. Changes nothing. */
        post: operations["erasures_verify_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/event_definitions/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Event names. */
        get: operations["event_definitions_list"];
        put?: never;
        /** @description Announce an event before it is seen. */
        post: operations["event_definitions_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/event_definitions/{definition_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One event name. */
        get: operations["event_definitions_retrieve"];
        put?: never;
        post?: never;
        /** @description Forget an event name until it is seen again. Its events stay. */
        delete: operations["event_definitions_destroy"];
        options?: never;
        head?: never;
        /** @description Describe an event name, verify it or hide it. */
        patch: operations["event_definitions_partial_update"];
        trace?: never;
    };
    "/api/projects/{project_id}/event_definitions/{definition_id}/metrics/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description How often the event happened in the last 30 days. */
        get: operations["event_definitions_metrics_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/event_definitions/bulk_update_tags/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Add, remove or set the tags of several events, all or none. */
        post: operations["event_definitions_bulk_update_tags_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/event_definitions/bulk_verify/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Verify several events, or take it back, all or none. */
        post: operations["event_definitions_bulk_verify_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/event_definitions/by_name/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The event of exactly this name. */
        get: operations["event_definitions_by_name_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/events_settings/current/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The settings of the project's events. */
        get: operations["events_settings_current_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** @description Change the settings that are given. */
        patch: operations["events_settings_current_partial_update"];
        trace?: never;
    };
    "/api/projects/{project_id}/events/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Events, the newest first. For more than pages of events use the query endpoint. */
        get: operations["events_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/events/{event_uuid}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One event. */
        get: operations["events_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/events/export/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The list as CSV, with the properties as JSON: 3,500 events unless `limit` says otherwise, at most 100,000. */
        get: operations["events_export_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/events/values/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Values of an event property seen in the last 30 days, the most frequent first. */
        get: operations["events_values_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Feature flags, the newest first. */
        get: operations["feature_flags_list"];
        put?: never;
        /** @description Add a feature flag. */
        post: operations["feature_flags_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/{flag_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One feature flag. */
        get: operations["feature_flags_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** @description Change a feature flag; what is left out stays. Deleting is `{"deleted": true}`. */
        patch: operations["feature_flags_partial_update"];
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/{flag_id}/activity/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What was changed in this one, the newest first. */
        get: operations["feature_flags_activity_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/{flag_id}/archive/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Switch a flag off and put it out of the way, unless active flags depend on it. */
        post: operations["feature_flags_archive_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/{flag_id}/create_static_cohort_for_flag/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * @description A new static cohort of the people for whom the flag is on now.
         *
         *     Of many people, a worker gathers the rest after ten seconds; the cohort `is_calculating` until it is complete.
         */
        post: operations["feature_flags_create_static_cohort_for_flag_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/{flag_id}/dependent_flags/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The flags whose conditions ask for this one. */
        get: operations["feature_flags_dependent_flags_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/{flag_id}/disable/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Switch a flag off, unless active flags depend on it. */
        post: operations["feature_flags_disable_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/{flag_id}/enable/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Switch a flag on; an archived one must be taken out of the archive first. */
        post: operations["feature_flags_enable_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/{flag_id}/has_active_dependents/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Whether the flag can be disabled or deleted without taking something from an active flag. */
        post: operations["feature_flags_has_active_dependents_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/{flag_id}/status/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Whether the flag is active, stale, disabled, archived or deleted, and why. */
        get: operations["feature_flags_status_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/{flag_id}/test_evaluation/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description What the flag answers for a person, and how each of its conditions came out; now, or as of `timestamp`. */
        post: operations["feature_flags_test_evaluation_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/{flag_id}/unarchive/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Take a flag out of the archive; it stays off. */
        post: operations["feature_flags_unarchive_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/{flag_id}/versions/{version}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The flag as it was in one version, from the activity log. */
        get: operations["feature_flags_versions_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/activity/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What was changed in all of these, the newest first. */
        get: operations["feature_flags_all_activity_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/bulk_delete/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Delete flags, by id or by what the list shows. Each succeeds or fails by itself. */
        post: operations["feature_flags_bulk_delete_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/bulk_keys/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description The keys of flags by their ids. */
        post: operations["feature_flags_bulk_keys_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/bulk_update_state/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Enable, disable, archive or restore many flags. Each succeeds or fails by itself. */
        post: operations["feature_flags_bulk_update_state_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/bulk_update_tags/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Add, remove or set the tags of many flags. */
        post: operations["feature_flags_bulk_update_tags_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/evaluation_reasons/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What every flag answers for a person, and why. */
        get: operations["feature_flags_evaluation_reasons_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/matching_ids/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The ids of all flags that the same parameters list, for what is done to many at once. */
        get: operations["feature_flags_matching_ids_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/my_flags/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What the flags answer for whoever asks, as a user of this dashboard. */
        get: operations["feature_flags_my_flags_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/tags/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Every tag in use. */
        get: operations["feature_flags_tags_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/user_blast_radius/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description How many people, or groups, a release condition reaches. Its share is not applied. */
        post: operations["feature_flags_user_blast_radius_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/group_erasures/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Receipts of deleted groups, the newest first. */
        get: operations["group_erasures_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/group_erasures/{erasure_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One receipt. */
        get: operations["group_erasures_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/group_erasures/{erasure_id}/verify/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Look for the group in every store now. Changes nothing. */
        post: operations["group_erasures_verify_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/groups_types/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The kinds of groups the project uses, at most five. */
        get: operations["groups_types_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/groups_types/set_default_columns/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** @description Say which columns the list of one kind of groups shows. */
        put: operations["groups_types_set_default_columns_update"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/groups_types/update_metadata/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** @description Say what kinds of groups are called: a list, all or none. */
        patch: operations["groups_types_update_metadata_partial_update"];
        trace?: never;
    };
    "/api/projects/{project_id}/groups/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Groups of one kind, the newest first. */
        get: operations["groups_list"];
        put?: never;
        /** @description Make a group before it is seen in events. */
        post: operations["groups_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/groups/activity/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Who changed, made or deleted a group by hand, the newest first; without a key, any group. Deleted ones, too. */
        get: operations["groups_activity_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/groups/delete_property/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Remove one property of the group that the address names. */
        post: operations["groups_delete_property_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/groups/find/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One group by its key. */
        get: operations["groups_find_retrieve"];
        put?: never;
        post?: never;
        /**
         * @description Delete a group: its properties, and those in its history that were changed by hand. Answers a receipt.
         *
         *     Events keep the key of the group and, in `$groupidentify`, what they said about it. A group that is described
         *     again begins anew.
         */
        delete: operations["groups_find_destroy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/groups/property_definitions/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Names of the properties of groups, by index of their kind. */
        get: operations["groups_property_definitions_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/groups/property_history/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What events and people changed about a group's properties, the newest first. */
        get: operations["groups_property_history_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/groups/property_values/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Values of a group property, the most frequent first. */
        get: operations["groups_property_values_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/groups/related/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Who and what occurs in the same events, within 90 days. */
        get: operations["groups_related_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/groups/update_property/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Set one property of the group that the address names. */
        post: operations["groups_update_property_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/ingestion_warnings/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What ingestion refused, repaired or ignored in the last 30 days, by type. */
        get: operations["ingestion_warnings_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/ingestion/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Rate, lag, warnings and queue over the last hours. */
        get: operations["ingestion_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/insights/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Saved insights, the last changed first. */
        get: operations["insights_list"];
        put?: never;
        /** @description Save a question. */
        post: operations["insights_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/insights/{insight_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One insight. */
        get: operations["insights_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** @description Rename an insight, change its query, or delete it with `deleted: true`. */
        patch: operations["insights_partial_update"];
        trace?: never;
    };
    "/api/projects/{project_id}/list_columns/{list_name}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The columns you chose for this list. */
        get: operations["list_columns_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** @description Choose the columns of this list, or return to its own with null. */
        patch: operations["list_columns_partial_update"];
        trace?: never;
    };
    "/api/projects/{project_id}/persons/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The people of the project, the newest first. */
        get: operations["persons_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/{person_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One person, by uuid or any distinct id. */
        get: operations["persons_retrieve"];
        put?: never;
        post?: never;
        /** @description Delete a person and, if asked, their events. Answers the receipt, which tells how far it has come. */
        delete: operations["persons_destroy"];
        options?: never;
        head?: never;
        /** @description Set properties of a person. Those not named stay as they are. */
        patch: operations["persons_partial_update"];
        trace?: never;
    };
    "/api/projects/{project_id}/persons/{person_id}/activity/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What was changed in this one, the newest first. */
        get: operations["persons_activity_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/{person_id}/delete_property/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Remove one property of a person. */
        post: operations["persons_delete_property_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/{person_id}/history/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description How the person came by their ids: when each was added, and who was merged. */
        get: operations["persons_history_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/{person_id}/property_history/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What events changed about the person's properties, the newest first. */
        get: operations["persons_property_history_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/{person_id}/split/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Make every id but one a person of its own, for people who were merged by mistake. */
        post: operations["persons_split_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/{person_id}/update_property/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Set one property of a person. */
        post: operations["persons_update_property_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/activity/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What was changed in all of these, the newest first. */
        get: operations["persons_all_activity_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/bulk_delete/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Delete up to 2,000 people, all or none. Those who do not exist are passed over. */
        post: operations["persons_bulk_delete_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/cohorts/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The cohorts a person is in, as last calculated, by name. */
        get: operations["persons_cohorts_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/export/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The list as CSV, a column for each property; at most 10,000 people, the newest. */
        get: operations["persons_export_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/properties/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Names of properties with how many people have them, over the newest 10,000 people. */
        get: operations["persons_properties_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/values/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Values of a person property, the most frequent first. */
        get: operations["persons_values_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/property_definitions/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Property names of events, persons or groups. */
        get: operations["property_definitions_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/property_definitions/{definition_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One property name. */
        get: operations["property_definitions_retrieve"];
        put?: never;
        post?: never;
        /** @description Forget a property name until it is seen again. Its values stay. */
        delete: operations["property_definitions_destroy"];
        options?: never;
        head?: never;
        /** @description Describe a property, or settle its type. */
        patch: operations["property_definitions_partial_update"];
        trace?: never;
    };
    "/api/projects/{project_id}/property_definitions/bulk_update_tags/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Add, remove or set the tags of several properties, all or none. */
        post: operations["property_definitions_bulk_update_tags_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/property_definitions/bulk_verify/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Verify several properties, or take it back, all or none. */
        post: operations["property_definitions_bulk_verify_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/query/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Answer a query: from the cache, by computing it, or later in the background, as `refresh` says. */
        post: operations["query_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/query/{id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Where a background query stands: 202 while it runs, 200 with the answer, 400 or 500 when it failed. */
        get: operations["query_retrieve"];
        put?: never;
        /** @description The same, with the kind of the query repeated in the address, which helps reading logs. */
        post: operations["query_create_of_kind"];
        /** @description Stop a query of this project, by its id or by the `client_query_id` it was asked with. */
        delete: operations["query_destroy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/retention/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Receipts of deletions of outdated events, the newest first. */
        get: operations["retention_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/retention/preview/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description How many events of which months a retention of so many days would delete now. Deletes nothing. */
        get: operations["retention_preview_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/scheduled_changes/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Scheduled changes, done ones too, the next first. */
        get: operations["scheduled_changes_list"];
        put?: never;
        /** @description Have a flag changed later, once or in a rhythm. */
        post: operations["scheduled_changes_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/scheduled_changes/{change_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One scheduled change. */
        get: operations["scheduled_changes_retrieve"];
        put?: never;
        post?: never;
        /** @description Forget what waits for its time; what has been done stays. */
        delete: operations["scheduled_changes_destroy"];
        options?: never;
        head?: never;
        /** @description Change what waits for its time. */
        patch: operations["scheduled_changes_partial_update"];
        trace?: never;
    };
    "/api/projects/{project_id}/secret_keys/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The project's secret keys, without their values. */
        get: operations["secret_keys_list"];
        put?: never;
        /** @description A new key for servers that decide flags. The answer is the only place its value is ever shown. */
        post: operations["secret_keys_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/secret_keys/{id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** @description Delete a key; it stops working at once. */
        delete: operations["secret_keys_destroy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/secret_keys/{id}/roll/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Replace the value of a key; the old one works for a while, so that servers can be changed over. */
        post: operations["secret_keys_roll_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/signup/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Open the first account of this instance; later ones come by invitation. */
        post: operations["signup_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/signup/{invite_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Who invites whom, for the page behind an invitation link. */
        get: operations["signup_invite_retrieve"];
        put?: never;
        /** @description Accept an invitation, with a new account or as the person who is logged in. */
        post: operations["signup_invite_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/@me/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The signed-in person. */
        get: operations["users_me_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** @description Change one's name, theme, password, current organization or current project. */
        patch: operations["users_me_partial_update"];
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Action: {
            /** Format: date-time */
            created_at: string;
            created_by: components["schemas"]["ActionAuthor"] | null;
            deleted: boolean;
            description: string;
            id: number;
            /** @description True; tells actions from events in mixed lists. */
            readonly is_action: boolean;
            name: string;
            /** Format: date-time */
            pinned_at: string | null;
            /** @description Alternatives: an event matches when any step does. */
            steps: components["schemas"]["ActionStep"][];
            tags: string[];
            team_id: number;
            /** Format: date-time */
            updated_at: string;
        };
        ActionAuthor: {
            email: string;
            first_name: string;
            id: number;
            /** Format: uuid */
            uuid: string;
        };
        ActionFormRequest: {
            description?: string;
            /** @description Unique in the project. */
            name: string;
            /** Format: date-time */
            pinned_at?: string | null;
            /** @description Only false: there are no messages to Slack. */
            post_to_slack?: boolean;
            steps?: components["schemas"]["ActionStepRequest"][];
            tags?: string[];
        };
        /**
         * ActionsNode
         * @description A series of the events that an action matches. Answers call it what the action is called now.
         */
        ActionsNode: {
            /**
             * Custom Name
             * @description What the person who made it calls the series.
             * @default null
             */
            custom_name?: string | null;
            /**
             * Fixedproperties
             * @description Filters the interface may not change.
             * @default null
             */
            fixedProperties?: ((components["schemas"]["EventPropertyFilter"] | components["schemas"]["EventMetadataPropertyFilter"] | components["schemas"]["PersonPropertyFilter"] | components["schemas"]["PersonMetadataPropertyFilter"] | components["schemas"]["GroupPropertyFilter"] | components["schemas"]["ElementPropertyFilter"] | components["schemas"]["CohortPropertyFilter"] | components["schemas"]["HogQLPropertyFilter"])[] | components["schemas"]["PropertyGroup"]) | null;
            /** Id */
            id: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "ActionsNode";
            /** @default total */
            math?: components["schemas"]["Math"];
            /**
             * Math Group Type Index
             * @default null
             */
            math_group_type_index?: number | null;
            /**
             * Math Hogql
             * @description An aggregation, for the math 'hogql'.
             * @default null
             */
            math_hogql?: string | null;
            /**
             * Math Multiplier
             * @description Values of the property are multiplied by this.
             * @default null
             */
            math_multiplier?: number | null;
            /**
             * Math Property
             * @description The property that sum, avg, … are about.
             * @default null
             */
            math_property?: string | null;
            /** @default event_properties */
            math_property_type?: components["schemas"]["MathPropertyType"];
            /**
             * Name
             * @description What the series is called by default.
             * @default null
             */
            name?: string | null;
            /**
             * Properties
             * @default null
             */
            properties?: ((components["schemas"]["EventPropertyFilter"] | components["schemas"]["EventMetadataPropertyFilter"] | components["schemas"]["PersonPropertyFilter"] | components["schemas"]["PersonMetadataPropertyFilter"] | components["schemas"]["GroupPropertyFilter"] | components["schemas"]["ElementPropertyFilter"] | components["schemas"]["CohortPropertyFilter"] | components["schemas"]["HogQLPropertyFilter"])[] | components["schemas"]["PropertyGroup"]) | null;
        };
        ActionStep: {
            /** @description The event's name. */
            event?: string | null;
            /** @description The target of the clicked link or one around. */
            href?: string | null;
            /** @description exact without it. */
            href_matching?: components["schemas"]["TextMatchingEnum"] | components["schemas"]["NullEnum"];
            /** @description Filters that must all hold. */
            properties?: {
                [key: string]: unknown;
            }[] | null;
            /** @description A CSS selector of the clicked element or one around it. */
            selector?: string | null;
            /** @description The pattern that the selector becomes. */
            readonly selector_regex: string;
            /** @description The tag of the clicked element or one around it. */
            tag_name?: string | null;
            /** @description The text of the clicked element or one around it. */
            text?: string | null;
            /** @description exact without it. */
            text_matching?: components["schemas"]["TextMatchingEnum"] | components["schemas"]["NullEnum"];
            /** @description The address of the page, `$current_url`. */
            url?: string | null;
            /** @description contains without it. */
            url_matching?: components["schemas"]["TextMatchingEnum"] | components["schemas"]["NullEnum"];
        };
        ActionStepRequest: {
            /** @description The event's name. */
            event?: string | null;
            /** @description The target of the clicked link or one around. */
            href?: string | null;
            /** @description exact without it. */
            href_matching?: components["schemas"]["TextMatchingEnum"] | components["schemas"]["NullEnum"];
            /** @description Filters that must all hold. */
            properties?: {
                [key: string]: unknown;
            }[] | null;
            /** @description A CSS selector of the clicked element or one around it. */
            selector?: string | null;
            /** @description The tag of the clicked element or one around it. */
            tag_name?: string | null;
            /** @description The text of the clicked element or one around it. */
            text?: string | null;
            /** @description exact without it. */
            text_matching?: components["schemas"]["TextMatchingEnum"] | components["schemas"]["NullEnum"];
            /** @description The address of the page, `$current_url`. */
            url?: string | null;
            /** @description contains without it. */
            url_matching?: components["schemas"]["TextMatchingEnum"] | components["schemas"]["NullEnum"];
        };
        ActiveDependents: {
            dependent_flags: components["schemas"]["FlagReference"][];
            has_active_dependents: boolean;
        };
        /** @enum {string} */
        ActiveEnum: "true" | "false" | "STALE";
        Activity: {
            /** @description What happened, such as created, updated, deleted or restored. */
            activity: string;
            /** @description The personal API key that was used, if it was one. */
            api_key_id: string | null;
            /** Format: date-time */
            created_at: string;
            detail: components["schemas"]["ActivityDetail"];
            /** Format: uuid */
            id: string;
            /** @description True for what happened by a schedule or a command. */
            is_system: boolean;
            item_id: string;
            /** Format: uuid */
            organization_id: string;
            /** @description The kind of thing, such as FeatureFlag. */
            scope: string;
            team_id: number;
            /** @description Null for the system and for deleted accounts. */
            user: components["schemas"]["ActivityUser"] | null;
            was_impersonated: boolean;
        };
        ActivityDetail: {
            changes: components["schemas"]["Change"][];
            merge: unknown | null;
            /** @description What the thing was called when it happened. */
            name: string;
            short_id: string | null;
            trigger: components["schemas"]["Trigger"] | null;
            type: string | null;
        };
        ActivityUser: {
            distinct_id: string;
            email: string;
            first_name: string;
            id: number;
            last_name: string;
            /** Format: uuid */
            uuid: string;
        };
        Annotation: {
            content: string;
            /** Format: date-time */
            created_at: string;
            created_by: components["schemas"]["Author"] | null;
            creation_type: components["schemas"]["CreationTypeEnum"];
            /**
             * Format: date-time
             * @description The moment that the remark is about.
             */
            date_marker: string;
            deleted: boolean;
            hidden_in_user_interface: boolean;
            id: number;
            /** @description Whether the content is an emoji to show instead of a line. */
            is_emoji: boolean;
            /** @description organization: seen in all of its projects. */
            scope: components["schemas"]["ScopeEnum"];
            /** Format: date-time */
            updated_at: string;
        };
        Author: {
            email: string;
            first_name: string;
            id: number;
            /** Format: uuid */
            uuid: string;
        };
        /**
         * AxisFormat
         * @description How values are written.
         * @enum {string}
         */
        AxisFormat: "numeric" | "duration" | "duration_ms" | "percentage" | "percentage_scaled" | "currency" | "short";
        /** @enum {unknown} */
        BlankEnum: "";
        BlastRadius: {
            /** @description People, or groups, whose properties satisfy the condition. */
            affected: number;
            /** @description People, or groups, in all. */
            total: number;
            /** @description The same, as older clients call it. */
            total_users: number;
            /** @description The same, as older clients call it. */
            users_affected: number;
        };
        /** @enum {string} */
        BotFilterEnum: "off" | "mark" | "drop";
        /**
         * Breakdown
         * @description One property whose values split a series.
         */
        Breakdown: {
            /**
             * Group Type Index
             * @default null
             */
            group_type_index?: number | null;
            /**
             * Histogram Bin Count
             * @default null
             */
            histogram_bin_count?: number | null;
            /**
             * Normalize Url
             * @default false
             */
            normalize_url?: boolean;
            /** Property */
            property: string;
            /** @default event */
            type?: components["schemas"]["BreakdownType"];
        };
        /**
         * BreakdownFilter
         * @description How series are split. The old spelling (`breakdown`, `breakdown_type`, …) and the new one (`breakdowns`) are both
         *     understood; `chosen` is what they amount to.
         */
        BreakdownFilter: {
            /**
             * Breakdown
             * @default null
             */
            breakdown?: string | null;
            /**
             * Breakdown Group Type Index
             * @default null
             */
            breakdown_group_type_index?: number | null;
            /**
             * Breakdown Hide Other Aggregation
             * @default false
             */
            breakdown_hide_other_aggregation?: boolean;
            /**
             * Breakdown Histogram Bin Count
             * @default null
             */
            breakdown_histogram_bin_count?: number | null;
            /**
             * Breakdown Limit
             * @default null
             */
            breakdown_limit?: number | null;
            /**
             * Breakdown Normalize Url
             * @default false
             */
            breakdown_normalize_url?: boolean;
            /** @default null */
            breakdown_type?: components["schemas"]["BreakdownType"] | null;
            /**
             * Breakdowns
             * @default null
             */
            breakdowns?: components["schemas"]["Breakdown"][] | null;
        };
        /**
         * BreakdownType
         * @description Where the value of a breakdown comes from.
         * @enum {string}
         */
        BreakdownType: "event" | "person" | "group" | "event_metadata" | "hogql";
        /** @enum {string} */
        BucketingIdentifierEnum: "distinct_id" | "device_id";
        BulkDeletedFlags: {
            deleted: components["schemas"]["FlagKey"][];
            errors: components["schemas"]["FailedFlag"][];
        };
        BulkDeleteFlagsRequest: {
            /** @description Or all that the list shows with these parameters. */
            filters?: components["schemas"]["ListFeatureFlagsRequest"];
            /** @description These flags, at most 500. */
            ids?: number[];
        };
        BulkDeleteRequest: {
            /**
             * @description Whether their events go too.
             * @default false
             */
            delete_events?: boolean;
            distinct_ids?: string[];
            ids?: string[];
        };
        BulkTagsRequest: {
            action: components["schemas"]["TagActionEnum"];
            ids: string[];
            tags: string[];
        };
        /** @enum {string} */
        BulkUpdateFlagStateActionEnum: "enable" | "disable" | "archive" | "unarchive" | "restore";
        BulkUpdateFlagStateRequest: {
            /** @description archive also disables; what comes out of the archive stays off; restore is for deleted flags. */
            action: components["schemas"]["BulkUpdateFlagStateActionEnum"];
            ids: number[];
        };
        BulkUpdateFlagTagsRequest: {
            action: components["schemas"]["TagActionEnum"];
            ids: number[];
            tags: string[];
        };
        BulkVerifyRequest: {
            ids: string[];
            /** @default true */
            verified?: boolean;
        };
        CaptureProtection: {
            /** @description Whether servers and apps, which name no origin, may send when `allowed_origins` is not empty. */
            allow_without_origin: boolean;
            /** @description Empty: pages of every origin may send. */
            allowed_origins: string[];
            /** @description What happens to events of known bots. */
            bot_filter: components["schemas"]["BotFilterEnum"];
            readonly has_identity_secret: boolean;
            /** @description Of one distinct id; null is no limit. */
            person_events_per_minute: number | null;
            /**
             * Format: date-time
             * @description Until when signatures made with the secret before still count.
             */
            readonly previous_secret_until: string | null;
            /** @description Of the whole project; null is no limit. */
            project_events_per_minute: number | null;
            /** @description Whether events must prove who they are about before they change or join identified people. */
            require_signed_identity: boolean;
        };
        Change: {
            action: components["schemas"]["ChangeActionEnum"];
            /** @description The value since then; null when there is none. */
            after: unknown | null;
            /** @description The value until then; null when there was none. */
            before: unknown | null;
            field: string;
            /** @description The kind of thing, such as FeatureFlag. */
            type: string;
        };
        /** @enum {string} */
        ChangeActionEnum: "created" | "changed" | "deleted";
        Changed: {
            /** @description How many definitions there were. */
            changed: number;
        };
        ChosenColumns: {
            /** @description In the order they are shown; null stands for the list's own columns. */
            columns: string[] | null;
        };
        Cohort: {
            cohort_type: components["schemas"]["CohortTypeEnum"];
            /** @description How many people; null before the first calculation. */
            count: number | null;
            /** Format: date-time */
            created_at: string;
            created_by: components["schemas"]["CohortAuthor"] | null;
            /** @description Rises by one with each change of what is said here. */
            definition_version: number;
            deleted: boolean;
            description: string;
            /** @description How many calculations in a row have failed. */
            errors_calculating: number;
            /** @description What people must meet; null for a static cohort. */
            readonly filters: {
                [key: string]: unknown;
            } | null;
            /** @description Always empty; a form of filters that is no longer used. */
            readonly groups: unknown[];
            id: number;
            /** @description Whether queries will soon see other members: filters are being calculated, or a list is being carried over. */
            is_calculating: boolean;
            is_static: boolean;
            /** Format: date-time */
            last_calculation: string | null;
            /** @description Why the last calculation failed; empty when it did not. */
            last_error: string;
            name: string;
            /** @description The membership being calculated. */
            pending_version: number | null;
            /** @description What a static cohort was made from, if it was a query. */
            readonly query: {
                [key: string]: unknown;
            } | null;
            /** @description The membership that counts; null before the first. */
            version: number | null;
        };
        CohortAuthor: {
            email: string;
            first_name: string;
            id: number;
            /** Format: uuid */
            uuid: string;
        };
        CohortCalculation: {
            /** @description How many people; null when the calculation failed. */
            count: number | null;
            /** @description Why it failed; empty when it did not. */
            error: string;
            /** Format: date-time */
            finished_at: string;
            /** Format: date-time */
            started_at: string;
            version: number;
        };
        CohortEstimate: {
            /** @description How many people meet the criteria now. */
            count: number;
        };
        CohortMember: {
            /** Format: date-time */
            created_at: string;
            distinct_ids: string[];
            /** Format: uuid */
            id: string;
            is_identified: boolean;
            /** @description The best thing to call them by. */
            name: string;
            readonly properties: {
                [key: string]: unknown;
            };
            /** Format: uuid */
            uuid: string;
        };
        /**
         * CohortPropertyFilter
         * @description Whether the person is in a cohort: `value` is its id.
         */
        CohortPropertyFilter: {
            /**
             * Cohort Name
             * @default null
             */
            cohort_name?: string | null;
            /**
             * Key
             * @default id
             * @constant
             */
            key?: "id";
            /**
             * Label
             * @default null
             */
            label?: string | null;
            /** @default in */
            operator?: components["schemas"]["Operator"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "cohort";
            /**
             * Value
             * @default null
             */
            value?: string | boolean | number | (string | boolean | number)[] | null;
        };
        CohortResults: {
            results: components["schemas"]["Cohort"][];
        };
        /** @enum {string} */
        CohortTypeEnum: "static" | "person_property" | "behavioral";
        CohortUser: {
            /** @description False for a flag that is off. */
            active: boolean;
            /** @description Whether the cohort must stay as long as this is so. */
            blocks_deletion: boolean;
            /** @description How its page is addressed; of an insight the short id, of a plan the flag's. */
            id: string;
            /** @description cohort, feature_flag, scheduled_change (a plan of a flag), test_account_filters or insight. */
            kind: string;
            name: string;
        };
        /**
         * CompareFilter
         * @description Show the period before as well: the equally long one just before, or the same one shifted by `compare_to`.
         */
        CompareFilter: {
            /**
             * Compare
             * @default false
             */
            compare?: boolean;
            /**
             * Compare To
             * @description A relative shift such as -1w or -1y.
             * @default null
             */
            compare_to?: string | null;
        };
        CopiedFlag: {
            active: boolean;
            archived: boolean;
            /** @description What a share counts. */
            bucketing_identifier: components["schemas"]["BucketingIdentifierEnum"];
            /** Format: date-time */
            created_at: string;
            created_by: components["schemas"]["FlagAuthor"] | null;
            deleted: boolean;
            /** @description Whether people keep their answer when they log in. */
            ensure_experience_continuity: boolean;
            /** @description Only SDKs that name one of these get the flag; none means all. */
            evaluation_contexts: string[];
            /** @description Which SDKs get the flag. */
            evaluation_runtime: components["schemas"]["EvaluationRuntimeEnum"];
            /** @description The early access feature whose flag it is, if there is one. */
            features: components["schemas"]["FlagOffer"][];
            /** @description Who gets what. Encrypted payloads are redacted. */
            readonly filters: {
                [key: string]: unknown;
            };
            has_encrypted_payloads: boolean;
            id: number;
            is_remote_configuration: boolean;
            /** @description The name by which SDKs ask for the flag. */
            key: string;
            /**
             * Format: date-time
             * @description When an SDK last reported the flag, exact to about ten minutes.
             */
            last_called_at: string | null;
            last_modified_by: components["schemas"]["FlagAuthor"] | null;
            /** @description The flag's description. */
            name: string;
            status: components["schemas"]["FlagStateEnum"];
            /** @description Why the status is what it is. */
            status_reason: string;
            tags: string[];
            /** @description The project that has the copy. */
            team_id: number;
            /** Format: date-time */
            updated_at: string;
            /** @description Rises by one with each change. */
            version: number;
        };
        CopiedFlags: {
            /** @description Cohorts that the copies ask for and a project had none of by name, made of the same criteria. */
            cohorts_created: components["schemas"]["MadeCohort"][];
            failed: components["schemas"]["CopyFailure"][];
            success: components["schemas"]["CopiedFlag"][];
        };
        CopyFailure: {
            error_message: string;
            project_id: number;
        };
        CopyFlagsRequest: {
            /**
             * @description Plan there what waits here too; what is planned there stays.
             * @default false
             */
            copy_schedule?: boolean;
            /** @default false */
            disable_copied_flag?: boolean;
            feature_flag_key: string;
            /** Format: int64 */
            from_project: number;
            target_project_ids: number[];
        };
        CountReachedRequest: {
            /** @description One of a definition's groups. */
            condition: {
                [key: string]: unknown;
            };
            group_type_index?: number | null;
        };
        CreateAnnotationRequest: {
            content: string;
            creation_type?: components["schemas"]["CreationTypeEnum"];
            /** Format: date-time */
            date_marker: string;
            hidden_in_user_interface?: boolean;
            is_emoji?: boolean;
            scope?: components["schemas"]["ScopeEnum"];
        };
        CreateCohortRequest: {
            /**
             * Format: binary
             * @description People of a static cohort, in a multipart form.
             */
            csv?: string;
            description?: string;
            /** @description `{properties: {type: OR, values: [{type: AND, values: […]}]}}`. */
            filters?: {
                [key: string]: unknown;
            } | null;
            /** @description A list of people instead of filters. */
            is_static?: boolean;
            name: string;
            /** @description People of a static cohort, as a HogQLQuery. */
            query?: {
                [key: string]: unknown;
            };
        };
        CreateEventRequest: {
            description?: string;
            hidden?: boolean;
            name: string;
            /** @description A member's id; null for nobody. */
            owner?: number | null;
            tags?: string[];
            verified?: boolean;
        };
        CreateFeatureFlagRequest: {
            active?: boolean;
            bucketing_identifier?: components["schemas"]["BucketingIdentifierEnum"];
            ensure_experience_continuity?: boolean;
            evaluation_contexts?: string[];
            evaluation_runtime?: components["schemas"]["EvaluationRuntimeEnum"];
            /** @description Who gets what: `groups`, `multivariate`, `payloads` and more. See the README. */
            filters?: unknown;
            has_encrypted_payloads?: boolean;
            is_remote_configuration?: boolean;
            /** @description Letters, digits, hyphens, underscores, dots and colons. */
            key: string;
            /** @description The description. */
            name?: string;
            tags?: string[];
        };
        CreateGroupRequest: {
            group_key: string;
            group_properties?: {
                [key: string]: unknown | null;
            };
            group_type_index: number;
        };
        CreateInsightRequest: {
            description?: string;
            favorited?: boolean;
            name?: string;
            /** @description A query node, such as a TrendsQuery. */
            query: {
                [key: string]: unknown;
            };
        };
        CreateInviteRequest: {
            /** @default  */
            first_name?: string;
            /** @default 1 */
            level?: components["schemas"]["LevelEnum"];
            /** @default  */
            message?: string;
            /** Format: email */
            target_email: string;
        };
        CreateProjectRequest: {
            name: string;
        };
        /** @enum {string} */
        CreationTypeEnum: "USR" | "GIT";
        /**
         * DashboardFilters
         * @description Filters of a dashboard: they replace the dates of its queries, and add to their property filters.
         */
        DashboardFilters: {
            /** @default null */
            breakdown_filter?: components["schemas"]["BreakdownFilter"] | null;
            /**
             * Date From
             * @default null
             */
            date_from?: string | null;
            /**
             * Date To
             * @default null
             */
            date_to?: string | null;
            /**
             * Explicitdate
             * @default false
             */
            explicitDate?: boolean;
            /**
             * Properties
             * @default []
             */
            properties?: (components["schemas"]["EventPropertyFilter"] | components["schemas"]["EventMetadataPropertyFilter"] | components["schemas"]["PersonPropertyFilter"] | components["schemas"]["PersonMetadataPropertyFilter"] | components["schemas"]["GroupPropertyFilter"] | components["schemas"]["ElementPropertyFilter"] | components["schemas"]["CohortPropertyFilter"] | components["schemas"]["HogQLPropertyFilter"])[] | components["schemas"]["PropertyGroup"];
        };
        /**
         * DatabaseSchemaQuery
         * @description The tables of HogQL with their columns, for editors.
         */
        DatabaseSchemaQuery: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "DatabaseSchemaQuery";
            /** @default null */
            modifiers?: components["schemas"]["QueryModifiers"] | null;
            /** @default null */
            tags?: components["schemas"]["QueryTags"] | null;
            /**
             * Version
             * @description The version of the node's form; there is one so far.
             * @default null
             */
            version?: number | null;
        };
        /**
         * DatabaseSchemaResponse
         * @description The answer to a DatabaseSchemaQuery.
         */
        DatabaseSchemaResponse: {
            /**
             * Cache Key
             * @default null
             */
            cache_key?: string | null;
            /**
             * Cache Target Age
             * @description When the answer counts as stale.
             * @default null
             */
            cache_target_age?: string | null;
            /**
             * Calculation Trigger
             * @default null
             */
            calculation_trigger?: string | null;
            /**
             * Error
             * @default null
             */
            error?: string | null;
            /**
             * Hasmore
             * @default null
             */
            hasMore?: boolean | null;
            /**
             * Hogql
             * @description The HogQL that was asked.
             * @default null
             */
            hogql?: string | null;
            /**
             * Is Cached
             * @default false
             */
            is_cached?: boolean;
            /**
             * Last Refresh
             * @description When the answer was computed.
             * @default null
             */
            last_refresh?: string | null;
            /** Modifiers */
            modifiers?: {
                [key: string]: unknown;
            };
            /**
             * Next Allowed Client Refresh
             * @default null
             */
            next_allowed_client_refresh?: string | null;
            /** @default null */
            query_status?: components["schemas"]["QueryStatus"] | null;
            /** @default null */
            resolved_date_range?: components["schemas"]["ResolvedDateRange"] | null;
            /**
             * Results
             * @default null
             */
            results?: unknown;
            /** Tables */
            tables: {
                [key: string]: components["schemas"]["SchemaTable"];
            };
            /**
             * Timezone
             * @default null
             */
            timezone?: string | null;
            /** Timings */
            timings?: components["schemas"]["Timing"][];
        };
        /**
         * DataTableNode
         * @description Rows as a table with chosen columns.
         */
        DataTableNode: {
            /**
             * Allowsorting
             * @default null
             */
            allowSorting?: boolean | null;
            /**
             * Columns
             * @default null
             */
            columns?: string[] | null;
            /**
             * Embedded
             * @default null
             */
            embedded?: boolean | null;
            /**
             * Full
             * @default null
             */
            full?: boolean | null;
            /**
             * Hiddencolumns
             * @default null
             */
            hiddenColumns?: string[] | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "DataTableNode";
            /** @default null */
            modifiers?: components["schemas"]["QueryModifiers"] | null;
            /**
             * Pinnedcolumns
             * @default null
             */
            pinnedColumns?: string[] | null;
            /**
             * Propagatesearch
             * @default null
             */
            propagateSearch?: boolean | null;
            /**
             * Showactions
             * @default null
             */
            showActions?: boolean | null;
            /**
             * Showcolumnconfigurator
             * @default null
             */
            showColumnConfigurator?: boolean | null;
            /**
             * Showdaterange
             * @default null
             */
            showDateRange?: boolean | null;
            /**
             * Showelapsedtime
             * @default null
             */
            showElapsedTime?: boolean | null;
            /**
             * Showeventfilter
             * @default null
             */
            showEventFilter?: boolean | null;
            /**
             * Showexport
             * @default null
             */
            showExport?: boolean | null;
            /**
             * Showopeneditorbutton
             * @default null
             */
            showOpenEditorButton?: boolean | null;
            /**
             * Showpropertyfilter
             * @default null
             */
            showPropertyFilter?: boolean | null;
            /**
             * Showreload
             * @default null
             */
            showReload?: boolean | null;
            /**
             * Showresultstable
             * @default null
             */
            showResultsTable?: boolean | null;
            /**
             * Showsavedqueries
             * @default null
             */
            showSavedQueries?: boolean | null;
            /**
             * Showsearch
             * @default null
             */
            showSearch?: boolean | null;
            /**
             * Showtestaccountfilters
             * @default null
             */
            showTestAccountFilters?: boolean | null;
            /**
             * Showtimings
             * @default null
             */
            showTimings?: boolean | null;
            source: components["schemas"]["QuerySource"];
            /** @default null */
            tags?: components["schemas"]["QueryTags"] | null;
            /**
             * Version
             * @description The version of the node's form; there is one so far.
             * @default null
             */
            version?: number | null;
        };
        /**
         * DataVisualizationNode
         * @description The rows of a HogQL query as a chart or a table.
         */
        DataVisualizationNode: {
            /**
             * Chartsettings
             * @default null
             */
            chartSettings?: {
                [key: string]: unknown;
            } | null;
            /**
             * Display
             * @default null
             */
            display?: string | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "DataVisualizationNode";
            /** @default null */
            modifiers?: components["schemas"]["QueryModifiers"] | null;
            source: components["schemas"]["QuerySource"];
            /**
             * Tablesettings
             * @default null
             */
            tableSettings?: {
                [key: string]: unknown;
            } | null;
            /** @default null */
            tags?: components["schemas"]["QueryTags"] | null;
            /**
             * Version
             * @description The version of the node's form; there is one so far.
             * @default null
             */
            version?: number | null;
        };
        /**
         * DateRange
         * @description From when to when, each an ISO date or time in the project's time zone, or relative such as `-7d`, `mStart`.
         *
         *     Without `date_from` it is the last 7 days, without `date_to` until now; `all` begins at the first event.
         *     With `explicitDate` the first and the last bucket are cut at exactly these moments.
         */
        DateRange: {
            /**
             * Date From
             * @default null
             */
            date_from?: string | null;
            /**
             * Date To
             * @default null
             */
            date_to?: string | null;
            /**
             * Explicitdate
             * @default false
             */
            explicitDate?: boolean;
        };
        DayCount: {
            count: number;
            /** Format: date */
            day: string;
        };
        DefaultColumnsRequest: {
            default_columns: string[];
            group_type_index: number;
        };
        DeletedProject: {
            /** Format: date-time */
            readonly checked_at: string | null;
            /** Format: date-time */
            readonly completed_at: string | null;
            /** Format: date-time */
            readonly deleted_at: string;
            deleted_by: components["schemas"]["UserBasic"] | null;
            /** @description The id that the project had. */
            id: number;
            /** @description Empty for projects that were deleted before names were kept. */
            name: string;
            /** @description Rows that went, by table. */
            readonly removed: components["schemas"]["RemovedRows"][];
            /** @description pending: hidden, its rows follow within minutes. erased: they are gone. verified: looked for once more. */
            status: components["schemas"]["DeletedProjectStatusEnum"];
        };
        /** @enum {string} */
        DeletedProjectStatusEnum: "pending" | "erased" | "verified";
        DeleteGroupPropertyRequest: {
            /** @description The property's name. */
            $unset: string;
        };
        DeletePropertyRequest: {
            /** @description The property's name. */
            $unset: string;
        };
        DescribeGroupTypeRequest: {
            group_type_index: number;
            name_plural?: string | null;
            name_singular?: string | null;
        };
        /**
         * Display
         * @description How the answer is drawn, which also decides whether it is a time series or one number per series.
         * @enum {string}
         */
        Display: "ActionsLineGraph" | "ActionsLineGraphCumulative" | "ActionsAreaGraph" | "ActionsBar" | "ActionsUnstackedBar" | "ActionsBarValue" | "ActionsPie" | "ActionsTable" | "BoldNumber" | "WorldMap";
        EarlyAccessFeature: {
            /** Format: date-time */
            created_at: string;
            description: string;
            documentation_url: string;
            feature_flag: components["schemas"]["FlagReference"];
            /** Format: uuid */
            id: string;
            name: string;
            /** @description Anything that the page that shows the offer needs. */
            readonly payload: {
                [key: string]: unknown;
            };
            stage: components["schemas"]["StageEnum"];
            /** @description Rises by one with each change. */
            version: number;
        };
        Element: {
            /** @description Its classes. */
            attr_class: string[];
            attr_id: string | null;
            /** @description All others, with `attr__` in front. */
            attributes: {
                [key: string]: string;
            };
            href: string | null;
            nth_child: number | null;
            nth_of_type: number | null;
            /** @description 0 is what was clicked, then what it is in. */
            order: number;
            tag_name: string;
            text: string | null;
        };
        /**
         * ElementPropertyFilter
         * @description A condition on what was clicked.
         */
        ElementPropertyFilter: {
            /** Key */
            key: components["schemas"]["KeyEnum"];
            /**
             * Label
             * @default null
             */
            label?: string | null;
            /** @default exact */
            operator?: components["schemas"]["Operator"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "element";
            /**
             * Value
             * @default null
             */
            value?: string | boolean | number | (string | boolean | number)[] | null;
        };
        Erasure: {
            /** Format: date-time */
            checked_at: string | null;
            /** Format: date-time */
            completed_at: string | null;
            distinct_id_count: number;
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            person_uuid: string;
            /** @description What was asked after the removal, and what was found. */
            proof: components["schemas"]["ProofQuery"][];
            /** @description Rows that were removed, by table. */
            removed: components["schemas"]["RowCount"][];
            /** Format: date-time */
            requested_at: string;
            /** Format: email */
            requested_by: string | null;
            /** @description pending: the profile is gone, events follow. erased: all is gone. verified: looked for once more, later. */
            status: components["schemas"]["ErasureStatusEnum"];
            /** @description Whether events went too, or the profile alone. */
            with_events: boolean;
        };
        ErasureCheck: {
            /** Format: date-time */
            checked_at: string;
            /** Format: uuid */
            erasure_id: string;
            /** @description Nothing was found anywhere. */
            is_clean: boolean;
            proof: components["schemas"]["ProofQuery"][];
            remaining: components["schemas"]["RowCount"][];
        };
        /** @enum {string} */
        ErasureStatusEnum: "pending" | "erased" | "verified";
        /** @description What every failed request answers. */
        Error: {
            /** @description The input field at fault, if it is one. */
            attr: string | null;
            /** @description A stable machine-readable reason. */
            code: string;
            /** @description What went wrong and what to do, for a person. */
            detail: string;
            /** @description The class of the error, such as validation_error. */
            type: string;
        };
        EstimateCohortRequest: {
            /** @description As in a new cohort. */
            filters: {
                [key: string]: unknown;
            };
        };
        /** @enum {string} */
        EvaluationRuntimeEnum: "all" | "client" | "server";
        Event: {
            distinct_id: string;
            /** @description The same, read: at most 200 of them. */
            readonly elements: components["schemas"]["Element"][];
            /** @description The clicked element and its ancestors. */
            elements_chain: string;
            /** @description The event's name. */
            event: string;
            /** Format: uuid */
            id: string;
            person: components["schemas"]["EventPerson"];
            /**
             * Format: uuid
             * @description The person as they are now, merges applied.
             */
            person_id: string;
            /** @description The person's properties at the time of the event. */
            person_properties: {
                [key: string]: unknown;
            };
            properties: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            timestamp: string;
            /** Format: uuid */
            uuid: string;
        };
        EventDefinition: {
            /** @description That action's id. */
            action_id: number | null;
            /** Format: date-time */
            created_at: string;
            description: string;
            hidden: boolean;
            /** Format: uuid */
            id: string;
            /** @description Whether an action has the same name. */
            readonly is_action: boolean;
            /**
             * Format: date-time
             * @description Exact to about an hour.
             */
            last_seen_at: string | null;
            /** Format: date-time */
            last_updated_at: string;
            name: string;
            /** @description Whom to ask about it. */
            owner: components["schemas"]["Owner"] | null;
            tags: string[];
            verified: boolean;
        };
        /**
         * EventMetadataPropertyFilter
         * @description A condition on a column of the event, such as distinct_id.
         */
        EventMetadataPropertyFilter: {
            /** Key */
            key: string;
            /**
             * Label
             * @default null
             */
            label?: string | null;
            /** @default exact */
            operator?: components["schemas"]["Operator"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "event_metadata";
            /**
             * Value
             * @default null
             */
            value?: string | boolean | number | (string | boolean | number)[] | null;
        };
        EventMetrics: {
            /** @description The last 30 days, today last. */
            days: components["schemas"]["DayCount"][];
            volume_30_day: number;
        };
        EventPerson: {
            distinct_ids: string[];
            is_identified: boolean;
            /** @description As they were at the time of the event. */
            properties: {
                [key: string]: unknown;
            };
            /** Format: uuid */
            uuid: string;
        };
        /**
         * EventPropertyFilter
         * @description A condition on a property of the event.
         */
        EventPropertyFilter: {
            /** Key */
            key: string;
            /**
             * Label
             * @default null
             */
            label?: string | null;
            /** @default exact */
            operator?: components["schemas"]["Operator"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "event";
            /**
             * Value
             * @default null
             */
            value?: string | boolean | number | (string | boolean | number)[] | null;
        };
        /**
         * EventsNode
         * @description A series of events of one name, or of all names when `event` is null.
         */
        EventsNode: {
            /**
             * Custom Name
             * @description What the person who made it calls the series.
             * @default null
             */
            custom_name?: string | null;
            /**
             * Event
             * @default null
             */
            event?: string | null;
            /**
             * Fixedproperties
             * @description Filters the interface may not change.
             * @default null
             */
            fixedProperties?: ((components["schemas"]["EventPropertyFilter"] | components["schemas"]["EventMetadataPropertyFilter"] | components["schemas"]["PersonPropertyFilter"] | components["schemas"]["PersonMetadataPropertyFilter"] | components["schemas"]["GroupPropertyFilter"] | components["schemas"]["ElementPropertyFilter"] | components["schemas"]["CohortPropertyFilter"] | components["schemas"]["HogQLPropertyFilter"])[] | components["schemas"]["PropertyGroup"]) | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "EventsNode";
            /** @default total */
            math?: components["schemas"]["Math"];
            /**
             * Math Group Type Index
             * @default null
             */
            math_group_type_index?: number | null;
            /**
             * Math Hogql
             * @description An aggregation, for the math 'hogql'.
             * @default null
             */
            math_hogql?: string | null;
            /**
             * Math Multiplier
             * @description Values of the property are multiplied by this.
             * @default null
             */
            math_multiplier?: number | null;
            /**
             * Math Property
             * @description The property that sum, avg, … are about.
             * @default null
             */
            math_property?: string | null;
            /** @default event_properties */
            math_property_type?: components["schemas"]["MathPropertyType"];
            /**
             * Name
             * @description What the series is called by default.
             * @default null
             */
            name?: string | null;
            /**
             * Properties
             * @default null
             */
            properties?: ((components["schemas"]["EventPropertyFilter"] | components["schemas"]["EventMetadataPropertyFilter"] | components["schemas"]["PersonPropertyFilter"] | components["schemas"]["PersonMetadataPropertyFilter"] | components["schemas"]["GroupPropertyFilter"] | components["schemas"]["ElementPropertyFilter"] | components["schemas"]["CohortPropertyFilter"] | components["schemas"]["HogQLPropertyFilter"])[] | components["schemas"]["PropertyGroup"]) | null;
        };
        /**
         * EventsQuery
         * @description A page of events, newest first unless `orderBy` says otherwise.
         *
         *     `select` holds HogQL expressions; `*` is the whole event and `person` who did it. `nextCursor` of an answer, given
         *     back as `cursor`, continues exactly after its last row.
         */
        EventsQuery: {
            /**
             * Actionid
             * @description Only events that this action matches.
             * @default null
             */
            actionId?: number | null;
            /**
             * After
             * @description Only events after this date, absolute or relative.
             * @default null
             */
            after?: string | null;
            /**
             * Before
             * @description Only events before this date, absolute or relative.
             * @default null
             */
            before?: string | null;
            /**
             * Cursor
             * @default null
             */
            cursor?: string | null;
            /**
             * Event
             * @default null
             */
            event?: string | null;
            /**
             * Events
             * @default null
             */
            events?: string[] | null;
            /**
             * Filtertestaccounts
             * @default false
             */
            filterTestAccounts?: boolean;
            /**
             * Fixedproperties
             * @default []
             */
            fixedProperties?: (components["schemas"]["EventPropertyFilter"] | components["schemas"]["EventMetadataPropertyFilter"] | components["schemas"]["PersonPropertyFilter"] | components["schemas"]["PersonMetadataPropertyFilter"] | components["schemas"]["GroupPropertyFilter"] | components["schemas"]["ElementPropertyFilter"] | components["schemas"]["CohortPropertyFilter"] | components["schemas"]["HogQLPropertyFilter"])[] | components["schemas"]["PropertyGroup"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "EventsQuery";
            /**
             * Limit
             * @default null
             */
            limit?: number | null;
            /** @default null */
            modifiers?: components["schemas"]["QueryModifiers"] | null;
            /**
             * Offset
             * @default null
             */
            offset?: number | null;
            /**
             * Orderby
             * @default []
             */
            orderBy?: string[];
            /**
             * Personid
             * @default null
             */
            personId?: string | null;
            /**
             * Properties
             * @default []
             */
            properties?: (components["schemas"]["EventPropertyFilter"] | components["schemas"]["EventMetadataPropertyFilter"] | components["schemas"]["PersonPropertyFilter"] | components["schemas"]["PersonMetadataPropertyFilter"] | components["schemas"]["GroupPropertyFilter"] | components["schemas"]["ElementPropertyFilter"] | components["schemas"]["CohortPropertyFilter"] | components["schemas"]["HogQLPropertyFilter"])[] | components["schemas"]["PropertyGroup"];
            /**
             * Select
             * @default [
             *       "*"
             *     ]
             */
            select?: string[];
            /** @default null */
            tags?: components["schemas"]["QueryTags"] | null;
            /**
             * Version
             * @description The version of the node's form; there is one so far.
             * @default null
             */
            version?: number | null;
            /**
             * Where
             * @default []
             */
            where?: string[];
        };
        /**
         * EventsQueryResponse
         * @description The answer to an EventsQuery.
         */
        EventsQueryResponse: {
            /**
             * Cache Key
             * @default null
             */
            cache_key?: string | null;
            /**
             * Cache Target Age
             * @description When the answer counts as stale.
             * @default null
             */
            cache_target_age?: string | null;
            /**
             * Calculation Trigger
             * @default null
             */
            calculation_trigger?: string | null;
            /** Columns */
            columns: string[];
            /**
             * Error
             * @default null
             */
            error?: string | null;
            /**
             * Hasmore
             * @default null
             */
            hasMore?: boolean | null;
            /**
             * Hogql
             * @description The HogQL that was asked.
             * @default null
             */
            hogql?: string | null;
            /**
             * Is Cached
             * @default false
             */
            is_cached?: boolean;
            /**
             * Last Refresh
             * @description When the answer was computed.
             * @default null
             */
            last_refresh?: string | null;
            /** Limit */
            limit: number;
            /** Modifiers */
            modifiers?: {
                [key: string]: unknown;
            };
            /**
             * Next Allowed Client Refresh
             * @default null
             */
            next_allowed_client_refresh?: string | null;
            /**
             * Nextcursor
             * @default null
             */
            nextCursor?: string | null;
            /** Offset */
            offset: number;
            /** @default null */
            query_status?: components["schemas"]["QueryStatus"] | null;
            /** @default null */
            resolved_date_range?: components["schemas"]["ResolvedDateRange"] | null;
            /** Results */
            results: unknown[][];
            /**
             * Timezone
             * @default null
             */
            timezone?: string | null;
            /** Timings */
            timings?: components["schemas"]["Timing"][];
            /**
             * Types
             * @description Pairs of column and ClickHouse type.
             */
            types: string[][];
        };
        EventsSettings: {
            /** @description Store events of visitors without cookies, under ids that change daily; otherwise they are refused. */
            cookieless_enabled: boolean;
            /** @description Events older than this when they arrive are not stored; null takes every age. */
            drop_events_older_than_hours: number | null;
            /** @description Store events without making or changing people; those about nothing else are refused. */
            person_processing_opt_out: boolean;
            /** @description Events older than this are deleted, for good; null keeps all. */
            retention_days: number | null;
        };
        FailedFlag: {
            id: number;
            reason: string;
        };
        FeatureFlag: {
            active: boolean;
            archived: boolean;
            /** @description What a share counts. */
            bucketing_identifier: components["schemas"]["BucketingIdentifierEnum"];
            /** Format: date-time */
            created_at: string;
            created_by: components["schemas"]["FlagAuthor"] | null;
            deleted: boolean;
            /** @description Whether people keep their answer when they log in. */
            ensure_experience_continuity: boolean;
            /** @description Only SDKs that name one of these get the flag; none means all. */
            evaluation_contexts: string[];
            /** @description Which SDKs get the flag. */
            evaluation_runtime: components["schemas"]["EvaluationRuntimeEnum"];
            /** @description The early access feature whose flag it is, if there is one. */
            features: components["schemas"]["FlagOffer"][];
            /** @description Who gets what. Encrypted payloads are redacted. */
            readonly filters: {
                [key: string]: unknown;
            };
            has_encrypted_payloads: boolean;
            id: number;
            is_remote_configuration: boolean;
            /** @description The name by which SDKs ask for the flag. */
            key: string;
            /**
             * Format: date-time
             * @description When an SDK last reported the flag, exact to about ten minutes.
             */
            last_called_at: string | null;
            last_modified_by: components["schemas"]["FlagAuthor"] | null;
            /** @description The flag's description. */
            name: string;
            status: components["schemas"]["FlagStateEnum"];
            /** @description Why the status is what it is. */
            status_reason: string;
            tags: string[];
            /** Format: date-time */
            updated_at: string;
            /** @description Rises by one with each change. */
            version: number;
        };
        FlagAsOf: {
            /** @description The version the flag had then. */
            flag_version: number;
            /** @description What was taken as it is now: cohorts (their members and definitions), kept_ids (of logins). */
            from_now: components["schemas"]["FromNowEnum"][];
            /**
             * Format: date-time
             * @description The time of the event whose properties of the person were taken; null when there was none by then.
             */
            person_known_from: string | null;
            /** Format: date-time */
            timestamp: string;
        };
        FlagAuthor: {
            email: string;
            first_name: string;
            id: number;
            /** Format: uuid */
            uuid: string;
        };
        FlagCohort: {
            /** @description How many people the flag is on for; null while they are being gathered. */
            count: number | null;
            id: number;
            /** @description Whether people are still being gathered; the cohort's own address tells when it is complete. */
            is_calculating: boolean;
            is_static: boolean;
            name: string;
        };
        FlagCohortAnswer: {
            cohort: components["schemas"]["FlagCohort"];
        };
        FlagConditionTrace: {
            description: string;
            /** @description False when the group it is about was not given. */
            has_subject: boolean;
            index: number;
            is_in_rollout: boolean;
            /**
             * Format: double
             * @description Where the person stands, 0 to 100; a share lets in who stands at or below it.
             */
            place: number | null;
            properties: components["schemas"]["FlagPropertyTrace"][];
            properties_match: boolean | null;
            /** Format: double */
            rollout_percentage: number;
            variant: string | null;
        };
        FlagExplanation: {
            /** @description Null for the answer of this moment. */
            as_of: components["schemas"]["FlagAsOf"] | null;
            condition_index: number | null;
            conditions: components["schemas"]["FlagConditionTrace"][];
            description: string;
            /** @description False when a store that was needed did not answer. */
            is_known: boolean;
            key: string;
            payload: string | null;
            reason: components["schemas"]["ReasonEnum"];
            /** @description true, false or a variant. */
            readonly value: unknown;
        };
        FlagIdsFound: {
            ids: number[];
            total: number;
        };
        FlagIdsRequest: {
            ids: number[];
        };
        FlagKey: {
            id: number;
            key: string;
        };
        FlagKeys: {
            /** @description Keys by id. */
            keys: {
                [key: string]: string;
            };
        };
        FlagOffer: {
            description: string;
            documentation_url: string;
            /** Format: uuid */
            id: string;
            name: string;
            stage: components["schemas"]["StageEnum"];
        };
        FlagPropertyTrace: {
            /** @description What the person, group, cohort or flag has. */
            readonly actual: unknown | null;
            /** @description Whether there is no such property. */
            is_missing: boolean;
            key: string;
            /** @description Null when a store did not answer. */
            matched: boolean | null;
            operator: string;
            type: string;
            /** @description What the condition wants. */
            readonly value: unknown | null;
        };
        FlagReference: {
            active: boolean;
            id: number;
            key: string;
            name: string;
        };
        /** @enum {string} */
        FlagStateEnum: "active" | "stale" | "disabled" | "archived" | "deleted";
        FlagStatus: {
            reason: string;
            status: components["schemas"]["FlagStateEnum"];
        };
        FlagTags: {
            tags: string[];
        };
        FlagTestRequest: {
            distinct_id?: string;
            /** @description Keys of groups by kind. */
            groups?: {
                [key: string]: string;
            };
            /**
             * Format: uuid
             * @description Instead of distinct_id.
             */
            person_id?: string;
            /** @description These go before what is stored. */
            person_properties?: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @description As of when; now without it. The flag and those it depends on as they stood, the person's and groups' properties as events told until then. What is taken as it is now stands in as_of.from_now.
             */
            timestamp?: string;
        };
        /** @description The fields of a flag that have a history, as they were. */
        FlagVersion: {
            readonly flag: {
                [key: string]: unknown;
            };
            /** @description Whether there is a newer version. */
            is_historical: boolean;
            modified_by: components["schemas"]["FlagAuthor"] | null;
            version: number;
            /** Format: date-time */
            version_timestamp: string;
        };
        /**
         * FormulaNode
         * @description A formula with the name it is shown under.
         */
        FormulaNode: {
            /**
             * Custom Name
             * @default null
             */
            custom_name?: string | null;
            /** Formula */
            formula: string;
        };
        /** @enum {string} */
        FromNowEnum: "cohorts" | "kept_ids";
        /**
         * GoalLine
         * @description A horizontal line to reach.
         */
        GoalLine: {
            /**
             * Bordercolor
             * @default null
             */
            borderColor?: string | null;
            /**
             * Displaylabel
             * @default true
             */
            displayLabel?: boolean;
            /** Label */
            label: string;
            /** Value */
            value: number;
        };
        Group: {
            /** Format: date-time */
            created_at: string;
            group_key: string;
            group_properties: {
                [key: string]: unknown;
            };
            group_type_index: number;
        };
        GroupErasure: {
            /** Format: date-time */
            checked_at: string | null;
            /** Format: date-time */
            completed_at: string | null;
            group_key: string;
            group_type_index: number;
            /** Format: uuid */
            id: string;
            /** @description What was asked after the removal, and what was found. */
            proof: components["schemas"]["ProofQuery"][];
            /** @description Rows that were removed, by table. */
            removed: components["schemas"]["RowCount"][];
            /** Format: date-time */
            requested_at: string;
            /** Format: email */
            requested_by: string | null;
            /** @description pending: no query finds it any more. erased: its rows are gone. verified: looked for once more, later. */
            status: components["schemas"]["ErasureStatusEnum"];
        };
        /**
         * GroupOperator
         * @description How the conditions of a group combine.
         * @enum {string}
         */
        GroupOperator: "AND" | "OR";
        /** @description What changed about a property; derived ones say who or what did it. */
        GroupPropertyChange: {
            /** @description The value since then; null when it was removed. */
            readonly after: unknown;
            /** @description The value until then; null without one. */
            readonly before: unknown;
            /** Format: date-time */
            changed_at: string;
            /**
             * Format: email
             * @description Who changed it by hand, if their account is there.
             */
            changed_by: string | null;
            /** @description Of that event. */
            distinct_id: string;
            /**
             * Format: uuid
             * @description The event that said so; null for a change by hand.
             */
            event_uuid: string | null;
            property: string;
            /** @description False when the property was removed. */
            readonly was_set: boolean;
        };
        /**
         * GroupPropertyFilter
         * @description A condition on a property of the group of the given type.
         */
        GroupPropertyFilter: {
            /** Group Type Index */
            group_type_index: number;
            /** Key */
            key: string;
            /**
             * Label
             * @default null
             */
            label?: string | null;
            /** @default exact */
            operator?: components["schemas"]["Operator"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "group";
            /**
             * Value
             * @default null
             */
            value?: string | boolean | number | (string | boolean | number)[] | null;
        };
        GroupType: {
            /** Format: date-time */
            created_at: string;
            /** @description Of lists; empty for the usual. */
            default_columns: string[];
            group_type: string;
            /** @description The column, 0 to 4. */
            group_type_index: number;
            name_plural: string;
            name_singular: string;
        };
        /**
         * HogQLFilters
         * @description What the placeholder `{filters}` of a HogQL query becomes.
         */
        HogQLFilters: {
            /** @default null */
            dateRange?: components["schemas"]["DateRange"] | null;
            /**
             * Filtertestaccounts
             * @default false
             */
            filterTestAccounts?: boolean;
            /**
             * Properties
             * @default []
             */
            properties?: (components["schemas"]["EventPropertyFilter"] | components["schemas"]["EventMetadataPropertyFilter"] | components["schemas"]["PersonPropertyFilter"] | components["schemas"]["PersonMetadataPropertyFilter"] | components["schemas"]["GroupPropertyFilter"] | components["schemas"]["ElementPropertyFilter"] | components["schemas"]["CohortPropertyFilter"] | components["schemas"]["HogQLPropertyFilter"])[] | components["schemas"]["PropertyGroup"];
        };
        /**
         * HogQLMetadata
         * @description Checks a piece of HogQL without running it: the mistakes with their positions, the tables it reads.
         */
        HogQLMetadata: {
            /** @default null */
            filters?: components["schemas"]["HogQLFilters"] | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "HogQLMetadata";
            /**
             * Language
             * @default hogQL
             */
            language?: components["schemas"]["LanguageEnum"];
            /** @default null */
            modifiers?: components["schemas"]["QueryModifiers"] | null;
            /** Query */
            query: string;
            /** @default null */
            tags?: components["schemas"]["QueryTags"] | null;
            /**
             * Variables
             * @default null
             */
            variables?: {
                [key: string]: components["schemas"]["HogQLVariable"];
            } | null;
            /**
             * Version
             * @description The version of the node's form; there is one so far.
             * @default null
             */
            version?: number | null;
        };
        /**
         * HogQLMetadataResponse
         * @description The answer to HogQLMetadata.
         */
        HogQLMetadataResponse: {
            /**
             * Cache Key
             * @default null
             */
            cache_key?: string | null;
            /**
             * Cache Target Age
             * @description When the answer counts as stale.
             * @default null
             */
            cache_target_age?: string | null;
            /**
             * Calculation Trigger
             * @default null
             */
            calculation_trigger?: string | null;
            /**
             * Error
             * @default null
             */
            error?: string | null;
            /** Errors */
            errors: components["schemas"]["HogQLNotice"][];
            /**
             * Hasmore
             * @default null
             */
            hasMore?: boolean | null;
            /**
             * Hogql
             * @description The HogQL that was asked.
             * @default null
             */
            hogql?: string | null;
            /**
             * Is Cached
             * @default false
             */
            is_cached?: boolean;
            /** Isvalid */
            isValid: boolean;
            /**
             * Last Refresh
             * @description When the answer was computed.
             * @default null
             */
            last_refresh?: string | null;
            /** Modifiers */
            modifiers?: {
                [key: string]: unknown;
            };
            /**
             * Next Allowed Client Refresh
             * @default null
             */
            next_allowed_client_refresh?: string | null;
            /** Notices */
            notices: components["schemas"]["HogQLNotice"][];
            /** Query */
            query: string;
            /** @default null */
            query_status?: components["schemas"]["QueryStatus"] | null;
            /** @default null */
            resolved_date_range?: components["schemas"]["ResolvedDateRange"] | null;
            /**
             * Results
             * @default null
             */
            results?: unknown;
            /** Table Names */
            table_names: string[];
            /**
             * Timezone
             * @default null
             */
            timezone?: string | null;
            /** Timings */
            timings?: components["schemas"]["Timing"][];
            /** Warnings */
            warnings: components["schemas"]["HogQLNotice"][];
        };
        /**
         * HogQLNotice
         * @description Something about a piece of a query.
         */
        HogQLNotice: {
            /**
             * End
             * @default null
             */
            end?: number | null;
            /**
             * Fix
             * @default null
             */
            fix?: string | null;
            /** Message */
            message: string;
            /**
             * Start
             * @description Offset of the first character, if it is known.
             */
            start: number | null;
        };
        /**
         * HogQLPropertyFilter
         * @description A condition written in HogQL, in `key`.
         */
        HogQLPropertyFilter: {
            /** Key */
            key: string;
            /**
             * Label
             * @default null
             */
            label?: string | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "hogql";
            /**
             * Value
             * @default null
             */
            value?: string | boolean | number | (string | boolean | number)[] | null;
        };
        /**
         * HogQLQuery
         * @description A SELECT in HogQL. `values` fill placeholders such as `{name}`; a LIMIT above the maximum is lowered to it.
         */
        HogQLQuery: {
            /** @default null */
            filters?: components["schemas"]["HogQLFilters"] | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "HogQLQuery";
            /**
             * Limit
             * @description Rows when the query itself has no LIMIT.
             * @default null
             */
            limit?: number | null;
            /** @default null */
            modifiers?: components["schemas"]["QueryModifiers"] | null;
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /**
             * Offset
             * @description Rows to skip when the query itself has no OFFSET.
             * @default null
             */
            offset?: number | null;
            /** Query */
            query: string;
            /** @default null */
            tags?: components["schemas"]["QueryTags"] | null;
            /**
             * Values
             * @default null
             */
            values?: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
            /**
             * Variables
             * @default null
             */
            variables?: {
                [key: string]: components["schemas"]["HogQLVariable"];
            } | null;
            /**
             * Version
             * @description The version of the node's form; there is one so far.
             * @default null
             */
            version?: number | null;
        };
        /**
         * HogQLQueryResponse
         * @description The answer to a HogQLQuery.
         */
        HogQLQueryResponse: {
            /**
             * Cache Key
             * @default null
             */
            cache_key?: string | null;
            /**
             * Cache Target Age
             * @description When the answer counts as stale.
             * @default null
             */
            cache_target_age?: string | null;
            /**
             * Calculation Trigger
             * @default null
             */
            calculation_trigger?: string | null;
            /** Columns */
            columns: string[];
            /**
             * Error
             * @default null
             */
            error?: string | null;
            /**
             * Hasmore
             * @default null
             */
            hasMore?: boolean | null;
            /**
             * Hogql
             * @description The HogQL that was asked.
             * @default null
             */
            hogql?: string | null;
            /**
             * Is Cached
             * @default false
             */
            is_cached?: boolean;
            /**
             * Last Refresh
             * @description When the answer was computed.
             * @default null
             */
            last_refresh?: string | null;
            /** Limit */
            limit: number;
            /** Modifiers */
            modifiers?: {
                [key: string]: unknown;
            };
            /**
             * Next Allowed Client Refresh
             * @default null
             */
            next_allowed_client_refresh?: string | null;
            /** Offset */
            offset: number;
            /** Query */
            query: string;
            /** @default null */
            query_status?: components["schemas"]["QueryStatus"] | null;
            /** @default null */
            resolved_date_range?: components["schemas"]["ResolvedDateRange"] | null;
            /** Results */
            results: unknown[][];
            /**
             * Timezone
             * @default null
             */
            timezone?: string | null;
            /** Timings */
            timings?: components["schemas"]["Timing"][];
            /**
             * Types
             * @description Pairs of column and ClickHouse type.
             */
            types: string[][];
        };
        /**
         * HogQLVariable
         * @description A value for `{variables.code_name}`.
         */
        HogQLVariable: {
            /** Code Name */
            code_name: string;
            /**
             * Isnull
             * @default false
             */
            isNull?: boolean;
            /** @default null */
            value?: components["schemas"]["JsonValue"];
            /**
             * Variableid
             * @default null
             */
            variableId?: string | null;
        };
        IdentitySecret: {
            /** Format: date-time */
            previous_valid_until: string | null;
            /** @description For the backend alone, which signs distinct ids with it. Shown only now. */
            secret: string;
        };
        IngestionHistory: {
            bucket_seconds: number;
            /** @description Events stored, of this project. */
            events: number[];
            /** @description From accepted to queryable; null without events. */
            lag_p50_ms: (number | null)[];
            lag_p99_ms: (number | null)[];
            /** @description Of the whole instance: all projects share one queue. */
            queue: components["schemas"]["QueueHistory"];
            /** @description Requests with this project's token that were not accepted, the most frequent reason first. */
            refusals: components["schemas"]["RefusalHistory"][];
            /** @description When each bucket begins. */
            starts: string[];
            /** @description Of this project, the most frequent first. */
            warnings: components["schemas"]["WarningHistory"][];
        };
        IngestionWarning: {
            /** @description What happened, for a person to read. */
            details: {
                [key: string]: unknown;
            };
            /** @description The event as it was sent, as JSON; empty when it was stored all the same. */
            raw: string;
            /** Format: date-time */
            timestamp: string;
        };
        IngestionWarnings: {
            /** @description In the last 30 days. */
            count: number;
            /** Format: date-time */
            lastSeen: string;
            type: components["schemas"]["WarningKindEnum"];
            /** @description The newest ten. */
            warnings: components["schemas"]["IngestionWarning"][];
        };
        Insight: {
            /** Format: date-time */
            created_at: string;
            created_by: components["schemas"]["Author"] | null;
            deleted: boolean;
            description: string;
            favorited: boolean;
            id: number;
            /** Format: date-time */
            last_modified_at: string;
            last_modified_by: components["schemas"]["Author"] | null;
            name: string;
            /** @description The query node, as the query endpoint takes it. */
            readonly query: {
                [key: string]: unknown;
            };
            /** @description The id in the insight's address. */
            short_id: string;
        };
        /**
         * InsightVizNode
         * @description An insight with its chart and controls.
         */
        InsightVizNode: {
            /**
             * Embedded
             * @default null
             */
            embedded?: boolean | null;
            /**
             * Full
             * @default null
             */
            full?: boolean | null;
            /**
             * Hidepersonsmodal
             * @default null
             */
            hidePersonsModal?: boolean | null;
            /**
             * Hidetooltiponscroll
             * @default null
             */
            hideTooltipOnScroll?: boolean | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "InsightVizNode";
            /** @default null */
            modifiers?: components["schemas"]["QueryModifiers"] | null;
            /**
             * Shortid
             * @default null
             */
            shortId?: string | null;
            /**
             * Showcorrrelationtable
             * @default null
             */
            showCorrrelationTable?: boolean | null;
            /**
             * Showfilters
             * @default null
             */
            showFilters?: boolean | null;
            /**
             * Showheader
             * @default null
             */
            showHeader?: boolean | null;
            /**
             * Showlastcomputation
             * @default null
             */
            showLastComputation?: boolean | null;
            /**
             * Showlastcomputationrefresh
             * @default null
             */
            showLastComputationRefresh?: boolean | null;
            /**
             * Showresults
             * @default null
             */
            showResults?: boolean | null;
            /**
             * Showtable
             * @default null
             */
            showTable?: boolean | null;
            source: components["schemas"]["QuerySource"];
            /**
             * Suppresssessionanalysiswarning
             * @default null
             */
            suppressSessionAnalysisWarning?: boolean | null;
            /** @default null */
            tags?: components["schemas"]["QueryTags"] | null;
            /**
             * Version
             * @description The version of the node's form; there is one so far.
             * @default null
             */
            version?: number | null;
        };
        /**
         * Interval
         * @description The grain of a time series.
         * @enum {string}
         */
        Interval: "minute" | "hour" | "day" | "week" | "month";
        Invite: {
            /** Format: date-time */
            readonly created_at: string;
            readonly created_by: components["schemas"]["UserBasic"] | null;
            first_name?: string;
            /** Format: uuid */
            readonly id: string;
            readonly is_expired: boolean;
            level?: components["schemas"]["LevelEnum"];
            message?: string;
            /** Format: email */
            target_email: string;
        };
        InvitePreview: {
            first_name: string;
            /** Format: uuid */
            id: string;
            organization_name: string;
            /** @description Masked, because the link may be in the wrong hands. */
            target_email: string;
        };
        InviteSignUpRequest: {
            first_name?: string;
            password?: string;
        };
        JsonValue: unknown;
        /** @enum {string} */
        KeyEnum: "tag_name" | "text" | "href" | "selector";
        KnownId: {
            /**
             * Format: date-time
             * @description Null for ids older than the record.
             */
            added_at: string | null;
            distinct_id: string;
        };
        /** @enum {string} */
        LanguageEnum: "hogQL" | "hogQLExpr";
        /** @enum {integer} */
        LevelEnum: 1 | 8 | 15;
        ListFeatureFlagsRequest: {
            active?: components["schemas"]["ActiveEnum"];
            /** @description Only archived flags, or only others. */
            archived?: boolean | null;
            created_by_id?: number;
            evaluation_runtime?: components["schemas"]["EvaluationRuntimeEnum"];
            has_evaluation_contexts?: boolean | null;
            /** @description The newest first unless said otherwise. */
            order?: components["schemas"]["OrderEnum"];
            /** @description Words in key, description or tags. */
            search?: string;
            /** @description Tags, separated by commas or as a JSON list; one is enough. */
            tags?: string;
            type?: components["schemas"]["ListFeatureFlagsTypeEnum"];
        };
        /** @enum {string} */
        ListFeatureFlagsTypeEnum: "boolean" | "multivariant" | "remote_config";
        LogInRequest: {
            /** Format: email */
            email: string;
            password: string;
        };
        MadeCohort: {
            id: number;
            name: string;
            project_id: number;
        };
        /**
         * Math
         * @description What a series computes from its events, for each bucket of time.
         * @enum {string}
         */
        Math: "total" | "dau" | "weekly_active" | "monthly_active" | "unique_session" | "unique_group" | "first_time_for_user" | "first_matching_event_for_user" | "avg" | "sum" | "min" | "max" | "median" | "p75" | "p90" | "p95" | "p99" | "avg_count_per_actor" | "min_count_per_actor" | "max_count_per_actor" | "median_count_per_actor" | "p75_count_per_actor" | "p90_count_per_actor" | "p95_count_per_actor" | "p99_count_per_actor" | "hogql";
        /**
         * MathPropertyType
         * @description Whose property is aggregated.
         * @enum {string}
         */
        MathPropertyType: "event_properties" | "person_properties";
        Member: {
            /** Format: uuid */
            readonly id: string;
            /** Format: date-time */
            readonly joined_at: string;
            /** Format: date-time */
            readonly last_login: string | null;
            level?: components["schemas"]["LevelEnum"];
            /** Format: date-time */
            readonly updated_at: string;
            readonly user: components["schemas"]["UserBasic"];
        };
        MergedPerson: {
            /** @description The ids that came along. */
            distinct_ids: string[];
            /** Format: uuid */
            from_person: string;
            /** Format: uuid */
            into_person: string;
            /** Format: date-time */
            merged_at: string;
        };
        /** @enum {string} */
        ModelNameEnum: "FeatureFlag";
        MonthRows: {
            /** @description 202601 for January 2026. */
            month: number;
            rows: number;
        };
        MyFlag: {
            feature_flag: components["schemas"]["FeatureFlag"];
            /** @description true, false or a variant. */
            value: unknown;
        };
        NameCount: {
            count: number;
            name: string;
        };
        NewPersonalAPIKey: {
            /** Format: date-time */
            readonly created_at: string;
            readonly id: string;
            readonly label: string;
            /** Format: date-time */
            readonly last_used_at: string | null;
            readonly mask_value: string;
            readonly scoped_organizations: string[];
            readonly scoped_teams: number[];
            readonly scopes: string[];
            /** @description The key itself. Shown now and never again. */
            readonly value: string;
        };
        NewProjectSecretKey: {
            /** Format: date-time */
            readonly created_at: string;
            readonly id: string;
            label: string;
            /** Format: date-time */
            readonly last_used_at: string | null;
            readonly mask_value: string;
            /**
             * Format: date-time
             * @description Until when the value before the last replacement works.
             */
            readonly previous_valid_until: string | null;
            /** Format: date-time */
            readonly rolled_at: string | null;
            scopes: string[];
            /** @description The key, shown this once. */
            value: string;
        };
        NullEnum: null;
        OfferFeatureRequest: {
            description?: string;
            documentation_url?: string;
            /**
             * Format: int64
             * @description Without one a flag is made.
             */
            feature_flag_id?: number | null;
            name: string;
            payload?: {
                [key: string]: unknown;
            };
            /** @description Drafts and archived ones are offered to nobody. */
            stage: components["schemas"]["StageEnum"];
        };
        /** @enum {string} */
        OperationEnum: "update_status" | "add_release_condition" | "update_variants";
        /**
         * Operator
         * @description All operators of the API.
         * @enum {string}
         */
        Operator: "exact" | "is_not" | "icontains" | "not_icontains" | "icontains_multi" | "not_icontains_multi" | "starts_with" | "not_starts_with" | "ends_with" | "not_ends_with" | "regex" | "not_regex" | "gt" | "gte" | "lt" | "lte" | "between" | "not_between" | "min" | "max" | "is_set" | "is_not_set" | "is_date_exact" | "is_date_before" | "is_date_after" | "semver_eq" | "semver_neq" | "semver_gt" | "semver_gte" | "semver_lt" | "semver_lte" | "semver_tilde" | "semver_caret" | "semver_wildcard" | "is_cleaned_path_exact" | "in" | "not_in" | "flag_evaluates_to";
        /** @enum {string} */
        OrderEnum: "-created_at" | "-updated_at" | "-last_called_at" | "key";
        Organization: {
            /** Format: date-time */
            readonly created_at: string;
            /** Format: uuid */
            readonly id: string;
            readonly member_count: number;
            readonly members_can_invite: boolean;
            /** @description The caller's level: 1 member, 8 admin, 15 owner. */
            readonly membership_level: number | null;
            readonly name: string;
            readonly projects: components["schemas"]["ProjectBasic"][];
            readonly slug: string;
            readonly teams: components["schemas"]["ProjectBasic"][];
            /** Format: date-time */
            readonly updated_at: string;
        };
        OrganizationBasic: {
            /** Format: uuid */
            readonly id: string;
            readonly members_can_invite: boolean;
            /** @description The caller's level: 1 member, 8 admin, 15 owner. */
            readonly membership_level: number | null;
            readonly name: string;
            readonly slug: string;
        };
        OrganizationNameRequest: {
            /** @description The organization's name. */
            name: string;
        };
        Owner: {
            email: string;
            first_name: string;
            id: number;
            /** Format: uuid */
            uuid: string;
        };
        PaginatedActionList: {
            /** @example 123 */
            count: number;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=400&limit=100
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=200&limit=100
             */
            previous?: string | null;
            results: components["schemas"]["Action"][];
        };
        PaginatedActivityList: {
            /** @example 123 */
            count: number;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=400&limit=100
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=200&limit=100
             */
            previous?: string | null;
            results: components["schemas"]["Activity"][];
            /** @description The same as `count`. */
            total_count?: number;
        };
        PaginatedAnnotationList: {
            /** @example 123 */
            count: number;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=400&limit=100
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=200&limit=100
             */
            previous?: string | null;
            results: components["schemas"]["Annotation"][];
        };
        PaginatedCohortCalculationList: {
            /** @example 123 */
            count: number;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=400&limit=100
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=200&limit=100
             */
            previous?: string | null;
            results: components["schemas"]["CohortCalculation"][];
        };
        PaginatedCohortList: {
            /** @example 123 */
            count: number;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=400&limit=100
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=200&limit=100
             */
            previous?: string | null;
            results: components["schemas"]["Cohort"][];
        };
        PaginatedCohortMemberList: {
            /** @example 123 */
            count: number;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=400&limit=100
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=200&limit=100
             */
            previous?: string | null;
            results: components["schemas"]["CohortMember"][];
        };
        PaginatedDeletedProjectList: {
            /** @example 123 */
            count: number;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=400&limit=100
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=200&limit=100
             */
            previous?: string | null;
            results: components["schemas"]["DeletedProject"][];
        };
        PaginatedEarlyAccessFeatureList: {
            /** @example 123 */
            count: number;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=400&limit=100
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=200&limit=100
             */
            previous?: string | null;
            results: components["schemas"]["EarlyAccessFeature"][];
        };
        PaginatedErasureList: {
            /** @example 123 */
            count: number;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=400&limit=100
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=200&limit=100
             */
            previous?: string | null;
            results: components["schemas"]["Erasure"][];
        };
        PaginatedEventDefinitionList: {
            /** @example 123 */
            count: number;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=400&limit=100
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=200&limit=100
             */
            previous?: string | null;
            results: components["schemas"]["EventDefinition"][];
        };
        PaginatedEventList: {
            /** @example 123 */
            count: number;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=400&limit=100
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=200&limit=100
             */
            previous?: string | null;
            results: components["schemas"]["Event"][];
        };
        PaginatedFeatureFlagList: {
            /** @example 123 */
            count: number;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=400&limit=100
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=200&limit=100
             */
            previous?: string | null;
            results: components["schemas"]["FeatureFlag"][];
        };
        PaginatedGroupErasureList: {
            /** @example 123 */
            count: number;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=400&limit=100
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=200&limit=100
             */
            previous?: string | null;
            results: components["schemas"]["GroupErasure"][];
        };
        PaginatedGroupList: {
            /** @example 123 */
            count: number;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=400&limit=100
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=200&limit=100
             */
            previous?: string | null;
            results: components["schemas"]["Group"][];
        };
        PaginatedIngestionWarningsList: {
            /** @example 123 */
            count: number;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=400&limit=100
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=200&limit=100
             */
            previous?: string | null;
            results: components["schemas"]["IngestionWarnings"][];
        };
        PaginatedInsightList: {
            /** @example 123 */
            count: number;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=400&limit=100
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=200&limit=100
             */
            previous?: string | null;
            results: components["schemas"]["Insight"][];
        };
        PaginatedInviteList: {
            /** @example 123 */
            count: number;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=400&limit=100
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=200&limit=100
             */
            previous?: string | null;
            results: components["schemas"]["Invite"][];
        };
        PaginatedOrganizationList: {
            /** @example 123 */
            count: number;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=400&limit=100
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=200&limit=100
             */
            previous?: string | null;
            results: components["schemas"]["Organization"][];
        };
        PaginatedPersonList: {
            /** @example 123 */
            count: number;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=400&limit=100
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=200&limit=100
             */
            previous?: string | null;
            results: components["schemas"]["Person"][];
        };
        PaginatedProjectList: {
            /** @example 123 */
            count: number;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=400&limit=100
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=200&limit=100
             */
            previous?: string | null;
            results: components["schemas"]["Project"][];
        };
        PaginatedPropertyDefinitionList: {
            /** @example 123 */
            count: number;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=400&limit=100
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=200&limit=100
             */
            previous?: string | null;
            results: components["schemas"]["PropertyDefinition"][];
        };
        PaginatedRetentionRunList: {
            /** @example 123 */
            count: number;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=400&limit=100
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=200&limit=100
             */
            previous?: string | null;
            results: components["schemas"]["RetentionRun"][];
        };
        PaginatedScheduledChangeList: {
            /** @example 123 */
            count: number;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=400&limit=100
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?offset=200&limit=100
             */
            previous?: string | null;
            results: components["schemas"]["ScheduledChange"][];
        };
        PatchedAddPersonsRequest: {
            /** @description Person ids, distinct ids or e-mail addresses. */
            person_ids?: string[];
        };
        PatchedCaptureProtectionRequest: {
            /** @description Whether servers and apps, which name no origin, may send when `allowed_origins` is not empty. */
            allow_without_origin?: boolean;
            /** @description Empty: pages of every origin may send. */
            allowed_origins?: string[];
            /** @description What happens to events of known bots. */
            bot_filter?: components["schemas"]["BotFilterEnum"];
            /** @description Of one distinct id; null is no limit. */
            person_events_per_minute?: number | null;
            /** @description Of the whole project; null is no limit. */
            project_events_per_minute?: number | null;
            /** @description Whether events must prove who they are about before they change or join identified people. */
            require_signed_identity?: boolean;
        };
        PatchedChangeActionRequest: {
            deleted?: boolean;
            description?: string;
            /** @description Unique in the project. */
            name?: string;
            /** Format: date-time */
            pinned_at?: string | null;
            /** @description Only false: there are no messages to Slack. */
            post_to_slack?: boolean;
            steps?: components["schemas"]["ActionStepRequest"][];
            tags?: string[];
        };
        PatchedChangeAnnotationRequest: {
            content?: string;
            /** Format: date-time */
            date_marker?: string;
            /** @description True deletes, false restores. */
            deleted?: boolean;
            hidden_in_user_interface?: boolean;
            is_emoji?: boolean;
            scope?: components["schemas"]["ScopeEnum"];
        };
        PatchedChangeCohortRequest: {
            /**
             * Format: binary
             * @description People to add to a static cohort.
             */
            csv?: string;
            /** @description The one the change was made from. When somebody changed the cohort since, the answer is 409. */
            definition_version?: number;
            /** @description True deletes, false restores. */
            deleted?: boolean;
            description?: string;
            /** @description As in a new cohort. */
            filters?: {
                [key: string]: unknown;
            };
            name?: string;
        };
        PatchedChangeEventRequest: {
            description?: string;
            hidden?: boolean;
            /** @description A member's id; null for nobody. */
            owner?: number | null;
            tags?: string[];
            verified?: boolean;
        };
        PatchedChangeFeatureFlagRequest: {
            active?: boolean;
            archived?: boolean;
            bucketing_identifier?: components["schemas"]["BucketingIdentifierEnum"];
            /** @description True deletes, false restores. */
            deleted?: boolean;
            ensure_experience_continuity?: boolean;
            evaluation_contexts?: string[];
            evaluation_runtime?: components["schemas"]["EvaluationRuntimeEnum"];
            /** @description Who gets what: `groups`, `multivariate`, `payloads` and more. See the README. */
            filters?: unknown;
            has_encrypted_payloads?: boolean;
            is_remote_configuration?: boolean;
            key?: string;
            /** @description The description. */
            name?: string;
            tags?: string[];
            /** @description The version the change was made from. When somebody changed the same fields since, the answer is 409. */
            version?: number;
        };
        PatchedChangeInsightRequest: {
            /** @description True deletes, false restores. */
            deleted?: boolean;
            description?: string;
            favorited?: boolean;
            name?: string;
            /** @description A query node, such as a TrendsQuery. */
            query?: {
                [key: string]: unknown;
            };
        };
        PatchedChangeMemberRequest: {
            /** @description 1 member, 8 admin, 15 owner. */
            level?: components["schemas"]["LevelEnum"];
        };
        PatchedChangeOfferRequest: {
            description?: string;
            documentation_url?: string;
            name?: string;
            payload?: {
                [key: string]: unknown;
            };
            stage?: components["schemas"]["StageEnum"];
            /** @description The one the change was made from. When somebody changed the feature since, the answer is 409. */
            version?: number;
        };
        PatchedChangePersonRequest: {
            /** @description Properties to set; others stay as they are. */
            properties?: {
                [key: string]: unknown | null;
            };
        };
        PatchedChangeProjectRequest: {
            anonymize_ips?: boolean;
            app_urls?: string[];
            name?: string;
            person_display_name_properties?: string[];
            /** @description Property filters that insights apply when they filter out internal users. */
            test_account_filters?: {
                [key: string]: unknown;
            }[];
            /** @description IANA name, such as Europe/Berlin. */
            timezone?: string;
            week_start_day?: components["schemas"]["WeekStartDayEnum"];
        };
        PatchedChangeScheduleRequest: {
            /** @description Five fields, instead of an interval. */
            cron_expression?: string | null;
            /** Format: date-time */
            end_date?: string | null;
            is_recurring?: boolean;
            payload?: components["schemas"]["ScheduledPayloadRequest"];
            recurrence_interval?: components["schemas"]["RecurrenceIntervalEnum"] | components["schemas"]["NullEnum"];
            /** Format: date-time */
            scheduled_at?: string;
            /** @description IANA name; days begin and clocks change in it. */
            timezone?: string;
        };
        PatchedChangeUserRequest: {
            current_password?: string;
            first_name?: string;
            last_name?: string;
            /** @description The new password. */
            password?: string;
            /** Format: uuid */
            set_current_organization?: string;
            /** Format: int64 */
            set_current_team?: number;
            theme_mode?: components["schemas"]["ThemeModeEnum"];
        };
        PatchedChosenColumnsRequest: {
            /** @description In the order they are shown; null stands for the list's own columns. */
            columns?: string[] | null;
        };
        PatchedDescribePropertyRequest: {
            description?: string;
            hidden?: boolean;
            /** @description Kept whatever values come; '' to learn it. */
            property_type?: components["schemas"]["PropertyTypeEnum"] | components["schemas"]["BlankEnum"];
            tags?: string[];
            verified?: boolean;
        };
        PatchedEventsSettingsRequest: {
            /** @description Store events of visitors without cookies, under ids that change daily; otherwise they are refused. */
            cookieless_enabled?: boolean;
            /** @description Events older than this when they arrive are not stored; null takes every age. */
            drop_events_older_than_hours?: number | null;
            /** @description Store events without making or changing people; those about nothing else are refused. */
            person_processing_opt_out?: boolean;
            /** @description Events older than this are deleted, for good; null keeps all. */
            retention_days?: number | null;
        };
        PatchedOrganizationNameRequest: {
            /** @description The organization's name. */
            name?: string;
        };
        PatchedRemovePersonRequest: {
            /** Format: uuid */
            person_id?: string;
        };
        /** @description An invitation that the signed-in person may accept at `/signup/<id>`. */
        PendingInvite: {
            /** Format: date-time */
            created_at: string;
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            organization_id: string;
            organization_name: string;
        };
        Person: {
            /** Format: date-time */
            created_at: string;
            distinct_ids: string[];
            /**
             * Format: uuid
             * @description The same as `uuid`; what the person is found by.
             */
            id: string;
            is_identified: boolean;
            /** @description An e-mail address, a name, or else the best distinct id. */
            name: string;
            /** @description As they are now. */
            properties: {
                [key: string]: unknown;
            };
            /** Format: uuid */
            uuid: string;
        };
        PersonalAPIKey: {
            /** Format: date-time */
            readonly created_at: string;
            readonly id: string;
            readonly label: string;
            /** Format: date-time */
            readonly last_used_at: string | null;
            readonly mask_value: string;
            readonly scoped_organizations: string[];
            readonly scoped_teams: number[];
            readonly scopes: string[];
        };
        PersonalAPIKeyFormRequest: {
            label: string;
            scoped_organizations?: string[];
            scoped_teams?: number[];
            scopes: string[];
        };
        PersonHistory: {
            /** @description All ids, the oldest first. */
            distinct_ids: components["schemas"]["KnownId"][];
            /** @description Who became this person, the latest first. */
            merges: components["schemas"]["MergedPerson"][];
        };
        /**
         * PersonMetadataPropertyFilter
         * @description A condition on the person itself, such as when it was first seen.
         */
        PersonMetadataPropertyFilter: {
            /** Key */
            key: string;
            /**
             * Label
             * @default null
             */
            label?: string | null;
            /** @default exact */
            operator?: components["schemas"]["Operator"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "person_metadata";
            /**
             * Value
             * @default null
             */
            value?: string | boolean | number | (string | boolean | number)[] | null;
        };
        /**
         * PersonPropertyFilter
         * @description A condition on a property of the person, as it was at the time of the event.
         */
        PersonPropertyFilter: {
            /** Key */
            key: string;
            /**
             * Label
             * @default null
             */
            label?: string | null;
            /** @default exact */
            operator?: components["schemas"]["Operator"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "person";
            /**
             * Value
             * @default null
             */
            value?: string | boolean | number | (string | boolean | number)[] | null;
        };
        Preflight: {
            /** @description Whether an account can be opened without an invitation. */
            can_signup: boolean;
            signed_in: boolean;
            /** @description The address SDKs should send to. */
            site_url: string;
            version: string;
        };
        PreviewActionRequest: {
            /** @default 20 */
            limit?: number;
            steps: components["schemas"]["ActionStepRequest"][];
        };
        Project: {
            anonymize_ips?: boolean;
            readonly api_token: string;
            app_urls?: unknown;
            /** Format: date-time */
            readonly created_at: string;
            readonly id: number;
            readonly ingested_event: boolean;
            readonly is_demo: boolean;
            name?: string;
            /** Format: uuid */
            readonly organization: string;
            person_display_name_properties?: unknown;
            test_account_filters?: unknown;
            timezone?: string;
            /** Format: date-time */
            readonly updated_at: string;
            /** Format: uuid */
            readonly uuid: string;
            week_start_day?: components["schemas"]["WeekStartDayEnum"];
        };
        ProjectBasic: {
            readonly api_token: string;
            readonly id: number;
            readonly ingested_event: boolean;
            readonly is_demo: boolean;
            readonly name: string;
            /** Format: uuid */
            readonly organization: string;
            readonly timezone: string;
            /** Format: uuid */
            readonly uuid: string;
        };
        ProjectFlag: {
            active: boolean;
            /** Format: date-time */
            created_at: string;
            /** @description Who gets what. */
            readonly filters: {
                [key: string]: unknown;
            };
            flag_id: number;
            key: string;
            status: string;
            /** @description The project. */
            team_id: number;
            version: number;
        };
        ProjectSecretKey: {
            /** Format: date-time */
            readonly created_at: string;
            readonly id: string;
            label: string;
            /** Format: date-time */
            readonly last_used_at: string | null;
            readonly mask_value: string;
            /**
             * Format: date-time
             * @description Until when the value before the last replacement works.
             */
            readonly previous_valid_until: string | null;
            /** Format: date-time */
            readonly rolled_at: string | null;
            scopes: string[];
        };
        ProjectSecretKeyFormRequest: {
            label: string;
            scopes?: components["schemas"]["ScopesEnum"][];
        };
        ProofQuery: {
            /** @description The values of the query's parameters. Ids appear as fingerprints. */
            parameters: {
                [key: string]: unknown;
            };
            /** @description What the query found. */
            rows: number;
            /** @description For ClickHouse; counts what is left. */
            sql: string;
            table: string;
        };
        /** @description What changed about a property; derived ones say who or what did it. */
        PropertyChange: {
            /** @description The value since then; null when it was removed. */
            readonly after: unknown;
            /** @description The value until then; null without one. */
            readonly before: unknown;
            /** Format: date-time */
            changed_at: string;
            distinct_id: string;
            /** @description The event that said so. */
            event: string;
            /** Format: uuid */
            event_uuid: string;
            property: string;
            /** @description False when the property was removed. */
            readonly was_set: boolean;
        };
        PropertyDefinition: {
            description: string;
            group_type_index: number | null;
            hidden: boolean;
            /** Format: uuid */
            id: string;
            readonly is_numerical: boolean;
            is_seen_on_filtered_events: boolean | null;
            name: string;
            /** @description Null while no value has told. */
            readonly property_type: components["schemas"]["PropertyTypeEnum"] | components["schemas"]["NullEnum"];
            tags: string[];
            verified: boolean;
        };
        /**
         * PropertyGroup
         * @description Conditions of which all (AND) or any (OR) must hold.
         */
        PropertyGroup: {
            type: components["schemas"]["GroupOperator"];
            /** Values */
            values: ((components["schemas"]["EventPropertyFilter"] | components["schemas"]["EventMetadataPropertyFilter"] | components["schemas"]["PersonPropertyFilter"] | components["schemas"]["PersonMetadataPropertyFilter"] | components["schemas"]["GroupPropertyFilter"] | components["schemas"]["ElementPropertyFilter"] | components["schemas"]["CohortPropertyFilter"] | components["schemas"]["HogQLPropertyFilter"]) | components["schemas"]["PropertyGroup"])[];
        };
        /** @enum {string} */
        PropertyTypeEnum: "String" | "Numeric" | "Boolean" | "DateTime" | "Duration";
        PropertyValue: {
            /** @description The value, as text. */
            name: string;
        };
        QueryAnswer: components["schemas"]["DatabaseSchemaResponse"] | components["schemas"]["EventsQueryResponse"] | components["schemas"]["HogQLMetadataResponse"] | components["schemas"]["HogQLQueryResponse"] | components["schemas"]["TrendsQueryResponse"];
        /**
         * QueryModifiers
         * @description Reserved for switches that change how a query is answered; there are none yet.
         */
        QueryModifiers: Record<string, unknown>;
        /**
         * QueryNode
         * @description A question that can be sent to the query endpoint. Each subclass has a `kind` of its own.
         */
        QueryNode: {
            /** Kind */
            kind: string;
            /** @default null */
            modifiers?: components["schemas"]["QueryModifiers"] | null;
            /** @default null */
            tags?: components["schemas"]["QueryTags"] | null;
            /**
             * Version
             * @description The version of the node's form; there is one so far.
             * @default null
             */
            version?: number | null;
        };
        /**
         * QueryProgress
         * @description How much a running query has read.
         */
        QueryProgress: {
            /**
             * Active Cpu Time
             * @default 0
             */
            active_cpu_time?: number;
            /**
             * Bytes Read
             * @default 0
             */
            bytes_read?: number;
            /**
             * Estimated Rows Total
             * @default 0
             */
            estimated_rows_total?: number;
            /**
             * Rows Read
             * @default 0
             */
            rows_read?: number;
            /**
             * Time Elapsed
             * @default 0
             */
            time_elapsed?: number;
        };
        /**
         * QueryRequest
         * @description A query and how to answer it.
         */
        QueryRequest: {
            /**
             * Client Query Id
             * @description The client's own id for this run, with which it can be followed or cancelled.
             * @default null
             */
            client_query_id?: string | null;
            /**
             * @description Filters of the dashboard around the query.
             * @default null
             */
            filters_override?: components["schemas"]["DashboardFilters"] | null;
            /**
             * Limit Context
             * @default null
             */
            limit_context?: ("query" | "query_async") | null;
            /**
             * Name
             * @description What to call it in logs.
             * @default null
             */
            name?: string | null;
            query: components["schemas"]["QuerySchema"];
            /**
             * @description What to do about a cached answer: compute in the request, in the background, or never.
             * @default blocking
             */
            refresh?: components["schemas"]["RefreshMode"];
            /**
             * Variables Override
             * @default null
             */
            variables_override?: {
                [key: string]: components["schemas"]["HogQLVariable"];
            } | null;
        };
        QuerySchema: components["schemas"]["DatabaseSchemaQuery"] | components["schemas"]["EventsQuery"] | components["schemas"]["HogQLMetadata"] | components["schemas"]["HogQLQuery"] | components["schemas"]["TrendsQuery"] | components["schemas"]["InsightVizNode"] | components["schemas"]["DataTableNode"] | components["schemas"]["DataVisualizationNode"];
        QuerySource: components["schemas"]["DatabaseSchemaQuery"] | components["schemas"]["EventsQuery"] | components["schemas"]["HogQLMetadata"] | components["schemas"]["HogQLQuery"] | components["schemas"]["TrendsQuery"];
        /**
         * QueryStatus
         * @description Where a background query stands.
         */
        QueryStatus: {
            /**
             * Complete
             * @default false
             */
            complete?: boolean;
            /**
             * Dashboard Id
             * @default null
             */
            dashboard_id?: number | null;
            /**
             * End Time
             * @default null
             */
            end_time?: string | null;
            /**
             * Error
             * @default false
             */
            error?: boolean;
            /**
             * Error Code
             * @description As `code` in the answer to a query that is waited for.
             * @default null
             */
            error_code?: string | null;
            /**
             * Error Extra
             * @description As `extra` there: where the mistake is, as `start`, `end`, `line` and `column`.
             * @default null
             */
            error_extra?: {
                [key: string]: number;
            } | null;
            /**
             * Error Message
             * @default null
             */
            error_message?: string | null;
            /**
             * Expiration Time
             * @description Until when this can be asked for.
             * @default null
             */
            expiration_time?: string | null;
            /** Id */
            id: string;
            /**
             * Insight Id
             * @default null
             */
            insight_id?: number | null;
            /**
             * Labels
             * @default null
             */
            labels?: string[] | null;
            /**
             * Pickup Time
             * @description When a worker began.
             * @default null
             */
            pickup_time?: string | null;
            /**
             * Query Async
             * @default true
             */
            query_async?: boolean;
            /** @default null */
            query_progress?: components["schemas"]["QueryProgress"] | null;
            /**
             * Results
             * @description The whole answer, once complete.
             * @default null
             */
            results?: unknown;
            /**
             * Start Time
             * @description When it was asked.
             * @default null
             */
            start_time?: string | null;
            /**
             * Task Id
             * @default null
             */
            task_id?: string | null;
            /** Team Id */
            team_id: number;
        };
        /**
         * QueryStatusResponse
         * @description A background query's status, beside an old answer when there is one.
         */
        QueryStatusResponse: {
            query_status: components["schemas"]["QueryStatus"];
        } & {
            [key: string]: unknown;
        };
        /**
         * QueryTags
         * @description Where in the product a query was asked; it does not change the answer.
         */
        QueryTags: {
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /**
             * Productkey
             * @default null
             */
            productKey?: string | null;
            /**
             * Scene
             * @default null
             */
            scene?: string | null;
        };
        QueueHistory: {
            /** @description Longest that the oldest of them had waited. */
            oldest_ms: (number | null)[];
            /** @description Most requests that waited; null where none looked. */
            requests: (number | null)[];
        };
        /** @enum {string} */
        ReasonEnum: "condition_match" | "no_condition_match" | "out_of_rollout_bound" | "no_group_type" | "super_condition_value" | "holdout_condition_value" | "flag_disabled" | "missing_dependency" | "not_evaluated";
        /** @enum {string} */
        RecurrenceIntervalEnum: "daily" | "weekly" | "monthly" | "yearly";
        Reference: {
            id: string;
            name: string;
            /** @description insight, cohort, … */
            type: string;
        };
        /**
         * RefreshMode
         * @description `blocking` computes within the request, `async` in the background, `force_…` ignores the cache, and
         *     `force_cache` never computes. `lazy_async` is content with older answers.
         * @enum {string}
         */
        RefreshMode: "blocking" | "async" | "lazy_async" | "async_except_on_cache_miss" | "force_blocking" | "force_async" | "force_cache";
        RefusalHistory: {
            /** @description Requests; each may hold many events. */
            counts: number[];
            /** Format: date-time */
            last_at: string | null;
            /** @description What the newest of them was told. */
            last_detail: string;
            /** @description The page it came from; empty for a program. */
            last_origin: string;
            /** @description The code of the answer, such as `origin_not_allowed`. */
            reason: string;
        };
        RejectedRow: {
            line: number;
            reason: string;
            value: string;
        };
        Related: {
            /** @description At most 100 of each kind. */
            groups: components["schemas"]["RelatedGroup"][];
            /** @description At most 100. */
            people: string[];
        };
        RelatedGroup: {
            group_key: string;
            group_type_index: number;
        };
        RemovedPerson: {
            /** @description False when the person was not in the cohort. */
            removed: boolean;
        };
        RemovedRows: {
            rows: number;
            store: components["schemas"]["StoreEnum"];
            table: string;
        };
        /**
         * ResolvedDateRange
         * @description The range that was looked at, in the project's time zone.
         */
        ResolvedDateRange: {
            /** Date From */
            date_from: string;
            /** Date To */
            date_to: string;
        };
        RetentionRun: {
            /** Format: date-time */
            completed_at: string | null;
            /**
             * Format: date-time
             * @description Events before this moment were deleted.
             */
            cutoff: string;
            /** @description Months that went as a whole. */
            dropped_months: number[];
            /** Format: uuid */
            id: string;
            months: components["schemas"]["MonthRows"][];
            retention_days: number;
            rows: number;
            /** Format: date-time */
            started_at: string;
        };
        RollSecretKeyRequest: {
            /**
             * Format: double
             * @description For how long the old value keeps working.
             * @default 24
             */
            grace_hours?: number;
        };
        RowCount: {
            rows: number;
            table: string;
        };
        ScheduleChangeRequest: {
            /** @description Five fields, instead of an interval. */
            cron_expression?: string | null;
            /** Format: date-time */
            end_date?: string | null;
            is_recurring?: boolean;
            model_name?: components["schemas"]["ModelNameEnum"];
            payload: components["schemas"]["ScheduledPayloadRequest"];
            /**
             * Format: int64
             * @description The id of the flag.
             */
            record_id: number;
            recurrence_interval?: components["schemas"]["RecurrenceIntervalEnum"] | components["schemas"]["NullEnum"];
            /** Format: date-time */
            scheduled_at: string;
            /** @description IANA name; days begin and clocks change in it. */
            timezone?: string;
        };
        ScheduledChange: {
            /** Format: date-time */
            created_at: string;
            created_by: components["schemas"]["FlagAuthor"] | null;
            cron_expression: string;
            /** Format: date-time */
            end_date: string | null;
            /**
             * Format: date-time
             * @description When it was done for good.
             */
            executed_at: string | null;
            /** @description Why the last attempt changed nothing. */
            failure_reason: string;
            id: number;
            readonly is_recurring: boolean;
            /** Format: date-time */
            last_executed_at: string | null;
            /** @description Always FeatureFlag. */
            readonly model_name: string;
            readonly payload: components["schemas"]["ScheduledPayload"];
            /** @description The id of the flag. */
            readonly record_id: string;
            recurrence_interval: components["schemas"]["RecurrenceIntervalEnum"] | components["schemas"]["NullEnum"];
            /**
             * Format: date-time
             * @description The next time, or the last one of what has been done.
             */
            scheduled_at: string;
            team_id: number;
            timezone: string;
            /** Format: date-time */
            updated_at: string;
        };
        ScheduledPayload: {
            operation: components["schemas"]["OperationEnum"];
            /** @description update_status: true or false. add_release_condition: {groups}. update_variants: {variants, payloads}. */
            value: unknown;
        };
        ScheduledPayloadRequest: {
            operation: components["schemas"]["OperationEnum"];
            /** @description update_status: true or false. add_release_condition: {groups}. update_variants: {variants, payloads}. */
            value: unknown;
        };
        /**
         * SchemaField
         * @description A column of a table.
         */
        SchemaField: {
            /**
             * Fields
             * @default null
             */
            fields?: string[] | null;
            /**
             * Hogql Value
             * @description How to write it in a query.
             */
            hogql_value: string;
            /** Name */
            name: string;
            /**
             * Table
             * @default null
             */
            table?: string | null;
            /** Type */
            type: string;
        };
        /**
         * SchemaTable
         * @description A table of HogQL.
         */
        SchemaTable: {
            /** Fields */
            fields: {
                [key: string]: components["schemas"]["SchemaField"];
            };
            /** Id */
            id: string;
            /** Name */
            name: string;
            /**
             * Type
             * @default posthog
             */
            type?: string;
        };
        /** @enum {string} */
        ScopeEnum: "project" | "organization";
        /** @enum {string} */
        ScopesEnum: "feature_flag:read" | "experiment:read";
        /**
         * SeriesAction
         * @description Which series of the query a result belongs to.
         */
        SeriesAction: {
            /** Custom Name */
            custom_name: string | null;
            /** Days */
            days: string[];
            /**
             * Id
             * @description The event's name, or the action's id.
             */
            id: string | number | null;
            /** Math */
            math: string;
            /** Math Group Type Index */
            math_group_type_index: number | null;
            /** Math Hogql */
            math_hogql: string | null;
            /** Math Property */
            math_property: string | null;
            /** Name */
            name: string | null;
            /** Order */
            order: number;
            /** Properties */
            properties: unknown;
            /**
             * Type
             * @description events or actions
             */
            type: string;
        };
        SignUpRequest: {
            /** Format: email */
            email: string;
            first_name: string;
            organization_name?: string;
            password: string;
        };
        SplitPersonRequest: {
            /** @description The id that stays, with the properties. Without one the first id stays and the properties go. */
            main_distinct_id?: string | null;
        };
        /** @enum {string} */
        StageEnum: "draft" | "concept" | "alpha" | "beta" | "general-availability" | "archived";
        /** @enum {string} */
        StoreEnum: "clickhouse" | "postgres";
        Success: {
            success: boolean;
        };
        /** @enum {string} */
        TagActionEnum: "add" | "remove" | "set";
        TaggedFlag: {
            id: number;
            tags: string[];
        };
        TaggedFlags: {
            errors: components["schemas"]["FailedFlag"][];
            updated: components["schemas"]["TaggedFlag"][];
        };
        /** @enum {string} */
        TextMatchingEnum: "contains" | "regex" | "exact";
        /** @enum {string} */
        ThemeModeEnum: "system" | "light" | "dark";
        /**
         * Timing
         * @description How long one step took.
         */
        Timing: {
            /**
             * K
             * @description The step.
             */
            k: string;
            /**
             * T
             * @description Seconds.
             */
            t: number;
        };
        /**
         * TrendsFilter
         * @description Display, arithmetic between series, smoothing and presentation.
         */
        TrendsFilter: {
            /** @default null */
            aggregationAxisFormat?: components["schemas"]["AxisFormat"] | null;
            /**
             * Aggregationaxispostfix
             * @default null
             */
            aggregationAxisPostfix?: string | null;
            /**
             * Aggregationaxisprefix
             * @default null
             */
            aggregationAxisPrefix?: string | null;
            /**
             * Decimalplaces
             * @default null
             */
            decimalPlaces?: number | null;
            /** @default ActionsLineGraph */
            display?: components["schemas"]["Display"];
            /**
             * Formula
             * @default null
             */
            formula?: string | null;
            /**
             * Formulanodes
             * @default null
             */
            formulaNodes?: components["schemas"]["FormulaNode"][] | null;
            /**
             * Formulas
             * @default null
             */
            formulas?: string[] | null;
            /**
             * Goallines
             * @default null
             */
            goalLines?: components["schemas"]["GoalLine"][] | null;
            /**
             * Hiddenlegendindexes
             * @default null
             */
            hiddenLegendIndexes?: number[] | null;
            /**
             * Mindecimalplaces
             * @default null
             */
            minDecimalPlaces?: number | null;
            /**
             * Resultcustomizationby
             * @default null
             */
            resultCustomizationBy?: ("value" | "position") | null;
            /**
             * Resultcustomizations
             * @default null
             */
            resultCustomizations?: {
                [key: string]: unknown;
            } | null;
            /**
             * Showalertthresholdlines
             * @default null
             */
            showAlertThresholdLines?: boolean | null;
            /**
             * Showlabelsonseries
             * @default null
             */
            showLabelsOnSeries?: boolean | null;
            /**
             * Showlegend
             * @default null
             */
            showLegend?: boolean | null;
            /**
             * Showmultipleyaxes
             * @default null
             */
            showMultipleYAxes?: boolean | null;
            /**
             * Showpercentstackview
             * @default null
             */
            showPercentStackView?: boolean | null;
            /**
             * Showtrendlines
             * @default null
             */
            showTrendLines?: boolean | null;
            /**
             * Showvaluesonseries
             * @default null
             */
            showValuesOnSeries?: boolean | null;
            /**
             * Smoothingintervals
             * @default 1
             */
            smoothingIntervals?: number;
            /**
             * Yaxisscaletype
             * @default null
             */
            yAxisScaleType?: ("linear" | "log10") | null;
        };
        /**
         * TrendsQuery
         * @description How often, by how many, how much: one or more series over time or in total.
         */
        TrendsQuery: {
            /**
             * Aggregation Group Type Index
             * @description Count groups of this type wherever people would be counted.
             * @default null
             */
            aggregation_group_type_index?: number | null;
            /** @default null */
            breakdownFilter?: components["schemas"]["BreakdownFilter"] | null;
            /** @default null */
            compareFilter?: components["schemas"]["CompareFilter"] | null;
            /**
             * @default {
             *       "date_from": null,
             *       "date_to": null,
             *       "explicitDate": false
             *     }
             */
            dateRange?: components["schemas"]["DateRange"];
            /**
             * Filtertestaccounts
             * @default false
             */
            filterTestAccounts?: boolean;
            /** @default day */
            interval?: components["schemas"]["Interval"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "TrendsQuery";
            /** @default null */
            modifiers?: components["schemas"]["QueryModifiers"] | null;
            /**
             * Properties
             * @default []
             */
            properties?: (components["schemas"]["EventPropertyFilter"] | components["schemas"]["EventMetadataPropertyFilter"] | components["schemas"]["PersonPropertyFilter"] | components["schemas"]["PersonMetadataPropertyFilter"] | components["schemas"]["GroupPropertyFilter"] | components["schemas"]["ElementPropertyFilter"] | components["schemas"]["CohortPropertyFilter"] | components["schemas"]["HogQLPropertyFilter"])[] | components["schemas"]["PropertyGroup"];
            /**
             * Samplingfactor
             * @default null
             */
            samplingFactor?: number | null;
            /** Series */
            series: (components["schemas"]["EventsNode"] | components["schemas"]["ActionsNode"])[];
            /** @default null */
            tags?: components["schemas"]["QueryTags"] | null;
            /**
             * @default {
             *       "aggregationAxisFormat": null,
             *       "aggregationAxisPostfix": null,
             *       "aggregationAxisPrefix": null,
             *       "decimalPlaces": null,
             *       "display": "ActionsLineGraph",
             *       "formula": null,
             *       "formulaNodes": null,
             *       "formulas": null,
             *       "goalLines": null,
             *       "hiddenLegendIndexes": null,
             *       "minDecimalPlaces": null,
             *       "resultCustomizationBy": null,
             *       "resultCustomizations": null,
             *       "showAlertThresholdLines": null,
             *       "showLabelsOnSeries": null,
             *       "showLegend": null,
             *       "showMultipleYAxes": null,
             *       "showPercentStackView": null,
             *       "showTrendLines": null,
             *       "showValuesOnSeries": null,
             *       "smoothingIntervals": 1,
             *       "yAxisScaleType": null
             *     }
             */
            trendsFilter?: components["schemas"]["TrendsFilter"];
            /**
             * Version
             * @description The version of the node's form; there is one so far.
             * @default null
             */
            version?: number | null;
        };
        /**
         * TrendsQueryResponse
         * @description The answer to a TrendsQuery.
         */
        TrendsQueryResponse: {
            /**
             * Cache Key
             * @default null
             */
            cache_key?: string | null;
            /**
             * Cache Target Age
             * @description When the answer counts as stale.
             * @default null
             */
            cache_target_age?: string | null;
            /**
             * Calculation Trigger
             * @default null
             */
            calculation_trigger?: string | null;
            /**
             * Error
             * @default null
             */
            error?: string | null;
            /**
             * Hasmore
             * @default null
             */
            hasMore?: boolean | null;
            /**
             * Hogql
             * @description The HogQL that was asked.
             * @default null
             */
            hogql?: string | null;
            /**
             * Is Cached
             * @default false
             */
            is_cached?: boolean;
            /**
             * Last Refresh
             * @description When the answer was computed.
             * @default null
             */
            last_refresh?: string | null;
            /** Modifiers */
            modifiers?: {
                [key: string]: unknown;
            };
            /**
             * Next Allowed Client Refresh
             * @default null
             */
            next_allowed_client_refresh?: string | null;
            /** @default null */
            query_status?: components["schemas"]["QueryStatus"] | null;
            /** @default null */
            resolved_date_range?: components["schemas"]["ResolvedDateRange"] | null;
            /** Results */
            results: components["schemas"]["TrendsResult"][];
            /**
             * Timezone
             * @default null
             */
            timezone?: string | null;
            /** Timings */
            timings?: components["schemas"]["Timing"][];
        };
        /**
         * TrendsResult
         * @description One line of a chart, or one number when `aggregated_value` is there.
         */
        TrendsResult: {
            action: components["schemas"]["SeriesAction"] | null;
            /**
             * Aggregated Value
             * @default null
             */
            aggregated_value?: number | null;
            /**
             * Breakdown Value
             * @default null
             */
            breakdown_value?: string | null;
            /**
             * Compare
             * @default null
             */
            compare?: boolean | null;
            /**
             * Compare Label
             * @default null
             */
            compare_label?: string | null;
            /** Count */
            count: number;
            /** Data */
            data: number[];
            /** Days */
            days: string[];
            /** Filter */
            filter: {
                [key: string]: unknown;
            };
            /** Label */
            label: string;
            /** Labels */
            labels: string[];
        };
        Trigger: {
            job_id: string;
            /** @description What made the system act, such as scheduled_change. */
            job_type: string;
        };
        UpdatedFlagStates: {
            errors: components["schemas"]["FailedFlag"][];
            /** @description Those that were in this state already. */
            unchanged: components["schemas"]["FlagKey"][];
            updated: components["schemas"]["FlagKey"][];
        };
        UpdateGroupPropertyRequest: {
            key: string;
            /** @description Any JSON. */
            value: unknown | null;
        };
        UpdatePropertyRequest: {
            key: string;
            /** @description Any JSON. */
            value: unknown | null;
        };
        UploadPeopleRequest: {
            /**
             * Format: binary
             * @description UTF-8, one person a row: a distinct id, an e-mail address or a person id.
             */
            csv: string;
        };
        UploadReport: {
            /** @description People who were not in the cohort before. */
            added: number;
            /** @description People who were in it already. */
            already: number;
            /** @description The header of the column that was read; empty without one. */
            column: string;
            /** @description The first of them. */
            rejected: components["schemas"]["RejectedRow"][];
            /** @description Rows that name nobody. */
            rejected_count: number;
            rows: number;
        };
        /** @description The signed-in person, with what the dashboard needs to start. */
        User: {
            /** Format: date-time */
            readonly date_joined: string;
            readonly distinct_id: string;
            /** Format: email */
            readonly email: string;
            readonly first_name: string;
            readonly has_password: boolean;
            readonly id: number;
            readonly is_staff: boolean;
            readonly last_name: string;
            readonly organization: components["schemas"]["Organization"] | null;
            readonly organizations: components["schemas"]["OrganizationBasic"][];
            readonly pending_invites: components["schemas"]["PendingInvite"][];
            readonly team: components["schemas"]["ProjectBasic"] | null;
            readonly theme_mode: string;
            /** Format: uuid */
            readonly uuid: string;
        };
        UserBasic: {
            readonly distinct_id: string;
            /** Format: email */
            readonly email: string;
            readonly first_name: string;
            readonly id: number;
            readonly last_name: string;
            /** Format: uuid */
            readonly uuid: string;
        };
        WarningHistory: {
            counts: number[];
            type: components["schemas"]["WarningKindEnum"];
        };
        /** @enum {string} */
        WarningKindEnum: "unreadable_body" | "invalid_event" | "event_too_large" | "event_not_storable" | "event_processing_failed" | "refused_by_clickhouse" | "invalid_event_when_process_person_profile_is_false" | "client_ingestion_warning" | "heatmaps_not_supported" | "recording_sent_to_events" | "event_dropped_too_old" | "cookieless_not_enabled" | "cookieless_event_incomplete" | "cookieless_day_is_over" | "cookieless_identity_event" | "person_was_erased" | "person_not_deleted_by_event" | "person_over_cap" | "project_over_cap" | "bot_event_dropped" | "event_name_shortened" | "distinct_id_shortened" | "ignored_unparsable_timestamp" | "timestamp_too_far_in_the_future" | "timestamp_before_1970" | "heatmap_data_removed" | "invalid_person_update" | "person_properties_too_large" | "person_properties_not_copied" | "cannot_merge_with_illegal_distinct_id" | "cannot_merge_already_identified" | "too_many_distinct_ids" | "invalid_groups" | "invalid_group_update" | "group_key_too_long" | "too_many_group_types" | "unsigned_identity" | "unsigned_person_update" | "unsigned_group_update" | "unsigned_group_type" | "name_not_definable" | "too_many_definitions";
        /** @enum {integer} */
        WeekStartDayEnum: 0 | 1;
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    preflight: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preflight"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    login_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LogInRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Success"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    logout_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Success"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    organizations_list: {
        parameters: {
            query?: {
                /** @description Number of results to return per page. */
                limit?: number;
                /** @description The initial index from which to return the results. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedOrganizationList"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    organizations_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrganizationNameRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organization"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    organizations_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID or @current. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organization"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    organizations_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID or @current. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    organizations_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A UUID or @current. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedOrganizationNameRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organization"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    organizations_deleted_projects_list: {
        parameters: {
            query?: {
                /** @description Number of results to return per page. */
                limit?: number;
                /** @description The initial index from which to return the results. */
                offset?: number;
            };
            header?: never;
            path: {
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedDeletedProjectList"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    organizations_feature_flags_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectFlag"][];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    organizations_feature_flags_copy_flags_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CopyFlagsRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CopiedFlags"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    organizations_invites_list: {
        parameters: {
            query?: {
                /** @description Number of results to return per page. */
                limit?: number;
                /** @description The initial index from which to return the results. */
                offset?: number;
            };
            header?: never;
            path: {
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedInviteList"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    organizations_invites_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateInviteRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invite"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    organizations_invites_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invite_id: string;
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    organizations_invites_bulk_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateInviteRequest"][];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invite"][];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    organizations_members_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"][];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    organizations_members_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization_id: string;
                user_uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    organizations_members_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization_id: string;
                user_uuid: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedChangeMemberRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    personal_api_keys_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonalAPIKey"][];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    personal_api_keys_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonalAPIKeyFormRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewPersonalAPIKey"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    personal_api_keys_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonalAPIKey"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    personal_api_keys_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonalAPIKeyFormRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonalAPIKey"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    personal_api_keys_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    personal_api_keys_roll_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewPersonalAPIKey"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    projects_list: {
        parameters: {
            query?: {
                /** @description Number of results to return per page. */
                limit?: number;
                /** @description The initial index from which to return the results. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedProjectList"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    projects_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateProjectRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    projects_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A number or @current. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    projects_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A number or @current. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    projects_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A number or @current. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedChangeProjectRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    projects_reset_token_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A number or @current. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    actions_list: {
        parameters: {
            query?: {
                /** @description Number of results to return per page. */
                limit?: number;
                /** @description The initial index from which to return the results. */
                offset?: number;
                /** @description Words, all in the name. */
                search?: string;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedActionList"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    actions_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActionFormRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Action"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    actions_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                action_id: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Action"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    actions_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                action_id: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedChangeActionRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Action"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    actions_references_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                action_id: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reference"][];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    actions_preview_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewActionRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Event"][];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    activity_log_list: {
        parameters: {
            query?: {
                item_id?: string;
                /** @description Number of results to return per page. */
                limit?: number;
                /** @description The initial index from which to return the results. */
                offset?: number;
                page?: number;
                /** @description The kind of thing, such as FeatureFlag. */
                scope?: string;
                /** @description Words, each a part of the name, of who did it, of what happened, or of a value before or after. */
                search?: string;
                /** @description Who did it, by id. */
                user?: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedActivityList"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    annotations_list: {
        parameters: {
            query?: {
                /** @description Moments from this one on. */
                date_from?: string;
                /** @description Moments up to this one. */
                date_to?: string;
                is_emoji?: boolean | null;
                /** @description Number of results to return per page. */
                limit?: number;
                /** @description The initial index from which to return the results. */
                offset?: number;
                scope?: "project" | "organization";
                /** @description A part of the content. */
                search?: string;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedAnnotationList"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    annotations_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateAnnotationRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Annotation"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    annotations_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                annotation_id: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Annotation"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    annotations_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                annotation_id: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedChangeAnnotationRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Annotation"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    capture_protection_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaptureProtection"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    capture_protection_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedCaptureProtectionRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaptureProtection"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    capture_protection_rotate_secret_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentitySecret"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    cohorts_list: {
        parameters: {
            query?: {
                is_static?: boolean | null;
                /** @description Number of results to return per page. */
                limit?: number;
                /** @description The initial index from which to return the results. */
                offset?: number;
                /** @description A part of the name or description. */
                search?: string;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedCohortList"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    cohorts_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateCohortRequest"];
                "multipart/form-data": components["schemas"]["CreateCohortRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cohort"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    cohorts_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cohort_id: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cohort"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    cohorts_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cohort_id: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedChangeCohortRequest"];
                "multipart/form-data": components["schemas"]["PatchedChangeCohortRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cohort"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    cohorts_activity_list: {
        parameters: {
            query?: {
                /** @description Number of results to return per page. */
                limit?: number;
                /** @description The initial index from which to return the results. */
                offset?: number;
                page?: number;
                /** @description Words, each a part of the name, of who did it, of what happened, or of a value before or after. */
                search?: string;
            };
            header?: never;
            path: {
                cohort_id: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedActivityList"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    cohorts_add_persons_to_static_cohort_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cohort_id: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedAddPersonsRequest"];
                "multipart/form-data": components["schemas"]["PatchedAddPersonsRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadReport"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    cohorts_calculation_history_list: {
        parameters: {
            query?: {
                /** @description Number of results to return per page. */
                limit?: number;
                /** @description The initial index from which to return the results. */
                offset?: number;
            };
            header?: never;
            path: {
                cohort_id: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedCohortCalculationList"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    cohorts_duplicate_as_static_cohort_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cohort_id: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cohort"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    cohorts_persons_list: {
        parameters: {
            query?: {
                /** @description Number of results to return per page. */
                limit?: number;
                /** @description The initial index from which to return the results. */
                offset?: number;
                /** @description A part of an id, a name or an e-mail address. */
                search?: string;
            };
            header?: never;
            path: {
                cohort_id: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedCohortMemberList"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    cohorts_recalculate_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cohort_id: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cohort"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    cohorts_remove_person_from_static_cohort_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cohort_id: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedRemovePersonRequest"];
                "multipart/form-data": components["schemas"]["PatchedRemovePersonRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemovedPerson"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    cohorts_upload_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cohort_id: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UploadPeopleRequest"];
                "multipart/form-data": components["schemas"]["UploadPeopleRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadReport"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    cohorts_used_by_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cohort_id: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CohortUser"][];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    cohorts_all_activity_list: {
        parameters: {
            query?: {
                /** @description Number of results to return per page. */
                limit?: number;
                /** @description The initial index from which to return the results. */
                offset?: number;
                page?: number;
                /** @description Words, each a part of the name, of who did it, of what happened, or of a value before or after. */
                search?: string;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedActivityList"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    cohorts_estimate_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EstimateCohortRequest"];
                "multipart/form-data": components["schemas"]["EstimateCohortRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CohortEstimate"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    early_access_feature_list: {
        parameters: {
            query?: {
                /** @description Number of results to return per page. */
                limit?: number;
                /** @description The initial index from which to return the results. */
                offset?: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedEarlyAccessFeatureList"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    early_access_feature_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OfferFeatureRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EarlyAccessFeature"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    early_access_feature_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                feature_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EarlyAccessFeature"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    early_access_feature_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                feature_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    early_access_feature_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                feature_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedChangeOfferRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EarlyAccessFeature"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    erasures_list: {
        parameters: {
            query?: {
                /** @description Number of results to return per page. */
                limit?: number;
                /** @description The initial index from which to return the results. */
                offset?: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedErasureList"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    erasures_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                erasure_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    erasures_verify_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                erasure_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureCheck"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    event_definitions_list: {
        parameters: {
            query?: {
                event_type?: "event" | "event_custom" | "event_posthog";
                exclude_hidden?: boolean;
                /** @description Number of results to return per page. */
                limit?: number;
                /** @description The initial index from which to return the results. */
                offset?: number;
                /** @description With `::date` by the day, and by name within it. */
                ordering?: "name" | "-name" | "last_seen_at" | "-last_seen_at" | "last_seen_at::date" | "-last_seen_at::date" | "created_at" | "-created_at" | "created_at::date" | "-created_at::date";
                /** @description Words, all in the name. */
                search?: string;
                /** @description Those with any of these, as a JSON list. */
                tags?: string[];
                verified?: boolean | null;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedEventDefinitionList"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    event_definitions_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateEventRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventDefinition"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    event_definitions_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                definition_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventDefinition"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    event_definitions_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                definition_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    event_definitions_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                definition_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedChangeEventRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventDefinition"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    event_definitions_metrics_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                definition_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventMetrics"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    event_definitions_bulk_update_tags_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkTagsRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    event_definitions_bulk_verify_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkVerifyRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    event_definitions_by_name_retrieve: {
        parameters: {
            query: {
                name: string;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventDefinition"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    events_settings_current_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventsSettings"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    events_settings_current_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedEventsSettingsRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventsSettings"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    events_list: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                distinct_id?: string;
                event?: string;
                /** @description Number of results to return per page. */
                limit?: number;
                /** @description The initial index from which to return the results. */
                offset?: number;
                /** @description A column, behind a `-` the other way round; the newest come first without. */
                orderBy?: "[\"timestamp\"]" | "timestamp" | "[\"-timestamp\"]" | "-timestamp" | "[\"event\"]" | "event" | "[\"-event\"]" | "-event" | "[\"distinct_id\"]" | "distinct_id" | "[\"-distinct_id\"]" | "-distinct_id";
                person_id?: string;
                /** @description A JSON list of property filters. */
                properties?: string;
                /** @description Refused: ask the query endpoint for columns. */
                select?: string;
                /** @description A JSON list of conditions in HogQL that must all hold. */
                where?: string[];
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedEventList"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    events_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                event_uuid: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Event"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    events_export_retrieve: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                distinct_id?: string;
                event?: string;
                /** @description How many events at most. */
                limit?: number;
                /** @description A column, behind a `-` the other way round; the newest come first without. */
                orderBy?: "[\"timestamp\"]" | "timestamp" | "[\"-timestamp\"]" | "-timestamp" | "[\"event\"]" | "event" | "[\"-event\"]" | "-event" | "[\"distinct_id\"]" | "distinct_id" | "[\"-distinct_id\"]" | "-distinct_id";
                person_id?: string;
                /** @description A JSON list of property filters. */
                properties?: string;
                /** @description Refused: ask the query endpoint for columns. */
                select?: string;
                /** @description A JSON list of conditions in HogQL that must all hold. */
                where?: string[];
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    events_values_list: {
        parameters: {
            query: {
                event_name?: string;
                /** @description The property's name. */
                key: string;
                /** @description A part of the values. */
                value?: string;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PropertyValue"][];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    feature_flags_list: {
        parameters: {
            query?: {
                active?: "true" | "false" | "STALE";
                /** @description Only archived flags, or only others. */
                archived?: boolean | null;
                created_by_id?: number;
                evaluation_runtime?: "all" | "client" | "server";
                /** @description A JSON list of fields that the answer shall leave out. */
                excluded_properties?: string;
                has_evaluation_contexts?: boolean | null;
                /** @description Number of results to return per page. */
                limit?: number;
                /** @description The initial index from which to return the results. */
                offset?: number;
                /** @description The newest first unless said otherwise. */
                order?: "-created_at" | "-updated_at" | "-last_called_at" | "key";
                /** @description Words in key, description or tags. */
                search?: string;
                /** @description Tags, separated by commas or as a JSON list; one is enough. */
                tags?: string;
                type?: "boolean" | "multivariant" | "remote_config";
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedFeatureFlagList"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    feature_flags_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateFeatureFlagRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeatureFlag"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    feature_flags_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                flag_id: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeatureFlag"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    feature_flags_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                flag_id: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedChangeFeatureFlagRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeatureFlag"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    feature_flags_activity_list: {
        parameters: {
            query?: {
                /** @description Number of results to return per page. */
                limit?: number;
                /** @description The initial index from which to return the results. */
                offset?: number;
                page?: number;
                /** @description Words, each a part of the name, of who did it, of what happened, or of a value before or after. */
                search?: string;
            };
            header?: never;
            path: {
                flag_id: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedActivityList"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    feature_flags_archive_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                flag_id: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeatureFlag"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    feature_flags_create_static_cohort_for_flag_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                flag_id: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlagCohortAnswer"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    feature_flags_dependent_flags_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                flag_id: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlagReference"][];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    feature_flags_disable_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                flag_id: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeatureFlag"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    feature_flags_enable_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                flag_id: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeatureFlag"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    feature_flags_has_active_dependents_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                flag_id: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActiveDependents"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    feature_flags_status_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                flag_id: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlagStatus"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    feature_flags_test_evaluation_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                flag_id: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["FlagTestRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlagExplanation"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    feature_flags_unarchive_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                flag_id: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeatureFlag"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    feature_flags_versions_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                flag_id: number;
                project_id: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlagVersion"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    feature_flags_all_activity_list: {
        parameters: {
            query?: {
                /** @description Number of results to return per page. */
                limit?: number;
                /** @description The initial index from which to return the results. */
                offset?: number;
                page?: number;
                /** @description Words, each a part of the name, of who did it, of what happened, or of a value before or after. */
                search?: string;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedActivityList"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    feature_flags_bulk_delete_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["BulkDeleteFlagsRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkDeletedFlags"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    feature_flags_bulk_keys_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FlagIdsRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlagKeys"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    feature_flags_bulk_update_state_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkUpdateFlagStateRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpdatedFlagStates"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    feature_flags_bulk_update_tags_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkUpdateFlagTagsRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaggedFlags"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    feature_flags_evaluation_reasons_retrieve: {
        parameters: {
            query: {
                distinct_id: string;
                /** @description A JSON object: keys by kind. */
                groups?: string;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By key. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: {
                            evaluation: {
                                condition_index: number | null;
                                description: string;
                                /** @enum {string} */
                                reason: "condition_match" | "no_condition_match" | "out_of_rollout_bound" | "no_group_type" | "super_condition_value" | "holdout_condition_value" | "flag_disabled" | "missing_dependency" | "not_evaluated";
                            };
                            /** @description true, false or a variant. */
                            value: unknown;
                        };
                    };
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    feature_flags_matching_ids_retrieve: {
        parameters: {
            query?: {
                active?: "true" | "false" | "STALE";
                /** @description Only archived flags, or only others. */
                archived?: boolean | null;
                created_by_id?: number;
                evaluation_runtime?: "all" | "client" | "server";
                has_evaluation_contexts?: boolean | null;
                /** @description The newest first unless said otherwise. */
                order?: "-created_at" | "-updated_at" | "-last_called_at" | "key";
                /** @description Words in key, description or tags. */
                search?: string;
                /** @description Tags, separated by commas or as a JSON list; one is enough. */
                tags?: string;
                type?: "boolean" | "multivariant" | "remote_config";
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlagIdsFound"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    feature_flags_my_flags_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyFlag"][];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    feature_flags_tags_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlagTags"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    feature_flags_user_blast_radius_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CountReachedRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BlastRadius"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    group_erasures_list: {
        parameters: {
            query?: {
                /** @description Number of results to return per page. */
                limit?: number;
                /** @description The initial index from which to return the results. */
                offset?: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedGroupErasureList"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    group_erasures_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                erasure_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupErasure"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    group_erasures_verify_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                erasure_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureCheck"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    groups_types_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupType"][];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    groups_types_set_default_columns_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DefaultColumnsRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupType"][];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    groups_types_update_metadata_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DescribeGroupTypeRequest"][];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupType"][];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    groups_list: {
        parameters: {
            query: {
                group_type_index: number;
                /** @description Number of results to return per page. */
                limit?: number;
                /** @description The initial index from which to return the results. */
                offset?: number;
                search?: string;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedGroupList"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    groups_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateGroupRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    groups_activity_list: {
        parameters: {
            query?: {
                group_key?: string;
                group_type_index?: number;
                /** @description Number of results to return per page. */
                limit?: number;
                /** @description The initial index from which to return the results. */
                offset?: number;
                page?: number;
                /** @description Words, each a part of the name, of who did it, of what happened, or of a value before or after. */
                search?: string;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedActivityList"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    groups_delete_property_create: {
        parameters: {
            query: {
                group_key: string;
                group_type_index: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeleteGroupPropertyRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    groups_find_retrieve: {
        parameters: {
            query: {
                group_key: string;
                group_type_index: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    groups_find_destroy: {
        parameters: {
            query: {
                group_key: string;
                group_type_index: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupErasure"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    groups_property_definitions_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    groups_property_history_list: {
        parameters: {
            query: {
                group_key: string;
                group_type_index: number;
                limit?: number;
                /** @description Only this property. */
                property?: string;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupPropertyChange"][];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    groups_property_values_list: {
        parameters: {
            query: {
                group_type_index: number;
                /** @description The property's name. */
                key: string;
                /** @description A part of the values. */
                value?: string;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PropertyValue"][];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    groups_related_retrieve: {
        parameters: {
            query: {
                /** @description Of the group; without one, `id` is a person's uuid. */
                group_type_index?: number;
                /** @description The group's key, or the person's uuid. */
                id: string;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Related"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    groups_update_property_create: {
        parameters: {
            query: {
                group_key: string;
                group_type_index: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateGroupPropertyRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ingestion_warnings_list: {
        parameters: {
            query?: {
                /** @description Number of results to return per page. */
                limit?: number;
                /** @description The initial index from which to return the results. */
                offset?: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedIngestionWarningsList"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ingestion_list: {
        parameters: {
            query?: {
                /** @description How far back to look. */
                hours?: 1 | 6 | 24;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestionHistory"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    insights_list: {
        parameters: {
            query?: {
                favorited?: boolean | null;
                /** @description Number of results to return per page. */
                limit?: number;
                /** @description The initial index from which to return the results. */
                offset?: number;
                order?: "-last_modified_at" | "-created_at" | "name";
                /** @description A part of the name or description. */
                search?: string;
                short_id?: string;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedInsightList"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    insights_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateInsightRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Insight"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    insights_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                insight_id: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Insight"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    insights_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                insight_id: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedChangeInsightRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Insight"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_columns_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                list_name: "activity" | "groups" | "persons";
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChosenColumns"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_columns_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                list_name: "activity" | "groups" | "persons";
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedChosenColumnsRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChosenColumns"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    persons_list: {
        parameters: {
            query?: {
                /** @description Only members of this cohort. */
                cohort?: number;
                /** @description Exactly this id. */
                distinct_id?: string;
                /** @description Exactly this address, in any case. */
                email?: string;
                /** @description Number of results to return per page. */
                limit?: number;
                /** @description The initial index from which to return the results. */
                offset?: number;
                /** @description A JSON list of property filters. */
                properties?: string;
                /** @description A part of a distinct id or of the value of any property; or a whole uuid. */
                search?: string;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedPersonList"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    persons_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Person"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    persons_destroy: {
        parameters: {
            query?: {
                /** @description Whether their events go too. */
                delete_events?: boolean;
            };
            header?: never;
            path: {
                person_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    persons_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedChangePersonRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Person"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    persons_activity_list: {
        parameters: {
            query?: {
                /** @description Number of results to return per page. */
                limit?: number;
                /** @description The initial index from which to return the results. */
                offset?: number;
                page?: number;
                /** @description Words, each a part of the name, of who did it, of what happened, or of a value before or after. */
                search?: string;
            };
            header?: never;
            path: {
                person_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedActivityList"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    persons_delete_property_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeletePropertyRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Person"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    persons_history_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonHistory"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    persons_property_history_list: {
        parameters: {
            query?: {
                limit?: number;
                /** @description Only this property. */
                property?: string;
            };
            header?: never;
            path: {
                person_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PropertyChange"][];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    persons_split_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SplitPersonRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Person"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    persons_update_property_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdatePropertyRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Person"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    persons_all_activity_list: {
        parameters: {
            query?: {
                /** @description Number of results to return per page. */
                limit?: number;
                /** @description The initial index from which to return the results. */
                offset?: number;
                page?: number;
                /** @description Words, each a part of the name, of who did it, of what happened, or of a value before or after. */
                search?: string;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedActivityList"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    persons_bulk_delete_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["BulkDeleteRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"][];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    persons_cohorts_retrieve: {
        parameters: {
            query: {
                person_id: string;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CohortResults"][];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    persons_export_retrieve: {
        parameters: {
            query?: {
                /** @description Only members of this cohort. */
                cohort?: number;
                /** @description Exactly this id. */
                distinct_id?: string;
                /** @description Exactly this address, in any case. */
                email?: string;
                /** @description A JSON list of property filters. */
                properties?: string;
                /** @description A part of a distinct id or of the value of any property; or a whole uuid. */
                search?: string;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    persons_properties_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NameCount"][];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    persons_values_list: {
        parameters: {
            query: {
                /** @description The property's name. */
                key: string;
                /** @description A part of the values. */
                value?: string;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PropertyValue"][];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    property_definitions_list: {
        parameters: {
            query?: {
                /** @description Those seen on these events first, as a JSON list. */
                event_names?: string[];
                /** @description Not those that begin with $. */
                exclude_core_properties?: boolean;
                exclude_hidden?: boolean;
                /** @description Not these names, as a JSON list. */
                excluded_properties?: string[];
                /** @description Only those seen on `event_names`. */
                filter_by_event_names?: boolean;
                group_type_index?: number;
                is_feature_flag?: boolean | null;
                is_numerical?: boolean | null;
                /** @description Number of results to return per page. */
                limit?: number;
                /** @description The initial index from which to return the results. */
                offset?: number;
                /** @description Only these names, separated by commas. */
                properties?: string;
                /** @description Words, all in the name. */
                search?: string;
                /** @description Those with any of these, as a JSON list. */
                tags?: string[];
                type?: "event" | "person" | "group";
                verified?: boolean | null;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedPropertyDefinitionList"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    property_definitions_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                definition_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PropertyDefinition"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    property_definitions_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                definition_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    property_definitions_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                definition_id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedDescribePropertyRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PropertyDefinition"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    property_definitions_bulk_update_tags_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkTagsRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    property_definitions_bulk_verify_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkVerifyRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    query_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QueryRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueryAnswer"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueryStatusResponse"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    query_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the query. */
                id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueryStatusResponse"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    query_create_of_kind: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The kind of the query. */
                id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QueryRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueryAnswer"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueryStatusResponse"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    query_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the query. */
                id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    retention_list: {
        parameters: {
            query?: {
                /** @description Number of results to return per page. */
                limit?: number;
                /** @description The initial index from which to return the results. */
                offset?: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedRetentionRunList"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    retention_preview_list: {
        parameters: {
            query: {
                days: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MonthRows"][];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    scheduled_changes_list: {
        parameters: {
            query?: {
                /** @description Number of results to return per page. */
                limit?: number;
                model_name?: "FeatureFlag";
                /** @description The initial index from which to return the results. */
                offset?: number;
                record_id?: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedScheduledChangeList"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    scheduled_changes_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduleChangeRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduledChange"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    scheduled_changes_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                change_id: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduledChange"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    scheduled_changes_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                change_id: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    scheduled_changes_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                change_id: number;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedChangeScheduleRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduledChange"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    secret_keys_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectSecretKey"][];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    secret_keys_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectSecretKeyFormRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewProjectSecretKey"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    secret_keys_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    secret_keys_roll_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RollSecretKeyRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewProjectSecretKey"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    signup_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignUpRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    signup_invite_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invite_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitePreview"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    signup_invite_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invite_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["InviteSignUpRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    users_me_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    users_me_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedChangeUserRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description The request failed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
}
