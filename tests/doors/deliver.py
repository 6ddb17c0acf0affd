"""Deliver's doors: the golden thread of a receipt, pilots, promises."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.utils import timezone

from firstdoor.core import codes
from firstdoor.listen import services as listen
from firstdoor.places.models import Municipality
from tests.doors import EVERYBODY, Door
from tests.world import World


def a_code(world: World, municipality: Municipality) -> str:
    """The code of a voice that nobody has read yet, with an address to be reached."""
    filed = listen.file_voice(
        by=world.actor("action_group", municipality), municipality=municipality, words="Pa dritë.", language="sq",
        heard_at=timezone.now(), draft_key=uuid4(), contact=listen.ContactGiven("email", "ana@example.al"),
    )  # fmt: skip
    return codes.grouped(filed.code)


def its_code(code: str) -> dict[str, Any]:
    return {"code": code}


# Under `/r/` no municipality stands in the address: whoever has a code sees its page, whosever it is.
DOORS = {
    "find_receipt": Door(may=EVERYBODY, post=422),
    "receipt": Door(may=EVERYBODY, row=a_code, args=its_code),
    "receipt_with_a_slash": Door(may=EVERYBODY, get=302, row=a_code, args=its_code),
    "receipt_slip": Door(may=EVERYBODY, row=a_code, args=its_code),
    "receipt_slip_pdf": Door(may=EVERYBODY, row=a_code, args=its_code),
    "receipt_export": Door(may=EVERYBODY, row=a_code, args=its_code),
    "receipt_asked_back": Door(may=EVERYBODY, get=None, post=422, row=a_code, args=its_code),
    "receipt_withdrawal": Door(may=EVERYBODY, post=200, row=a_code, args=its_code),  # asks for the letter's code
    "receipt_contact": Door(may=EVERYBODY, post=200, row=a_code, args=its_code),
}
