"""Syntax tree to physical tree: every name found, every type known, every constant bound. See `resolve`."""

from posthog.hogql.resolver.resolve import Resolved, resolve

__all__ = ["Resolved", "resolve"]
