"""Several voices about one thing: joined into one case, taken apart again, split out."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstdoor.core import audit
from firstdoor.core.actor import Actor
from firstdoor.listen.models import Answer, Case, CaseVoice, Station, Voice
from firstdoor.listen.models.theme import Level
from firstdoor.listen.services.cases.common import Work, begin, case_level, present_links, present_voices
from firstdoor.listen.services.cases.facts import level_of_case, theme_of_voice
from firstdoor.listen.services.cases.phases import tell
from firstdoor.listen.services.cases.words import in_all_languages
from firstdoor.listen.services.voices import open_case

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality


@transaction.atomic
def join(
    *,
    by: Actor,
    municipality: Municipality,
    case: Case | UUID,
    other: Case | UUID,
    version: int | None = None,
    at: datetime | None = None,
) -> tuple[Case, Case]:
    """Join two open cases; returns (the one that stays, the one that ended).

    The one with fewer voices ends, of two alike the younger. Its voices move along, keep their receipts, and all
    voices get the answer that others said the same.

    Raises NotAllowed, Outdated, ValidationError.
    """
    now = at or timezone.now()
    mine = begin(by, municipality, case, version=version, permission="listen.triage", at=now, lane_too=True)
    theirs = begin(by, municipality, other, version=None, permission="listen.triage", at=now, lane_too=True)
    if mine.case.pk == theirs.case.pk:
        raise ValidationError({"number": _("A case can't be joined with itself.")})
    if mine.case.lane != theirs.case.lane:
        raise ValidationError({"number": _("There is no open case with this number.")})
    for work in (mine, theirs):
        work.not_ended()
    pairs = [(work, present_links(work.case)) for work in (mine, theirs)]
    (keep, staying), (gone, moving) = sorted(pairs, key=lambda pair: (-len(pair[1]), pair[0].case.number))
    _move(gone, keep, moving, {link.voice_id for link in staying})
    keep.looked_at_first()
    keep.station(Station.Kind.JOINED)
    voices = _one_theme(keep, gone)
    keep.save("case_joined_by", "phase", "theme", "level", "published_at")
    gone.looked_at_first()
    gone.case.phase, gone.case.ending, gone.case.ended_at = Case.Phase.ENDED, Case.Ending.JOINED, now
    gone.case.joined_into = keep.case
    gone.station(Station.Kind.ENDED)
    gone.save("case_joined", "phase", "ending", "ended_at", "joined_into")
    heard = [voice.pk for voice in voices if voice.withdrawn_at is None]
    open_ones = sum(voice.level == Level.PUBLIC and voice.withdrawn_at is None for voice in voices)
    if heard:
        text = in_all_languages(municipality, lambda: _joined_words(open_ones))
        tell(keep, Answer.Kind.JOINED, text, heard, discreet=text)
    return keep.case, gone.case


def _one_theme(keep: Work, gone: Work) -> list[Voice]:
    """Whoever joins says that it is one matter: what had no theme yet takes the other's, cases and voices alike."""
    keep.case.theme = keep.case.theme or gone.case.theme
    voices = present_voices(keep.case)
    for voice in voices:
        if voice.theme is None and keep.case.theme is not None:
            theme_of_voice(keep, voice, None)
    level_of_case(keep, voices)
    return voices


def _joined_words(n: int) -> str:
    """Only public voices are counted towards others: so the number is exact and tells of nobody else."""
    if n < 2:
        return _("Others told us about the same matter. We deal with it together; you keep your receipt.")
    return ngettext(
        "%(n)s voice told us about the same matter. We deal with it together; you keep your receipt.",
        "%(n)s voices told us about the same matter. We deal with them together; you keep your receipt.",
        n,
    ) % {"n": n}


def _move(gone: Work, keep: Work, links: list[CaseVoice], there: set[UUID]) -> None:
    for link in links:
        link.left_at = gone.at
        link.save(update_fields=["left_at"])
        gone.record("voice_left_case", link)
        if link.voice_id not in there:
            _link(keep, link.voice_id)


def _link(work: Work, voice_id: UUID) -> CaseVoice:
    link = CaseVoice.objects.create(
        municipality=work.municipality, case=work.case, voice_id=voice_id, by=work.by.person, at=work.at
    )
    work.record("voice_joined_case", link)
    return link


