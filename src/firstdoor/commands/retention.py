"""`firstdoor retention run`: erase now what has been kept long enough (the worker does it daily)."""

from __future__ import annotations

import argparse

from django.utils import timezone

from firstdoor.core.actor import system
from firstdoor.listen import services as listen
from firstdoor.places import selectors as places


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Only `run`."""
    parser.add_argument("what", choices=["run"])


def run(options: argparse.Namespace) -> int:
    """Erase in every municipality and say how much."""
    for municipality in places.active_municipalities():
        erased = listen.erase_due(by=system("command"), municipality=municipality, now=timezone.now())
        print(
            f"{municipality.slug}: {erased.contacts} contacts, words of {erased.voices} voices, "
            f"{erased.notes} lane notes, {erased.drafts} drafts erased"
        )
    return 0
