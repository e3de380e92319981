"""What people do in a sitting: look around, sign up, work, sign in somewhere else.

`Today` holds what all journeys of one day share. The order of product events follows the product's rules: nobody does
anything before signing up, and there is no card before there is a board.
"""

from random import Random
from typing import Any

from products.events.backend.demo import catalogue, questions, world
from products.events.backend.demo.catalogue import Feature, Place, Source
from products.events.backend.demo.seasons import weekday_factor
from products.events.backend.demo.sitting import LATEST_START_SECONDS, Diary, Sitting
from products.events.backend.demo.world import Company, Device, Person

# The SDK starts a new session after half an hour of silence.
BREAK_SECONDS = 40 * 60.0
MOST_FEATURES = 40
ONBOARDING = (("profile", 0.93), ("tour", 0.82), ("notifications", 0.88))


class Today:
    """One day in the making: its diary, its chance, and until when each person is busy."""

    def __init__(self, diary: Diary, rng: Random) -> None:
        self.diary = diary
        self.rng = rng
        self.features = tuple(
            feature for feature in catalogue.FEATURES if diary.day >= feature.since * diary.scale.days
        )
        self._busy_until: dict[Person, float] = {}

    def sit_down(self, person: Person, device: Device, *, not_before: float = 0.0) -> Sitting | None:
        """A new sitting at a likely hour, after the person's last one; None when the day is over for them."""
        seconds = likely_seconds(self.rng, person.place)
        if person in self._busy_until:
            not_before = max(not_before, self._busy_until[person] + BREAK_SECONDS)
        if seconds < not_before:
            seconds = not_before + self.rng.random() * 1800
        if seconds > LATEST_START_SECONDS:
            return None
        return Sitting(self.diary, self.rng, device=device, place=person.place, seconds=seconds, person=person)

    def end(self, sitting: Sitting) -> None:
        """Close the page; the person is free again."""
        sitting.leave()
        if sitting.person:
            self._busy_until[sitting.person] = sitting.seconds

    def happens(self, probability: float) -> bool:
        return self.rng.random() < probability


def likely_seconds(rng: Random, place: Place) -> float:
    """A time of day in UTC at which somebody in this place may sit at a screen: mostly office hours."""
    local = rng.triangular(7.0, 19.0, 10.5) if rng.random() < 0.86 else rng.triangular(6.0, 23.5, 20.5)
    return (local - place.utc_offset) % 24 * 3600


def look_around(today: Today, *, number: int, source: Source) -> None:
    """Somebody comes, reads a page or three and is never seen again."""
    rng, scale = today.rng, today.diary.scale
    device = world.make_device(scale, rng, "passer-by", f"{today.diary.day}-{number}")
    place = world.pick_place(rng)
    sitting = Sitting(today.diary, rng, device=device, place=place, seconds=likely_seconds(rng, place))
    sitting.arrive(source, rng.choice(source.campaigns) if source.campaigns else "", rng.choice(source.landing))
    while today.happens(0.38):
        sitting.view(rng.choice(("/pricing", "/templates", "/customers", "/docs")))
    today.end(sitting)


def look_again(today: Today, person: Person) -> None:
    """Somebody who has not made up their mind yet comes to have a look."""
    sitting = today.sit_down(person, person.device)
    if sitting is None:
        return
    sitting.arrive(person.source, person.campaign, today.rng.choice(person.source.landing))
    while today.happens(0.5):
        sitting.view(today.rng.choice(("/pricing", "/templates", "/customers", "/docs")))
    today.end(sitting)


def invite(today: Today, company: Company) -> float:
    """A member asks a colleague to join; returns when, so that the colleague comes afterwards."""
    inviter = today.rng.choice([member for member in company.members if not member.gone])
    sitting = today.sit_down(inviter, inviter.device)
    if sitting is None or sitting.seconds > 20 * 3600:
        return -1.0
    sitting.view("/settings/members")
    sitting.do("teammate invited", seats=len(company.members) + 1, role="member")
    today.end(sitting)
    return sitting.seconds


def sign_up(today: Today, person: Person, company: Company, *, not_before: float = 0.0) -> None:
    """The visit in which a visitor becomes a member of `company`, and the first steps after that."""
    rng = today.rng
    founder = company.owner is person
    # Signing up is what this day is for, so it happens however late it is.
    sitting = today.sit_down(person, person.device, not_before=not_before) or Sitting(
        today.diary, rng, device=person.device, place=person.place, seconds=LATEST_START_SECONDS, person=person
    )
    sitting.arrive(person.source, person.campaign, rng.choice(person.source.landing))
    if founder and today.happens(0.55):
        sitting.view("/pricing")
    sitting.view("/signup")
    sitting.click("Create account", "create-account")
    first_seen = {"signed_up_at": today.diary.date.isoformat(), "signup_source": person.source.name}
    sitting.sign_in(person, properties=person_properties(person), once=first_seen)
    sitting.do("signed up", method=rng.choice(("email", "email", "google")), invited=not founder, role=person.role)
    sitting.describe_company(company)
    if founder:
        sitting.do("workspace created", industry=company.industry)
    if questions.ONBOARDING.is_asked(today.diary.day, today.diary.scale.days):
        sitting.ask(questions.ONBOARDING)
    for step, (name, share) in enumerate(ONBOARDING, start=1):
        if not today.happens(share):
            break
        sitting.do("onboarding step completed", step=step, step_name=name)
    else:
        if today.happens(0.62 if founder else 0.45):
            create_board(sitting, person, company)
            _add_cards(sitting, person, rng.randrange(1, 6))
    today.end(sitting)