@transaction.atomic
def separate(
    *,
    by: Actor,
    municipality: Municipality,
    case: Case | UUID,
    version: int | None = None,
    at: datetime | None = None,
) -> Case:
    """Take a case that was joined apart again, a minute or a month later: its voices come back and are told.

    Raises NotAllowed, Outdated, ValidationError for a case that was not joined.
    """
    now = at or timezone.now()
    gone = begin(by, municipality, case, version=version, permission="listen.triage", at=now, lane_too=True)
    if gone.case.ending != Case.Ending.JOINED or gone.case.joined_into_id is None:
        raise ValidationError(_("This case was not joined with another."))
    keep = begin(
        by, municipality, gone.case.joined_into_id, version=None, permission="listen.triage", at=now, lane_too=True
    )
    moved = CaseVoice.objects.of(municipality).filter(case=gone.case, left_at=gone.case.ended_at)
    back = list(moved.values_list("voice_id", flat=True))
    for link in CaseVoice.objects.of(municipality).filter(
        case=keep.case, voice__in=back, left_at=None, at=gone.case.ended_at
    ):
        link.left_at = now
        link.save(update_fields=["left_at"])
        keep.record("voice_left_case", link)
    for voice_id in back:
        _link(gone, voice_id)
    _forget_joining(gone, keep)
    gone.case.phase, gone.case.ending, gone.case.ended_at = _phase_before(gone), "", None
    gone.case.joined_into = None
    voices = present_voices(gone.case)
    for voice in voices:
        if gone.case.theme is None and voice.theme is not None:
            theme_of_voice(gone, voice, voice.theme)
    level_of_case(gone, voices)
    separated = gone.save("case_separated", "phase", "ending", "ended_at", "joined_into", "level", "published_at")
    keep.save("case_separated_from")
    heard = [voice.pk for voice in voices if voice.withdrawn_at is None]
    if heard:
        text = in_all_languages(municipality, lambda: _("We looked again and deal with what you told us by itself."))
        tell(gone, Answer.Kind.REPLY, text, heard, discreet=text)
    return separated


def _forget_joining(gone: Work, keep: Work) -> None:
    """The stations of the joining go: the line on a receipt's page must not end and then go on."""
    when = gone.case.ended_at
    for work, kind in ((gone, Station.Kind.ENDED), (keep, Station.Kind.JOINED)):
        for stop in Station.objects.of(work.municipality).filter(case=work.case, kind=kind, at=when):
            work.record("station_taken_back", stop, gone=True)
            stop.delete()


def _phase_before(work: Work) -> str:
    """How far the case had come, by its last station that is a phase."""
    kinds = (
        Station.objects.of(work.municipality).filter(case=work.case, kind__in=Case.Phase.values).order_by("at", "pk")
    )
    last = list(kinds.values_list("kind", flat=True))[-1:] or [Case.Phase.RECEIVED]
    return Case.Phase.LOOKED_AT if last[0] == Case.Phase.ENDED else last[0]


@transaction.atomic
def split(
    *,
    by: Actor,
    municipality: Municipality,
    case: Case | UUID,
    voice: UUID,
    stays: bool = False,
    version: int | None = None,
    at: datetime | None = None,
) -> Case:
    """Give a voice a case of its own; with `stays` it belongs to both, since one receipt may hold several matters.

    Raises NotAllowed, Outdated, ValidationError when the voice would leave an empty case behind.
    """
    work = begin(
        by, municipality, case, version=version, permission="listen.triage", at=at or timezone.now(), lane_too=True
    )
    work.not_ended()
    links = present_links(work.case)
    link = next((one for one in links if one.voice_id == voice), None)
    if link is None:
        raise ValidationError(_("This voice does not belong to the case any more."))
    if len(links) == 1 and not stays:
        raise ValidationError(_("It is the only voice of this case: there is nothing to split."))
    if not stays:
        link.left_at = work.at
        link.save(update_fields=["left_at"])
    work.record("voice_split", link)
    chain = audit.Chain(by=by, municipality=municipality)
    new = open_case(by=by, municipality=municipality, voice=link.voice, chain=chain)
    chain.write()
    begun = Work(by, municipality, new, work.at)
    if not begun.in_lane:
        new.place, new.unit = new.place or work.case.place, new.unit or work.case.unit
        new.level = case_level(new.theme, [link.voice])
    begun.looked_at_first()
    begun.save("case_split_off", "phase", "place", "unit", "level")
    if work.case.level != Level.LANE:
        work.case.level = case_level(work.case.theme, present_voices(work.case), imported=bool(work.case.source))
        if work.case.level != Level.PUBLIC:
            work.case.published_at = None
    work.save("case_split", "level", "published_at")
    return new
