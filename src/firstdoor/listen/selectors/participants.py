"""Questions about those who vote in a conversation, without telling who they are."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef

from firstdoor.listen.models import Conversation, Participant, Vote

About = tuple[str, str, str, str]  # way, id of the unit, age, gender; "" where nothing was said


def about_participants(of: Conversation) -> dict[About, int]:
    """How many of those who voted there are of each kind, without who is left out of the map. 1 query."""
    rows = Participant.objects.of(of.municipality_id).filter(conversation=of, left_out=None).order_by()
    # Asked of each person, not joined: with a million votes that takes seconds.
    voted = rows.filter(Exists(Vote.objects.of(of.municipality_id).filter(participant=OuterRef("pk"))))
    counted = voted.values_list("way", "unit_id", "age", "gender").annotate(n=Count("pk"))
    return {(way, str(unit or ""), age, gender): n for way, unit, age, gender, n in counted}


def units_of(of: Conversation) -> dict[int, str]:
    """Where those live who said so: the unit's id by the participant's number. For counts alone. 1 query."""
    rows = Participant.objects.of(of.municipality_id).filter(conversation=of, unit__isnull=False)
    return {number: str(unit) for number, unit in rows.values_list("number", "unit_id")}


def has_said(participant: Participant) -> bool:
    """Whether somebody said who they are. No query."""
    return bool(participant.unit_id or participant.age or participant.gender)
