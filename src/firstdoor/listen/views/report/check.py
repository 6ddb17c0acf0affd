"""Check what you wrote, send it. And before a confidential matter is written down: who reads it, who helps now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _

from firstdoor.core import limits
from firstdoor.listen import selectors, services
from firstdoor.listen.forms.report import CareForm, CheckForm, QuestionForm, as_dialled
from firstdoor.listen.models import Theme
from firstdoor.listen.models.theme import Level
from firstdoor.listen.services import drafts
from firstdoor.listen.views.report.visit import (
    HOUR,
    REPORTS_AN_HOUR,
    REPORTS_AN_HOUR_FROM_ALL,
    Visit,
    asked_again,
    needs_words,
    step,
    unstored,
)
from firstdoor.people import selectors as people
from firstdoor.people.lanes import LANES
from firstdoor.places import selectors as places

LEAST_SECONDS = 2.0  # nobody reads and answers four pages faster


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of the check: its name, what was said, and the page where it is changed."""

    name: str
    value: Any
    url: str = ""
    what: str = ""
    language: str = ""


@step()
@needs_words
def check(visit: Visit) -> HttpResponse:
    """Check what you wrote before you send it; two optional fields: the theme, and who may read it."""
    if visit.draft is None:
        return visit.go("report", expired="1")
    writing = visit.writing
    asks = not writing.quiet
    data = visit.request.POST if visit.posted else None
    initial = {"theme": writing.theme, "level": writing.level}
    form = CheckForm(data, municipality=visit.municipality, initial=initial) if asks else QuestionForm(data)
    if form.is_valid():
        theme, level = _chosen(visit, form)
        if theme is not None and theme.level == Level.LANE and not writing.lane:
            visit.write(theme=theme.code, level=level, quiet=True)
            return visit.go_on("report_care")
        if form.is_robots or visit.now.timestamp() - writing.begun < LEAST_SECONDS:
            asked_again(form)
            drafts.keep(draft=visit.draft, writing=writing, now=visit.now)
        else:
            done = visit.on(form, lambda: _send(visit, theme, level))
            if done:
                return done
    return visit.show(
        "listen/report/check.html", form=form, asks=asks, back=visit.url("report_answer"),
        public=[] if writing.quiet else _told(visit), inside=[*(_told(visit) if writing.quiet else []), _contact(visit)],
        reads_by=places.due("firstdoor.first_look", visit.now, visit.municipality),
        lane=dict(LANES).get(writing.lane, ""), months=_months(visit) if writing.contact else None,
    )  # fmt: skip


def _chosen(visit: Visit, form: Any) -> tuple[Theme | None, str]:
    if visit.writing.quiet:
        return selectors.theme_by_code(visit.municipality, visit.writing.theme), Level.STAFF
    visit.write(theme=form.cleaned_data["theme"], level=form.cleaned_data["level"])
    return form.theme, visit.writing.level


def _send(visit: Visit, theme: Theme | None, level: str) -> HttpResponse:
    most = {limits.address_of(visit.request): REPORTS_AN_HOUR, "": REPORTS_AN_HOUR_FROM_ALL}
    limits.hit_each("report", most, seconds=HOUR)
    try:
        sent = services.send_report(
            by=visit.request.actor, municipality=visit.municipality, draft_id=visit.draft.pk, theme=theme,
            asked_level=level, now=visit.now,
        )  # fmt: skip
    except services.NobodyReadsThis:
        return _nobody_reads(visit)
    except services.DraftGone:
        return visit.go("report", expired="1")
    visit.writing.sent = sent.code
    return visit.receipt() if visit.writing.lane else visit.go("report_about_you")


def _told(visit: Visit) -> list[Answer]:
    """What was written; of a confidential matter the words alone."""
    writing = visit.writing
    words = Answer(_("Your words"), writing.words, visit.url("report", back="check"), _("your words"), writing.language)
    if writing.lane:
        return [words]
    return [
        words,
        Answer(_("Place"), _place(writing), visit.url("report_place", back="check"), _("the place")),
        Answer(_("Photo"), _photo(visit), visit.url("report_photo", back="check"), _("the photo")),
    ]


def _place(writing: drafts.Writing) -> str:
    if writing.no_place and not writing.place:
        return _("No exact place")
    if writing.lat is None:
        return writing.place
    return "\n".join((writing.place, _("with a point on the map"))) if writing.place else _("A point on the map")


