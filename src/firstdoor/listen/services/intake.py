"""From a draft to a report with a receipt, and the optional answers after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from firstdoor.core import audit, photos, rights
from firstdoor.core.actor import Actor
from firstdoor.core.models import Upload
from firstdoor.listen.models import Item, Photo, Response, Theme, Voice
from firstdoor.listen.selectors.questions import question_bank
from firstdoor.listen.services import drafts
from firstdoor.listen.services.receipt_letters import post_receipt
from firstdoor.listen.services.voices import ContactGiven, file_voice
from firstdoor.places import selectors as places

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

WANTS = {"email": Voice.Answer.EMAIL, "phone": Voice.Answer.PERSON, "visit": Voice.Answer.PERSON}
ASKED = ("P01", "P02")


class DraftGone(Exception):
    """The draft is not there any more: a day has passed, or it was deleted."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A report that was sent: its receipt code, ungrouped, its voice, and whether it had been sent before."""

    code: str
    voice_id: UUID
    again: bool = False


@transaction.atomic
def send_report(
    *, by: Actor, municipality: Municipality, draft_id: UUID, theme: Theme | None, asked_level: str, now: datetime
) -> Sent:
    """File what stands in the draft, with its receipt, and by e-mail where an address was given.

    The draft then keeps the code alone, so that a double click or a form sent again ends on the same receipt. Raises
    DraftGone, NotAllowed, NobodyReadsThis, or ValidationError with the field at fault.
    """
    draft = drafts.get(municipality, draft_id, now=now, hold=True)
    if draft is None:
        raise DraftGone
    writing = drafts.read(draft)
    if writing.sent:
        return Sent(writing.sent, UUID(writing.voice), again=True)
    kind = writing.answer if writing.answer in WANTS else ""
    unit = None
    if writing.unit and writing.lat is None:
        unit = next((unit for unit in places.units(municipality) if str(unit.pk) == writing.unit), None)
    contact = ContactGiven(kind, writing.contact, may_call=kind == "phone") if kind else None
    filed = file_voice(
        by=by, municipality=municipality, words=writing.words, language=writing.language, heard_at=now,
        draft_key=draft.pk, theme=theme, asked_level=asked_level, place=writing.place, lat=writing.lat,
        lon=writing.lon, unit=unit, wants_answer=WANTS.get(kind, Voice.Answer.PAGE),
        contact=contact, upload_id=draft.upload_id,
    )  # fmt: skip
    if draft.upload_id and not Photo.objects.of(municipality).filter(upload_id=draft.upload_id).exists():
        photos.remove(Upload.objects.get(pk=draft.upload_id))  # the theme takes no photo
    post_receipt(municipality, filed, contact)
    draft.upload_id = None
    kept = drafts.Writing(
        form=writing.form, language=writing.language, lane=writing.lane, sent=filed.code, voice=str(filed.voice.pk)
    )
    drafts.keep(draft=draft, writing=kept, now=now)
    return Sent(filed.code, filed.voice.pk)


@transaction.atomic
def answer_about_you(
    *,
    by: Actor,
    municipality: Municipality,
    voice_id: UUID,
    answers: Mapping[str, str],
    age: str = "",
    gender: str = "",
    unit_id: UUID | None = None,
    now: datetime,
) -> Response | None:
    """Keep the optional answers after a report: `answers` by the question's code (P01, P02). Level staff.

    Answers sent again leave the first as they are; nothing answered keeps nothing. Raises NotAllowed, or
    ValidationError when an answer is none of the question's options.
    """
    rights.require(by, "listen.file_report", municipality)
    given = {code: value for code, value in answers.items() if value}
    chosen = {**given, **({"B02": age} if age else {}), **({"B01": gender} if gender else {})}
    for code, value in chosen.items():
        if code not in (*ASKED, "B01", "B02") or value not in {option.code for option in question_bank()[code].options}:
            raise ValidationError(_("Choose one of the answers."))
    voice = Voice.objects.of(municipality).filter(pk=voice_id, withdrawn_at=None).first()
    if voice is None or not (chosen or unit_id):
        return None
    before = Response.objects.of(municipality).filter(voice=voice).first()
    if before is not None:
        return before
    response = Response.objects.create(
        municipality=municipality, voice=voice, age=age, gender=gender, unit_id=unit_id, at=now
    )
    items = [
        Item(municipality=municipality, response=response, question=code, value=value) for code, value in given.items()
    ]
    Item.objects.bulk_create(items)
    audit.record("listen.answered_about_you", by=by, municipality=municipality, about=response)
    audit.record_many("listen.items_kept", by=by, municipality=municipality, rows=items)
    return response
