"""`firstdoor import places FILE --municipality SLUG`: a municipality's own units and boundaries."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from pathlib import Path

from django.core.exceptions import ValidationError

from firstdoor.commands import Refused
from firstdoor.core.actor import system
from firstdoor.places import selectors, services


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, whose it is, and where names stand in it."""
    parser.add_argument("file", type=Path, help="GeoJSON in WGS84, one feature (Polygon, MultiPolygon) for each unit")
    parser.add_argument("--municipality", required=True, metavar="SLUG", help="its address, for example roskovec")
    parser.add_argument("--credit", required=True, help="whose boundaries these are; shown on every map")
    parser.add_argument("--name", default="", metavar="PROPERTY", help="where a unit's name stands (else: name, emri)")
    parser.add_argument("--id", default="", metavar="PROPERTY", help="where its number stands (else: com_id, id, code)")
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")


def run(options: argparse.Namespace) -> int:
    """Load the file as a whole or not at all."""
    municipality = selectors.municipality_by_slug(options.municipality)
    if municipality is None:
        raise Refused(
            f"there is no municipality “{options.municipality}”; `firstdoor municipality list` names those there are, "
            "`firstdoor municipality create` makes another."
        )
    try:
        data = options.file.read_bytes()
    except OSError as trouble:
        raise Refused(f"{options.file} can't be read: {trouble.strerror}.") from trouble
    try:
        loaded = services.load_geojson(
            by=system("command"),
            municipality=municipality,
            data=data,
            credit=options.credit,
            name_property=options.name,
            id_property=options.id,
        )
    except ValidationError as wrong:
        raise Refused(f"{options.file}: {' '.join(wrong.messages)} Nothing was changed.") from wrong
    except ValueError as wrong:
        raise Refused(f"{options.file}: {wrong} Nothing was changed.") from wrong
    if options.json:
        json.dump(dataclasses.asdict(loaded), sys.stdout)
        print()
    else:
        print(
            f"{municipality.slug}: {loaded.units} units, {loaded.cells} cells; {loaded.retired} units retired, "
            f"{loaded.moved_here} cells came from neighbours, {loaded.left_to_others} stayed with them."
        )
    return 0
