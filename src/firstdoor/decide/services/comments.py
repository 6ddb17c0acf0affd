"""Comments on the draft, paragraph by paragraph: each a voice with a receipt, each answered with reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstdoor.core import audit, rights
from firstdoor.core.actor import Actor
from firstdoor.core.texts import Texts
from firstdoor.decide.models import Comment, Paragraph, Version
from firstdoor.decide.selectors import paper as questions
from firstdoor.listen import services as listen
from firstdoor.places import selectors as places

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

ANSWER = "decide.answer_comments"


@transaction.atomic
def comment(
    *,
    by: Actor,
    municipality: Municipality,
    version: Version,
    paragraph_key: str,
    words: str,
    language: str,
    draft_key: UUID,
    contact: listen.ContactGiven | None = None,
) -> listen.Filed:
    """Comment on one paragraph while the consultation is open. Returns the voice with its receipt's code.

    Raises ValidationError when it is over or there is no such paragraph.
    """
    rights.require(by, "decide.comment", municipality)
    if not questions.is_open(version, today=places.local_date(municipality, timezone.now())):
        raise ValidationError(_("The consultation is over; comments are no longer taken."))
    if not Paragraph.objects.of(municipality).filter(version=version, key=paragraph_key).exists():
        raise ValidationError(_("There is no such paragraph."))
    filed = listen.file_voice(
        by=by,
        municipality=municipality,
        words=words,
        language=language,
        heard_at=timezone.now(),
        draft_key=draft_key,
        kind="comment",
        contact=contact,
        wants_answer="email" if contact is not None and contact.kind == "email" else "page",
        opens_case=False,
    )
    listen.post_receipt(municipality, filed, contact)
    if not filed.again:
        row = Comment.objects.create(
            municipality=municipality, voice=filed.voice, version=version, paragraph_key=paragraph_key
        )
        audit.record("decide.commented", by=by, municipality=municipality, about=row)
    return filed


@transaction.atomic
def answer_comment(
    *, by: Actor, municipality: Municipality, comment: Comment, outcome: str, reason: Texts, show: bool = True
) -> None:
    """Accept or refuse a comment, with the reason, and let everybody read both (unless `show` is off: the comment
    names or hurts somebody). The person hears it through the receipt. Raises NotAllowed, ValidationError."""
    rights.require(by, ANSWER, municipality)
    if outcome not in {"accepted", "refused"}:
        raise ValidationError({"outcome": _("Choose whether the comment is accepted.")})
    if not reason:
        raise ValidationError({"reason": _("Say why. The law asks for the reason, and so do people.")})
    comment = Comment.objects.of(municipality).select_for_update().get(pk=comment.pk)
    if comment.answered_at is not None:
        raise ValidationError(_("Somebody else has answered this comment meanwhile."))
    comment.outcome, comment.reason, comment.answered_at = outcome, reason, timezone.now()
    comment.save()
    audit.record("decide.comment_answered", by=by, municipality=municipality, about=comment)
    if show:
        listen.publish_voice(by=by, municipality=municipality, voice_id=comment.voice_id, permission=ANSWER)
    listen.give_answer(
        by=by,
        municipality=municipality,
        kind=outcome,
        about_kind="comment",
        about_id=comment.pk,
        text=reason,
        voices=[comment.voice_id],
        path=f"{municipality.slug}/paper/",
        by_role="action_group",
        permission=ANSWER,
    )
