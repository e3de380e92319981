"""The name of a product, and every other name that follows from it."""

import keyword
import re
from dataclasses import dataclass

from common.hogli.errors import Failure

PATTERN = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
LONGEST = 40
# Django's own apps, the core, and words that would read wrongly in `products.<name>`.
TAKEN = frozenset(
    {"posthog", "common", "products", "auth", "contenttypes", "sessions", "staticfiles", "backend", "tests"}
)


@dataclass(frozen=True, slots=True)
class ProductName:
    """`feature_flags` and what is derived from it."""

    value: str

    @property
    def class_prefix(self) -> str:
        """`FeatureFlags`"""
        return "".join(word.capitalize() for word in self.value.split("_"))

    @property
    def title(self) -> str:
        """`Feature flags`"""
        return self.value.replace("_", " ").capitalize()

    @property
    def camel(self) -> str:
        """`featureFlags`"""
        return self.class_prefix[0].lower() + self.class_prefix[1:]

    @property
    def kebab(self) -> str:
        """`feature-flags`, as pages spell it in an address."""
        return self.value.replace("_", "-")

    @property
    def facade(self) -> str:
        return f"{self.class_prefix}API"

    @property
    def config(self) -> str:
        return f"{self.class_prefix}Config"

    @property
    def package(self) -> str:
        """The Turborepo package. Underscores stay: one spelling everywhere needs no table of exceptions."""
        return f"@posthog/products-{self.value}"

    @property
    def backend(self) -> str:
        return f"products.{self.value}.backend"

    @property
    def app_entry(self) -> str:
        """The line in PRODUCTS_APPS."""
        return f"{self.backend}.apps.{self.config}"


def parse_name(text: str) -> ProductName:
    """The name if it can be one; raises Failure with what a name looks like."""
    if not PATTERN.fullmatch(text) or len(text) > LONGEST:
        raise Failure(
            f"'{text}' cannot be a product's name. Use lower-case words with underscores, such as feature_flags, and at "
            f"most {LONGEST} characters."
        )
    if keyword.iskeyword(text) or text in TAKEN:
        raise Failure(f"'{text}' means something else already. Choose another name.")
    return ProductName(text)
