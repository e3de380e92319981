"""A request for flags, from who asks to the answers: what is needed is read, and nothing else."""

from typing import Any

from common import clock
from common.json import loads
from posthog.fast_reads import ReadFailedError
from products.cohorts.backend.facade import CohortsAPI
from products.events.backend.facade import GroupsAPI, PersonsAPI
from products.events.backend.facade.contracts import Profile
from products.feature_flags.backend import dispatch
from products.feature_flags.backend.facade.contracts import EvaluateFlags, FlagEvaluations
from products.feature_flags.backend.facade.errors import FlagNotFoundError, PayloadUnreadableError
from products.feature_flags.backend.logic.encryption import REDACTED, decrypt
from products.feature_flags.backend.logic.evaluation import hash_keys
from products.feature_flags.backend.logic.evaluation.definitions import Definitions
from products.feature_flags.backend.logic.evaluation.selection import Selection
from products.feature_flags.backend.logic.evaluation.store import store
from products.feature_flags.backend.logic.evaluation.values import Asked, Properties, comparable


def evaluate(request: EvaluateFlags, *, team_id: int) -> FlagEvaluations:
    """Raises DefinitionsUnavailableError when this process has no definitions and can get none."""
    held = store.get(team_id)
    selection = held.selector.select(request)
    asked = gather(request, held.definitions, selection, team_id)
    answers = held.definitions.evaluate(selection.flags, asked)
    decided = tuple(answer for answer in answers if not answer.failed)
    undecided = tuple(answer.key for answer in answers if answer.failed) if len(decided) < len(answers) else ()
    return FlagEvaluations(answers=decided, undecided=undecided)


def gather(request: EvaluateFlags, definitions: Definitions, selection: Selection, team_id: int) -> Asked:
    """Who asks, with as much from the stores as the selected flags need."""
    sent = sent_of_person(request)
    asked = Asked(
        distinct_id=request.distinct_id,
        device_id=request.device_id,
        now=clock.now(),
        person=Properties(sent),
    )
    if selection.cohort_ids or selection.continuity_ids or not selection.person_keys <= sent.keys():
        _add_person(asked, request, selection, team_id, sent)
    if selection.group_indexes and request.groups:
        _add_groups(asked, request, definitions, selection, team_id)
    return asked


def sent_of_person(request: EvaluateFlags) -> dict[str, Any]:
    """What the request says of the person, which goes before what is stored."""
    # Browsers send null for every initial property that they do not know, and mean nothing by it.
    sent = {
        key: value
        for key, value in stored_properties(request.person_properties).items()
        if value is not None or not key.startswith("$initial_")
    }
    sent.setdefault("distinct_id", request.distinct_id)
    return sent


def sent_of_groups(request: EvaluateFlags) -> dict[str, dict[str, Any]]:
    """What the request says of each of its groups, by kind."""
    overrides, size = loads(request.group_properties), len(request.group_properties)
    found: dict[str, dict[str, Any]] = {}
    for kind, key in request.groups:
        sent = overrides.get(kind)
        found[kind] = {"$group_key": key, **(comparable(sent, size=size) if isinstance(sent, dict) else {})}
    return found


def stored_properties(text: bytes) -> dict[str, Any]:
    """Properties as evaluation compares them."""
    return comparable(loads(text), size=len(text))


def _add_person(asked: Asked, request: EvaluateFlags, selection: Selection, team_id: int, sent: dict[str, Any]) -> None:
    try:
        profile = PersonsAPI.find_profile(team_id=team_id, distinct_id=request.distinct_id)
    except ReadFailedError:
        asked.person = Properties(sent, complete=False)
        asked.cohort_ids = asked.hash_keys = None
        return
    if profile is not None:
        asked.person = Properties({**stored_properties(profile.properties), **sent})
        if selection.cohort_ids:
            asked.cohort_ids = _memberships(profile, selection, team_id)
    if selection.continuity_ids:
        _add_hash_keys(asked, request, profile, selection, team_id)


def _memberships(profile: Profile, selection: Selection, team_id: int) -> frozenset[int] | None:
    try:
        return CohortsAPI.memberships(team_id=team_id, person_uuid=profile.person_uuid, cohort_ids=selection.cohort_ids)
    except ReadFailedError:
        return None


def _add_hash_keys(
    asked: Asked, request: EvaluateFlags, profile: Profile | None, selection: Selection, team_id: int
) -> None:
    """The ids that the person keeps for flags with experience continuity, and those that are kept from now on.

    Keeping them is left to a task: a request for flags writes nothing.
    """
    anonymous_id = request.anonymous_id if request.anonymous_id != request.distinct_id else ""
    try:
        kept = hash_keys.find(team_id=team_id, person_uuid=profile.person_uuid) if profile else {}
        if anonymous_id and not selection.continuity_ids <= kept.keys():
            before = PersonsAPI.find_profile(team_id=team_id, distinct_id=anonymous_id)
            if before and (profile is None or before.person_uuid != profile.person_uuid):
                kept = {**hash_keys.find(team_id=team_id, person_uuid=before.person_uuid), **kept}
    except ReadFailedError:
        asked.hash_keys = None
        return
    missing = selection.continuity_ids - kept.keys()
    if anonymous_id and missing:
        kept = {**kept, **dict.fromkeys(missing, anonymous_id)}
        dispatch.keep_hash_keys(team_id, request.distinct_id, anonymous_id)
    asked.hash_keys = kept


def _add_groups(
    asked: Asked, request: EvaluateFlags, definitions: Definitions, selection: Selection, team_id: int
) -> None:
    sent = sent_of_groups(request)
    keys: dict[int, str] = {}
    groups: dict[int, Properties] = {}
    for name, key in request.groups:
        index = definitions.group_indexes.get(name)
        if index is None or index not in selection.group_indexes:
            continue
        keys[index] = key
        groups[index] = _group(sent[name], team_id, index, key)
    asked.group_keys, asked.groups = keys, groups


def _group(sent: dict[str, Any], team_id: int, index: int, key: str) -> Properties:
    try:
        stored = GroupsAPI.find_group_properties(team_id=team_id, group_type_index=index, group_key=key)
    except ReadFailedError:
        return Properties(sent, complete=False)
    return Properties({**stored_properties(stored), **sent} if stored else sent)


def has_flags(*, team_id: int) -> bool:
    """Whether there is a flag that SDKs get an answer for."""
    return any(not flag.source.archived for flag in store.get(team_id).definitions.by_id.values())


def remote_config_payload(*, team_id: int, key: str, in_clear: bool) -> str | None:
    """The payload as JSON text; the only way by which an encrypted one leaves, and only when asked for `in_clear`."""
    definitions = store.get(team_id, at_once=True).definitions
    flag = definitions.by_key.get(key) or (
        definitions.by_id.get(int(key)) if key.isascii() and key.isdigit() and len(key) < 19 else None
    )
    if flag is None or not flag.source.is_remote_configuration:
        raise FlagNotFoundError(f"This project has no remote config flag '{key[:100]}'.")
    payload = flag.stored_payload
    if payload is None or not flag.source.has_encrypted_payloads:
        return payload
    if not in_clear:
        return REDACTED
    decrypted = decrypt(payload)
    if decrypted is None:
        raise PayloadUnreadableError(
            f"The payload of '{key[:100]}' was encrypted with a key that is not there any more."
        )
    return decrypted
