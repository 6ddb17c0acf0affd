"""The nouns of this room."""

from firstdoor.places.models.municipality import County, Municipality
from firstdoor.places.models.settings import Holiday, Rule
from firstdoor.places.models.unit import Unit, UnitCell

__all__ = ["County", "Holiday", "Municipality", "Rule", "Unit", "UnitCell"]
