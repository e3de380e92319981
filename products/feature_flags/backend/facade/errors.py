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
