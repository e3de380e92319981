"""How a command fails when the failure was to be expected: with a sentence, and without a traceback."""

from typing import IO, Any

import click


class Failure(click.ClickException):
    """An expected failure. The message says what is wrong and what to do, and ends with a full stop."""

    def __init__(self, message: str, *, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(click.style(self.message, fg="red"), err=file is None, file=file)
