"""Answers and their delivery. An answer to one's own voice is no notification setting: each one is tried and kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from firstdoor.core import audit, codes, contacts, outbox, receipts, rights
from firstdoor.core.actor import Actor
from firstdoor.core.actor import system as the_system
from firstdoor.core.texts import Texts
from firstdoor.listen.models import Answer, Delivery, Voice
from firstdoor.listen.models.theme import Level
from firstdoor.places import selectors as places

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality


@transaction.atomic
def give_answer(
    *,
    by: Actor,
    municipality: Municipality,
    kind: str,
    about_kind: str,
    about_id: UUID,
    text: Texts,
    voices: Iterable[UUID],
    discreet: Texts | None = None,
    path: str = "",
    by_role: str = "",
    at: datetime | None = None,
    permission: str = "listen.answer",
) -> Answer:
    """Give one answer to all these voices: on each receipt's page at once, by e-mail or through a person where wanted.

    `discreet` stands instead of `text` on the pages of voices that are not for everybody: whoever looks over a shoulder
    must not learn what it was about. Without it they read that there is an answer, and how to hear it.

    Rooms above hand in the permission of their own verb. Raises NotAllowed. 6 queries, and 3 for each letter.
    """
    rights.require(by, permission, municipality)
    now = at or timezone.now()
    answer = Answer.objects.create(
        municipality=municipality, kind=kind, about_kind=about_kind, about_id=about_id, text=text,
        discreet=discreet or {}, path=path, by=by.person, by_role=by_role, at=now,
    )  # fmt: skip
    wanted = list(dict.fromkeys(voices))
    rows = []
    heard = list(Voice.objects.of(municipality).filter(pk__in=wanted, withdrawn_at=None).select_related("theme"))
    for voice in heard:
        rows.append(_delivery(answer, voice, Delivery.Route.PAGE, Delivery.State.ARRIVED, now))
        if voice.wants_answer == Voice.Answer.EMAIL:
            rows.append(_delivery(answer, voice, Delivery.Route.EMAIL))
        elif voice.wants_answer == Voice.Answer.PERSON:
            rows.append(_delivery(answer, voice, Delivery.Route.PERSON))
    Delivery.objects.bulk_create(rows)
    audit.record("listen.answered", by=by, municipality=municipality, about=answer)
    audit.record_many("listen.delivery_begun", by=by, municipality=municipality, rows=rows)
    until = contact_kept_until(municipality, now)
    for voice in heard:
        if voice.wants_answer != Voice.Answer.PAGE:
            contacts.postpone_erasure(voice.pk, until=until)
    for delivery in rows:
        if delivery.route == Delivery.Route.EMAIL:
            _post(municipality, delivery)
    return answer


def contact_kept_until(municipality: Municipality, now: datetime) -> date:
    """Until when contact data is kept after news of that moment: a rule of the municipality, else a year. 1 query."""
    return places.due("retention.contact", now, municipality) or (now + timedelta(days=366)).date()


def _delivery(
    answer: Answer, voice: Voice, route: str, state: str = Delivery.State.WAITING, at: datetime | None = None
) -> Delivery:
    return Delivery(municipality=answer.municipality, answer=answer, voice=voice, route=route, state=state, at=at)


def _post(municipality: Municipality, delivery: Delivery) -> None:
    contact = contacts.of_voice(delivery.voice_id)
    receipt = receipts.of_voice(delivery.voice_id)
    code = receipts.copy_of(receipt) if receipt else None
    if contact is None or contact.kind != "email" or code is None:
        outcome("delivery", delivery.pk, arrived=False)
        return
    outbox.post(
        letter_about_news(municipality, contacts.reveal(contact), contact.language, code, delivery.voice),
        dedup_key=f"delivery-{delivery.pk}",
        municipality=municipality,
        about_kind="delivery",
        about_id=delivery.pk,
    )


def letter_about_news(municipality: Any, to: str, language: str, code: str, voice: Voice) -> outbox.Letter:
    """A letter that says there is news and where. It never says what the voice was about: others may see the screen."""
    with override(language):
        subject = _("News from {municipality}").format(municipality=municipality)
        if voice.level == Level.PUBLIC:
            first = _("There is an answer to what you told us.")
        else:
            first = _("There is news for you.")
        lines = [
            first,
            "",
            _("Read it here:"),
            f"{settings.PUBLIC_URL}/r/{codes.grouped(code)}",
            "",
            _("You can also type the code {code} on our page, or call {phone}.").format(
                code=codes.grouped(code), phone=municipality.phone
            ),
            "",
            str(municipality),
        ]
    return outbox.Letter(to, subject, "\n".join(lines))


def outcome(about_kind: str, about_id: UUID, arrived: bool) -> None:
    """Note whether a letter arrived; what did not goes to a focal point."""
    if about_kind != "delivery":
        return
    delivery = Delivery.objects.filter(pk=about_id).select_related("municipality").first()
    if delivery is None or delivery.state != Delivery.State.WAITING:
        return
    by = the_system("outbox")
    delivery.state = Delivery.State.ARRIVED if arrived else Delivery.State.FAILED
    delivery.at = timezone.now()
    delivery.save(update_fields=["state", "at"])
    audit.record("listen.delivery_ended", by=by, municipality=delivery.municipality, about=delivery)
    if not arrived:
        instead, made = Delivery.objects.get_or_create(
            municipality=delivery.municipality,
            answer_id=delivery.answer_id,
            voice_id=delivery.voice_id,
            route=Delivery.Route.PERSON,
        )
        if made:
            audit.record("listen.delivery_begun", by=by, municipality=delivery.municipality, about=instead)


outbox.on_outcome(outcome)
