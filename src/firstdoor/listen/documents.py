"""Documents of a meeting: the invitation, the sheet on which is counted who comes, the minutes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from firstdoor.core.papers import Document, Part
from firstdoor.core.texts import plain
from firstdoor.listen.models import Meeting
from firstdoor.listen.selectors import meetings as questions


def _facts(municipality: Any, meeting: Meeting) -> list[tuple[str, str]]:
    when = date_format(timezone.localtime(meeting.starts_at, municipality.zone), "DATETIME_FORMAT")
    unit = meeting.unit.name if meeting.unit else ""
    place = meeting.place if unit in meeting.place else f"{meeting.place}, {unit}"
    return [(_("When"), when), (_("Where"), place)]


def invitation(municipality: Any, meeting: Meeting, address: str) -> Document:
    """What is put up, read aloud and handed from door to door."""
    hours = f", {plain(municipality.office_hours)}" if municipality.office_hours else ""
    return Document(
        kind=_("You are invited"),
        title=plain(meeting.title),
        author=plain(municipality.name),
        facts=_facts(municipality, meeting),
        parts=[
            Part(_("What to expect"), words=[plain(meeting.announced)] if meeting.announced else []),
            Part(
                words=[
                    _("What you say is written down without your name. You get a code, and with it an answer."),
                    _("If you cannot come: {phone}{hours}, or {address}").format(
                        phone=municipality.phone or plain(municipality.name), hours=hours, address=address
                    ),
                ]
            ),
        ],
    )


def sheet(municipality: Any, meeting: Meeting, labels: Sequence[str]) -> Document:
    """The attendance list, as strokes for each group: who came is kept as counts, never as names."""
    return Document(
        kind=_("Attendance, as strokes"),
        title=plain(meeting.title),
        author=plain(municipality.name),
        facts=_facts(municipality, meeting),
        parts=[
            Part(
                words=[_("One stroke for each person who comes. No names: nobody is asked who they are.")],
                head=[_("Group"), _("Strokes"), _("Together")],
                rows=[[label, "", ""] for label in labels],
                widths=[2, 4, 1],
                tall=True,
            )
        ],
        sign=[_("Counted by")],
    )


def minutes(municipality: Any, meeting: Meeting, heads: Sequence[tuple[str, int | None]], *, public: bool) -> Document:
    """Vision, promises, minutes, who came; small numbers hidden by whoever counted `heads`."""
    promises = questions.promises(municipality, of=meeting, public=public)
    states = {"kept": _("Kept"), "dropped": _("Dropped"), "under_way": _("Under way")}
    invitations = [f"{row.get_channel_display()}, {date_format(row.at)}" for row in meeting.invitations.order_by("at")]
    parts = [
        Part(_("Our shared vision"), words=[plain(meeting.vision)] if meeting.vision else []),
        Part(
            _("What was promised"),
            head=[_("What"), _("Who"), _("By when"), _("State")],
            widths=[3, 1.6, 1.2, 1],
            rows=[[plain(one.text), one.owner, date_format(one.due), states[one.state]] for one in promises],
        ),
        Part(_("Minutes"), words=[plain(meeting.minutes)] if meeting.minutes else []),
        Part(
            _("Who came"),
            head=[_("Group"), _("People")],
            widths=[3, 1],
            numbers=[1],
            rows=[[words, _("hidden") if n is None else str(n)] for words, n in heads],
        ),
        Part(_("How people were invited"), items=invitations),
    ]
    return Document(
        kind=_("Minutes of an interface meeting"),
        title=plain(meeting.title),
        author=plain(municipality.name),
        facts=[
            *_facts(municipality, meeting),
            (_("Voices written down, each with a receipt"), str(questions.said(meeting)[1])),
            *([(_("Corrected"), date_format(meeting.corrected_at, "DATETIME_FORMAT"))] if meeting.corrected_at else []),
        ],
        parts=[part for part in parts if part.words or part.rows or part.items],
        sign=[_("Chaired by"), _("Minutes taken by")],
    )
