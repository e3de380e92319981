"""Our evaluation against the local evaluation of the published SDKs: the same answer for everybody they decide.

The SDKs run in environments of their own and decide thousands of random definitions for random people. What they leave
to the server is not compared. FLAG_DECISIONS=20000 compares so many definitions instead of the suite's few.
"""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from common import clock
from common.json import loads
from common.property_matching import parse_properties
from products.feature_flags.backend.logic.evaluation.definitions import Definitions
from products.feature_flags.backend.logic.evaluation.documents import document_of
from products.feature_flags.backend.logic.evaluation.selection import Selector
from products.feature_flags.backend.logic.evaluation.sources import CohortSource, FlagSource, Sources
from products.feature_flags.backend.logic.evaluation.store import Held
from products.feature_flags.backend.logic.evaluation.values import Asked, Properties
from products.feature_flags.backend.logic.management.definition import checked_filters, variant_keys_of
from products.feature_flags.backend.logic.management.flags import KEY
from products.feature_flags.backend.logic.management.release_conditions import KnownFlag, Surroundings
from tests.sdk import environments
from tests.sdk.environments import CLIENTS
from tests.sdk.flag_questions import NUMERIC, Questions
from tests.support.instance import Instance, Project, eventually

pytestmark = [pytest.mark.sdk, pytest.mark.slow]

FLAGS = int(os.environ.get("FLAG_DECISIONS", "1200"))
PEOPLE = 12
GROUP_TYPES = {0: "company", 1: "team"}
# Every definition of a smaller set is made in a running instance, whose answers at /flags/ are compared as well.
FLAGS_OF_INSTANCE = 150
SEED = int(os.environ.get("FLAG_DECISIONS_SEED", "20261125"))


def compiled(questions: Questions) -> Definitions:
    sources = Sources(
        flags=tuple(
            FlagSource(
                name="",
                archived=False,
                version=1,
                ensure_experience_continuity=False,
                evaluation_runtime="all",
                evaluation_contexts=(),
                **flag,
            )
            for flag in questions.flags
        ),
        cohorts=tuple(
            CohortSource(id=number, filters=parse_properties(data)) for number, data in questions.cohorts.items()
        ),
        group_types=tuple(GROUP_TYPES.items()),
    )
    return Definitions(sources)


def ours(definitions: Definitions, people: list[dict[str, Any]]) -> list[list[Any]]:
    """Rows of flags, columns of people, as the answers of the SDKs."""
    columns = []
    for who in people:
        indexes = {name: index for index, name in GROUP_TYPES.items()}
        asked = Asked(
            distinct_id=who["distinct_id"],
            device_id=who["device_id"],
            now=clock.now(),
            person=Properties({"distinct_id": who["distinct_id"], **who["person"]}),
            group_keys={indexes[name]: key for name, key in who["groups"].items()},
            groups={
                indexes[name]: Properties({"$group_key": key, **who["group_properties"][name]})
                for name, key in who["groups"].items()
            },
        )
        columns.append([answer.value for answer in definitions.evaluate(tuple(definitions.by_id.values()), asked)])
    return [list(row) for row in zip(*columns, strict=True)]


@pytest.fixture(scope="module")
def questions() -> Questions:
    """As they are stored: what the write path refuses would be no flag."""
    made = Questions(SEED, flags=FLAGS, people=PEOPLE, now=clock.now())
    known: dict[int, KnownFlag] = {}
    around = Surroundings(group_types=GROUP_TYPES, flags=known)
    for flag in made.flags:
        assert KEY.fullmatch(flag["key"])
        flag["filters"] = checked_filters(flag["filters"], around)
        known[flag["id"]] = KnownFlag(
            id=flag["id"], key=flag["key"], variants=variant_keys_of(flag["filters"]), depends_on=()
        )
    return made


@pytest.fixture(scope="module")
def definitions(questions: Questions) -> Definitions:
    return compiled(questions)


def asked_of(sdk: str, questions: Questions, definitions: Definitions, folder: Path) -> list[list[Any]]:
    held = Held(1, definitions, Selector(definitions), 0, 0.0, 0.0)
    document = loads(document_of(held, with_cohorts=True).body)
    (folder / "questions.json").write_text(json.dumps({"definitions": document, "people": questions.people}))
    files = [str(folder / "questions.json"), str(folder / "answers.json")]
    if sdk == "python":
        environments.run(environments.python_argv("7.91.1", CLIENTS / "decide_flags.py", *files), folder)
    else:
        argv = ["node", str(CLIENTS / "decide_flags.mjs"), *files]
        environments.run(argv, environments.node_folder(), env={"TZ": "UTC"})
    found: list[list[Any]] = json.loads((folder / "answers.json").read_text())
    return found


