"""Into a lane: what was readable by the staff is sealed for one lane and emptied everywhere else."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from firstdoor.core import keys
from firstdoor.core.texts import plain
from firstdoor.listen.models import Answer, Case, CaseVoice, Delivery, Handover, LaneNote, Station, Theme, Voice
from firstdoor.listen.models.theme import Level
from firstdoor.listen.services.cases.common import Work, hide_photos, present_voices
from firstdoor.listen.services.voices import NobodyReadsThis, lane_key
from firstdoor.people import selectors as people


def into_lane(work: Work, theme: Theme) -> Case:
    """Move a case and its voices into the lane of `theme`, with the cases that were joined into it before.

    Raises NobodyReadsThis when the lane has no member: the words would be lost to everybody.
    """
    if not theme.lane or not people.lane_has_member(work.municipality, theme.lane):
        raise NobodyReadsThis(
            {
                "theme": _(
                    "Nobody here is a member of this lane: the words could be read by nobody. Choose another theme."
                )
            }
        )
    voices = present_voices(work.case)
    for voice in voices:
        seal(work, voice, theme)
    joined = Case.objects.of(work.municipality).filter(joined_into=work.case)
    others = [*_left_with_nobody_else(work, voices), *joined]
    _take_answers_along(work, [work.case, *others], voices, theme)
    for other in others:
        _empty(work, other, theme)
        other.version += 1
        other.save()
        work.record("case_into_lane", other)
    _empty(work, work.case, theme)
    work.case.version += 1
    work.case.save()
    work.record("case_into_lane", work.case)
    return work.case


def seal(work: Work, voice: Voice, theme: Theme) -> None:
    """Seal a voice's words under the lane's key and empty all else that tells what it is about."""
    if voice.words:
        voice.sealed = keys.seal(lane_key(work.municipality, theme.lane), voice.words)
    voice.theme, voice.level, voice.lane = theme, Level.LANE, theme.lane
    voice.words, voice.translations, voice.place, voice.unit = "", {}, "", None
    voice.lat = voice.lon = voice.cell10 = voice.published_at = None
    voice.save()
    work.record("voice_into_lane", voice)
    hide_photos(work, [voice], remove=True)


def _left_with_nobody_else(work: Work, voices: list[Voice]) -> list[Case]:
    """Take the sealed voices out of their other cases; returns those that have no other voice and must follow."""
    follow = []
    links = CaseVoice.objects.of(work.municipality).filter(voice__in=voices, left_at=None).exclude(case=work.case)
    for link in links.select_related("case"):
        others = CaseVoice.objects.of(work.municipality).filter(case=link.case, left_at=None)
        if others.exclude(voice__in=voices).exists():
            link.left_at = work.at
            link.save(update_fields=["left_at"])
            work.record("voice_left_case", link)
        elif link.case not in follow:
            follow.append(link.case)
    return follow


def _take_answers_along(work: Work, cases: list[Case], voices: list[Voice], theme: Theme) -> None:
    """What was answered before becomes a sealed note of the lane, and leaves the answer: the person's page, which must
    not tell any more, has its discreet words. An answer that reached somebody outside the lane too stays as it is."""
    about = Q(about_kind="case", about_id__in=[case.pk for case in cases]) | Q(deliveries__voice__in=voices)
    outside = Delivery.objects.of(work.municipality).filter(answer=OuterRef("pk")).exclude(voice__level=Level.LANE)
    answers = Answer.objects.of(work.municipality).filter(about, ~Exists(outside)).exclude(text={}).distinct()
    for answer in answers.order_by("at", "pk"):
        if answer.text == answer.discreet:
            continue
        by = answer.by or work.by.person
        if by is not None:
            words = _("Answered before it came into this lane: {words}").format(words=plain(answer.text))
            note = LaneNote.objects.create(
                municipality=work.municipality, case=work.case, lane=theme.lane, by=by, at=answer.at,
                sealed=keys.seal(lane_key(work.municipality, theme.lane), words),
            )  # fmt: skip
            work.record("lane_note_added", note)
        answer.text, answer.path = answer.discreet, ""
        answer.save(update_fields=["text", "path"])
        work.record("answer_into_lane", answer)


def _empty(work: Work, case: Case, theme: Theme) -> None:
    case.theme, case.level, case.lane = theme, Level.LANE, theme.lane
    case.title = case.public_text = case.ending_reason = {}
    case.place, case.unit, case.institution = "", None, None
    case.lat = case.lon = case.cell10 = case.published_at = None
    for stop in Station.objects.of(work.municipality).filter(case=case).exclude(note={}):
        stop.note = {}
        stop.save(update_fields=["note"])
        work.record("station_emptied", stop)
    for handover in Handover.objects.of(work.municipality).filter(case=case).exclude(reference=""):
        handover.reference = ""
        handover.save(update_fields=["reference"])
        work.record("handover_emptied", handover)
