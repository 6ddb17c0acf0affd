"""Who may do what with the picture."""

from firstdoor.core.rights import anybody

PERMISSIONS = {"understand.see_picture": anybody}
