"""What statements to begin with can be made of: what people said for everybody to read, by theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from firstdoor.listen.models import Case, CaseVoice, Conversation, Statement, Voice
from firstdoor.listen.models.theme import Level

PAGE = 20
KINDS = (Voice.Kind.REPORT, Voice.Kind.MEETING, Voice.Kind.WALK)


@dataclass(frozen=True, slots=True)
class Source:
    """A voice, the case it stands in (none: no case), how many public voices that has, and whether it led to a statement."""

    voice: Voice
    case: Case | None
    n: int
    used: bool


def _public(municipality: Any) -> QuerySet[Voice]:
    rows = Voice.objects.of(municipality).filter(level=Level.PUBLIC, withdrawn_at=None, kind__in=KINDS)
    return rows.exclude(words="")


def public_source(municipality: Any, voice: UUID) -> Voice | None:
    """That voice, if a statement may be made of it. 1 query."""
    return _public(municipality).filter(pk=voice).first()


def public_voices_of_case(municipality: Any, case: UUID) -> list[Voice]:
    """The voices of a case of which a statement may be made, the oldest first. 1 query."""
    rows = _public(municipality).filter(links__case=case, links__left_at=None)
    return list(rows.distinct().order_by("heard_at", "pk"))


def voices_by_theme(municipality: Any) -> dict[str, int]:
    """How many such voices there are about each theme at the top, by its code. 1 query."""
    rows = _public(municipality).exclude(theme=None).order_by()
    top = rows.annotate(top=Coalesce("theme__parent__code", "theme__code"))
    return dict(top.values_list("top").annotate(n=Count("pk")))


def sources_about(of: Conversation, theme: str, page: int = 1) -> tuple[list[Source], int]:
    """Such voices about a theme, the newest first: those of that page, and pages. 5 queries."""
    municipality = of.municipality_id
    rows = _public(municipality).filter(Q(theme__code=theme) | Q(theme__parent__code=theme))
    pages = max(1, -(-rows.count() // PAGE))
    first = (min(max(page, 1), pages) - 1) * PAGE
    voices = list(rows.select_related("unit").order_by("-heard_at", "pk")[first : first + PAGE])
    links = CaseVoice.objects.of(municipality).filter(voice__in=voices, left_at=None).select_related("case")
    cases = {link.voice_id: link.case for link in links if link.case.level == Level.PUBLIC}
    behind = CaseVoice.objects.of(municipality).filter(
        case__in=list(cases.values()), left_at=None, voice__in=_public(municipality)
    )
    counts = dict(behind.order_by().values_list("case").annotate(n=Count("voice", distinct=True)))
    led = Statement.objects.of(municipality).filter(conversation=of)
    used = set(led.values_list("from_voice", flat=True)) | set(led.values_list("from_case", flat=True))
    found = []
    for voice in voices:
        case = cases.get(voice.pk)
        used_here = voice.pk in used or (case is not None and case.pk in used)
        found.append(Source(voice, case, counts.get(case.pk, 1) if case else 1, used_here))
    return found, pages
