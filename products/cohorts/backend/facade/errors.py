"""Every error a caller of cohorts can act on."""

from common.errors import ErrorKind, ProductError


class CohortsError(ProductError):
    """Base of every error of this product."""


class CohortNotFoundError(CohortsError):
    code = "not_found"
    kind = ErrorKind.NOT_FOUND


class InvalidCohortError(CohortsError):
    """The definition says something that cannot be. `attr` names the field."""

    code = "invalid_cohort"


class CohortInUseError(CohortsError):
    """Something else is built on the cohort, so it cannot go."""

    code = "cohort_in_use"
    kind = ErrorKind.CONFLICT


class CohortConflictError(CohortsError):
    """Somebody else changed the cohort meanwhile. `extra` tells the version to look at."""

    code = "conflict"
    kind = ErrorKind.CONFLICT

    def __init__(self, message: str, *, version: int) -> None:
        super().__init__(message, attr="definition_version")
        self.extra = {"current_version": version}


class TooManyCohortsError(CohortsError):
    code = "too_many_cohorts"
    kind = ErrorKind.OVER_LIMIT


class InvalidUploadError(CohortsError):
    """The uploaded list cannot be read as people."""

    code = "invalid_upload"
