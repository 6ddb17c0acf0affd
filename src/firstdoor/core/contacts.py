"""Contact data: sealed, apart from voices, erased by a retention task; consent is kept as an event."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from firstdoor.core import keys
from firstdoor.core.actor import Actor
from firstdoor.core.models import Consent, Contact
from firstdoor.core.statements import one


def keep(
    *,
    by: Actor,
    municipality: Any,
    voice_id: UUID,
    kind: str,
    value: str,
    language: str,
    may_call: bool = False,
    erase_after: date | None = None,
) -> Contact:
    """Keep how the person behind a voice can be reached, with the consent as an event. 2 queries."""
    municipality_id = getattr(municipality, "pk", municipality)
    Consent.objects.create(
        municipality_id=municipality_id, voice_id=voice_id, purpose="answer", given_by=by.mark, given_at=timezone.now()
    )
    return Contact.objects.create(
        municipality_id=municipality_id,
        voice_id=voice_id,
        kind=kind,
        sealed=keys.seal("contacts", value),
        blind_index=keys.digest("contacts", f"{kind}|{value.strip().casefold()}"),
        language=language,
        may_call=may_call,
        erase_after=erase_after,
    )


def consent(*, by: Actor, municipality: Any, voice_id: UUID, purpose: str) -> Consent:
    """Record consent for another purpose, e.g. `spoken_for` when a focal point enters a voice for somebody."""
    return Consent.objects.create(
        municipality_id=getattr(municipality, "pk", municipality),
        voice_id=voice_id,
        purpose=purpose,
        given_by=by.mark,
        given_at=timezone.now(),
    )


def withdraw(*, voice_id: UUID, purpose: str) -> None:
    """Note that consent for a purpose does not hold any more."""
    Consent.objects.filter(voice_id=voice_id, purpose=purpose, withdrawn_at=None).update(withdrawn_at=timezone.now())


def of_voice(voice_id: UUID) -> Contact | None:
    """The contact kept for a voice, still sealed. 1 query."""
    return Contact.objects.filter(voice_id=voice_id).first()


def is_kept(voice_id: UUID) -> bool:
    """Whether a contact is kept for a voice. 1 query."""
    return one("SELECT 1 FROM core_contact WHERE voice_id = %s LIMIT 1", [voice_id]) is not None


def reveal(contact: Contact) -> str:
    """The address, number or place to visit in clear."""
    return keys.unseal("contacts", contact.sealed)


def erase(voice_id: UUID) -> int:
    """Erase a voice's contact data and withdraw its consent for answers; returns how many contacts there were."""
    Consent.objects.filter(voice_id=voice_id, withdrawn_at=None).update(withdrawn_at=timezone.now())
    return Contact.objects.filter(voice_id=voice_id).delete()[0]


def postpone_erasure(voice_id: UUID, *, until: date) -> None:
    """Keep the contact until that day: set again with each answer (default 12 months after the last)."""
    Contact.objects.filter(voice_id=voice_id).update(erase_after=until)


def due(*, today: date, municipality: Any) -> list[UUID]:
    """The voices of a municipality whose contact's day has come. 1 query."""
    mine = Contact.objects.filter(municipality_id=getattr(municipality, "pk", municipality))
    return list(mine.filter(erase_after__lt=today).values_list("voice_id", flat=True))
