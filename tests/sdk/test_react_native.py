"""The unmodified React Native SDK under Node, without a device: what an app says of its start, its people and itself."""

import json
from typing import Any

import pytest

from tests.sdk import environments
from tests.sdk.environments import CLIENTS, NPM_PACKAGES
from tests.sdk.test_server_sdks import DECIDED, define_flags
from tests.support.instance import Project, eventually

pytestmark = [pytest.mark.sdk, pytest.mark.slow]


@pytest.fixture
def told(project: Project) -> dict[str, Any]:
    """What the app was told, after all was sent."""
    define_flags(project)
    argv = ["node", str(CLIENTS / "react_native_client.cjs"), project.instance.url, project.api_token]
    found: dict[str, Any] = json.loads(environments.run(argv, environments.node_folder()))
    return found


def test_an_app_and_its_people_arrive(project: Project, told: dict[str, Any]) -> None:
    events = {
        **dict.fromkeys(("Application Installed", "Application Opened", "Application Backgrounded"), 1),
        **dict.fromkeys(("tapped", "$screen", "$identify", "$create_alias", "$groupidentify", "$set"), 1),
        **dict.fromkeys(("$exception", "somebody else"), 1),
    }

    def arrived() -> dict[str, int]:
        # Asking for a payload counts as a call of the flag.
        found = project.sql("SELECT event, count() FROM events WHERE event != '$feature_flag_called' GROUP BY event")
        return dict(found)

    assert eventually(arrived, lambda found: sum(found.values()) >= len(events)) == events
    libraries = project.sql("SELECT DISTINCT properties.$lib, properties.$lib_version FROM events")
    assert libraries == [["posthog-react-native", NPM_PACKAGES["posthog-react-native"]]]
    assert told["flags"] == DECIDED
    assert told["payload"] == {"text": "Go"}

    tapped = project.sql(
        "SELECT properties.button, properties.theme, properties.$app_version FROM events WHERE event = 'tapped'"
    )
    assert tapped == [["buy", "dark", "1.2.3"]]
    opened = project.sql("SELECT properties.url FROM events WHERE event = 'Application Opened'")
    assert opened == [["shop://start"]]
    screen = project.sql("SELECT properties.$screen_name, properties.items FROM events WHERE event = '$screen'")
    assert screen == [["Basket", 2]]
    exception = project.sql("SELECT toString(properties.$exception_list) FROM events WHERE event = '$exception'")
    assert "card refused" in exception[0][0]

    # The anonymous id, the name, and the alias are one person, who is in a group from then on.
    people = project.get("persons/", distinct_id="phone-user")["results"]
    assert sorted(people[0]["distinct_ids"]) == sorted([told["anonymous"], "phone-user", "phone-alias"])
    known = {name: people[0]["properties"].get(name) for name in ("plan", "first_seen_on", "language")}
    assert known == {"plan": "pro", "first_seen_on": "phone", "language": "de"}
    theirs = project.sql(
        "SELECT uniq(person_id) FROM events WHERE event NOT IN ('somebody else', 'Application Backgrounded')"
    )
    assert theirs == [[1]]
    grouped = project.sql("SELECT DISTINCT $group_0 FROM events WHERE event IN ('$set', '$exception')")
    assert grouped == [["acme"]]
    groups = project.get("groups/", group_type_index=0)["results"]
    assert [(group["group_key"], group["group_properties"]["seats"]) for group in groups] == [("acme", 5)]

    # After a reset nothing of that is left.
    assert told["after"] not in (told["anonymous"], "phone-user")
    stranger = project.sql(
        "SELECT distinct_id, $group_0, properties.theme, properties.$is_identified FROM events"
        " WHERE event = 'somebody else'"
    )
    assert stranger == [[told["after"], None, None, False]]
    assert project.get("ingestion_warnings/")["results"] == []
