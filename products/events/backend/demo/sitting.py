"""One sitting at one device, written down as events in the form the browser SDK sends.

A sitting is a session in the SDK's sense: it has a `$session_id`, its events follow each other within minutes, and it
ends with a `$pageleave`. A sitting never crosses midnight, which keeps a day's events in that day.
"""

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from products.events.backend.demo.catalogue import HOST, Place, Source
from products.events.backend.demo.questions import Question
from products.events.backend.demo.world import Company, Device, Person, Scale

Event = dict[str, Any]
DAY_SECONDS = 24 * 3600
# The longest sitting has some seventy events of at most 75 seconds each.
LATEST_START_SECONDS = DAY_SECONDS - 5400
# Numbered apart from other events, whose ids are therefore the same as before there were flags.
FLAG_SERIES = "flag event"
LIBRARY_VERSION = "1.449.2"
SERVER_LIBRARY_VERSION = "7.91.1"
# Addresses reserved for documentation (RFC 5737): nobody's. Without one, ingestion would note the demo command's own.
SERVER_ADDRESS = "192.0.2.10"


class Diary:
    """The events of one day, in the order they were written, with their times."""

    def __init__(self, scale: Scale, day: int) -> None:
        self.scale = scale
        self.day = day
        self.date = scale.start + timedelta(days=day)
        self.midnight = datetime(self.date.year, self.date.month, self.date.day, tzinfo=UTC)
        self._events: list[tuple[float, Event]] = []
        self._written: Counter[str] = Counter()

    def write(
        self, seconds: float, event: str, distinct_id: str, properties: Event, *, series: str = "event", **top: Any
    ) -> None:
        """Note an event `seconds` after midnight. Events of one series are numbered, and their ids follow from that."""
        seconds = min(seconds, DAY_SECONDS - 0.001)
        moment = self.midnight + timedelta(milliseconds=int(seconds * 1000))
        entry = {
            "uuid": str(self.scale.identifier(series, self.day, self._written[series])),
            "event": event,
            "distinct_id": distinct_id,
            "timestamp": moment.isoformat(timespec="milliseconds"),
            "properties": properties,
            **top,
        }
        self._written[series] += 1
        self._events.append((seconds, entry))

    def in_order(self) -> list[Event]:
        """The day's events by time; those of one moment as they were written."""
        return [event for _, event in sorted(self._events, key=lambda pair: pair[0])]


