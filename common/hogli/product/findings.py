"""What a rule has found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Finding:
    """One violation. `message` says what is wrong and what to do instead; `line` is 0 for a whole file or folder."""

    path: str
    line: int = 0
    rule: str
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message} [{self.rule}]"
