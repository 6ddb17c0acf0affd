"""The queue at the desk: what waits, for whom, since when. Nothing of a lane is counted or listed but for its members."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case as When
from django.db.models import (
    Count,
    DateField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models import When as Then
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, Lower, Replace
from django.db.models.lookups import Contains

from firstdoor.core import codes, receipts, rights
from firstdoor.core.actor import Actor
from firstdoor.core.folding import fold
from firstdoor.core.models import Upload
from firstdoor.core.texts import Texts
from firstdoor.listen.models import Answer, Case, CaseVoice, Photo, Station
from firstdoor.listen.models.theme import Level
from firstdoor.listen.models.voice import kept_from_others
from firstdoor.listen.selectors.narrowing import Narrow, narrowed

PAGE = 50
HIGHEST = 2_147_483_647  # what the column holds
SHOWS = ("look", "ours", "late", "others", "imported", "ended", "lane")
EXCERPT = 90
EVERYTHING = Narrow()


@dataclass(frozen=True, slots=True)
class Row:
    """A case in the queue. `due` is none where nothing is promised."""

    number: int
    title: Texts
    words: str  # empty for what is confidential: it is read on its own page, where each look is recorded
    language: str
    theme: Texts | None
    where: str
    voices: int
    channel: str
    photo_waits: bool
    danger: bool
    due: date | None
    opened_at: datetime
    looked_at: bool
    ended: bool
    ending: str
    lane: bool
    confidential: bool
    version: int


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of the queue with the counts over it; `more` when another page follows."""

    show: str
    rows: list[Row]
    counts: dict[str, int]
    page: int
    more: bool


def staff_cases(by: Actor, municipality: Any) -> QuerySet[Case]:
    """Cases that `by` reads at the desk: none in a lane, public ones alone for a coach, none for others. No query."""
    cases = Case.objects.of(municipality).exclude(level=Level.LANE)
    if not rights.may(by, "listen.read_confidential", municipality):
        cases = cases.filter(level=Level.PUBLIC)
    return cases if rights.may(by, "listen.see_queue", municipality) else cases.none()


def lane_cases(by: Actor, municipality: Any) -> QuerySet[Case]:
    """Cases in the lanes of which `by` is a member. No query."""
    return Case.objects.of(municipality).filter(level=Level.LANE, lane__in=by.lanes(municipality.pk))


def case_by_number(by: Actor, municipality: Any, number: int) -> Case | None:
    """The case with that public number, if `by` may read it. 1 query."""
    if number > HIGHEST:
        return None
    wanted = (staff_cases(by, municipality) | lane_cases(by, municipality)).filter(number=number)
    return wanted.select_related("theme", "unit", "institution", "joined_into").first()


def _with_dates(cases: QuerySet[Case]) -> QuerySet[Case]:
    expected = Station.objects.filter(
        municipality=OuterRef("municipality"), case=OuterRef("pk"), expected__isnull=False
    ).order_by("-at", "-pk")
    answers = Answer.objects.filter(municipality=OuterRef("municipality"), about_kind="case", about_id=OuterRef("pk"))
    return cases.annotate(
        expected_on=Subquery(expected.values("expected")[:1], output_field=DateField()), answered=Exists(answers)
    )


def _late(today: date) -> Q:
    return ~Q(phase="ended") & Q(source="") & (
        Q(phase="received", look_due__lt=today) | Q(answered=False, answer_due__lt=today) | Q(expected_on__lt=today)
    )  # fmt: skip


def _shown(show: str, today: date) -> Q:
    opened = ~Q(phase="ended") & ~Q(phase="received")
    others = Q(institution__isnull=False, institution__own=False)
    return {
        "look": Q(phase="received", source=""),
        "ours": opened & ~others,
        "others": opened & others,
        "late": _late(today),
        "imported": Q(phase="received") & ~Q(source=""),  # nobody here owes them a look
        "ended": Q(phase="ended", joined_into=None),  # what was joined goes on in the other
    }[show]


