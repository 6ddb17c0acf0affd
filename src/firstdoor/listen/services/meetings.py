"""Interface meetings: announced, held, written down, and every input a voice with its receipt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstdoor.core import audit, rights
from firstdoor.core.actor import Actor
from firstdoor.core.forms import CHANGED
from firstdoor.core.texts import Texts
from firstdoor.listen.models import Headcount, Invitation, Meeting, MeetingPromise, Voice
from firstdoor.listen.services.voices import Filed, file_voice
from firstdoor.places import selectors as places

if TYPE_CHECKING:
    from firstdoor.listen.models import Theme
    from firstdoor.places.models import Municipality, Unit

HOLD = "listen.hold_meetings"
PROMISE_STATES = ("under_way", "kept", "dropped")


class ChangedMeanwhile(ValidationError):
    """Somebody else saved it in between; what was typed is kept in the form."""


def _save(by: Actor, municipality: Municipality, meeting: Meeting, verb: str) -> None:
    meeting.version += 1
    meeting.save()
    audit.record(f"listen.{verb}", by=by, municipality=municipality, about=meeting)


def _same(meeting: Meeting, version: int) -> None:
    if meeting.version != version:
        raise ChangedMeanwhile(
            _("Somebody else changed this meanwhile. Look at it again; what you typed is kept here."), code=CHANGED
        )


def _begun(meeting: Meeting) -> None:
    if meeting.called_off_at is not None:
        raise ValidationError(_("The meeting was called off."))
    if meeting.starts_at > timezone.now():
        raise ValidationError(_("The meeting has not begun yet."))


@transaction.atomic
def plan_meeting(
    *,
    by: Actor,
    municipality: Municipality,
    title: Texts,
    place: str,
    starts_at: datetime,
    unit: Unit | None = None,
    announced: Texts | None = None,
) -> Meeting:
    """Plan an interface meeting; it is not public until published. Raises NotAllowed."""
    rights.require(by, HOLD, municipality)
    meeting = Meeting.objects.create(
        municipality=municipality, title=title, place=place, starts_at=starts_at, unit=unit, announced=announced or {}
    )
    audit.record("listen.meeting_planned", by=by, municipality=municipality, about=meeting)
    return meeting


@transaction.atomic
def change_meeting(
    *,
    by: Actor,
    municipality: Municipality,
    meeting: Meeting,
    version: int,
    title: Texts,
    place: str,
    starts_at: datetime,
    unit: Unit | None,
    announced: Texts,
) -> None:
    """Change its date, place or announcement. Raises NotAllowed, ChangedMeanwhile; ValidationError once called off."""
    rights.require(by, HOLD, municipality)
    _same(meeting, version)
    if meeting.called_off_at is not None:
        raise ValidationError(_("The meeting was called off. Plan a new one."))
    meeting.title, meeting.place, meeting.starts_at = title, place, starts_at
    meeting.unit, meeting.announced = unit, announced
    _save(by, municipality, meeting, "meeting_changed")


@transaction.atomic
def publish_meeting(*, by: Actor, municipality: Municipality, meeting: Meeting) -> None:
    """Announce it on the public pages. Raises NotAllowed."""
    rights.require(by, HOLD, municipality)
    if meeting.published_at is None:
        meeting.published_at = timezone.now()
        _save(by, municipality, meeting, "meeting_announced")


@transaction.atomic
def call_off(*, by: Actor, municipality: Municipality, meeting: Meeting, reason: Texts) -> None:
    """Call an announced meeting off, and say why on its public page; sent twice it is one.

    Raises NotAllowed; ValidationError when it was not announced, has begun, or without a reason.
    """
    rights.require(by, HOLD, municipality)
    meeting = Meeting.objects.of(municipality).select_for_update(of=("self",)).get(pk=meeting.pk)
    if meeting.called_off_at is not None:
        return
    if meeting.published_at is None or meeting.starts_at <= timezone.now():
        raise ValidationError(_("Only a meeting that is announced and has not begun is called off."))
    if not reason:
        raise ValidationError({"reason": _("Say why. People who wanted to come read it.")})
    meeting.called_off_at, meeting.called_off_because = timezone.now(), reason
    _save(by, municipality, meeting, "meeting_called_off")


@transaction.atomic
def invite(
    *, by: Actor, municipality: Municipality, meeting: Meeting, channel: str, at: date, reached: int | None = None
) -> Invitation:
    """Note how people were invited; sent twice it is one. Raises NotAllowed; ValidationError for a day after the meeting."""
    rights.require(by, HOLD, municipality)
    if at > places.local_date(municipality, meeting.starts_at):
        raise ValidationError({"at": _("The meeting is over by then.")})
    same = Invitation.objects.of(municipality).filter(meeting=meeting, channel=channel, at=at, reached=reached).first()
    if same is not None:
        return same
    invitation = Invitation.objects.create(
        municipality=municipality, meeting=meeting, channel=channel, at=at, reached=reached
    )
    audit.record("listen.invited", by=by, municipality=municipality, about=invitation)
    return invitation


@transaction.atomic
def take_back_invitation(*, by: Actor, municipality: Municipality, meeting: Meeting, pk: UUID) -> None:
    """Take out what was noted by mistake. Raises NotAllowed."""
    rights.require(by, HOLD, municipality)
    for row in Invitation.objects.of(municipality).filter(meeting=meeting, pk=pk):
        audit.record("listen.invitation_taken_back", by=by, municipality=municipality, about=row, gone=True)
        row.delete()


@transaction.atomic
def count_heads(
    *, by: Actor, municipality: Municipality, meeting: Meeting, counts: Mapping[tuple[str, str], int]
) -> None:
    """Write down who came, as counts by (dimension, value); ("all", "") is everybody. What is left out is not counted
    any more.

    Raises NotAllowed; ValidationError before the meeting began or when the parts are more than all.
    """
    rights.require(by, HOLD, municipality)
    _begun(meeting)
    everybody = counts.get(("all", ""), 0)
    for dimension in {dimension for dimension, _value in counts} - {"all"}:
        parts = sum(n for (which, _value), n in counts.items() if which == dimension)
        if parts > everybody:
            raise ValidationError({"all": _("The parts are more than all together: {n}.").format(n=parts)})
    before = {(row.dimension, row.value): row for row in Headcount.objects.of(municipality).filter(meeting=meeting)}
    for (dimension, value), n in counts.items():
        row = before.get((dimension, value))
        if row is not None and row.n == n:
            continue
        row = row or Headcount(municipality=municipality, meeting=meeting, dimension=dimension, value=value)
        row.n = n
        row.save()
        audit.record("listen.heads_counted", by=by, municipality=municipality, about=row)
    for gone in set(before) - set(counts):
        audit.record("listen.heads_uncounted", by=by, municipality=municipality, about=before[gone], gone=True)
        before[gone].delete()
    if meeting.held_at is None:
        meeting.held_at = meeting.starts_at
        _save(by, municipality, meeting, "meeting_held")


def enter_input(
    *,
    by: Actor,
    municipality: Municipality,
    meeting: Meeting,
    words: str,
    language: str,
    draft_key: UUID,
    theme: Theme | None = None,
    place: str = "",
) -> Filed:
    """Enter what somebody says in the room, as a voice with a receipt to hand out.

    Raises NotAllowed; ValidationError, also before the meeting began.
    """
    rights.require(by, HOLD, municipality)
    _begun(meeting)
    return file_voice(
        by=by,
        municipality=municipality,
        words=words,
        language=language,
        heard_at=timezone.now(),
        draft_key=draft_key,
        kind=Voice.Kind.MEETING,
        channel=Voice.Channel.PERSON,
        theme=theme,
        place=place,
        unit=meeting.unit,
        meeting=meeting,
    )


@transaction.atomic
def write_down(
    *, by: Actor, municipality: Municipality, meeting: Meeting, version: int, part: str, words: Texts
) -> None:
    """Write the shared vision or the minutes (`part` is "vision" or "minutes").

    Words that were public already bear the date of their correction. Raises NotAllowed, ChangedMeanwhile.
    """
    rights.require(by, HOLD, municipality)
    _same(meeting, version)
    if part not in {"vision", "minutes"}:
        raise ValueError(part)
    if meeting.minutes_published_at is not None and getattr(meeting, part) != words:
        meeting.corrected_at = timezone.now()
    setattr(meeting, part, words)
    _save(by, municipality, meeting, f"{part}_written")


@transaction.atomic
def publish_minutes(*, by: Actor, municipality: Municipality, meeting: Meeting) -> None:
    """Make vision, minutes and promises public.

    Raises NotAllowed; ValidationError while nothing is written, or before the meeting began.
    """
    rights.require(by, HOLD, municipality)
    _begun(meeting)
    if not meeting.minutes:
        raise ValidationError(_("Write the minutes first."))
    if meeting.minutes_published_at is None:
        meeting.minutes_published_at = timezone.now()
        meeting.published_at = meeting.published_at or meeting.minutes_published_at
        _save(by, municipality, meeting, "minutes_published")


@transaction.atomic
def promise(
    *, by: Actor, municipality: Municipality, meeting: Meeting, text: Texts, owner: str, due: date
) -> MeetingPromise:
    """Write down what was promised in the room: what, who, by when; sent twice it is one. Raises NotAllowed."""
    rights.require(by, HOLD, municipality)
    rows = MeetingPromise.objects.of(municipality).filter(meeting=meeting, owner=owner, due=due)
    same = next((row for row in rows if row.text == text), None)
    if same is not None:
        return same
    row = MeetingPromise.objects.create(
        municipality=municipality, meeting=meeting, text=text, owner=owner, due=due, changed_at=timezone.now()
    )
    audit.record("listen.promised", by=by, municipality=municipality, about=row)
    return row


@transaction.atomic
def take_back_promise(*, by: Actor, municipality: Municipality, meeting: Meeting, pk: UUID) -> None:
    """Take out what was written down by mistake, while the minutes are not public. Raises NotAllowed, ValidationError."""
    rights.require(by, HOLD, municipality)
    if meeting.minutes_published_at is not None:
        raise ValidationError(_("The minutes are public: a promise is kept or dropped now, with the reason."))
    for row in MeetingPromise.objects.of(municipality).filter(meeting=meeting, pk=pk):
        audit.record("listen.promise_taken_back", by=by, municipality=municipality, about=row, gone=True)
        row.delete()


@transaction.atomic
def settle_promise(
    *, by: Actor, municipality: Municipality, promise: MeetingPromise, state: str, reason: Texts
) -> None:
    """Say that a promise was kept, is under way again, or was dropped and why. Raises NotAllowed, ValidationError."""
    rights.require(by, HOLD, municipality)
    if state not in PROMISE_STATES:
        raise ValidationError({"state": _("Choose one of the states.")})
    if state == "dropped" and not reason:
        raise ValidationError({"reason": _("Say why it was dropped.")})
    promise.state, promise.reason, promise.changed_at = state, reason, timezone.now()
    promise.save()
    audit.record("listen.promise_settled", by=by, municipality=municipality, about=promise)
