"""`firstdoor demo load`: the sample municipality; running it twice changes nothing."""

from __future__ import annotations

import argparse
import sys

from firstdoor.demo.load import load


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Only `load` so far."""
    parser.add_argument("what", choices=["load"])


def run(options: argparse.Namespace) -> int:
    """Load the sample once; progress on stderr."""
    for step in load():
        print(f"  · {step}", file=sys.stderr, flush=True)
    return 0