class Sitting:
    """Writes what one person does at one device, moving its own clock forward as they do it."""

    def __init__(
        self, diary: Diary, rng: Random, *, device: Device, place: Place, seconds: float, person: Person | None = None
    ) -> None:
        self.diary = diary
        self.seconds = min(seconds, LATEST_START_SECONDS)
        self.device = device
        self.person = person
        self.rng = rng
        self._page: Event = {}
        browser = device.browser
        width, height = browser.screen
        self._base: Event = {
            "$lib": "web",
            "$lib_version": LIBRARY_VERSION,
            "$device_id": device.anonymous_id,
            "$ip": _address(device),
            "$session_id": str(_time_ordered(diary, self.seconds, device.anonymous_id)),
            "$window_id": str(_time_ordered(diary, self.seconds + 1, device.anonymous_id)),
            "$browser": browser.name,
            "$browser_version": browser.version,
            "$browser_language": place.language,
            "$os": browser.os,
            "$os_version": browser.os_version,
            "$device_type": browser.device_type,
            "$screen_width": width,
            "$screen_height": height,
            "$viewport_width": width,
            "$viewport_height": height - 121,
            "$timezone": place.timezone,
            "$geoip_country_code": place.country,
            "$geoip_country_name": place.country_name,
            "$geoip_city_name": place.city,
        }

    @property
    def distinct_id(self) -> str:
        """The name under which the device sends: the person's once they have signed in on it."""
        return self.person.user_id if self.person and self.device.signed_in else self.device.anonymous_id

    def arrive(self, source: Source, campaign: str, path: str) -> None:
        """Open the first page of a visit, coming from somewhere."""
        arrival: Event = {"$referrer": source.referrer, "$referring_domain": _domain(source.referrer)}
        if source.utm_source:
            arrival |= {
                "utm_source": source.utm_source,
                "utm_medium": source.utm_medium,
                "utm_campaign": campaign,
            }
        self._base |= arrival
        self.view(path)

    def view(self, path: str) -> None:
        """Open a page; everything that follows happens on it."""
        self._page = {"$current_url": f"https://{HOST}{path}", "$host": HOST, "$pathname": path}
        self._write("$pageview", {"title": _title(path)})
        self._pass_time(4, 45)

    def do(self, event: str, /, **properties: Any) -> None:
        """Do something on the page."""
        self._write(event, properties)
        self._pass_time(3, 75)

    def click(self, text: str, element_id: str) -> None:
        """Press a button, as autocapture sees it."""
        self._write(
            "$autocapture",
            {
                "$event_type": "click",
                "$ce_version": 1,
                "$el_text": text,
                "$elements_chain": (
                    f'button.button.primary:attr__class="button primary"attr__id="{element_id}"attr_id="{element_id}"'
                    f'nth-child="1"nth-of-type="1"text="{text}";main:nth-child="2"nth-of-type="1";body:nth-child="2"nth-of-type="1"'
                ),
            },
        )
        self._pass_time(1, 8)

    def sign_in(self, person: Person, *, properties: Event, once: Event | None = None) -> None:
        """Tell who sits here: from now on the device sends under the person's own id."""
        self.person = person
        anonymous_id = self.device.anonymous_id
        self.device.signed_in = True
        extra = {"$set": properties} | ({"$set_once": once} if once else {})
        self._write("$identify", {"$anon_distinct_id": anonymous_id, "$user_id": person.user_id}, **extra)
        self._pass_time(1, 3)

    def ask(self, question: Question) -> None:
        """Ask a feature flag; the answer is told at once, and with everything that follows."""
        answer = question.answer_for(self.distinct_id)
        self._base[f"$feature/{question.key}"] = answer
        called = {"$feature_flag": question.key, "$feature_flag_response": answer}
        self._write("$feature_flag_called", called, series=FLAG_SERIES)

    def opt_in(self, question: Question) -> None:
        """Choose a feature in the product's list of coming ones."""
        chosen = {f"$feature_enrollment/{question.key}": True}
        told = {"$feature_flag": question.key, "$feature_enrollment": True, "$set": chosen}
        self._write("$feature_enrollment_update", told, series=FLAG_SERIES)

    def describe_company(self, company: Company) -> None:
        """Tell what is known about the person's company."""
        self._write("$groupidentify", group_properties(company))

    def leave(self) -> None:
        """Close the page."""
        self._write("$pageleave", {"$prev_pageview_pathname": self._page.get("$pathname", "/")})
        self._pass_time(1, 2)

    def _pass_time(self, least: float, most: float) -> None:
        self.seconds += least + (most - least) * self.rng.random() ** 2

    def _write(self, event: str, properties: Event, **top: Any) -> None:
        known = self.device.signed_in
        identity: Event = {"$is_identified": known, "$process_person_profile": known}
        if known and self.person and self.person.company and event != "$groupidentify":
            identity["$groups"] = {"company": self.person.company.key}
        self.diary.write(
            self.seconds, event, self.distinct_id, {**self._base, **self._page, **identity, **properties}, **top
        )


def group_properties(company: Company) -> Event:
    """The properties of a `$groupidentify` event about a company as it is now."""
    return {
        "$group_type": "company",
        "$group_key": company.key,
        "$group_set": {
            "name": company.name,
            "industry": company.industry,
            "country": company.place.country,
            "plan": company.plan.name,
            "seats": len(company.members),
        },
    }


def write_from_server(diary: Diary, seconds: float, event: str, company: Company, properties: Event) -> None:
    """An event that the product's own server sends about a company, in the name of its owner."""
    base: Event = {"$lib": "posthog-python", "$lib_version": SERVER_LIBRARY_VERSION, "$is_server": True}
    base |= {"$geoip_disable": True, "$ip": SERVER_ADDRESS}
    if event != "$groupidentify":
        base["$groups"] = {"company": company.key}
    diary.write(seconds, event, company.owner.user_id, {**base, **properties})


def _time_ordered(diary: Diary, seconds: float, device: str) -> UUID:
    """A UUID of version 7 whose random part follows from the device, because sessions are recognised by its time."""
    milliseconds = int((diary.midnight.timestamp() + seconds) * 1000)
    value = (milliseconds << 80) | (diary.scale.identifier("session", milliseconds, device).int & ((1 << 80) - 1))
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return UUID(int=value)


def _address(device: Device) -> str:
    """The device's address, the same every time."""
    return f"203.0.113.{1 + int(device.anonymous_id[:8], 16) % 254}"


def _domain(referrer: str) -> str:
    return referrer.split("/")[2] if "/" in referrer else referrer


def _title(path: str) -> str:
    words = path.strip("/").split("/")[0].replace("-", " ") or "plan together"
    return f"{words.capitalize()} · Quillboard"
