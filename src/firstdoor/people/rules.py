"""Who may do what among people, roles and the cycle."""

from firstdoor.core.rights import has_role, signed_in, works_here

PERMISSIONS = {
    "people.enter_desk": signed_in,  # and there reads that no role was given yet
    "people.work_here": works_here,
    "people.grant_roles": has_role("administrator", "municipal_focal_point"),
    "people.see_cycle": works_here,
    "people.keep_cycle": has_role("municipal_focal_point"),
    "people.finish_step": works_here,  # with the act that completes it, whose own right was asked for
    "people.see_audit": has_role("administrator"),
    "people.administer": has_role("administrator"),
}
