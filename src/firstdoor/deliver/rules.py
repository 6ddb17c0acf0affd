"""Who may do what with pilots, promises and receipts."""

from firstdoor.core.rights import anybody, has_role, works_here

DESK = has_role("municipal_focal_point", "action_group")

PERMISSIONS = {
    "deliver.follow_receipt": anybody,
    "deliver.see_pilots": works_here,
    "deliver.run_pilot": DESK,
    "deliver.visit_as_coach": has_role("coach"),
    "deliver.react_to_coach": DESK,
    "deliver.measure": DESK,
    "deliver.look_at_photos": DESK,
    "deliver.keep_promises": DESK,
}
