"""Our evaluation against the local evaluation of the published SDKs: the same answer for everybody they decide.

The SDKs run in environments of their own and decide thousands of random definitions for random people. What they leave
to the server is not compared. FLAG_DECISIONS=20000 compares so many definitions instead of the suite's few.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from common import clock
from common.json import loads
from common.property_matching import parse_properties
from products.feature_flags.backend.logic.evaluation.definitions import Definitions
from products.feature_flags.backend.logic.evaluation.documents import document_of
from products.feature_flags.backend.logic.evaluation.selection import Selector
from products.feature_flags.backend.logic.evaluation.sources import CohortSource, FlagSource, Sources
from products.feature_flags.backend.logic.evaluation.store import Held
from products.feature_flags.backend.logic.evaluation.values import Asked, Properties
from tests.sdk import environments
from tests.sdk.environments import CLIENTS
from tests.sdk.flag_questions import KEYS, NUMERIC, Questions

pytestmark = [pytest.mark.sdk, pytest.mark.slow]

FLAGS = int(os.environ.get("FLAG_DECISIONS", "1200"))
PEOPLE = 12
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
        group_types=((0, "company"), (1, "team")),
    )
    return Definitions(sources)


def ours(definitions: Definitions, people: list[dict[str, Any]]) -> list[list[Any]]:
    """Rows of flags, columns of people, as the answers of the SDKs."""
    columns = []
    for who in people:
        indexes = {"company": 0, "team": 1}
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
    return Questions(SEED, flags=FLAGS, people=PEOPLE)


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
                or (sdk == "node" and node_stands_alone(flag, questions))
            ):
                continue
            decided += 1
            if answer != expected or type(answer) is not type(expected):
                wrong.append((flag, who, answer, expected))
    assert not wrong, f"{len(wrong)} of {decided}, such as {json.dumps(wrong[0], default=str)}"
    # Without this a mistake in the questions, after which nothing is decided any more, would pass.
    assert decided > FLAGS * PEOPLE * (0.3 if sdk == "python" else 0.08)


def knows_less(flag: dict[str, Any], who: dict[str, Any], questions: Questions) -> bool:
    """Where an SDK answers by a later condition set although it could not check an earlier one, which the server can.

    That makes a difference only when the earlier one would have ended evaluation or chosen another variant.
    """
    conditions = flag["filters"]["groups"]
    chooses = any("variant" in each or "aggregation_group_type_index" in each for each in conditions)
    if not flag["filters"].get("early_exit") and not chooses:
        return False
    text = json.dumps([conditions, questions.cohorts])
    known = [who["person"], *who["group_properties"].values()]
    return any(f'"key": "{key}"' in text and not all(key in properties for properties in known) for key in KEYS)


def node_stands_alone(flag: dict[str, Any], questions: Questions) -> bool:
    """Where Node differs from Python and the published service: it compares texts when numbers are asked for, writes
    lists and objects in JavaScript's way, and reads more forms of dates."""
    text = json.dumps(flag["filters"])
    if '"type": "flag"' in text:
        return True
    if '"type": "cohort"' in text:
        text += json.dumps(questions.cohorts)
    if '"aggregation_group_type_index"' in text:
        return True
    return any(f'"operator": "{operator}"' in text for operator in (*NUMERIC, "is_date_before", "is_date_after")) or (
        '"key": "tags"' in text and any(word in text for word in ("contains", "_with", "regex"))
    )
