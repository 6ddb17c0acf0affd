"""Signing the minutes of a count: who was there, or counted again, says so in her own name. Once, and it stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstdoor.core import audit, rights
from firstdoor.core.actor import Actor
from firstdoor.decide.models import Ballot, CountSignature
from firstdoor.decide.rules import SIGNERS
from firstdoor.decide.selectors.signatures import has_signed, result_digest
from firstdoor.decide.services.ballots.preparing import locked

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

SIGN = "decide.sign_count"


def signing_role(by: Actor, municipality: Municipality) -> str:
    """In which role somebody signs here: the first of `SIGNERS` that she holds; "" for none."""
    held = by.roles(municipality.pk)
    return next((role for role in SIGNERS if role in held), "")


@transaction.atomic
def sign_count(
    *, by: Actor, municipality: Municipality, ballot: Ballot, ground: str, remark: str = ""
) -> CountSignature:
    """Sign the minutes of a count in one's own name and role, with a remark that stands beside it.

    Raises NotAllowed; ValidationError before the count, and for who has signed.
    """
    rights.require(by, SIGN, municipality)
    role = signing_role(by, municipality)
    if by.person is None or not role:
        raise rights.NotAllowed(SIGN)
    ballot = locked(municipality, ballot)
    if ballot.state != Ballot.State.COUNTED:
        raise ValidationError(_("There is nothing to sign before the count."))
    if has_signed(by, ballot):
        raise ValidationError(_("You have signed these minutes already."))
    signature = CountSignature.objects.create(
        municipality=municipality,
        ballot=ballot,
        person=by.person,
        name=by.names["name"],
        role=role,
        ground=ground,
        remark=remark,
        digest=result_digest(ballot),
        signed_at=timezone.now(),
    )
    audit.record("decide.count_signed", by=by, municipality=municipality, about=signature)
    return signature
