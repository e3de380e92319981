"""What Quillboard asks feature flags, and when. The flags themselves are furnished by the feature flags product.

Answers follow from key and person by the hash that SDKs use, so that a flag gives somebody today what the history says
it gave them. Nothing here draws from the history's chance: a history is the same with and without its questions.
"""

from dataclasses import dataclass

from common.sdk.hashing import VARIANT_SALT, share_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A flag that the product's code asks for, from and until these shares of the history.

    `variants` are (key, share of people), of a flag that has some; `rollout` is the share that a plain one is on for.
    """

    key: str
    since: float
    until: float = float("inf")
    rollout: float = 1.0
    variants: tuple[tuple[str, float], ...] = ()

    def is_asked(self, day: int, days: int) -> bool:
        return self.since * days <= day < self.until * days

    def answer_for(self, distinct_id: str) -> str | bool:
        if not self.variants:
            return share_of(self.key, distinct_id) <= self.rollout
        place = share_of(self.key, distinct_id, VARIANT_SALT)
        bound = 0.0
        for variant, share in self.variants:
            bound += share
            if place < bound:
                return variant
        return False


# Days until an answer is asked for again, as browsers forget.
ASK_AGAIN_DAYS = 7

ONBOARDING = Question(
    key="onboarding-flow",
    since=0.75,
    variants=(("control", 0.34), ("checklist", 0.33), ("guided-tour", 0.33)),
)
# The flag behind automations was taken out of the code once everybody had them.
AUTOMATIONS = Question(key="automations", since=0.45, until=0.6)
NEW_EDITOR = Question(key="new-board-editor", since=0.9, rollout=0.4)
ON_BOARDS = (AUTOMATIONS, NEW_EDITOR)

# What people may opt into, the share of the history after which they may, and the share of people who do.
CALENDAR = Question(key="calendar-view", since=0.93, rollout=0.09)
