"""The ids that people keep for flags whose answer shall survive a login."""

from collections.abc import Mapping
from uuid import UUID

from posthog.fast_reads import Statement, read
from posthog.identity import PersonMerge
from products.events.backend.facade import PersonsAPI, ProtectionAPI
from products.feature_flags.backend.models import FeatureFlag, FeatureFlagHashKeyOverride

_FIND = Statement(
    "flag_hash_keys",
    "SELECT flag_id, hash_key FROM feature_flags_featureflaghashkeyoverride WHERE team_id = $1 AND person_uuid = $2",
)
TABLE = "feature_flag_hash_keys"


def find(*, team_id: int, person_uuid: UUID) -> dict[int, str]:
    """Hash keys by flag id, in one fast read; raises ReadFailedError."""
    rows = read(_FIND, str(team_id), str(person_uuid))
    return {int(flag_id or 0): (hash_key or b"").decode() for flag_id, hash_key in rows}


def keep(*, team_id: int, distinct_id: str, anonymous_id: str) -> bool:
    """Keep the id from before a login for every flag that asks for it; False as long as there is no such person.

    What is kept already stays, of this person and of the one they were before. A request for flags proves nothing, so
    where a project requires proofs the two ids must have become one person, which takes one; until then it is False.
    """
    profile = PersonsAPI.find_profile(team_id=team_id, distinct_id=distinct_id)
    if profile is None:
        return False
    before = PersonsAPI.find_profile(team_id=team_id, distinct_id=anonymous_id)
    is_one = before is not None and before.person_uuid == profile.person_uuid
    if not is_one and ProtectionAPI.get_protection(team_id=team_id).require_signed_identity:
        return False
    kept = find(team_id=team_id, person_uuid=before.person_uuid) if before else {}
    flags = FeatureFlag.objects.for_team(team_id).filter(
        deleted=False, active=True, archived=False, ensure_experience_continuity=True
    )
    FeatureFlagHashKeyOverride.objects.for_team(team_id).bulk_create(
        [
            FeatureFlagHashKeyOverride(
                team_id=team_id,
                flag_id=flag_id,
                person_uuid=profile.person_uuid,
                hash_key=kept.get(flag_id, anonymous_id),
            )
            for flag_id in flags.order_by("pk").values_list("pk", flat=True)
        ],
        ignore_conflicts=True,
    )
    return True


def move(team_id: int, merges: tuple[PersonMerge, ...]) -> None:
    """People became one: what the remaining person keeps already stays, the rest is taken over."""
    into = {merge.from_person: merge.into_person for merge in merges}
    rows = FeatureFlagHashKeyOverride.objects.for_team(team_id)
    moving = list(rows.filter(person_uuid__in=into).order_by("person_uuid", "flag_id").select_for_update())
    if not moving:
        return
    rows.bulk_create(
        [
            FeatureFlagHashKeyOverride(
                team_id=team_id, flag_id=row.flag_id, person_uuid=into[row.person_uuid], hash_key=row.hash_key
            )
            for row in moving
        ],
        ignore_conflicts=True,
    )
    rows.filter(pk__in=[row.pk for row in moving]).delete()


def erase(team_id: int, people: tuple[UUID, ...]) -> Mapping[str, int]:
    """Forget what these people keep."""
    removed, _ = FeatureFlagHashKeyOverride.objects.for_team(team_id).filter(person_uuid__in=people).delete()
    return {TABLE: removed}


def count(team_id: int, people: tuple[UUID, ...]) -> Mapping[str, int]:
    return {TABLE: FeatureFlagHashKeyOverride.objects.for_team(team_id).filter(person_uuid__in=people).count()}
