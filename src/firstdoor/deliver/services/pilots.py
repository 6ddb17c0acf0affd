"""Carrying out a pilot: begun from what was decided, followed by milestones, money and photos, ended by an evaluation."""

from __future__ import annotations

from datetime import date, datetime
from typing import IO, TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from firstdoor.core import audit, photos, rights
from firstdoor.core.actor import Actor
from firstdoor.core.folding import fold
from firstdoor.core.forms import CHANGED
from firstdoor.core.models import Upload
from firstdoor.core.texts import Texts, plain
from firstdoor.decide import selectors as decide
from firstdoor.deliver.models import Milestone, Pilot, PilotPhoto, Spending
from firstdoor.deliver.selectors.chain import voices_to_tell
from firstdoor.listen import services as listen
from firstdoor.people import services as people

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

RUN = "deliver.run_pilot"


class ChangedMeanwhile(ValidationError):
    """Somebody else saved it in between; what was typed is kept in the form."""


class OverBudget(ValidationError):
    """The money passes the budget: a reason is needed, which everybody reads."""


def _free_slug(municipality: Municipality, title: Texts) -> str:
    bare = slugify(fold(plain(title, title.get("_"))))[:50].strip("-") or "pilot"
    taken = set(Pilot.objects.of(municipality).filter(slug__startswith=bare).values_list("slug", flat=True))
    return next(name for n in range(1, len(taken) + 2) if (name := bare if n == 1 else f"{bare}-{n}") not in taken)


@transaction.atomic
def start_pilot(
    *,
    by: Actor,
    municipality: Municipality,
    kind: str,
    source: UUID,
    title: Texts,
    owner: Texts,
    budget: int,
    starts: date,
    due: date,
    indicator: Texts,
    ask_back: Texts | None = None,
    measure: UUID | None = None,
) -> Pilot:
    """Begin a pilot from a chosen `proposal`, a counted `ballot` or an adopted `measure` (`kind`, `source`).

    `measure` names the measure of the paper that a proposal or ballot carries out.

    Raises NotAllowed, ValidationError with the field at fault. About 10 queries.
    """
    rights.require(by, RUN, municipality)
    found = decide.source_of_pilot(municipality, kind, source)
    if found is None:
        raise ValidationError(_("This was not decided."))
    if due < starts:
        raise ValidationError({"due": _("The end comes before the beginning.")})
    if measure is not None and measure not in {adopted.pk for adopted in decide.adopted_measures(municipality)}:
        raise ValidationError({"measure": _("Only a measure of an adopted paper is a promise.")})
    pilot = Pilot(
        municipality=municipality, slug=_free_slug(municipality, title), title=title, owner=owner, budget=budget,
        starts=starts, due=due, indicator=indicator, ask_back=ask_back or {},
        proposal_id=found.proposal, measure_id=found.measure or measure, ballot_id=found.ballot,
    )  # fmt: skip
    pilot.save(force_insert=True)
    audit.record("deliver.pilot_started", by=by, municipality=municipality, about=pilot)
    return pilot


def _saved(by: Actor, municipality: Municipality, pilot: Pilot, verb: str) -> Pilot:
    pilot.version += 1
    pilot.save()
    audit.record(f"deliver.{verb}", by=by, municipality=municipality, about=pilot)
    return pilot


def _same(pilot: Pilot, version: int) -> None:
    if pilot.version != version:
        words = _("Somebody else changed this meanwhile. Look at it again; what you typed is kept here.")
        raise ChangedMeanwhile(words, code=CHANGED)


def locked(municipality: Municipality, pk: UUID) -> Pilot:
    """The pilot as it is now, held until the transaction ends."""
    return Pilot.objects.of(municipality).select_for_update().get(pk=pk)


