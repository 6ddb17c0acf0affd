"""The doors of places."""

from firstdoor.core.actor import system
from firstdoor.places import services
from firstdoor.places.models import Holiday, Rule
from tests.doors import EVERYBODY, Door

KEEPS_SETTINGS = frozenset({"administrator", "municipal_focal_point"})


def a_holiday(world, municipality) -> Holiday:
    return services.add_holiday(
        by=system("test"), municipality=municipality, day=municipality.created_at.date(), name="Festa e qytetit"
    )


def a_rule(world, municipality) -> Rule:
    services.load_rules_and_holidays(by=system("test"), municipality=municipality, years=[])
    return Rule.objects.of(municipality).get(code="consult.comment")


CONTACT = {"danger_number": "112", "seen": "changed"}
DOORS = {
    "data_use": Door(may=EVERYBODY),
    "accessibility": Door(may=EVERYBODY),
    "municipalities": Door(may=EVERYBODY),
    "units_geojson": Door(may=EVERYBODY),
    "settings": Door(may=KEEPS_SETTINGS),
    "settings_contact": Door(may=KEEPS_SETTINGS, post=422, data=lambda row: CONTACT),
    "settings_holidays": Door(
        may=KEEPS_SETTINGS, post=302, data=lambda row: {"day": "2030-06-01", "name": "Festa e qytetit"}
    ),
    "settings_holiday": Door(
        may=KEEPS_SETTINGS, post=302, row=a_holiday, args=lambda row: {"holiday": row.pk},
        data=lambda row: {"day": "2030-06-01", "name": "Festa"},
    ),
    "settings_holiday_removal": Door(
        may=KEEPS_SETTINGS, get=None, post=302, row=a_holiday, args=lambda row: {"holiday": row.pk}
    ),
    "settings_rule": Door(
        may=KEEPS_SETTINGS, post=302, row=a_rule, args=lambda row: {"code": row.code},
        data=lambda row: {"amount": "30", "unit": "days", "valid_from": "2030-01-01", "legal_ref": "Ligji 1/2030"},
    ),
}  # fmt: skip
