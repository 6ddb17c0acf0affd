"""`firstdoor municipality list|open|create`: which municipalities there are, and opening the door of one."""

from __future__ import annotations

import argparse

from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from firstdoor.commands import Refused
from firstdoor.core.actor import system
from firstdoor.listen import services as listen
from firstdoor.places import selectors, services

COMMAND = system("command")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    acts.add_parser("list", help="addresses and names, those with a door marked")
    opening = acts.add_parser("open", help="give a municipality its door, its rules and its holidays")
    opening.add_argument("slug", help="its address, for example roskovec")
    making = acts.add_parser("create", help="a municipality outside of Albania's 61, without ground yet")
    making.add_argument("slug", help="its address, for example boston")
    making.add_argument(
        "--name", action="append", required=True, metavar="LANGUAGE=NAME", help="the first is its own language's"
    )
    making.add_argument("--time-zone", default="Europe/Tirane")
    making.add_argument("--currency", default="EUR", help="as in ISO 4217")
    making.add_argument("--country", default="", help="as in ISO 3166: AL brings Albania's rules and holidays")
    making.add_argument("--danger-number", default="112")


def run(options: argparse.Namespace) -> int:
    """List, open or create."""
    services.load_albania(by=COMMAND)
    with translation.override("en"):  # refusals of services, beside the commands' own words
        try:
            {"list": _list, "open": _open, "create": _create}[options.act](options)
        except ValidationError as wrong:
            raise Refused(" ".join(wrong.messages)) from wrong
    return 0


def _list(_options: argparse.Namespace) -> None:
    for county in selectors.find_municipalities(active_only=False):
        for municipality in county.municipalities:
            print(f"{'*' if municipality.active else ' '} {municipality.slug:24} {municipality.short_name}")


def _open(options: argparse.Namespace) -> None:
    municipality = selectors.municipality_by_slug(options.slug)
    if municipality is None:
        raise Refused(
            f"there is no municipality “{options.slug}”; `firstdoor municipality list` names those there are."
        )
    year = selectors.local_date(municipality, timezone.now()).year
    services.load_rules_and_holidays(by=COMMAND, municipality=municipality, years=range(year, year + 3))
    listen.load_themes(by=COMMAND, municipality=municipality)
    services.open_municipality(by=COMMAND, municipality=municipality)
    print(f"The door of {municipality.short_name} is open: /{municipality.language}/{municipality.slug}/")


def _create(options: argparse.Namespace) -> None:
    names = dict(name.partition("=")[::2] for name in options.name)
    if not all(names.values()) or any(len(code) != 2 for code in names):
        raise Refused("--name needs a language and a name, for example --name sq=Kamëz.")
    municipality = services.create_municipality(
        by=COMMAND, slug=options.slug, names=names, languages=list(names), time_zone=options.time_zone,
        currency=options.currency, country=options.country, danger_number=options.danger_number, boundary="geojson",
    )  # fmt: skip
    print(f"{municipality.slug} is there. Next: firstdoor import places FILE --municipality {municipality.slug}")
