"""Everything other code may ask of answering flags. Values in, values out; no HTTP."""

from datetime import datetime

from products.feature_flags.backend.facade.contracts import (
    EvaluateFlags,
    FlagEvaluations,
    FlagExplanation,
    LocalDefinitions,
    RemoteConfigPayload,
)
from products.feature_flags.backend.logic.evaluation import documents, explaining, hash_keys, past, quota, service
from products.feature_flags.backend.logic.evaluation.store import store


class FlagEvaluationAPI:
    """The answers of a project's flags."""

    @staticmethod
    def evaluate(request: EvaluateFlags, *, team_id: int) -> FlagEvaluations:
        """The answers for somebody; raises DefinitionsUnavailableError when no definitions can be had at all."""
        return service.evaluate(request, team_id=team_id)

    @staticmethod
    def take_from_quota(*, team_id: int) -> None:
        """Count a request of an SDK; raises FlagQuotaUsedUpError when there have been too many in this minute."""
        quota.take_request(team_id)

    @staticmethod
    def take_definitions_from_quota(*, team_id: int) -> None:
        """Count a reading of definitions; raises TooManyDefinitionReadsError or FlagQuotaUsedUpError."""
        quota.take_definitions(team_id)

    @staticmethod
    def explain(request: EvaluateFlags, *, flag_id: int, team_id: int, at: datetime | None = None) -> FlagExplanation:
        """One flag's answer for somebody with how each condition came out, now or as of `at`; raises FlagNotFoundError.

        With a time also InvalidFlagError when there was no such flag then, and FlagVersionNotFoundError when its history
        is not known.
        """
        if at is not None:
            return past.explain_at(request, at, flag_id=flag_id, team_id=team_id)
        return explaining.explain(request, flag_id=flag_id, team_id=team_id)

    @staticmethod
    def has_flags(*, team_id: int) -> bool:
        """Whether SDKs have a reason to ask for flags; raises DefinitionsUnavailableError."""
        return service.has_flags(team_id=team_id)

    @staticmethod
    def keep_hash_keys(*, team_id: int, distinct_id: str, anonymous_id: str) -> bool:
        """Keep the id from before a login for flags that ask for it; False as long as there is no such person."""
        return hash_keys.keep(team_id=team_id, distinct_id=distinct_id, anonymous_id=anonymous_id)

    @staticmethod
    def local_definitions(*, team_id: int, with_cohorts: bool) -> LocalDefinitions:
        """What SDKs decide flags by themselves with, as of this moment; raises DefinitionsUnavailableError."""
        return documents.document_of(store.get(team_id, at_once=True), with_cohorts=with_cohorts)

    @staticmethod
    def remote_config_payload(*, team_id: int, key: str, in_clear: bool) -> RemoteConfigPayload:
        """The payload of a remote config flag; `key` may be its id. Raises FlagNotFoundError.

        `in_clear` decrypts an encrypted one and is for servers that show a secret; others get a placeholder.
        """
        return RemoteConfigPayload(payload=service.remote_config_payload(team_id=team_id, key=key, in_clear=in_clear))
