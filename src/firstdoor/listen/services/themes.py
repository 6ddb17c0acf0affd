"""The theme tree that comes with the package, given to a municipality that may then rename, hide or add."""

from __future__ import annotations

import csv
import io
from importlib.resources import files
from typing import TYPE_CHECKING

from django.db import transaction

from firstdoor.core import audit, rights, texts
from firstdoor.core.actor import Actor
from firstdoor.listen.models import Theme
from firstdoor.listen.models.theme import Level
from firstdoor.people.lanes import LANE_OF_HANDLER

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

DATA = files("firstdoor.listen") / "data"


@transaction.atomic
def load_themes(*, by: Actor, municipality: Municipality) -> int:
    """Add the themes of the package that aren't there yet and return how many. Raises NotAllowed.

    What a municipality renamed or hid stays as it is. A lane theme handled outside the municipality has no lane: nobody
    here may read words about it.
    """
    rights.require(by, "listen.keep_themes", municipality)
    there = {theme.code: theme for theme in Theme.objects.of(municipality)}
    new: list[Theme] = []
    for row in csv.DictReader(io.StringIO((DATA / "themes.csv").read_text(encoding="utf-8"))):
        if row["code"] in there:
            continue
        theme = there[row["code"]] = _theme(municipality, row, there.get(row["parent"]))
        new.append(theme)
    Theme.objects.bulk_create(new)
    audit.record_many("listen.themes_loaded", by=by, municipality=municipality, rows=new)
    return len(new)


def _theme(municipality: Municipality, row: dict[str, str], parent: Theme | None) -> Theme:
    level = Level(row["confidentiality"])
    return Theme(
        municipality=municipality, code=row["code"], parent=parent, order=int(row["order"]),
        name=texts.make("sq", row["sq"], en=row["en"]), level=level,
        lane=LANE_OF_HANDLER.get(row["handled_by"], "") if level == Level.LANE else "", handled_by=row["handled_by"],
        point_on_map=row["point_on_public_map"] == "yes", photo_allowed=row["photo_allowed"] == "yes",
        helpline_first=row["show_helpline_first"] == "yes", danger_notice=row["danger_notice"] == "yes",
        open311_name=row["open311_service_name"], open311_listed=row["open311_listed"] == "yes",
        dutch_field=row["dutch_field"], function_of=row["function_of"],
    )  # fmt: skip
