"""Preparing a ballot, and opening it: from then on nothing about it changes any more."""

from __future__ import annotations

from datetime import date, datetime
from typing import IO, TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from firstdoor.core import audit, keys, photos, rights
from firstdoor.core.actor import Actor
from firstdoor.core.folding import fold
from firstdoor.core.models import Upload
from firstdoor.core.texts import Texts, plain
from firstdoor.decide.models import Ballot, ConsentNote, Option, PaperSheet
from firstdoor.decide.selectors.opening import lacking
from firstdoor.places import selectors as places

if TYPE_CHECKING:
    from firstdoor.decide.models import Proposal
    from firstdoor.places.models import Municipality

PREPARE = "decide.prepare_ballot"
OPEN = "decide.open_ballot"
MOST_POINTS = 100
LONGEST_PHOTO = 800  # pixels: sharp in a tile of a phone, and ten of them still load on a weak line


def sealing_key(ballot: Ballot) -> str:
    """The name of the key that hides which paper belongs to which code; the count destroys it."""
    return f"ballot-{ballot.pk}"


def locked(municipality: Municipality, ballot: Ballot) -> Ballot:
    """The ballot, held until the end of the transaction."""
    return Ballot.objects.of(municipality).select_for_update().get(pk=ballot.pk)


def void_sheets(ballot: Ballot) -> None:
    """Forget the numbers of sheets printed before what is on them changed: those can't be entered. 1 query."""
    PaperSheet.objects.of(ballot.municipality_id).filter(ballot=ballot).delete()


def _in_draft(municipality: Municipality, ballot: Ballot) -> Ballot:
    ballot = locked(municipality, ballot)
    if ballot.state != Ballot.State.DRAFT:
        raise ValidationError(_("The ballot is open; nothing about it changes any more."))
    return ballot


@transaction.atomic
def prepare_ballot(
    *,
    by: Actor,
    municipality: Municipality,
    title: Texts,
    question: Texts,
    electorate: Texts,
    budget: int,
    opens_at: datetime,
    closes_at: datetime,
    at_least: int = 3,
    entitled: int | None = None,
    rest_goes_to: Texts | None = None,
    proposal: Proposal | None = None,
    shuffled: bool = True,
    ideas_from: date | None = None,
    ideas_until: date | None = None,
    points: int | None = None,
    most_each: int | None = None,
    puzzle_bits: int | None = None,
    asks_area: bool = False,
    asks_age: bool = False,
    ballot: Ballot | None = None,
) -> Ballot:
    """Prepare a ballot, or change one that is not open yet. Its counting rule is written down here, before any vote.

    With `points` each voter spreads so many, at most `most_each` for one thing (all, when it is not given); without, each
    ticks what she likes. With `puzzle_bits` everybody may vote whose device solves puzzles this hard. With `asks_area` and
    `asks_age` voters may say where they live and how old they are, for a table of how groups fared.

    Raises NotAllowed, ValidationError.
    """
    rights.require(by, PREPARE, municipality)
    most_each = most_each or points
    if points is not None and most_each is not None:
        _check_points(points, most_each, at_least)
    if closes_at <= opens_at:
        words = _("The vote would close before it opens on {day}. Choose a later day or hour.")
        raise ValidationError({"closes_at": words.format(day=_moment(municipality, opens_at))})
    if (ideas_from is None) != (ideas_until is None):
        missing = "ideas_from" if ideas_from is None else "ideas_until"
        raise ValidationError({missing: _("Choose both days, the first and the last for ideas, or leave both empty.")})
    if ideas_from and ideas_until and ideas_until < ideas_from:
        words = _("Ideas would end before they begin on {day}. Choose a later day.")
        raise ValidationError({"ideas_until": words.format(day=date_format(ideas_from))})
    if ideas_until and ideas_until >= places.local_date(municipality, opens_at):
        words = _("Ideas have to end on a day before the vote opens on {day}.")
        raise ValidationError({"ideas_until": words.format(day=_moment(municipality, opens_at))})
    if budget < 1:
        raise ValidationError({"budget": _("There has to be money to decide about.")})
    if ballot is None:
        ballot = Ballot(municipality=municipality, slug=_slug(municipality, title))
    else:
        ballot = _in_draft(municipality, ballot)
        void_sheets(ballot)
    ballot.title, ballot.question, ballot.electorate = title, question, electorate
    ballot.budget, ballot.at_least, ballot.entitled = budget, at_least, entitled
    ballot.opens_at, ballot.closes_at, ballot.shuffled = opens_at, closes_at, shuffled
    ballot.ideas_from, ballot.ideas_until = ideas_from, ideas_until
    ballot.marking = Ballot.Marking.APPROVAL if points is None else Ballot.Marking.POINTS
    ballot.points, ballot.most_each, ballot.puzzle_bits = points, most_each, puzzle_bits
    ballot.asks_area, ballot.asks_age = asks_area, asks_age
    ballot.rest_goes_to, ballot.proposal = rest_goes_to or {}, proposal
    ballot.save()
    audit.record("decide.ballot_prepared", by=by, municipality=municipality, about=ballot)
    return ballot


def _moment(municipality: Municipality, at: datetime) -> str:
    return date_format(timezone.localtime(at, municipality.zone), "DATETIME_FORMAT")


def _check_points(points: int, most_each: int, at_least: int) -> None:
    if not 2 <= points <= MOST_POINTS:
        raise ValidationError({"points": _("Between 2 and {most} points.").format(most=MOST_POINTS)})
    if not 1 <= most_each <= points:
        raise ValidationError(
            {"most_each": _("For one thing at least one point and at most all {n}.").format(n=points)}
        )
    if at_least > points:
        raise ValidationError(
            {"at_least": _("With {n} points nobody can give some to so many things.").format(n=points)}
        )