@transaction.atomic
def change_pilot(*, by: Actor, municipality: Municipality, pilot: Pilot, version: int, **values: Any) -> Pilot:
    """Change title, owner, dates, indicator or the question. Raises NotAllowed, ChangedMeanwhile, ValidationError."""
    rights.require(by, RUN, municipality)
    held = locked(municipality, pilot.pk)
    _same(held, version)
    if values["due"] < values["starts"]:
        raise ValidationError({"due": _("The end comes before the beginning.")})
    for name in ("title", "owner", "budget", "starts", "due", "indicator", "ask_back"):
        setattr(held, name, values[name])
    return _saved(by, municipality, held, "pilot_changed")


@transaction.atomic
def add_milestone(*, by: Actor, municipality: Municipality, pilot: Pilot, text: Texts, due: date) -> Milestone:
    """Plan a step of the pilot. Raises NotAllowed."""
    rights.require(by, RUN, municipality)
    milestone = Milestone.objects.create(municipality=municipality, pilot=pilot, text=text, due=due)
    audit.record("deliver.milestone_planned", by=by, municipality=municipality, about=milestone)
    return milestone


@transaction.atomic
def finish_milestone(*, by: Actor, municipality: Municipality, milestone: Milestone, done_on: date) -> Milestone:
    """Say that a step is done, and on which day. Raises NotAllowed, ValidationError for a day to come."""
    rights.require(by, RUN, municipality)
    if done_on > timezone.localdate():
        raise ValidationError({"done_on": _("This date is in the future.")})
    milestone.done_on = done_on
    milestone.save()
    audit.record("deliver.milestone_done", by=by, municipality=municipality, about=milestone)
    return milestone


@transaction.atomic
def delay_milestone(
    *, by: Actor, municipality: Municipality, milestone: Milestone, due: date, reason: Texts
) -> Milestone:
    """Give a step a later date, with the reason that everybody reads. Raises NotAllowed, ValidationError."""
    rights.require(by, RUN, municipality)
    if not reason:
        raise ValidationError({"reason": _("Write why it is later. Everybody reads it.")})
    if milestone.done_on is not None:
        raise ValidationError(_("This step is done already."))
    milestone.planned_for = milestone.planned_for or milestone.due
    milestone.due, milestone.delay_reason = due, reason
    milestone.save()
    audit.record("deliver.milestone_delayed", by=by, municipality=municipality, about=milestone)
    return milestone


@transaction.atomic
def add_spending(
    *,
    by: Actor,
    municipality: Municipality,
    pilot: Pilot,
    day: date,
    amount: int,
    what: Texts,
    paid_to: str = "",
    reason: Texts | None = None,
) -> Spending:
    """Enter money paid out. What passes the budget needs a reason.

    Raises NotAllowed, OverBudget (field `reason`), ValidationError for a day to come or nothing paid.
    """
    rights.require(by, RUN, municipality)
    if day > timezone.localdate():
        raise ValidationError({"day": _("This date is in the future.")})
    if amount < 1:
        raise ValidationError({"amount": _("Write how much was paid, as a whole number.")})
    held = locked(municipality, pilot.pk)  # two entries at once must not both pass for the last within the budget
    before = Spending.objects.of(municipality).filter(pilot=held).aggregate(n=Sum("amount"))["n"] or 0
    over = before + amount - held.budget
    if over > 0 and not reason:
        words = _("With this, {n} more than the budget is spent. Write why; everybody reads it.").format(
            n=number_format(over, use_l10n=True, force_grouping=True)
        )
        raise OverBudget({"reason": words})
    spending = Spending.objects.create(
        municipality=municipality, pilot=held, date=day, amount=amount, what=what, paid_to=paid_to,
        reason=(reason or {}) if over > 0 else {},
    )  # fmt: skip
    audit.record("deliver.money_spent", by=by, municipality=municipality, about=spending)
    return spending


