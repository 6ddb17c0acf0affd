"""`firstdoor import <what> FILE …`: each kind of file is a module of its own, `import_<what>`."""

from __future__ import annotations

import argparse
import importlib

from django.utils import translation

WHAT = {
    "reports": "reports from a CSV of another system",
    "places": "units and their boundaries from a GeoJSON file",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One subcommand for each kind of file."""
    kinds = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    for name, words in WHAT.items():
        module = importlib.import_module(f"firstdoor.commands.import_{name}")
        kind = kinds.add_parser(name, help=words, description=words)
        module.add_arguments(kind)
        kind.set_defaults(run_import=module.run)


def run(options: argparse.Namespace) -> int:
    """Hand over to the kind of file that was asked for."""
    with translation.override("en"):  # refusals of services, beside the commands' own words
        return int(options.run_import(options))
