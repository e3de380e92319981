"""What can go wrong with insights and annotations; part of the contract."""

from common.errors import ErrorKind, ProductError


class ProductAnalyticsError(ProductError):
    """Base of every error of this product."""


class InsightNotFoundError(ProductAnalyticsError):
    code = "not_found"
    kind = ErrorKind.NOT_FOUND


class InsightQueryInvalidError(ProductAnalyticsError):
    code = "invalid_query"
    kind = ErrorKind.INVALID


class AnnotationNotFoundError(ProductAnalyticsError):
    code = "not_found"
    kind = ErrorKind.NOT_FOUND


class AnnotationInvalidError(ProductAnalyticsError):
    code = "invalid_annotation"
    kind = ErrorKind.INVALID
