"""Every error a caller of feature flags can act on."""

from common.errors import ErrorKind, ProductError


class FeatureFlagsError(ProductError):
    """Base of every error of this product."""


class FlagNotFoundError(FeatureFlagsError):
    code = "not_found"
    kind = ErrorKind.NOT_FOUND


class FlagKeyTakenError(FeatureFlagsError):
    code = "unique"
    kind = ErrorKind.INVALID


class InvalidFlagError(FeatureFlagsError):
    """A flag that cannot be saved; `attr` names the field."""

    code = "invalid_input"
    kind = ErrorKind.INVALID


class FlagInUseError(FeatureFlagsError):
    """Other flags, or an early access feature, need the flag as it is."""

    code = "flag_in_use"
    kind = ErrorKind.CONFLICT


class FlagConflictError(FeatureFlagsError):
    """Somebody else changed the same fields meanwhile. `extra` names them and the version to look at."""

    code = "conflict"
    kind = ErrorKind.CONFLICT

    def __init__(self, message: str, *, fields: tuple[str, ...], version: int) -> None:
        super().__init__(message, attr="version")
        self.extra = {"conflicting_fields": list(fields), "current_version": version}


class OfferConflictError(FeatureFlagsError):
    """Somebody else changed the early access feature meanwhile. `extra` tells the version to look at."""

    code = "conflict"
    kind = ErrorKind.CONFLICT

    def __init__(self, message: str, *, version: int) -> None:
        super().__init__(message, attr="version")
        self.extra = {"current_version": version}


class FlagVersionNotFoundError(FeatureFlagsError):
    code = "not_found"
    kind = ErrorKind.NOT_FOUND


class PeopleUnavailableError(FeatureFlagsError):
    """A store that knows the people did not answer."""

    code = "people_unavailable"
    kind = ErrorKind.UNAVAILABLE


class DefinitionsUnavailableError(FeatureFlagsError):
    """This process has no definitions yet, and the stores do not answer. Better no answer than a wrong one."""

    code = "definitions_unavailable"
    kind = ErrorKind.UNAVAILABLE

    def __init__(self) -> None:
        super().__init__("Feature flags cannot be read now; try again in a moment.", retry_after_seconds=1)


class PayloadUnreadableError(FeatureFlagsError):
    """An encrypted payload whose key is gone from FLAG_ENCRYPTION_KEYS. Save the payload again, or bring the key back."""

    code = "payload_unreadable"
    kind = ErrorKind.CONFLICT


class ScheduledChangeNotFoundError(FeatureFlagsError):
    code = "not_found"
    kind = ErrorKind.NOT_FOUND


class EarlyAccessFeatureNotFoundError(FeatureFlagsError):
    code = "not_found"
    kind = ErrorKind.NOT_FOUND


class FlagQuotaUsedUpError(FeatureFlagsError):
    """The project has asked for flags as often as it may for now."""

    code = "quota_limited"
    kind = ErrorKind.OVER_LIMIT


class TooManyDefinitionReadsError(FeatureFlagsError):
    """A server reads definitions in a loop instead of every half minute."""

    code = "throttled"
    kind = ErrorKind.OVER_LIMIT