def counts(by: Actor, municipality: Any, *, today: date, narrow: Narrow = EVERYTHING) -> dict[str, int]:
    """How many cases each part of the queue holds. 1 query, and 1 for members of a lane."""
    found: dict[str, int] = {}
    if rights.may(by, "listen.see_queue", municipality):
        shows = {show: Count("pk", filter=_shown(show, today)) for show in SHOWS if show != "lane"}
        cases = narrowed(municipality, staff_cases(by, municipality), narrow)
        found = _with_dates(cases).aggregate(**shows)
    if by.lanes(municipality.pk):
        found["lane"] = lane_cases(by, municipality).exclude(phase="ended").count()
    return found


def first_looks(by: Actor, municipality: Any) -> int:
    """How many cases wait for a first look, those of the actor's lanes too: the badge in the desk's header. 1 query."""
    waiting = lane_cases(by, municipality)
    if rights.may(by, "listen.triage", municipality):
        waiting |= staff_cases(by, municipality)
    return waiting.filter(_shown("look", date.min)).count()


def queue(
    by: Actor,
    municipality: Any,
    *,
    show: str,
    today: date,
    page: int = 1,
    search: str = "",
    narrow: Narrow = EVERYTHING,
) -> Queue:
    """One part of the queue: danger, then what has no theme when it waits for a first look, then oldest; ended ones,
    the last first. 7 queries at most."""
    cases = lane_cases(by, municipality) if show == "lane" else staff_cases(by, municipality)
    if search:
        secret_too = rights.may(by, "listen.read_confidential", municipality)
        cases = cases.filter(_matching(search, secret_too=secret_too)) if show != "lane" else cases.none()
    elif show != "lane":
        cases = narrowed(municipality, _with_dates(cases).filter(_shown(show, today)), narrow)
    ordered = _ordered(cases, newest=show == "ended" or bool(search))
    start = (max(page, 1) - 1) * PAGE
    # First which, then what they say: the questions about each row are asked for those of this page alone.
    found = list(ordered.values_list("pk", flat=True)[start : start + PAGE + 1])
    place = {pk: number for number, pk in enumerate(found[:PAGE])}
    whole = _with_dates(Case.objects.of(municipality).filter(pk__in=list(place))).select_related("theme", "unit")
    heard = _heard(municipality, list(place))
    rows = [_row(case, heard[case.pk]) for case in sorted(whole, key=lambda case: place[case.pk])]
    found_counts = counts(by, municipality, today=today, narrow=narrow)
    return Queue(show, rows, found_counts, max(page, 1), len(found) > PAGE)