@pytest.mark.parametrize("sdk", ["python", "node"])
def test_everybody_gets_the_answer_that_the_sdk_gives(
    sdk: str, questions: Questions, definitions: Definitions, tmp_path: Path
) -> None:
    theirs = asked_of(sdk, questions, definitions, tmp_path)
    mine = ours(definitions, questions.people)
    decided, wrong = 0, []
    for flag, row, expected_row in zip(questions.flags, mine, theirs, strict=True):
        for who, answer, expected in zip(questions.people, row, expected_row, strict=True):
            if (
                expected is None
                or knows_less(flag, who, questions)
                or (sdk == "node" and node_stands_alone(flag, who, questions))
            ):
                continue
            decided += 1
            if answer != expected or type(answer) is not type(expected):
                wrong.append((flag, who, answer, expected))
    assert not wrong, f"{len(wrong)} of {decided}, such as {json.dumps(wrong[0], default=str)}"
    # Without this a mistake in the questions, after which nothing is decided any more, would pass.
    assert decided > FLAGS * PEOPLE * (0.65 if sdk == "python" else 0.45)


@pytest.fixture(scope="module")
def smaller() -> Questions:
    return Questions(SEED + 1, flags=FLAGS_OF_INSTANCE, people=PEOPLE, now=clock.now())


@pytest.fixture(scope="module")
def project(instance: Instance, smaller: Questions) -> Project:
    """A project of a running instance with these definitions, made one by one as the pages make them."""
    project = instance.project("decisions")
    groups = [{"$group_type": name, "$group_key": "first"} for name in GROUP_TYPES.values()]
    events = [{"event": "$groupidentify", "distinct_id": "setup", "properties": group} for group in groups]
    sent = requests.post(f"{instance.url}/batch/", json={"api_key": project.api_token, "batch": events}, timeout=30)
    assert sent.status_code == 200
    found = eventually(lambda: project.get("groups_types/"), lambda found: len(found) == len(GROUP_TYPES))
    assert {each["group_type_index"]: each["group_type"] for each in found} == GROUP_TYPES
    cohorts: dict[int, int] = {}
    for number, tree in smaller.cohorts.items():
        cohorts[number] = post(project, "cohorts", name=f"{number}", filters={"properties": renamed(tree, cohorts, {})})
    flags: dict[int, int] = {}
    for flag in smaller.flags:
        fields = {name: flag[name] for name in ("key", "active", "bucketing_identifier")}
        flags[flag["id"]] = post(project, "feature_flags", **fields, filters=renamed(flag["filters"], cohorts, flags))
    post(project, "feature_flags", key="config", filters={"groups": []}, is_remote_configuration=True)
    return project


def post(project: Project, path: str, **body: Any) -> int:
    url = f"{project.instance.url}/api/projects/{project.id}/{path}/"
    answer = requests.post(url, json=body, headers=project.headers, timeout=30)
    assert answer.status_code == 201, f"{answer.text}\n{body}"
    return int(answer.json()["id"])


def renamed(tree: Any, cohorts: dict[int, int], flags: dict[int, int]) -> Any:
    """The same with the ids that cohorts and flags have in the instance."""
    if isinstance(tree, list):
        return [renamed(each, cohorts, flags) for each in tree]
    if not isinstance(tree, dict):
        return tree
    if tree.get("type") == "cohort":
        return {**tree, "value": cohorts[tree["value"]]}
    if tree.get("type") == "flag":
        return {**tree, "key": str(flags[int(tree["key"])])}
    return {name: renamed(value, cohorts, flags) for name, value in tree.items()}


