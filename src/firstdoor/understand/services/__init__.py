"""What this room does."""

from firstdoor.understand.services.maps import draw_map, look_how_sure

__all__ = ["draw_map", "look_how_sure"]
