"""Flags as a document: what stands in them by number arrives as the same thing, or the flag is refused."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from common.json import dumps, loads
from posthog.contracts import TeamContext
from posthog.models import User
from products.cohorts.backend.facade import CohortsAPI
from products.cohorts.backend.facade.contracts import CreateCohort
from products.feature_flags.backend.facade import FeatureFlagsAPI
from products.feature_flags.backend.tests.factories import make_flag
from products.feature_flags.backend.tests.people import given_group_type

pytestmark = pytest.mark.django_db

CRITERIA = {
    "properties": {"type": "AND", "values": [{"key": "plan", "type": "person", "operator": "exact", "value": "pro"}]}
}


def given_cohort(team_id: int, name: str) -> int:
    new = CreateCohort(name=name, filters=dumps(CRITERIA).decode())
    return CohortsAPI.create_cohort(new, team_id=team_id, actor=None).id


@pytest.fixture
def exported(team: TeamContext, user: User, tmp_path: Path) -> Path:
    """Two flags of a project whose groups of index 0 are companies: one per company, one for a cohort."""
    given_group_type(team.id, 0, "company")
    large = {"key": "size", "type": "group", "operator": "gt", "value": 5, "group_type_index": 0}
    per_company = {"groups": [{"properties": [large]}], "aggregation_group_type_index": 0}
    make_flag(team.id, user, key="per-company", filters=per_company)
    own = {"properties": [large], "aggregation_group_type_index": 0}
    make_flag(team.id, user, key="own-kind", filters={"groups": [own]})
    paying = {"key": "id", "type": "cohort", "operator": "in", "value": given_cohort(team.id, "Paying")}
    make_flag(team.id, user, key="for-paying", filters={"groups": [{"properties": [paying]}]})
    file = tmp_path / "flags.json"
    call_command("export_flags", project_id=team.id, output=file, stdout=StringIO())
    return file


def bring(file: Path, team: TeamContext) -> str:
    out = StringIO()
    call_command("import_flags", file, project_id=team.id, stdout=out)
    return out.getvalue().strip()


def test_groups_and_cohorts_are_found_by_their_names(exported: Path, other_team: TeamContext) -> None:
    given_group_type(other_team.id, 0, "team")
    given_group_type(other_team.id, 1, "company")
    cohort_id = given_cohort(other_team.id, "Paying")
    assert bring(exported, other_team) == "3 made, 0 changed, 0 were so already."
    assert bring(exported, other_team) == "0 made, 0 changed, 3 were so already."
    flags = {flag.key: loads(flag.filters) for flag in FeatureFlagsAPI.list_flags(team_id=other_team.id).items}
    assert flags["per-company"]["aggregation_group_type_index"] == 1
    assert flags["own-kind"]["groups"][0]["aggregation_group_type_index"] == 1
    for key in ("per-company", "own-kind"):
        assert flags[key]["groups"][0]["properties"][0]["group_type_index"] == 1
    assert flags["for-paying"]["groups"][0]["properties"][0]["value"] == cohort_id
    again = exported.with_name("again.json")
    call_command("export_flags", project_id=other_team.id, output=again, stdout=StringIO())
    assert loads(again.read_text()) == loads(exported.read_text())


def test_what_the_project_lacks_is_refused_by_name(exported: Path, other_team: TeamContext) -> None:
    given_group_type(other_team.id, 0, "team")
    with pytest.raises(CommandError) as refused:
        bring(exported, other_team)
    for words in (
        "per-company: It asks for groups of the kind 'company'",
        "own-kind: It asks for groups of the kind 'company'",
        "for-paying: It asks for the cohort 'Paying', and this project has no cohort of that name.",
    ):
        assert words in str(refused.value)
    given_cohort(other_team.id, "Paying")
    given_cohort(other_team.id, "Paying")
    with pytest.raises(CommandError, match="several cohorts of that name"):
        bring(exported, other_team)
    assert FeatureFlagsAPI.list_flags(team_id=other_team.id).total == 0


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ({"groups": [], "aggregation_group_type_index": 0}, "by its number"),
        ({"groups": [{"properties": [{"type": "cohort", "key": "id", "value": 3}]}]}, "by its number"),
        ({"groups": [{"properties": [{"type": "cohort", "key": "id"}]}]}, "has a value"),
        ({"groups": {"a": 1}}, "object with a list of groups"),
        ({"groups": [[]]}, "list of properties"),
    ],
)
def test_numbers_of_another_project_are_not_taken(
    team: TeamContext, tmp_path: Path, filters: object, words: str
) -> None:
    given_group_type(team.id, 0, "company")
    file = tmp_path / "flags.json"
    file.write_bytes(dumps({"format": 1, "flags": [{"key": "old", "filters": filters}]}))
    with pytest.raises(CommandError, match=words):
        bring(file, team)


@pytest.mark.parametrize(
    "command", ["list_flags", "export_flags", "enable_flag beta", "disable_flag beta", "import_flags FILE"]
)
def test_project_that_is_not_there_is_an_error(command: str, tmp_path: Path) -> None:
    file = tmp_path / "flags.json"
    file.write_bytes(dumps({"format": 2, "flags": []}))
    name, *words = command.replace("FILE", str(file)).split()
    with pytest.raises(CommandError, match="no such project"):
        call_command(name, *words, project_id=999, stdout=StringIO())