def work(today: Today, person: Person, company: Company) -> Sitting | None:
    """A member's sitting. Left open, so that a caller can go on with it; None when the day is over for them."""
    rng = today.rng
    second = person.second_device
    device = second if second and today.diary.day >= person.second_device_from and today.happens(0.3) else person.device
    sitting = today.sit_down(person, device)
    if sitting is None:
        return None
    if not device.signed_in:
        # A browser that does not know them yet: what it sent until now is theirs from the moment they log in.
        sitting.arrive(catalogue.SOURCES[1], "", "/login")
        sitting.sign_in(person, properties=person_properties(person))
        sitting.do("logged in", method="email")
    sitting.view("/boards")
    _ask_flags(today, sitting, person)
    if not company.boards and not today.happens(0.3 + 0.3 * person.keenness):
        return sitting
    if company.boards:
        sitting.view(f"/boards/{1 + rng.randrange(company.boards)}")
    else:
        create_board(sitting, person, company)
    _use_features(today, sitting, person, company)
    return sitting


def create_board(sitting: Sitting, person: Person, company: Company) -> None:
    """Make a board and go there; the company has one more."""
    sitting.view("/boards/new")
    company.boards += 1
    person.boards += 1
    template = sitting.rng.choice(("blank", "blank", "sprint", "launch", "hiring"))
    sitting.do("board created", template=template, boards=company.boards)
    sitting.view(f"/boards/{company.boards}")


def person_properties(person: Person) -> dict[str, Any]:
    """What the product tells about a member, as it is now."""
    plan = person.company.plan.name if person.company else catalogue.FREE.name
    person.plan_told = plan
    return {
        "email": person.email,
        "name": person.name,
        "role": person.role,
        "plan": plan,
        "company": person.company.name if person.company else "",
        "$geoip_country_code": person.place.country,
    }


def tell_plan(sitting: Sitting, person: Person, company: Company) -> None:
    """Tell that the person's company has changed its plan since we last spoke of it."""
    if person.plan_told != company.plan.name:
        person.plan_told = company.plan.name
        sitting.do("$set", **{"$set": {"plan": company.plan.name}})


def comes_today(today: Today, person: Person) -> bool:
    """Whether a member sits down today: by keenness, by weekday, and more often in their first days."""
    fresh = 0.22 if today.diary.day - person.joined_on < 4 else 0.0
    return today.happens(weekday_factor(today.diary.date) * (0.05 + 0.5 * person.keenness + fresh) / 1.1)


def loses_interest(today: Today, person: Person, company: Company) -> bool:
    """Whether a member stops coming: soon when they never got to work, seldom when their company pays."""
    if not company.boards:
        daily = 0.14
    else:
        daily = {"free": 0.02, "pro": 0.004, "team": 0.0025}[company.plan.name]
        daily /= 1 + (today.diary.day - person.joined_on) / 45
        daily *= 1.4 if company.active_members == 1 else 1.0
    return today.happens(daily * (1.6 - person.keenness))


def _ask_flags(today: Today, sitting: Sitting, person: Person) -> None:
    """What the page of boards asks about a member, who may also find a coming feature there and choose it."""
    day, days = today.diary.day, today.diary.scale.days
    for question in questions.ON_BOARDS:
        last = person.asked_on.get(question.key, -questions.ASK_AGAIN_DAYS)
        if question.is_asked(day, days) and day - last >= questions.ASK_AGAIN_DAYS:
            person.asked_on[question.key] = day
            sitting.ask(question)
    offered = questions.CALENDAR
    if offered.is_asked(day, days) and not person.opted_in and offered.answer_for(person.user_id):
        person.opted_in = True
        sitting.opt_in(offered)


def _use_features(today: Today, sitting: Sitting, person: Person, company: Company) -> None:
    rng = today.rng
    open_to_all = company.plan is not catalogue.FREE
    features = [feature for feature in today.features if open_to_all or not feature.paid]
    weights = [feature.weight for feature in features]
    wanted = min(MOST_FEATURES, 1 + int(rng.expovariate(1 / (1.5 + 8 * person.keenness))))
    if not person.cards:
        _add_cards(sitting, person, 1)
    for feature in rng.choices(features, weights, k=wanted):
        if feature.event == "board created":
            create_board(sitting, person, company)
        elif feature.event == "card added":
            _add_cards(sitting, person, 1)
        else:
            sitting.do(feature.event, **_choices(rng, feature))
        if today.happens(0.08):
            sitting.click("Filter", "board-filter")


def _add_cards(sitting: Sitting, person: Person, number: int) -> None:
    for _ in range(number):
        person.cards += 1
        sitting.do("card added", card_number=person.cards, **_choices(sitting.rng, _CARD_ADDED))


def _choices(rng: Random, feature: Feature) -> dict[str, str]:
    return {name: rng.choice(options) for name, options in feature.choices}


_CARD_ADDED = next(feature for feature in catalogue.FEATURES if feature.event == "card added")
