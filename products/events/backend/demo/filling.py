"""Chooses the project that a history goes into, sends it there, and waits until it can be seen."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from common import clock
from posthog.clickhouse import client
from posthog.demo import DemoProject, furnish_demo
from posthog.models import Organization, Team
from posthog.supervisor.datadir import DataDir
from posthog.supervisor.lock import holder
from products.events.backend.demo.catalogue import MOMENTS
from products.events.backend.demo.delivery import Delivery, DemoError
from products.events.backend.demo.history import history
from products.events.backend.demo.world import Scale
from products.events.backend.importing.sending import Sender
from products.events.backend.logic.queue.producer import partition_of

PROJECT_NAME = "Demo"
VISIBLE_SECONDS = 600.0

# Called after each day with its date, the share of days done (0 to 1) and the number of events sent.
Report = Callable[[date, float, int], None]


def choose_project(project_id: int | None) -> Team:
    """The project to fill, marked as a demo; raises DemoError when it does not exist or holds events of its own."""
    with transaction.atomic():
        if project_id is None:
            return _find_or_create_demo()
        team = Team.objects.filter(pk=project_id).first()
        if team is None:
            raise DemoError(f"There is no project {project_id}.")
        if team.ingested_event and not team.is_demo:
            raise DemoError(
                f"The project '{team.name}' has events of its own, which invented ones would spoil. Choose an empty "
                f"project, or leave --project-id out to use one named {PROJECT_NAME}."
            )
        if not team.is_demo:
            team.is_demo = True
            team.save(update_fields=["is_demo", "updated_at"])
        return team


def fill(team: Team, *, people: int, days: int, url: str, report: Report) -> int:
    """Send the project's history to the instance at `url`; returns how many events it has. Raises ImportFailedError.

    The history begins `days` before the project was made, which is what makes repeating it possible without a note of
    when it was first written, and ends with the last full hour, so that repeating it at once finds nothing new.
    """
    scale = _scale(team, people=people, days=days)
    until = clock.now().replace(minute=0, second=0, microsecond=0)
    number_of_days = (until.date() - scale.start).days + 1
    sender = Sender(url, token=team.api_token)
    delivery = Delivery(sender, lane_of=lambda distinct_id: partition_of(team.api_token, distinct_id))
    for day, events in history(scale, until=until):
        delivery.add(events)
        report(scale.start + timedelta(days=day), (day + 1) / number_of_days, delivery.sent)
    delivery.finish()
    return delivery.sent


def wait_until_visible(team: Team, number: int) -> None:
    """Wait until this many events of the project can be queried; raises DemoError when it takes too long."""
    sql = "SELECT uniqExact(uuid) FROM events WHERE team_id = {team_id:Int64}"
    tag = client.QueryTag(team_id=team.pk, product="events", kind="demo")
    deadline = time.monotonic() + VISIBLE_SECONDS
    while client.query(sql, {"team_id": team.pk}, tag=tag).rows[0][0] < number:
        if time.monotonic() > deadline:
            raise DemoError(
                f"All {number:,} events were accepted, but not all can be seen after {VISIBLE_SECONDS:.0f} s. "
                "The worker is still at it, or not running: see `bin/hogli doctor`."
            )
        time.sleep(0.5)


def furnish(team: Team, *, people: int, days: int) -> None:
    """Add what people make by hand, to a project whose history can be queried; never twice."""
    scale = _scale(team, people=people, days=days)
    midnight = datetime(scale.start.year, scale.start.month, scale.start.day, tzinfo=UTC)
    # In the morning of the day on which the history takes its turn.
    moments = {name: midnight + timedelta(days=int(days * share), hours=9) for name, share in MOMENTS.items()}
    furnish_demo(DemoProject(team_id=team.pk, moments=moments))


def address_of_instance() -> str:
    """Where this instance answers: what the owner says, else what the supervisor on this machine says."""
    if settings.SITE_URL:
        return str(settings.SITE_URL)
    running = holder(DataDir(root=settings.DATA_DIR))
    if running is None or not running.get("url"):
        raise DemoError("No instance runs here. Start one with `bin/hogli start`, or name its address with --url.")
    return str(running["url"])


def _scale(team: Team, *, people: int, days: int) -> Scale:
    return Scale(start=team.created_at.date() - timedelta(days=days), people=people, days=days)


def _find_or_create_demo() -> Team:
    existing = Team.objects.filter(is_demo=True, name=PROJECT_NAME).order_by("pk").first()
    if existing is not None:
        return existing
    # Before the first account there is no organization; the first account then becomes the owner of this one.
    organization = Organization.objects.order_by("created_at").first()
    if organization is None:
        organization = Organization.objects.create(name="My organization", slug="my-organization")
    display_names = ["name", "email"]
    return Team.objects.create(
        organization=organization, name=PROJECT_NAME, is_demo=True, person_display_name_properties=display_names
    )
