"""How a command fails when the failure was to be expected: with a sentence, and without a traceback."""

from typing import IO, Any

import click


class Failure(click.ClickException):
    """An expected failure. The message says what is wrong and what to do, and ends with a full stop."""

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(click.style(self.message, fg="red"), err=file is None, file=file)
