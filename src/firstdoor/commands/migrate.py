"""`firstdoor migrate`: bring the database up to date."""

from __future__ import annotations

import argparse

from django.core.management import call_command
from django.db import OperationalError

from firstdoor.commands import Refused
from firstdoor.commands.check import first_line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(options: argparse.Namespace) -> int:
    """Migrate; safe to run again."""
    try:
        call_command("migrate", interactive=False, verbosity=1)
    except OperationalError as trouble:
        raise Refused(
            f"the database does not answer: {first_line(trouble)}. Look at FIRSTDOOR_DATABASE_URL."
        ) from trouble
    return 0
