"""We asked, you said, we did: what a consultation brought, in lines that anybody reads in a minute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from firstdoor.core import audit, rights
from firstdoor.core.actor import Actor
from firstdoor.core.seen import mark_of, unchanged
from firstdoor.core.texts import Texts
from firstdoor.decide.models import Asked, Paragraph, Version
from firstdoor.decide.selectors import paper as questions
from firstdoor.decide.services.paper import WRITE

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality


def mark_of_line(row: Asked) -> str:
    """What tells whether somebody changed it meanwhile."""
    return mark_of(row.question, row.said, row.did, row.paragraph_key)


@transaction.atomic
def put_asked(
    *,
    by: Actor,
    municipality: Municipality,
    version: Version,
    question: Texts,
    said: Texts,
    did: Texts,
    paragraph_key: str = "",
    row: Asked | None = None,
    seen: str | None = None,
) -> Asked:
    """Write a line about the consultation on `version`, or change `row`; `paragraph_key` is where it stands now, `seen` the
    mark of the line that was changed.

    Raises NotAllowed; ValidationError before that version was consulted on, or without one of the three; ChangedMeanwhile.
    """
    rights.require(by, WRITE, municipality)
    _before_adoption(version)
    if version.opened_at is None:
        raise ValidationError(_("This version was not consulted on."))
    for name, words in (("question", question), ("said", said), ("did", did)):
        if not words:
            raise ValidationError({name: _("This is needed.")})
    paragraphs = Paragraph.objects.of(municipality).filter(version__paper=version.paper_id, key=paragraph_key)
    if paragraph_key and not paragraphs.exists():
        raise ValidationError({"paragraph_key": _("There is no such paragraph.")})
    if row is not None:
        unchanged(seen, mark_of_line(row))
    row = row or Asked(municipality=municipality, paper_id=version.paper_id, version=version)
    row.question, row.said, row.did, row.paragraph_key = question, said, did, paragraph_key
    row.save()
    audit.record("decide.asked_put", by=by, municipality=municipality, about=row)
    return row


@transaction.atomic
def remove_asked(*, by: Actor, municipality: Municipality, row: Asked) -> None:
    """Take a line out. Raises NotAllowed; ValidationError once the paper is adopted."""
    rights.require(by, WRITE, municipality)
    _before_adoption(row.version)
    audit.record("decide.asked_removed", by=by, municipality=municipality, about=row, gone=True)
    row.delete()


def _before_adoption(version: Version) -> None:
    if questions.is_adopted(version.paper_id, version.municipality_id):
        raise ValidationError(_("The paper is adopted; what it says stays as it is."))
