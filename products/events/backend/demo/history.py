"""From a scale to a history: day after day, everybody who comes does what they came for."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from products.events.backend.demo import catalogue, journeys, money, seasons, world
from products.events.backend.demo.journeys import Today
from products.events.backend.demo.sitting import Diary, Event
from products.events.backend.demo.world import Company, Person, Scale

FOUNDERS_SHARE = 0.42
# A visit without an account for every one with; follows from the sources' sign-up rates.
PASSERS_BY = sum(source.weight * (1 - source.signup_rate) for source in catalogue.SOURCES) / sum(
    source.weight * source.signup_rate for source in catalogue.SOURCES
)
_SIGN_UP_WEIGHTS = tuple(source.weight * source.signup_rate for source in catalogue.SOURCES)
_PASSER_BY_WEIGHTS = tuple(source.weight * (1 - source.signup_rate) for source in catalogue.SOURCES)


def history(scale: Scale, *, until: datetime) -> Iterator[tuple[int, list[Event]]]:
    """The number of each day and its events as an SDK would send them, oldest first; none is later than `until`.

    Days count from `scale.start`. A later `until` gives the same events and then more.
    """
    if until.tzinfo is None:
        raise ValueError("until must say its time zone.")
    until = until.astimezone(UTC)
    simulation = Simulation(scale)
    newcomers = seasons.newcomers(people=scale.people, days=scale.days, start=scale.start)
    for day in range((until.date() - scale.start).days + 1):
        events = simulation.live(day, newcomers=next(newcomers))
        if scale.start + timedelta(days=day) == until.date():
            last = until.isoformat(timespec="milliseconds")
            # Texts of one form and one zone compare as the times they stand for.
            events = [event for event in events if event["timestamp"] <= last]
        yield day, events


class Simulation:
    """The world as it goes from day to day."""

    def __init__(self, scale: Scale) -> None:
        self._scale = scale
        self._people = 0
        self._undecided: list[Person] = []
        self._companies: list[Company] = []

    def live(self, day: int, *, newcomers: int) -> list[Event]:
        """One more day; returns its events by time. Days must be lived in order."""
        rng = Random(f"{self._scale.seed}|{day}")  # noqa: S311 - chance that repeats is the point
        today = Today(Diary(self._scale, day), rng)
        for company in self._companies:
            money.settle_accounts(today, company)
        self._welcome(today, newcomers)
        self._decide(today)
        for company in self._companies:
            for person in company.members:
                if person.joined_on < day:
                    self._spend_day(today, person, company)
        return today.diary.in_order()

    def _welcome(self, today: Today, newcomers: int) -> None:
        """Those who come for the first time, and those who come and go."""
        rng, day = today.rng, today.diary.day
        for _ in range(newcomers):
            source = rng.choices(catalogue.SOURCES, _SIGN_UP_WEIGHTS)[0]
            invited = not today.happens(FOUNDERS_SHARE)
            if invited:
                source = catalogue.INVITATION
            person = world.make_visitor(self._scale, rng, number=self._people, day=day, source=source)
            person.invited = invited
            self._people += 1
            self._undecided.append(person)
            if person.signs_up_on > day:
                journeys.look_again(today, person)
            if not invited:
                for number in range(int(PASSERS_BY + rng.random())):
                    passing = rng.choices(catalogue.SOURCES, _PASSER_BY_WEIGHTS)[0]
                    journeys.look_around(today, number=self._people * 100 + number, source=passing)

    def _decide(self, today: Today) -> None:
        """Those whose day it is sign up; the others sometimes come to look again."""
        day = today.diary.day
        waiting: list[Person] = []
        for person in self._undecided:
            if person.signs_up_on > day:
                waiting.append(person)
                if person.signs_up_on - day < 30 and today.happens(0.15):
                    journeys.look_again(today, person)
            else:
                self._join(today, person)
        self._undecided = waiting

    def _join(self, today: Today, person: Person) -> None:
        company = self._inviting_company(today) if person.invited else None
        asked_at = journeys.invite(today, company) if company else -1.0
        if company is None or asked_at < 0:
            if person.source is catalogue.INVITATION:
                # Nobody has room for a colleague: they come by themselves.
                person.source = catalogue.SOURCES[1]
            number = len(self._companies)
            company = world.found_company(today.rng, person, number=number, day=today.diary.day)
            self._companies.append(company)
        else:
            person.place = company.place if today.happens(0.8) else person.place
            world.join_company(today.rng, person, company, day=today.diary.day)
        journeys.sign_up(today, person, company, not_before=asked_at + 300)

    def _inviting_company(self, today: Today) -> Company | None:
        open_companies = [
            company
            for company in self._companies
            if company.boards and company.founded_on < today.diary.day
            if company.active_members > 0 and len(company.members) < company.seats_wanted
        ]
        return today.rng.choice(open_companies) if open_companies else None

    def _spend_day(self, today: Today, person: Person, company: Company) -> None:
        if person.gone:
            # Few come back, and only to something they had begun.
            if not company.boards or not today.happens(0.0012):
                return
            person.gone = False
        elif journeys.loses_interest(today, person, company):
            person.gone = True
            return
        if not journeys.comes_today(today, person):
            return
        while (sitting := journeys.work(today, person, company)) is not None:
            journeys.tell_plan(sitting, person, company)
            if person is company.owner:
                money.consider_upgrade(today, sitting, company)
            today.end(sitting)
            if not today.happens(0.22 * person.keenness + 0.06):
                return
