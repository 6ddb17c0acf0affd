"""`firstdoor person add|list|grant|end`: people who work here and their roles, for whoever runs the server.

It is how the first administrator and each municipality's first Municipal Focal Point come to be.
"""

from __future__ import annotations

import argparse
import json
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from firstdoor.commands import Refused
from firstdoor.core.actor import Role

if TYPE_CHECKING:
    from firstdoor.people.models import Grant, Person


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`add EMAIL NAME`, `list`, `grant EMAIL ROLE`, `end EMAIL ROLE`."""
    from firstdoor.people.lanes import LANES

    verbs = parser.add_subparsers(dest="verb", required=True, metavar="add|list|grant|end")
    add = verbs.add_parser("add", help="an account: sign-in codes go to its address")
    add.add_argument("email")
    add.add_argument("name")
    add.add_argument("--phone", default="", help="a work number that may be shown to residents")
    show = verbs.add_parser("list", help="who holds which role")
    show.add_argument("--municipality", metavar="SLUG", help="only this municipality")
    show.add_argument("--json", action="store_true", help="one JSON document on stdout")
    for verb, words in (("grant", "give a role"), ("end", "end a role at once")):
        each = verbs.add_parser(verb, help=words)
        each.add_argument("email")
        each.add_argument("role", choices=get_args(Role))
        each.add_argument("--municipality", metavar="SLUG", help="not for an administrator")
        each.add_argument("--lane", choices=[lane for lane, _name in LANES], default="", help="of a lane member")
        each.add_argument("--unit", metavar="NAME", default="", help="of a Community Focal Point")
        if verb == "grant":
            kinds = ["village_head", "liaison", "unit_administrator"]
            each.add_argument("--kind", choices=kinds, default="", help="which office, of a Community Focal Point")
            each.add_argument("--chosen-how", metavar="WORDS", default="", help="where the mandate is from")
            each.add_argument(
                "--since", metavar="YYYY-MM-DD", type=date.fromisoformat, help="first day; default: today"
            )
            each.add_argument("--until", metavar="YYYY-MM-DD", type=date.fromisoformat, help="last day")


def run(options: argparse.Namespace) -> int:
    """0 when it is done, or was so already."""
    slug = getattr(options, "municipality", None)
    # A role begins and ends on a day of the municipality, which the server's need not be.
    with translation.override("en"), timezone.override(_municipality(slug).zone if slug else None):
        try:
            return VERBS[options.verb](options)
        except ValidationError as refused:
            raise Refused(" ".join(refused.messages)) from refused


def _add(options: argparse.Namespace) -> int:
    from firstdoor.core.actor import system
    from firstdoor.people import services

    person = services.ensure_person(by=system("command"), email=options.email, name=options.name, phone=options.phone)
    print(f"{person.name} <{person.email}> may sign in. Next: firstdoor person grant {person.email} ROLE …")
    return 0


def _list(options: argparse.Namespace) -> int:
    from firstdoor.people import selectors

    municipality = _municipality(options.municipality) if options.municipality else None
    today = timezone.localdate()
    rows = [
        {
            "email": grant.person.email,
            "name": grant.person.name,
            "role": grant.role,
            "municipality": grant.municipality.slug if grant.municipality else None,
            "lane": grant.lane or None,
            "unit": grant.unit.name if grant.unit else None,
            "since": grant.since.isoformat(),
        }
        for grant in selectors.roles_held(municipality, today=today)
    ]
    if options.json:
        print(json.dumps({"roles": rows}, ensure_ascii=False))
        return 0
    for row in rows:
        detail = row["lane"] or row["unit"]
        where = row["municipality"] or "the installation"
        print(
            f"{row['email']}\t{row['name']}\t{row['role']}{f' ({detail})' if detail else ''}\t{where}\t{row['since']}"
        )
    print(f"{len(rows)} roles.")
    return 0


def _grant(options: argparse.Namespace) -> int:
    from firstdoor.core.actor import system
    from firstdoor.people import services

    person, municipality = _person(options.email), _where(options)
    given = services.grant_role(
        by=system("command"), municipality=municipality, person=person, role=options.role, lane=options.lane,
        unit=_unit(municipality, options.unit), kind=options.kind, chosen_how=options.chosen_how,
        since=options.since or timezone.localdate(), until=options.until,
    )  # fmt: skip
    until = f" until {given.until}" if given.until else ""
    print(f"{person.name} is {options.role} of {municipality or 'the installation'} from {given.since}{until}.")
    if options.until != given.until or (options.since or given.since) != given.since:
        print("The role was held already, for these days. To give it others: firstdoor person end, then grant.")
    return 0


def _end(options: argparse.Namespace) -> int:
    from firstdoor.core.actor import system
    from firstdoor.people import selectors, services

    person, municipality = _person(options.email), _where(options)
    unit = _unit(municipality, options.unit)
    held: list[Grant] = [
        grant
        for grant in selectors.roles_held(municipality, today=timezone.localdate())
        if grant.person_id == person.pk
        and grant.municipality_id == getattr(municipality, "pk", None)
        and grant.role == options.role
        and options.lane in {"", grant.lane}
        and (unit is None or grant.unit_id == unit.pk)
    ]
    if not held:
        raise Refused(f"{options.email} does not hold the role {options.role} there. See: firstdoor person list")
    for grant in held:
        services.end_grant(by=system("command"), municipality=municipality, grant=grant)
    print(f"{person.name} is no longer {options.role} of {municipality or 'the installation'}.")
    return 0


def _person(email: str) -> Person:
    from firstdoor.people import selectors

    person = selectors.person_by_email(email)
    if person is None:
        raise Refused(f'nobody has the address {email}. First: firstdoor person add {email} "First Last"')
    return person


def _municipality(slug: str) -> Any:
    from firstdoor.places import selectors as places

    municipality = places.municipality_by_slug(slug)
    if municipality is None:
        raise Refused(f"there is no municipality {slug!r}")
    return municipality


def _where(options: argparse.Namespace) -> Any:
    if options.role == "administrator":
        if options.municipality:
            raise Refused("an administrator is one of the whole installation: leave --municipality out")
        return None
    if not options.municipality:
        raise Refused("say where, with --municipality SLUG")
    return _municipality(options.municipality)


def _unit(municipality: Any, name: str) -> Any:
    from firstdoor.core.folding import fold
    from firstdoor.places import selectors as places

    if not name or municipality is None:
        return None
    units = places.units(municipality)
    found = next((unit for unit in units if fold(unit.name) == fold(name)), None)
    if found is None:
        raise Refused(f"there is no unit {name!r}; there are: {', '.join(unit.name for unit in units)}")
    return found


VERBS = {"add": _add, "list": _list, "grant": _grant, "end": _end}
