"""Cases about a theme, for the rooms above."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from firstdoor.listen.models import Case, Voice
from firstdoor.listen.models.theme import Level
from firstdoor.listen.selectors.public import published


def _about(municipality: Any) -> QuerySet[Case]:
    """No lane cases, none that joined another or was withdrawn, none imported from another system."""
    rows = Case.objects.of(municipality).filter(source="").exclude(level=Level.LANE)
    return rows.exclude(ending__in=[Case.Ending.JOINED, Case.Ending.WITHDRAWN])


def cases_about(municipality: Any, code: str) -> list[Case]:
    """Cases of a theme and the themes below it, the newest first: no lane cases, none that joined another or was
    withdrawn, none imported from another system. 1 query."""
    rows = _about(municipality).filter(Q(theme__code=code) | Q(theme__parent__code=code))
    return list(rows.order_by("-number"))


def n_cases_about(municipality: Any) -> dict[str, int]:
    """How many `cases_about` has for each theme at the top, by its code. 1 query."""
    rows = _about(municipality).exclude(theme=None).order_by()
    top = rows.annotate(top=Coalesce("theme__parent__code", "theme__code"))
    return dict(top.values_list("top").annotate(n=Count("pk")))


def public_cases(municipality: Any) -> QuerySet[Case]:
    """Cases that everybody can read one by one: those of the public list. No query yet."""
    return published(municipality)


def public_words_of_cases(municipality: Any, cases: Iterable[UUID], *, most: int = 60) -> list[Voice]:
    """Voices of level public behind these cases, with their words, the oldest first. 1 query."""
    rows = Voice.objects.of(municipality).filter(
        level=Level.PUBLIC, withdrawn_at=None, links__case__in=list(cases), links__left_at=None
    )
    return list(rows.exclude(words="").distinct().order_by("heard_at", "pk")[:most])
