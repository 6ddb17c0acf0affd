"""Hearing what comes of a conversation without having written anything: a receipt for those who only voted."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from firstdoor.core import audit, rights
from firstdoor.core.actor import Actor
from firstdoor.core.texts import plain
from firstdoor.listen.models import Conversation, Listener, Voice
from firstdoor.listen.selectors import conversations as questions
from firstdoor.listen.services.receipt_letters import post_receipt
from firstdoor.listen.services.voices import ContactGiven, Filed, file_voice
from firstdoor.listen.services.voting import token_hmac

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality


@transaction.atomic
def want_to_hear(
    *,
    by: Actor,
    municipality: Municipality,
    conversation: Conversation,
    token: str,
    language: str,
    draft_key: UUID,
    contact: ContactGiven | None = None,
) -> Filed:
    """Give somebody who voted a receipt on which stands what comes of the conversation; by e-mail too, where one is left.

    That the token voted is looked at and not kept: nothing leads from the receipt to the votes. Raises NotAllowed;
    ValidationError where nobody with that token voted, or people do not vote yet.
    """
    rights.require(by, "listen.take_part", municipality)
    row = Conversation.objects.of(municipality).select_related("municipality").get(pk=conversation.pk)
    if questions.standing_now(row) not in {"open", "over"}:
        raise ValidationError(_("This conversation has not begun."))
    who = questions.participant(row, token_hmac(token)) if token else None
    if who is None:
        raise ValidationError(_("Vote on a statement first."))
    with override(language):
        words = _("I voted in the conversation “{title}” and want to hear what comes of it.").format(
            title=plain(row.title, language)
        )
    filed = file_voice(
        by=by, municipality=municipality, words=words, language=language, heard_at=timezone.now(), draft_key=draft_key,
        kind=Voice.Kind.LISTENER, contact=contact, opens_case=False,
        wants_answer="email" if contact is not None and contact.kind == "email" else "page",
    )  # fmt: skip
    post_receipt(municipality, filed, contact)
    if not filed.again:
        waits = Listener.objects.create(municipality=municipality, conversation=row, voice=filed.voice)
        audit.record("listen.waits_for_outcome", by=by, municipality=municipality, about=waits)
    return filed
