"""What can go wrong with accounts, organizations, projects and keys."""

from common.errors import ErrorKind, ProductError


class AccountError(ProductError):
    """Base of every account error."""


class SignupClosedError(AccountError):
    code = "signup_closed"
    kind = ErrorKind.FORBIDDEN


class EmailTakenError(AccountError):
    code = "unique"
    kind = ErrorKind.INVALID


class PasswordRefusedError(AccountError):
    code = "password_refused"
    kind = ErrorKind.INVALID


class WrongCredentialsError(AccountError):
    code = "invalid_credentials"
    kind = ErrorKind.INVALID


class TooManyAttemptsError(AccountError):
    code = "throttled"
    kind = ErrorKind.OVER_LIMIT


class InviteNotFoundError(AccountError):
    code = "not_found"
    kind = ErrorKind.NOT_FOUND


class NotAllowedError(AccountError):
    code = "permission_denied"
    kind = ErrorKind.FORBIDDEN


class NotFoundError(AccountError):
    code = "not_found"
    kind = ErrorKind.NOT_FOUND


class InvalidChangeError(AccountError):
    code = "invalid_input"
    kind = ErrorKind.INVALID
