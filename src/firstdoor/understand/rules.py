"""Who may do what with the picture and with maps."""

from firstdoor.core.rights import anybody, has_role

PERMISSIONS = {
    "understand.see_picture": anybody,
    "understand.draw_maps": has_role("administrator"),  # and the system, which does it by itself
}