def _ordered(cases: QuerySet[Case], *, newest: bool) -> QuerySet[Case]:
    if newest:
        return cases.order_by(Coalesce("ended_at", "opened_at").desc(), "-number")
    # A theme may say danger by itself; of what has none, nobody has judged yet whether it can wait.
    unjudged = Q(phase="received", theme=None, source="")
    danger = When(
        Then(urgency="danger", then=Value(0)),
        Then(unjudged, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    ended = When(Then(phase="ended", then=Value(1)), default=Value(0), output_field=IntegerField())
    return cases.order_by(ended, danger, "opened_at", "number")


@dataclass(slots=True)
class _Heard:
    """What the voices of one case say in its row."""

    n: int = 0
    words: str = ""
    language: str = ""
    channel: str = ""
    photo_waits: bool = False
    confidential: bool = False


def _heard(municipality: Any, cases: list[Any]) -> dict[Any, _Heard]:
    """The first voice of each case, how many there are, and whether a photo waits. 3 queries."""
    found = {pk: _Heard() for pk in cases}
    links = CaseVoice.objects.of(municipality).filter(case__in=cases, left_at=None)
    columns = (
        "case_id", "voice_id", "voice__level", "voice__asked_level", "voice__theme_id", "voice__words", "voice__language",
        "voice__channel",
    )  # fmt: skip
    case_of: dict[Any, list[Any]] = {}
    ordered = links.order_by("voice__heard_at", "voice_id").values_list(*columns)
    for case, voice, level, asked, theme, words, language, channel in ordered:
        one = found[case]
        one.n += 1
        case_of.setdefault(voice, []).append(case)
        secret = kept_from_others(level, asked, theme)
        one.confidential = one.confidential or secret
        if level != Level.LANE and not one.channel:
            one.channel = channel
        if not secret and not one.language:
            one.words, one.language = words, language
    photos = dict(Photo.objects.of(municipality).filter(voice__in=list(case_of)).values_list("upload_id", "voice_id"))
    waiting = Upload.objects.filter(pk__in=list(photos), looked_at=None, removed_at=None)
    for upload in waiting.values_list("pk", flat=True):
        for case in case_of[photos[upload]]:
            found[case].photo_waits = True
    return found


def _row(case: Any, heard: _Heard) -> Row:
    words = " ".join(heard.words.split())
    due = case.expected_on
    if case.phase == Case.Phase.RECEIVED:
        due = case.look_due
    elif not case.answered and case.answer_due:
        due = min(case.answer_due, case.expected_on) if case.expected_on else case.answer_due
    return Row(
        number=case.number,
        title=case.title,
        words=words if len(words) <= EXCERPT else words[:EXCERPT].rsplit(" ", 1)[0] + " …",
        language=heard.language,
        theme=case.theme.name if case.theme else None,
        where=_where(case),
        voices=heard.n,
        channel=heard.channel,
        photo_waits=heard.photo_waits,
        danger=case.urgency == Case.Urgency.DANGER,
        due=None if case.phase == Case.Phase.ENDED or case.source else due,
        opened_at=case.opened_at,
        looked_at=case.phase != Case.Phase.RECEIVED,
        ended=case.phase == Case.Phase.ENDED,
        ending=case.get_ending_display(),
        lane=case.level == Level.LANE,
        confidential=heard.confidential,
        version=case.version,
    )


def _where(case: Any) -> str:
    """The unit, which says enough beside somebody's words. What was imported has no words, and hundreds have one name:
    only the street tells them apart."""
    unit = case.unit.name if case.unit else ""
    return (case.place or unit) if case.source else (unit or case.place)


def folded(column: Any) -> Any:
    """A column as `core.folding.fold` would have it, for the marks that Albanian has. Works on both databases."""
    text = TextField()
    column = Coalesce(column, Value("", output_field=text), output_field=text)
    for mark, bare in (("Ë", "e"), ("ë", "e"), ("Ç", "c"), ("ç", "c"), ("’", ""), ("'", "")):
        column = Replace(column, Value(mark, output_field=text), Value(bare, output_field=text), output_field=text)
    return Lower(column, output_field=text)


def _matching(search: str, *, secret_too: bool) -> Q:
    """Each word stands in the name, the place, the theme, the unit or the words of a voice; lane words nowhere.

    Only who may read what the safety team alone reads finds a case by it: else guessing words would read it.
    """
    found = Q()
    read = Q() if secret_too else Q(voice__level=Level.PUBLIC)
    for word in fold(search).split()[:8]:
        voices = (
            CaseVoice.objects.filter(read, municipality=OuterRef("municipality"), case=OuterRef("pk"), left_at=None)
            .exclude(voice__level=Level.LANE)
            .annotate(words=folded(F("voice__words")), said=folded(F("voice__place")))
            .filter(Q(words__contains=word) | Q(said__contains=word))
        )
        texts = [folded(KeyTextTransform(code, column)) for column in ("title", "theme__name") for code in ("sq", "en")]
        somewhere = Exists(voices) | Q(unit__folded_name__contains=word)
        for text in [folded(F("place")), *texts]:
            somewhere |= Q(Contains(text, Value(word, output_field=TextField())))
        found &= Q(somewhere)
    return found


def case_of_code(by: Actor, municipality: Any, typed: str) -> Case | None:
    """The case to which a receipt code leads, when `by` may read it; also by the public number. 3 queries at most."""
    bare = typed.strip().lstrip("#")
    if bare.isdigit() and len(bare) < 8:
        return case_by_number(by, municipality, int(bare))
    try:
        receipt = receipts.resolve(codes.normalise(typed))
    except codes.NotACode:
        return None
    if receipt is None or receipt.municipality_id != municipality.pk:
        return None
    cases = staff_cases(by, municipality) | lane_cases(by, municipality)
    return cases.filter(links__voice_id=receipt.voice_id, links__left_at=None).order_by("number").first()
