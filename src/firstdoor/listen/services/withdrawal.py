"""Taking a voice back. Whoever has the code may; where an e-mail address is kept, a one-time code sent there is asked too.

The one-time code is computed from voice, purpose and half hour under a key of its own: nothing is stored, and the
same half hour's code is one code however often it is asked for.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from firstdoor.core import audit, contacts, keys, limits, outbox, photos, receipts, rights
from firstdoor.core.actor import Actor
from firstdoor.core.models import Contact, Upload
from firstdoor.listen.models import Case, CaseVoice, Delivery, Item, Photo, Response, Station, Voice

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

HALF_HOUR = 1800
LETTERS_AN_HOUR = 3
TRIES_AN_HOUR = 5


def one_time_code(voice_id: UUID, at: datetime) -> str:
    """The six digits that belong to this voice in the half hour of `at`."""
    window = int(at.timestamp()) // HALF_HOUR
    return f"{int(keys.digest('withdrawals', f'{voice_id}|{window}')[:15], 16) % 1_000_000:06d}"


def needs_one_time_code(voice_id: UUID) -> bool:
    """Whether an e-mail address is kept, so that taking back needs more than the receipt code. 1 query."""
    contact = contacts.of_voice(voice_id)
    return contact is not None and contact.kind == Contact.Kind.EMAIL


@transaction.atomic
def send_one_time_code(*, by: Actor, municipality: Municipality, voice: Voice, now: datetime | None = None) -> bool:
    """Send the one-time code to the kept e-mail address; False when none is kept.

    Raises NotAllowed, and TooMany after three letters in an hour.
    """
    rights.require(by, "listen.withdraw_voice", municipality)
    contact = contacts.of_voice(voice.pk)
    if contact is None or contact.kind != Contact.Kind.EMAIL:
        return False
    moment = now or timezone.now()
    limits.hit("withdrawal-letter", str(voice.pk), allowed=LETTERS_AN_HOUR, seconds=3600, now=moment)
    with override(contact.language):
        body = [
            _("Somebody with your receipt code wants to change or take back what you told us."),
            "",
            _("If that was you, type this code on the page: {code}").format(code=one_time_code(voice.pk, moment)),
            _("It is good for half an hour."),
            "",
            _("If it was not you, do nothing. Everything stays as it is."),
            "",
            str(municipality),
        ]
        letter = outbox.Letter(contacts.reveal(contact), _("Your one-time code"), "\n".join(body))
    window = int(moment.timestamp()) // HALF_HOUR
    outbox.post(letter, dedup_key=f"withdrawal-{voice.pk}-{window}", municipality=municipality)
    audit.note("listen.one_time_code_sent", by=by, municipality=municipality, table="core_contact", row=str(voice.pk))
    return True


def check_one_time_code(voice: Voice, typed: str, *, now: datetime | None = None) -> None:
    """Pass when no e-mail address is kept or the code is right. 1 to 3 queries, in no transaction of its own.

    Raises ValidationError (field `proof`) when it is wrong, TooMany after five tries in an hour.
    """
    if not needs_one_time_code(voice.pk):
        return
    moment = now or timezone.now()
    limits.hit("withdrawal-code", str(voice.pk), allowed=TRIES_AN_HOUR, seconds=3600, now=moment)
    earlier = datetime.fromtimestamp(moment.timestamp() - HALF_HOUR, moment.tzinfo)
    given = "".join(sign for sign in typed if sign.isdigit())
    if given not in {one_time_code(voice.pk, moment), one_time_code(voice.pk, earlier)}:
        raise ValidationError(
            {"proof": _("This is not the code of our letter. Look at it again, or ask for a new one.")}
        )


def withdraw_voice(
    *, by: Actor, municipality: Municipality, voice: Voice, proof: str = "", now: datetime | None = None
) -> None:
    """Erase words, place, photos, answers to the optional questions and contact data; the receipt stays.

    Cases that only this voice stands behind end as withdrawn and leave the public pages. Withdrawing twice changes
    nothing. Raises NotAllowed, TooMany, ValidationError (field `proof`).
    """
    rights.require(by, "listen.withdraw_voice", municipality)
    check_one_time_code(voice, proof, now=now)  # outside the transaction: a refused try must stay counted
    _erase(by, municipality, voice.pk, now or timezone.now())


@transaction.atomic
def _erase(by: Actor, municipality: Municipality, voice_id: UUID, now: datetime) -> None:
    voice = Voice.objects.of(municipality).select_for_update().get(pk=voice_id)
    if voice.withdrawn_at is not None:
        return
    voice.words, voice.translations, voice.sealed = "", {}, None
    voice.place, voice.lat, voice.lon, voice.cell10, voice.unit = "", None, None, None, None
    voice.published_at, voice.withdrawn_at = None, now
    voice.save()
    audit.record("listen.voice_withdrawn", by=by, municipality=municipality, about=voice)
    _erase_photos(by, municipality, voice)
    _erase_about_you(by, municipality, voice)
    _erase_contact(by, municipality, voice)
    receipts.forget_copies([voice.pk])  # no letter and no slip names it any more
    _close_deliveries(by, municipality, voice, now)
    links = CaseVoice.objects.of(municipality).filter(voice=voice, left_at=None).select_related("case")
    for link in links:
        others = CaseVoice.objects.of(municipality).filter(case=link.case_id, left_at=None, voice__withdrawn_at=None)
        if not others.exists():
            _end_case(by, municipality, link.case, now)


def _erase_about_you(by: Actor, municipality: Municipality, voice: Voice) -> None:
    response = Response.objects.of(municipality).filter(voice=voice).first()
    if response is None:
        return
    for item in Item.objects.of(municipality).filter(response=response):
        audit.record("listen.item_erased", by=by, municipality=municipality, about=item, gone=True)
        item.delete()
    audit.record("listen.about_you_erased", by=by, municipality=municipality, about=response, gone=True)
    response.delete()


def _erase_photos(by: Actor, municipality: Municipality, voice: Voice) -> None:
    held = Photo.objects.of(municipality).filter(voice=voice)
    uploads = Upload.objects.filter(pk__in=list(held.values_list("upload_id", flat=True)), removed_at=None)
    for upload in uploads:
        photos.remove(upload)
        audit.record("listen.photo_removed", by=by, municipality=municipality, about=upload)


def _close_deliveries(by: Actor, municipality: Municipality, voice: Voice, now: datetime) -> None:
    """Nobody is to be told any more: letters that have not left are deleted."""
    waiting = list(Delivery.objects.of(municipality).filter(voice=voice, state=Delivery.State.WAITING))
    for delivery in waiting:
        delivery.state, delivery.at = Delivery.State.FAILED, now
    Delivery.objects.bulk_update(waiting, ["state", "at"])
    audit.record_many("listen.delivery_ended", by=by, municipality=municipality, rows=waiting)
    outbox.take_back("delivery", [delivery.pk for delivery in waiting])


def _end_case(by: Actor, municipality: Municipality, case: Case, now: datetime) -> None:
    case.place, case.lat, case.lon, case.cell10, case.unit = "", None, None, None, None
    case.title, case.public_text, case.published_at = {}, {}, None
    case.version += 1
    if case.phase != Case.Phase.ENDED:
        case.phase, case.ending, case.ended_at = Case.Phase.ENDED, Case.Ending.WITHDRAWN, now
        station = Station.objects.create(municipality=municipality, case=case, kind=Station.Kind.ENDED, at=now)
        audit.record("listen.station_reached", by=by, municipality=municipality, about=station)
    case.save()
    audit.record("listen.case_withdrawn", by=by, municipality=municipality, about=case)


def _erase_contact(by: Actor, municipality: Any, voice: Voice) -> None:
    if contacts.erase(voice.pk):
        audit.note("listen.contact_erased", by=by, municipality=municipality, table="core_contact", row=str(voice.pk))


def withdraw_consent(
    *, by: Actor, municipality: Municipality, voice: Voice, proof: str = "", now: datetime | None = None
) -> None:
    """Erase the contact data of a voice and its consent: answers stand on the receipt's page only from now on.

    Raises NotAllowed, TooMany, ValidationError (field `proof`).
    """
    rights.require(by, "listen.withdraw_voice", municipality)
    check_one_time_code(voice, proof, now=now)
    with transaction.atomic():
        held = Voice.objects.of(municipality).select_for_update().get(pk=voice.pk)
        _close_deliveries(by, municipality, held, now or timezone.now())
        _erase_contact(by, municipality, held)
        if held.entered_by is None:  # else whoever entered it may have to print the slip again
            receipts.forget_copies([held.pk])
        held.wants_answer = Voice.Answer.PAGE
        held.save(update_fields=["wants_answer"])
        audit.record("listen.consent_withdrawn", by=by, municipality=municipality, about=held)
