"""Cases about a theme, for the rooms above."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from firstdoor.listen.models import Case, Voice
from firstdoor.listen.models.theme import Level
from firstdoor.listen.selectors.public import published


def cases_about(municipality: Any, code: str) -> list[Case]:
    """Cases of a theme and the themes below it, the newest first: no lane cases, none that joined another or was
    withdrawn, none imported from another system. 1 query."""
    rows = Case.objects.of(municipality).filter(Q(theme__code=code) | Q(theme__parent__code=code), source="")
    rows = rows.exclude(level=Level.LANE).exclude(ending__in=[Case.Ending.JOINED, Case.Ending.WITHDRAWN])
    return list(rows.order_by("-number"))


def public_cases(municipality: Any) -> QuerySet[Case]:
    """Cases that everybody can read one by one: those of the public list. No query yet."""
    return published(municipality)


def public_words_of_cases(municipality: Any, cases: Iterable[UUID], *, most: int = 60) -> list[Voice]:
    """Voices of level public behind these cases, with their words, the oldest first. 1 query."""
    rows = Voice.objects.of(municipality).filter(
        level=Level.PUBLIC, withdrawn_at=None, links__case__in=list(cases), links__left_at=None
    )
    return list(rows.exclude(words="").distinct().order_by("heard_at", "pk")[:most])
