"""The questions of this room."""

from firstdoor.places.selectors.calendar import (
    due,
    dues,
    holiday_list,
    holidays,
    local_date,
    next_working_day,
    rule,
    rule_history,
    rule_value,
    rules_and_versions,
    working_days_left,
)
from firstdoor.places.selectors.choice import ground_of, svg_choice
from firstdoor.places.selectors.maps import LEGEND, MapNames, Pin, outlines, outlines_geojson, svg_map
from firstdoor.places.selectors.municipalities import (
    CountyList,
    active_municipalities,
    emergency_numbers,
    find_municipalities,
    municipalities_named,
    municipality_by_slug,
    municipality_or_404,
)
from firstdoor.places.selectors.units import Whose, find_units, own_unit_at, unit_at, units, whose_is

__all__ = [
    "LEGEND",
    "CountyList",
    "MapNames",
    "Pin",
    "Whose",
    "active_municipalities",
    "due",
    "dues",
    "emergency_numbers",
    "find_municipalities",
    "find_units",
    "ground_of",
    "holiday_list",
    "holidays",
    "local_date",
    "municipalities_named",
    "municipality_by_slug",
    "municipality_or_404",
    "next_working_day",
    "outlines",
    "outlines_geojson",
    "own_unit_at",
    "rule",
    "rule_history",
    "rule_value",
    "rules_and_versions",
    "svg_choice",
    "svg_map",
    "unit_at",
    "units",
    "whose_is",
    "working_days_left",
]
