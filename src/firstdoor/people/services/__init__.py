"""The verbs of this room."""

from firstdoor.people.services.actors import actor_of
from firstdoor.people.services.cycle import (
    BY_HAND,
    complete_step,
    end_cycle,
    move_step,
    start_cycle,
    step_done,
    usual_dates,
)
from firstdoor.people.services.institutions import add_institution
from firstdoor.people.services.roles import (
    ROLES_OF_FOCAL_POINT,
    end_grant,
    end_seat,
    ensure_body,
    ensure_person,
    give_seat,
    grant_role,
    grantable,
    note_genders,
)

__all__ = [
    "BY_HAND",
    "ROLES_OF_FOCAL_POINT",
    "actor_of",
    "add_institution",
    "complete_step",
    "end_cycle",
    "end_grant",
    "end_seat",
    "ensure_body",
    "ensure_person",
    "give_seat",
    "grant_role",
    "grantable",
    "move_step",
    "note_genders",
    "start_cycle",
    "step_done",
    "usual_dates",
]
