"""Doors of people: sign-in for everybody; the desk for those with a role; the cycle and roles for those who keep them."""

from tests.doors import ANYBODY, EVERYBODY, SIGNED_IN, STRANGER, VISITORS, WORKS_HERE, Door
from tests.world import World, a_cycle, grant, make_person, seat

KEEPS = frozenset({"municipal_focal_point"})
GRANTS = KEEPS | {"administrator"}
TO_THE_DESK = {visitor: 302 for visitor in VISITORS if visitor != ANYBODY}  # who is signed in already


def a_role(world: World, municipality: object) -> object:
    return grant(make_person(f"ends@{municipality.slug}.example.al"), "coach", municipality)


def a_seat(world: World, municipality: object) -> object:
    return seat(make_person(f"sits@{municipality.slug}.example.al"), municipality, kind="council")


SIGN_IN = Door(may=EVERYBODY, get=200, post=422, answers=TO_THE_DESK)
# A choice where somebody works in several places; who works in one goes on to it at once.
GOES_ON = {visitor: 302 for visitor in VISITORS if visitor not in {ANYBODY, STRANGER, "administrator"}}

DOORS = {
    "account_login": SIGN_IN,
    "account_request_login_code": SIGN_IN,
    "account_confirm_login_code": Door(may=SIGNED_IN, get=302, post=302, answers=TO_THE_DESK),
    "account_logout": Door(may=EVERYBODY, get=200, post=302, answers={ANYBODY: 302}),
    "desk": Door(may=SIGNED_IN, answers=GOES_ON),
    "desk_home": Door(may=WORKS_HERE),
    "desk_cycle": Door(may=WORKS_HERE, row=a_cycle),
    "desk_cycle_start": Door(may=KEEPS, post=422),
    "desk_cycle_end": Door(may=KEEPS, get=200, post=302, row=a_cycle),
    "desk_cycle_step": Door(may=KEEPS, post=422, row=a_cycle, args=lambda cycle: {"kind": "ballot"}),
    "desk_people": Door(may=GRANTS),
    "desk_role_new": Door(may=GRANTS, post=422),
    "desk_role_end": Door(may=GRANTS, post=302, row=a_role, args=lambda row: {"grant": row.pk}),
    "desk_seat_new": Door(may=GRANTS, post=422),
    "desk_balance": Door(may=GRANTS, post=302, row=a_seat),
    "desk_seat_end": Door(may=GRANTS, post=302, row=a_seat, args=lambda row: {"seat": row.pk}),
    "desk_institution_new": Door(may=GRANTS, post=422),
}
