"""The invented world on one day: its companies, its people, and how both come to be.

Objects here are changed as days go by. All chance comes from the `Random` that a caller passes in, drawn in the order
of the days, so that a history does not depend on where it is cut off.
"""

from dataclasses import dataclass, field
from datetime import date
from random import Random
from uuid import UUID, uuid5

from products.events.backend.demo import catalogue
from products.events.backend.demo.catalogue import FREE, Browser, Place, Plan, Source

# Any constant will do, as long as it never changes: every id of a history follows from it.
NAMESPACE = UUID("5a0b9b6e-6a53-5d0c-9e0e-6f4b8a1f7c21")

PEOPLE = 1500
DAYS = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How large a history is and when it begins. `people` is how many come to stay within the first `days` days."""

    start: date
    people: int = PEOPLE
    days: int = DAYS
    seed: str = "quillboard"

    def identifier(self, *parts: object) -> UUID:
        """An id that is the same whenever the same thing of the same history is made again."""
        key = (self.seed, self.people, self.days, self.start.isoformat(), *parts)
        return uuid5(NAMESPACE, "\x00".join(map(str, key)))


@dataclass(slots=True, kw_only=True)
class Device:
    """A browser somebody uses. Until they sign in on it, `anonymous_id` is the only name they have."""

    anonymous_id: str
    browser: Browser
    signed_in: bool = False


@dataclass(slots=True, kw_only=True, eq=False)
class Company:
    """A workspace. `seats_wanted` is how many colleagues would join if asked."""

    key: str
    name: str
    domain: str
    industry: str
    place: Place
    seats_wanted: int
    founded_on: int
    plan: Plan = FREE
    yearly: bool = False
    paid_since: int = 0
    seats_paid: int = 0
    ever_paid: bool = False
    boards: int = 0
    members: list["Person"] = field(default_factory=list)

    @property
    def owner(self) -> "Person":
        return self.members[0]

    @property
    def active_members(self) -> int:
        return sum(not member.gone for member in self.members)

    @property
    def monthly_amount(self) -> float | int:
        """What an invoice asks for, in US dollars; a yearly contract is a fifth cheaper."""
        full = self.plan.seat_price * self.seats_paid
        return round(full * 0.8, 2) if self.yearly else full


@dataclass(slots=True, kw_only=True, eq=False)
class Person:
    """Somebody who will sign up, or has. `keenness`, 0 to 1, is how often they come and how much they do."""

    number: int
    user_id: str
    source: Source
    campaign: str
    place: Place
    keenness: float
    device: Device
    signs_up_on: int
    second_device: Device | None = None
    second_device_from: int = 0
    name: str = ""
    email: str = ""
    role: str = ""
    company: Company | None = None
    invited: bool = False
    boards: int = 0
    cards: int = 0
    plan_told: str = ""
    asked_on: dict[str, int] = field(default_factory=dict)
    """The day on which each feature flag was last asked for them."""
    opted_in: bool = False
    joined_on: int = -1
    gone: bool = False

    @property
    def is_member(self) -> bool:
        return self.joined_on >= 0


def make_visitor(scale: Scale, rng: Random, *, number: int, day: int, source: Source) -> Person:
    """Somebody who comes for the first time on this day and will sign up today or within days."""
    place = pick_place(rng)
    waits = 0 if source is catalogue.INVITATION or rng.random() < 0.62 else 1 + int(rng.expovariate(0.25))
    person = Person(
        number=number,
        user_id=f"user_{scale.identifier('user', number).hex[:16]}",
        source=source,
        campaign=rng.choice(source.campaigns) if source.campaigns else "",
        place=place,
        keenness=rng.betavariate(1.7, 2.4),
        device=make_device(scale, rng, "device", number),
        signs_up_on=day + min(waits, 30),
    )
    if rng.random() < 0.22:
        person.second_device = make_device(scale, rng, "second device", number)
        person.second_device_from = person.signs_up_on + 2 + rng.randrange(20)
    return person


def make_device(scale: Scale, rng: Random, kind: str, number: object) -> Device:
    browser = rng.choices(catalogue.BROWSERS, _BROWSER_WEIGHTS)[0]
    return Device(anonymous_id=str(scale.identifier(kind, number)), browser=browser)


def pick_place(rng: Random) -> Place:
    return rng.choices(catalogue.PLACES, _PLACE_WEIGHTS)[0]


def found_company(rng: Random, founder: Person, *, number: int, day: int) -> Company:
    """A new workspace with its founder as first member. Most companies are small, a few are not."""
    first = catalogue.COMPANY_FIRST[number % len(catalogue.COMPANY_FIRST)]
    last = catalogue.COMPANY_LAST[number // len(catalogue.COMPANY_FIRST) % len(catalogue.COMPANY_LAST)]
    again = number // (len(catalogue.COMPANY_FIRST) * len(catalogue.COMPANY_LAST))
    name = f"{first} {last}" + (f" {again + 1}" if again else "")
    slug = name.lower().replace(" ", "-")
    company = Company(
        key=slug,
        name=name,
        domain=f"{slug}.example.com",
        industry=rng.choice(catalogue.INDUSTRIES),
        place=founder.place,
        seats_wanted=min(60, 1 + int(rng.lognormvariate(1.1, 0.95))),
        founded_on=day,
        yearly=rng.random() < 0.35,
    )
    join_company(rng, founder, company, day=day)
    return company


def join_company(rng: Random, person: Person, company: Company, *, day: int) -> None:
    """Make somebody a member; from now on they have a name and an address."""
    first, last = rng.choice(catalogue.FIRST_NAMES), rng.choice(catalogue.LAST_NAMES)
    person.name = f"{first} {last}"
    # Two colleagues may share a name; an address is one person's.
    person.email = f"{first}.{last}.{person.number}@{company.domain}".lower()
    person.role = rng.choice(catalogue.ROLES[1:] if company.members else catalogue.ROLES)
    person.company = company
    person.joined_on = day
    company.members.append(person)


_BROWSER_WEIGHTS = tuple(browser.weight for browser in catalogue.BROWSERS)
_PLACE_WEIGHTS = tuple(place.weight for place in catalogue.PLACES)
