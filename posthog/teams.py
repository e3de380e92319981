"""Reading projects: the one mapper from the Team row to the value that everything else uses."""

from common.errors import ErrorKind, ProductError
from common.json import dumps
from posthog.contracts import TeamContext
from posthog.models import Team


class TeamNotFoundError(ProductError):
    code = "not_found"
    kind = ErrorKind.NOT_FOUND


def to_team_context(team: Team) -> TeamContext:
    return TeamContext(
        id=team.pk,
        uuid=team.uuid,
        organization_id=team.organization_id,
        name=team.name,
        api_token=team.api_token,
        timezone=team.timezone,
        week_start_day=team.week_start_day,
        anonymize_ips=team.anonymize_ips,
        created_at=team.created_at,
        test_account_filters=dumps(team.test_account_filters).decode(),
        person_display_name_properties=tuple(team.person_display_name_properties),
    )


def get_team(team_id: int) -> TeamContext:
    """The project with this id; raises TeamNotFoundError."""
    team = Team.objects.filter(pk=team_id).first()
    if team is None:
        raise TeamNotFoundError("There is no such project; it may have been deleted.")
    return to_team_context(team)


def find_team_by_token(token: str) -> TeamContext | None:
    """The project with this public token, if there is one."""
    team = Team.objects.filter(api_token=token).first()
    return to_team_context(team) if team else None


def mark_event_ingested(team_id: int) -> None:
    """Remember that the project has received an event, which ends onboarding. Repeats change nothing."""
    Team.objects.filter(pk=team_id, ingested_event=False).update(ingested_event=True)
