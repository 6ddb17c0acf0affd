"""Who may do what with a municipality's settings."""

from firstdoor.core import rights

PERMISSIONS = {
    "places.change_settings": rights.has_role("administrator", "municipal_focal_point"),
    "places.load_places": rights.has_role("administrator"),
}