def _slug(municipality: Municipality, title: Texts) -> str:
    base = slugify(fold(plain(title, municipality.language)))[:50].strip("-") or "ballot"
    taken = set(Ballot.objects.of(municipality).filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := base if n == 1 else f"{base}-{n}") not in taken)


@transaction.atomic
def put_option(
    *,
    by: Actor,
    municipality: Municipality,
    ballot: Ballot,
    name: Texts,
    cost: int,
    picture: str = "",
    photo: tuple[IO[bytes], int] | None = None,
    keep_photo: bool = True,
    option: Option | None = None,
) -> Option:
    """Put something to choose on the ballot, or change it.

    A `photo` (a file and its size) stands instead of the drawing until it is replaced, or taken away by not keeping it.
    Raises NotAllowed, ValidationError.
    """
    rights.require(by, PREPARE, municipality)
    ballot = _in_draft(municipality, ballot)
    if cost < 1:
        raise ValidationError({"cost": _("It needs a price.")})
    if cost > ballot.budget:
        raise ValidationError({"cost": _("This costs more than there is; nobody could get it.")})
    if option is None:
        before = Option.objects.of(municipality).filter(ballot=ballot)
        order = max(before.values_list("order", flat=True), default=0) + 1
        option = Option(municipality=municipality, ballot=ballot, order=order, project_id=f"p{order}")
    option.name, option.cost, option.picture = name, cost, picture
    if photo is not None or not keep_photo:
        take_photo_away(option)
    if photo is not None:
        option.upload_id = _keep(photo, by, municipality).pk
    option.save()
    void_sheets(ballot)
    audit.record("decide.option_put", by=by, municipality=municipality, about=option)
    return option


def _keep(photo: tuple[IO[bytes], int], by: Actor, municipality: Municipality) -> Upload:
    """The photo, cleaned and small enough for many on one page. Who puts it on the ballot has looked at it."""
    try:
        upload = photos.keep(photos.clean(*photo, longest=LONGEST_PHOTO), municipality=municipality)
    except ValidationError as wrong:
        raise ValidationError({"photo": wrong.messages}) from wrong
    upload.published_at = upload.looked_at = timezone.now()
    upload.looked_by = by.person
    upload.save(update_fields=["published_at", "looked_at", "looked_by"])
    audit.record("decide.photo_kept", by=by, municipality=municipality, about=upload)
    return upload


def take_photo_away(option: Option) -> None:
    """Take the photo of something to choose away for good, if it has one."""
    found = Upload.objects.filter(pk=option.upload_id, removed_at=None).first() if option.upload_id else None
    if found is not None:
        photos.remove(found)
    option.upload_id = None


@transaction.atomic
def place_option(*, by: Actor, municipality: Municipality, option: Option, at: tuple[float, float] | None) -> None:
    """Say about where an option would stand (latitude, longitude), or that it has no place.

    Raises NotAllowed, ValidationError.
    """
    rights.require(by, PREPARE, municipality)
    _in_draft(municipality, option.ballot)
    if at is not None and places.own_unit_at(*at, municipality) is None:
        raise ValidationError({"place": _("This place lies outside of the municipality.")})
    option.lat, option.lon = at or (None, None)
    option.save(update_fields=["lat", "lon"])
    audit.record("decide.option_placed", by=by, municipality=municipality, about=option)


@transaction.atomic
def note_consent(
    *,
    by: Actor,
    municipality: Municipality,
    ballot: Ballot,
    batch: str,
    given_by: str,
    children: int,
    kept_at: str,
    day: date,
) -> ConsentNote:
    """Note that a school or parents agreed to so many children voting, and where the papers lie; without a name.

    Raises NotAllowed, ValidationError.
    """
    rights.require(by, PREPARE, municipality)
    ballot = locked(municipality, ballot)
    if ballot.state == Ballot.State.COUNTED:
        raise ValidationError(_("The ballot is counted; what went before it is noted before."))
    if day > places.local_date(municipality, timezone.now()):
        raise ValidationError({"day": _("This day has not come yet.")})
    note = ConsentNote.objects.create(
        municipality=municipality,
        ballot=ballot,
        batch=batch,
        given_by=given_by,
        children=children,
        kept_at=kept_at,
        day=day,
    )
    audit.record("decide.consent_noted", by=by, municipality=municipality, about=note)
    return note


@transaction.atomic
def take_option_out(*, by: Actor, municipality: Municipality, option: Option) -> None:
    """Take something off a ballot that is not open yet. Raises NotAllowed, ValidationError."""
    rights.require(by, PREPARE, municipality)
    void_sheets(_in_draft(municipality, option.ballot))
    audit.record("decide.option_taken_out", by=by, municipality=municipality, about=option, gone=True)
    take_photo_away(option)
    option.delete()


@transaction.atomic
def open_ballot(*, by: Actor, municipality: Municipality, ballot: Ballot) -> None:
    """Open the ballot. Without an electorate, or with too little to choose from, it stays closed.

    Raises NotAllowed, ValidationError.
    """
    rights.require(by, OPEN, municipality)
    ballot = _in_draft(municipality, ballot)
    if lacks := lacking(ballot):
        raise ValidationError(lacks)
    keys.seal(sealing_key(ballot), "")  # makes the key now, not at the first vote
    ballot.state, ballot.opened_at = Ballot.State.OPEN, timezone.now()
    ballot.save()
    audit.record("decide.ballot_opened", by=by, municipality=municipality, about=ballot)