def _photo(visit: Visit) -> str:
    if visit.draft is None or visit.draft.upload_id is None:
        return ""
    return format_html('<img class="shot" src="{}" alt="{}">', visit.url("report_preview"), _("Your photo"))


def _contact(visit: Visit) -> Answer:
    writing = visit.writing
    kinds = {
        "email": _("{where}, by e-mail"), "phone": _("{where}, by telephone"), "visit": _("{where}, by a visit"),
    }  # fmt: skip
    pattern = kinds.get(writing.answer)
    where = as_dialled(writing.contact) if writing.answer == "phone" else writing.contact
    value = pattern.format(where=where) if pattern else _("On the page of your code")
    return Answer(_("The answer comes to"), value, visit.url("report_answer", back="check"), _("the answer"))


def _months(visit: Visit) -> Any:
    return places.rule_value("retention.contact", visit.municipality, places.local_date(visit.municipality, visit.now))


@step()
def care(visit: Visit) -> HttpResponse:
    """Before a confidential matter is written down: numbers first, the quick way out, who would read it."""
    branch = selectors.branch(visit.municipality, visit.writing.theme.partition(".")[0])
    if visit.draft is None or branch is None or not visit.writing.theme:
        return visit.go("report_quiet")
    form = CareForm(visit.request.POST if visit.posted else None, leaves=branch.leaves)
    if form.is_valid():
        theme = next((one for one in branch.leaves if one.code == form.cleaned_data["leaf"]), branch.top)
        return _go_on_with(visit, theme)
    readers = {leaf.lane for leaf in [branch.top, *branch.leaves] if leaf.level == Level.LANE and leaf.lane}
    return visit.show(
        "listen/report/care.html", form=form, back=visit.url("report_quiet"),
        helplines_first=any(theme.helpline_first for theme in [branch.top, *branch.leaves]), may_leave=True,
        numbers=places.emergency_numbers(visit.municipality), readers=[name for lane, name in LANES if lane in readers],
        had_more=_has_place_or_photo(visit),
    )  # fmt: skip


def _has_place_or_photo(visit: Visit) -> bool:
    writing = visit.writing
    return bool(writing.place or writing.lat is not None or (visit.draft and visit.draft.upload_id))


def _go_on_with(visit: Visit, theme: Theme) -> HttpResponse:
    """A leaf may be less confidential than its top: then the ordinary questions. Else photo and place are dropped."""
    if theme.level != Level.LANE:
        visit.write(theme=theme.code, level=Level.STAFF, quiet=True, lane="")
    elif not (theme.lane and people.lane_has_member(visit.municipality, theme.lane)):
        return _nobody_reads(visit)
    else:
        dropped = _has_place_or_photo(visit)
        if visit.draft is not None:
            drafts.take_photo_out(draft=visit.draft)
        visit.write(
            theme=theme.code, level=Level.STAFF, quiet=True, lane=theme.lane, place="", lat=None, lon=None, unit="",
            no_place=False, dropped=dropped,
        )  # fmt: skip
    return visit.go_on("report_check" if visit.writing.words and visit.writing.answer else "report")


def _nobody_reads(visit: Visit) -> HttpResponse:
    """Nobody here may read words about it: nothing is kept, and the page says who helps."""
    if visit.draft is not None:
        drafts.forget(draft=visit.draft)
    visit.draft, visit.writing = None, drafts.Writing()
    return visit.without_cookie(visit.go("report_help"))


@step(begins=True, only_shows=True)
def who_helps(visit: Visit) -> HttpResponse:
    """Who helps with what nobody in the municipality may read, and that nothing was kept. The address doesn't tell."""
    numbers = places.emergency_numbers(visit.municipality)
    return visit.show("listen/report/help.html", numbers=numbers, helplines_first=True, may_leave=True, back=visit.door)


@step(begins=True)
def forget(visit: Visit) -> HttpResponse:
    """Delete what was written and not sent."""
    if visit.posted:
        if visit.draft is not None:
            drafts.forget(draft=visit.draft)
        return visit.without_cookie(unstored(redirect(visit.door)))
    return visit.show("listen/report/forget.html", back=visit.url("report_check"))