def test_server_answers_what_the_sdk_decides_with_payloads(
    project: Project, smaller: Questions, tmp_path: Path
) -> None:
    (tmp_path / "people.json").write_text(json.dumps(smaller.people))
    arguments = [project.instance.url, project.api_token, project.personal_api_key]
    arguments += [str(tmp_path / "people.json"), str(tmp_path / "answers.json")]
    environments.run(environments.python_argv("7.91.1", CLIENTS / "ask_flags.py", *arguments), tmp_path)
    answers = json.loads((tmp_path / "answers.json").read_text())["people"]
    compared, wrong, payloads = 0, [], 0
    for who, answer in zip(smaller.people, answers, strict=True):
        for flag in smaller.flags:
            local, remote = (
                (side["featureFlags"] or {}).get(flag["key"]) for side in (answer["local"], answer["remote"])
            )
            if local is None or knows_less(flag, who, smaller):
                continue
            compared += 1
            both = [
                (side["featureFlagPayloads"] or {}).get(flag["key"]) for side in (answer["local"], answer["remote"])
            ]
            payloads += both[0] is not None
            if remote != local or both[0] != both[1]:
                wrong.append((flag, who, remote, local, both))
    assert not wrong, f"{len(wrong)} of {compared}, such as {json.dumps(wrong[0])}"
    assert compared > FLAGS_OF_INSTANCE * PEOPLE * 0.5
    assert payloads > FLAGS_OF_INSTANCE / 3


def knows_less(flag: dict[str, Any], who: dict[str, Any], questions: Questions) -> bool:
    """Where an SDK answers by a later condition set although it could not check an earlier one, which the server can:
    it does not know a property, or cannot read its value as the version or date it is compared with.

    That makes a difference only when the earlier one would have ended evaluation or chosen another variant.
    """
    if not minds_the_order(flag):
        return False
    known = (who["person"], *who["group_properties"].values())
    return not all(
        item["key"] in properties and is_readable(properties[item["key"]], item["operator"])
        for item in filters_of(flag, questions)
        for properties in known
    )


def minds_the_order(flag: dict[str, Any]) -> bool:
    """Whether the answer depends on which of two condition sets matched."""
    conditions = flag["filters"]["groups"]
    chooses = any("variant" in each or "aggregation_group_type_index" in each for each in conditions)
    return chooses or "early_exit" in flag["filters"]


def is_readable(value: Any, operator: str) -> bool:
    if operator.startswith("is_date"):
        return re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", str(value)) is not None
    return (
        not operator.startswith("semver") or re.fullmatch(r"v?[0-9]+([.][0-9]+){0,2}([-+].*)?", str(value)) is not None
    )


def filters_of(flag: dict[str, Any], questions: Questions) -> Iterator[dict[str, Any]]:
    """Every filter on a property that decides a flag, also those of its cohorts and of the flags it depends on."""
    for condition in flag["filters"]["groups"]:
        for item in condition["properties"]:
            if item["type"] == "flag":
                yield from filters_of(questions.flags[int(item["key"]) - 1], questions)
            elif item["type"] == "cohort":
                yield from filters_in(questions.cohorts[item["value"]], questions)
            else:
                yield item


def filters_in(tree: dict[str, Any], questions: Questions) -> Iterator[dict[str, Any]]:
    """The same of a cohort, with those it is made of."""
    for value in tree["values"]:
        if "values" in value:
            yield from filters_in(value, questions)
        elif value["type"] == "cohort":
            yield from filters_in(questions.cohorts[value["value"]], questions)
        else:
            yield value


def node_stands_alone(flag: dict[str, Any], who: dict[str, Any], questions: Questions) -> bool:
    """Where Node differs from Python and the published service: it compares texts when the value is no number, writes
    lists and objects in JavaScript's way, takes more texts for dates, such as versions, and no date for a version. How
    a number is spelt it leaves to the server, and it holds out who enrolled."""
    if {"holdout", "feature_enrollment"} <= flag["filters"].keys():
        return True
    for item in filters_of(flag, questions):
        operator = item["operator"]
        found = [properties.get(item["key"]) for properties in (who["person"], *who["group_properties"].values())]
        if operator in NUMERIC and not all(is_number(value) for value in (item["value"], *found)):
            return True
        if operator.startswith("is_date") and item["key"] != "joined":
            return True
        if operator.startswith("semver") and item["key"] == "joined":
            return True
        if minds_the_order(flag) and any(type(value) in (int, float) for value in (*listed(item.get("value")), *found)):
            return True
        if item["key"] == "tags" and any(word in operator for word in ("contains", "_with", "regex")):
            return True
    return False


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def is_number(value: Any) -> bool:
    return type(value) in (int, float) or (
        isinstance(value, str) and re.fullmatch(r"-?[0-9]+([.][0-9]+)?", value) is not None
    )
