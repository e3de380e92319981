"""What exists in the invented world: Quillboard, a planning board for teams, and the people who may come to use it.

Every company and person is made up; addresses end in example.com, which nobody owns (RFC 2606). Weights are shares,
compared only with others of the same list.
"""

from dataclasses import dataclass

HOST = "quillboard.example.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where somebody lives. `utc_offset` in whole hours is enough for office hours."""

    country: str
    country_name: str
    city: str
    timezone: str
    utc_offset: int
    language: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Browser:
    """A browser on an operating system."""

    name: str
    version: int
    os: str
    os_version: str
    device_type: str
    screen: tuple[int, int]
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """How people come. `signup_rate` is the share of its visitors who ever sign up."""

    name: str
    referrer: str
    utm_source: str
    utm_medium: str
    campaigns: tuple[str, ...]
    landing: tuple[str, ...]
    weight: float
    signup_rate: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a company pays a month for each seat, in US dollars."""

    name: str
    seat_price: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """Something people do on a board. `since` is the share of the history after which it exists."""

    event: str
    weight: float
    paid: bool = False
    since: float = 0.0
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()


FREE = Plan(name="free", seat_price=0)
PRO = Plan(name="pro", seat_price=12)
TEAM = Plan(name="team", seat_price=24)

PLACES = (
    Place(
        country="US",
        country_name="United States",
        city="Chicago",
        timezone="America/Chicago",
        utc_offset=-6,
        language="en-US",
        weight=17,
    ),
    Place(
        country="US",
        country_name="United States",
        city="New York",
        timezone="America/New_York",
        utc_offset=-5,
        language="en-US",
        weight=14,
    ),
    Place(
        country="US",
        country_name="United States",
        city="Portland",
        timezone="America/Los_Angeles",
        utc_offset=-8,
        language="en-US",
        weight=9,
    ),
    Place(
        country="GB",
        country_name="United Kingdom",
        city="Leeds",
        timezone="Europe/London",
        utc_offset=0,
        language="en-GB",
        weight=11,
    ),
    Place(
        country="DE",
        country_name="Germany",
        city="Hamburg",
        timezone="Europe/Berlin",
        utc_offset=1,
        language="de-DE",
        weight=11,
    ),
    Place(
        country="FR",
        country_name="France",
        city="Lyon",
        timezone="Europe/Paris",
        utc_offset=1,
        language="fr-FR",
        weight=7,
    ),
    Place(
        country="NL",
        country_name="Netherlands",
        city="Utrecht",
        timezone="Europe/Amsterdam",
        utc_offset=1,
        language="nl-NL",
        weight=4,
    ),
    Place(
        country="ES",
        country_name="Spain",
        city="Valencia",
        timezone="Europe/Madrid",
        utc_offset=1,
        language="es-ES",
        weight=4,
    ),
    Place(
        country="PL",
        country_name="Poland",
        city="Kraków",
        timezone="Europe/Warsaw",
        utc_offset=1,
        language="pl-PL",
        weight=3,
    ),
    Place(
        country="BR",
        country_name="Brazil",
        city="Curitiba",
        timezone="America/Sao_Paulo",
        utc_offset=-3,
        language="pt-BR",
        weight=5,
    ),
    Place(
        country="CA",
        country_name="Canada",
        city="Toronto",
        timezone="America/Toronto",
        utc_offset=-5,
        language="en-CA",
        weight=5,
    ),
    Place(
        country="IN",
        country_name="India",
        city="Pune",
        timezone="Asia/Kolkata",
        utc_offset=5,
        language="en-IN",
        weight=7,
    ),
    Place(
        country="AU",
        country_name="Australia",
        city="Adelaide",
        timezone="Australia/Adelaide",
        utc_offset=9,
        language="en-AU",
        weight=3,
    ),
    Place(
        country="JP",
        country_name="Japan",
        city="Fukuoka",
        timezone="Asia/Tokyo",
        utc_offset=9,
        language="ja-JP",
        weight=3,
    ),
    Place(
        country="KE",
        country_name="Kenya",
        city="Nakuru",
        timezone="Africa/Nairobi",
        utc_offset=3,
        language="en-KE",
        weight=2,
    ),
)

BROWSERS = (
    Browser(
        name="Chrome", version=138, os="Windows", os_version="11", device_type="Desktop", screen=(1920, 1080), weight=30
    ),
    Browser(
        name="Chrome",
        version=139,
        os="Mac OS X",
        os_version="15.5.0",
        device_type="Desktop",
        screen=(1728, 1117),
        weight=21,
    ),
    Browser(
        name="Safari",
        version=18,
        os="Mac OS X",
        os_version="15.5.0",
        device_type="Desktop",
        screen=(1512, 982),
        weight=11,
    ),
    Browser(
        name="Firefox", version=141, os="Linux", os_version="", device_type="Desktop", screen=(2560, 1440), weight=6
    ),
    Browser(
        name="Firefox", version=141, os="Windows", os_version="10", device_type="Desktop", screen=(1920, 1080), weight=5
    ),
    Browser(
        name="Microsoft Edge",
        version=138,
        os="Windows",
        os_version="11",
        device_type="Desktop",
        screen=(1536, 864),
        weight=9,
    ),
    Browser(
        name="Mobile Safari",
        version=18,
        os="iOS",
        os_version="18.5",
        device_type="Mobile",
        screen=(393, 852),
        weight=11,
    ),
    Browser(
        name="Chrome", version=138, os="Android", os_version="15", device_type="Mobile", screen=(412, 915), weight=7
    ),
)

SOURCES = (
    Source(name="search", referrer="https://www.google.com/", utm_source="", utm_medium="", campaigns=(), landing=("/", "/blog/plan-a-launch", "/templates"), weight=31, signup_rate=0.24),
    Source(name="direct", referrer="$direct", utm_source="", utm_medium="", campaigns=(), landing=("/", "/pricing"), weight=21, signup_rate=0.34),
    Source(name="ads", referrer="https://www.google.com/", utm_source="google", utm_medium="cpc", campaigns=("planning-board", "kanban-alternative", "brand"), landing=("/lp/planning-board", "/lp/for-agencies"), weight=16, signup_rate=0.17),
    Source(name="newsletter", referrer="$direct", utm_source="newsletter", utm_medium="email", campaigns=("monthly-digest", "feature-launch"), landing=("/blog/whats-new", "/"), weight=8, signup_rate=0.38),
    Source(name="social", referrer="https://www.linkedin.com/", utm_source="linkedin", utm_medium="social", campaigns=("founder-posts",), landing=("/", "/blog/plan-a-launch"), weight=10, signup_rate=0.2),
    Source(name="partner", referrer="https://toolshelf.example.com/", utm_source="toolshelf", utm_medium="referral", campaigns=("listing",), landing=("/templates", "/"), weight=6, signup_rate=0.41),
    Source(name="community", referrer="https://news.ycombinator.com/", utm_source="", utm_medium="", campaigns=(), landing=("/blog/how-we-sync-boards", "/"), weight=8, signup_rate=0.13),
)  # fmt: skip
INVITATION = Source(name="invitation", referrer="$direct", utm_source="invitation", utm_medium="email", campaigns=("teammate",), landing=("/invite",), weight=0, signup_rate=0.9)  # fmt: skip

FEATURES = (
    Feature(event="card added", weight=30, choices=(("card_type", ("task", "note", "bug", "idea")),)),
    Feature(event="card moved", weight=24, choices=(("to_column", ("doing", "review", "done")),)),
    Feature(event="comment posted", weight=14, choices=(("mentions", ("none", "one", "many")),)),
    Feature(event="search performed", weight=7, choices=(("scope", ("board", "workspace")),)),
    Feature(event="file attached", weight=5, choices=(("file_type", ("image", "pdf", "sheet")),)),
    Feature(event="board created", weight=3),
    Feature(event="board exported", weight=2, choices=(("format", ("csv", "pdf", "png")),)),
    Feature(event="report viewed", weight=4, paid=True, choices=(("report", ("burndown", "workload", "cycle time")),)),
    Feature(event="automation created", weight=3, paid=True, since=0.45, choices=(("trigger", ("card moved", "due date", "new comment")),)),
    Feature(event="assistant asked", weight=6, since=0.7, choices=(("intent", ("summarise", "draft", "split card")),)),
)  # fmt: skip

# When the story turns, as shares of the history; `Feature.since` and `questions.py` keep to it.
MOMENTS = {
    "automations": 0.45,
    "launch": 0.55,
    "assistant": 0.7,
    "onboarding test": 0.75,
    "new board editor": 0.9,
    "calendar": 0.93,
}

ROLES = ("founder", "engineer", "designer", "product manager", "marketer", "operations", "consultant")
INDUSTRIES = ("software", "agency", "e-commerce", "education", "health", "manufacturing", "non-profit", "finance")
CANCEL_REASONS = ("too expensive", "missing feature", "project ended", "switched tool", "not used enough")

COMPANY_FIRST = (
    "Amber", "Birch", "Cobalt", "Delta", "Ember", "Fjord", "Granite", "Harbour", "Indigo", "Juniper", "Kestrel",
    "Lantern", "Maple", "Nimbus", "Orchard", "Pebble", "Quarry", "River", "Saffron", "Timber", "Umber", "Violet",
    "Willow", "Yarrow", "Zephyr",
)  # fmt: skip
COMPANY_LAST = (
    "Analytics", "Bakery", "Bikes", "Books", "Cinema", "Collective", "Consulting", "Dynamics", "Energy", "Events", "Foods",
    "Gardens", "Goods", "Health", "Interiors", "Kitchens", "Labs", "Legal", "Logistics", "Media", "Music", "Outdoors",
    "Partners", "Pottery", "Robotics", "Schools", "Sports", "Studio", "Systems", "Textiles", "Travel", "Works",
)  # fmt: skip
FIRST_NAMES = (
    "Aisha", "Akira", "Alba", "Amara", "Anders", "Anna", "Beatriz", "Ben", "Carlos", "Chidi", "Chloe", "Dana", "Daniel",
    "Elif", "Emma", "Esther", "Farah", "Felix", "Freya", "Giulia", "Grace", "Hana", "Hugo", "Ines", "Ivan", "Jamal",
    "Jana", "Jonas", "Kai", "Kemi", "Lara", "Leo", "Lin", "Lucas", "Maja", "Marta", "Mateo", "Mei", "Mina", "Nadia",
    "Niko", "Noor", "Olga", "Omar", "Paula", "Priya", "Rafael", "Rosa", "Sam", "Sara", "Sofia", "Tariq", "Tess", "Theo",
    "Uma", "Vera", "Wanjiru", "Yara", "Yusuf", "Zoe",
)  # fmt: skip
LAST_NAMES = (
    "Abebe", "Andersson", "Bauer", "Becker", "Bianchi", "Brown", "Castro", "Chen", "Costa", "Das", "Dubois", "Eriksen",
    "Evans", "Fischer", "Garcia", "Hansen", "Haddad", "Ito", "Jansen", "Johnson", "Kamau", "Kaya", "Khan", "Kim",
    "Kowalski", "Kumar", "Lopez", "Martin", "Meyer", "Mwangi", "Nakamura", "Nguyen", "Novak", "Okafor", "Oliveira",
    "Patel", "Petrov", "Popescu", "Quinn", "Ramos", "Rossi", "Santos", "Sato", "Schmidt", "Silva", "Smith", "Suzuki",
    "Tanaka", "Taylor", "Torres", "Visser", "Wagner", "Walker", "Wang", "Weber", "Wilson", "Wolf", "Yilmaz", "Young",
    "Zhang",
)  # fmt: skip
