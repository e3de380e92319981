"""The second lock of tenancy: a team-scoped model cannot be read or written without naming the team."""

import pytest
from django.db import connection, models

from posthog.contracts import TeamContext
from posthog.models.scoping import TeamScopedModel, UnscopedQueryError


class Note(TeamScopedModel):
    # Its table is there during these tests alone; a team that another test deletes must not look into it.
    team = models.ForeignKey("posthog.Team", on_delete=models.DO_NOTHING, related_name="+")
    text = models.CharField(max_length=10)

    class Meta:
        app_label = "posthog"
        managed = False
        db_table = "test_scoping_note"


@pytest.fixture
def notes(db: None) -> None:
    """The table lives inside the test's transaction."""
    with connection.schema_editor() as editor:
        editor.create_model(Note)


@pytest.mark.usefixtures("notes")
def test_rows_are_read_and_written_within_one_team(team: TeamContext, other_team: TeamContext) -> None:
    Note.objects.for_team(team.id).create(text="ours")
    Note.objects.for_team(other_team.id).create(text="theirs")
    assert [note.text for note in Note.objects.for_team(team.id).order_by("pk")] == ["ours"]
    assert Note.objects.for_team(team.id).filter(text="theirs").update(text="taken") == 0
    assert Note.objects.unscoped().count() == 2


@pytest.mark.parametrize("verb", ["all", "count", "first", "exists", "delete"])
@pytest.mark.usefixtures("notes")
def test_unscoped_queries_raise(verb: str) -> None:
    with pytest.raises((UnscopedQueryError, AttributeError)):
        getattr(Note.objects, verb)()


@pytest.mark.usefixtures("notes")
def test_filter_get_and_create_raise_without_a_team(team: TeamContext) -> None:
    for call in (Note.objects.filter, Note.objects.get, Note.objects.create, Note.objects.get_or_create):
        with pytest.raises(UnscopedQueryError, match="for_team"):
            call(team_id=team.id)


@pytest.mark.usefixtures("notes")
def test_writing_another_teams_row_raises(team: TeamContext, other_team: TeamContext) -> None:
    ours = Note.objects.for_team(team.id)
    with pytest.raises(UnscopedQueryError):
        ours.create(team_id=other_team.id, text="x")
    with pytest.raises(UnscopedQueryError):
        ours.filter(text="x").bulk_create([Note(team_id=other_team.id, text="x")])
