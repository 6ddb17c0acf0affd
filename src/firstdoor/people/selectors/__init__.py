"""Questions about people, roles and the cycle."""

from firstdoor.people.selectors.cycle import (
    CycleNow,
    StepNow,
    current_cycle,
    cycle_now,
    cycle_steps,
    past_cycles,
    present_cycle_steps,
    step_of,
    steps_of,
)
from firstdoor.people.selectors.institutions import institutions, lane_has_institution, lane_has_member
from firstdoor.people.selectors.people import (
    Helper,
    Worker,
    grants_of,
    person_by_email,
    person_names,
    person_to_talk_to,
    role_label,
    roles_at,
    seat,
    seat_of,
    seats_of,
)

__all__ = [
    "CycleNow",
    "Helper",
    "StepNow",
    "Worker",
    "current_cycle",
    "cycle_now",
    "cycle_steps",
    "grants_of",
    "institutions",
    "lane_has_institution",
    "lane_has_member",
    "past_cycles",
    "person_by_email",
    "person_names",
    "person_to_talk_to",
    "present_cycle_steps",
    "role_label",
    "roles_at",
    "seat",
    "seat_of",
    "seats_of",
    "step_of",
    "steps_of",
]