@transaction.atomic
def add_photo(
    *,
    by: Actor,
    municipality: Municipality,
    pilot: Pilot,
    file: IO[bytes],
    size: int,
    alt: str,
    caption: Texts | None,
    taken_on: date,
) -> PilotPhoto:
    """Keep a cleaned photo, not yet public. Raises NotAllowed, ValidationError for what is no photo or has no words."""
    rights.require(by, RUN, municipality)
    if not alt.strip():
        raise ValidationError({"alt": _("Say in a few words what the photo shows.")})
    if taken_on > timezone.localdate():
        raise ValidationError({"taken_on": _("This date is in the future.")})
    try:
        picture = photos.clean(file, size)
    except ValidationError as wrong:
        raise ValidationError({"file": wrong.messages}) from wrong
    upload = photos.keep(picture, municipality=municipality)
    upload.alt = alt.strip()[:200]
    upload.save(update_fields=["alt"])
    photo = PilotPhoto.objects.create(
        municipality=municipality, pilot=pilot, upload_id=upload.pk, caption=caption or {}, taken_on=taken_on
    )
    audit.record("deliver.photo_kept", by=by, municipality=municipality, about=photo)
    audit.record("deliver.photo_kept", by=by, municipality=municipality, about=upload)
    return photo


@transaction.atomic
def decide_photo(*, by: Actor, municipality: Municipality, photo: PilotPhoto, publish: bool) -> Upload:
    """Somebody looked: everybody may see the photo, or it is taken away for good. Raises NotAllowed."""
    rights.require(by, "deliver.look_at_photos", municipality)
    upload = Upload.objects.select_for_update().get(pk=photo.upload_id)
    now = timezone.now()
    upload.looked_by, upload.looked_at = by.person, now
    if publish:
        upload.published_at = now
        upload.save(update_fields=["looked_by", "looked_at", "published_at"])
    else:
        upload.save(update_fields=["looked_by", "looked_at"])
        photos.remove(upload)
    verb = "deliver.photo_published" if publish else "deliver.photo_removed"
    audit.record(verb, by=by, municipality=municipality, about=upload)
    return upload


@transaction.atomic
def mark_done(*, by: Actor, municipality: Municipality, pilot: Pilot, text: Texts, at: datetime | None = None) -> Pilot:
    """Call a pilot done, and tell all voices behind it and around it.

    Raises NotAllowed, ValidationError when it was done before.
    """
    rights.require(by, RUN, municipality)
    held = locked(municipality, pilot.pk)
    if held.done_at is not None:
        raise ValidationError(_("This pilot is done already."))
    held.done_at = at or timezone.now()
    _saved(by, municipality, held, "pilot_done")
    _answer(by, municipality, held, "done", text, held.done_at)
    return held


def _answer(by: Actor, municipality: Municipality, pilot: Pilot, kind: str, text: Texts, at: datetime) -> None:
    listen.give_answer(
        by=by, municipality=municipality, kind=kind, about_kind="pilot", about_id=pilot.pk, text=text,
        voices=voices_to_tell(pilot), path=f"/{municipality.slug}/pilots/{pilot.slug}/", by_role="action_group",
        permission=RUN, at=at,
    )  # fmt: skip


def answer_measured(by: Actor, municipality: Municipality, pilot: Pilot, text: Texts) -> Pilot:
    """Save a measured pilot and tell all voices behind it; inside the transaction of `measuring.mark_measured`."""
    _saved(by, municipality, pilot, "pilot_measured")
    _answer(by, municipality, pilot, "measured", text, pilot.measured_at or timezone.now())
    return pilot


@transaction.atomic
def write_evaluation(
    *, by: Actor, municipality: Municipality, pilot: Pilot, version: int, evaluation: Texts, lesson: Texts
) -> Pilot:
    """Write what went how and what others can learn; completes the cycle's last step once all pilots have a lesson.

    Raises NotAllowed, ChangedMeanwhile, ValidationError before the pilot is done.
    """
    rights.require(by, RUN, municipality)
    held = locked(municipality, pilot.pk)
    _same(held, version)
    if held.done_at is None:
        raise ValidationError(_("First the work has to be done."))
    held.evaluation, held.lesson = evaluation, lesson
    _saved(by, municipality, held, "pilot_evaluated")
    if lesson and not Pilot.objects.of(municipality).filter(lesson={}).exists():
        people.step_done(by=by, municipality=municipality, kind="evaluation")
    return held
