"""`firstdoor demo load`: the sample municipality; running it twice changes nothing."""

from __future__ import annotations

import argparse
import sys

from firstdoor.commands import Refused
from firstdoor.demo.load import SLUG, NotASample, load


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Only `load` so far."""
    parser.add_argument("what", choices=["load"])


def run(options: argparse.Namespace) -> int:
    """Load the sample once; progress on stderr. Raises Refused where the municipality is in real use."""
    step = ""
    try:
        for step in load():
            print(f"  · {step}", file=sys.stderr, flush=True)
    except NotASample as wrong:
        raise Refused(
            f"{SLUG} has its own door here, and the sample's invented voices would stand among real ones. Nothing was "
            "changed. Use another database: FIRSTDOOR_DATA=FOLDER, or FIRSTDOOR_DATABASE_URL."
        ) from wrong
    if not step:
        print("The sample municipality is there already; nothing was changed.", file=sys.stderr)
    return 0
