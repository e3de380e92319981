"""Writes the OpenAPI document that the front end's types are generated from."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from posthog.api.openapi import build_document


class Command(BaseCommand):
    help = "Write frontend/src/generated/openapi.json, or with --check fail when it is out of date."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / "frontend" / "src" / "generated" / "openapi.json"
        text = orjson.dumps(build_document(), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"
        if options["check"]:
            if not path.exists() or path.read_bytes() != text:
                raise CommandError("The OpenAPI document is out of date. Run `bin/hogli build:openapi` and commit it.")
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
        self.stdout.write(f"Wrote {path.relative_to(settings.BASE_DIR)}.")
