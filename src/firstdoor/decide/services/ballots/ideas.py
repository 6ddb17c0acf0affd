"""Ideas: residents propose what to choose from, each a voice with a receipt; the Action Group says of each what becomes of it."""

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
from firstdoor.decide.models import Ballot, Idea
from firstdoor.decide.selectors import ideas as questions
from firstdoor.decide.services.ballots.preparing import locked, put_option
from firstdoor.listen import services as listen

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

REVIEW = "decide.review_idea"


@transaction.atomic
def propose(
    *,
    by: Actor,
    municipality: Municipality,
    ballot: Ballot,
    words: str,
    language: str,
    draft_key: UUID,
    contact: listen.ContactGiven | None = None,
) -> listen.Filed:
    """Propose something to choose while ideas are taken. Returns the voice with its receipt's code.

    Raises ValidationError when ideas are not taken now.
    """
    rights.require(by, "decide.propose_idea", municipality)
    ballot = locked(municipality, ballot)
    if not questions.takes_ideas(ballot):
        raise ValidationError(_("Ideas for this vote are not taken now."))
    filed = listen.file_voice(
        by=by, municipality=municipality, words=words, language=language, heard_at=timezone.now(),
        draft_key=draft_key, kind="idea", contact=contact, opens_case=False,
        wants_answer="email" if contact is not None and contact.kind == "email" else "page",
    )  # fmt: skip
    listen.post_receipt(municipality, filed, contact)
    if not filed.again:
        row = Idea.objects.create(municipality=municipality, ballot=ballot, voice=filed.voice)
        audit.record("decide.idea_proposed", by=by, municipality=municipality, about=row)
    return filed


@transaction.atomic
def review(
    *,
    by: Actor,
    municipality: Municipality,
    idea: Idea,
    feasible: bool,
    reason: Texts,
    name: Texts | None = None,
    cost: int | None = None,
    picture: str = "",
    show: bool = True,
) -> None:
    """Say whether an idea can be done, and why; a feasible one goes on the ballot under `name` with its `cost`.

    Its person hears it through the receipt; everybody reads both unless `show` is off. Raises NotAllowed, ValidationError.
    """
    rights.require(by, REVIEW, municipality)
    idea = Idea.objects.of(municipality).select_for_update().select_related("ballot").get(pk=idea.pk)
    if idea.reviewed_at is not None:
        raise ValidationError(_("Somebody else has looked at this idea meanwhile."))
    if not reason:
        raise ValidationError({"reason": _("Say why. Whoever proposed it reads this.")})
    if feasible:
        if not name:
            raise ValidationError({"name": _("Say how it is called on the ballot.")})
        if cost is None:
            raise ValidationError({"cost": _("It needs a price.")})
        idea.option = put_option(
            by=by, municipality=municipality, ballot=idea.ballot, name=name, cost=cost, picture=picture
        )
    idea.outcome, idea.reason, idea.reviewed_at = "feasible" if feasible else "not", reason, timezone.now()
    idea.save()
    audit.record("decide.idea_reviewed", by=by, municipality=municipality, about=idea)
    if show:
        listen.publish_voice(by=by, municipality=municipality, voice_id=idea.voice_id, permission=REVIEW)
    listen.give_answer(
        by=by, municipality=municipality, kind="reply", about_kind="idea", about_id=idea.pk, text=reason,
        voices=[idea.voice_id], path=f"{municipality.slug}/ballots/{idea.ballot.slug}/ideas/", by_role="action_group",
        permission=REVIEW,
    )  # fmt: skip
