"""The verbs of this room."""

from firstdoor.places.services.albania import CREDIT, load_albania
from firstdoor.places.services.boundaries import (
    Loaded,
    create_municipality,
    create_municipality_from_points,
    load_geojson,
)
from firstdoor.places.services.calendar import (
    add_holiday,
    change_holiday,
    load_rules_and_holidays,
    remove_holiday,
)
from firstdoor.places.services.municipalities import change_contact_data, open_municipality
from firstdoor.places.services.periods import add_rule_version

__all__ = [
    "CREDIT",
    "Loaded",
    "add_holiday",
    "add_rule_version",
    "change_contact_data",
    "change_holiday",
    "create_municipality",
    "create_municipality_from_points",
    "load_albania",
    "load_geojson",
    "load_rules_and_holidays",
    "open_municipality",
    "remove_holiday",
]
