"""What is going on? And the two other ways to begin: for somebody else, and what others must not know."""

from __future__ import annotations

from django.http import HttpResponse

from firstdoor.core.ids import uuid7
from firstdoor.listen import selectors
from firstdoor.listen.forms.report import QuietForm, WordsForm
from firstdoor.listen.models.theme import Level
from firstdoor.listen.views.report.visit import Visit, step


@step(begins=True)
def report(visit: Visit) -> HttpResponse:
    """Report something: what is going on, in the person's own words."""
    quiet = visit.writing.quiet
    form = WordsForm(visit.request.POST if visit.posted else None, initial=_initial(visit))
    if visit.posted and visit.writing.sent and form.data.get("form") == visit.writing.form:
        return visit.receipt()  # the first form again, after it was sent
    if form.is_valid():
        if visit.writing.sent:
            visit.begin_anew()
        visit.write(words=form.cleaned_data["words"], form=visit.writing.form or form.cleaned_data["form"])
        done = visit.on(form, lambda: visit.go_on("report_answer" if quiet else "report_place"))
        if done:
            return done
    return visit.show(
        "listen/report/words.html", form=form, step=2 if quiet else 1, steps=3 if quiet else 4,
        back=_back(visit), expired="expired" in visit.request.GET,
    )  # fmt: skip


def _initial(visit: Visit) -> dict[str, str]:
    """What was written before; of a confidential matter only for who comes from its check: a phone is passed on."""
    writing = visit.writing
    if writing.sent or visit.draft is None:
        return {"form": str(uuid7())}
    shown = "" if writing.lane and not visit.to_check else writing.words
    return {"form": writing.form, "words": shown}


def _back(visit: Visit) -> str:
    if visit.to_check:
        return visit.url("report_check")
    return visit.url("report_quiet") if visit.writing.quiet else visit.door


@step(begins=True, only_shows=True)
def somebody(visit: Visit) -> HttpResponse:
    """Speaking for somebody else: how, and where focal points sign in."""
    return visit.show("listen/report/somebody.html", back=visit.url("report"))


@step(begins=True)
def quiet(visit: Visit) -> HttpResponse:
    """What others must not know: the theme first, since it decides who reads the rest."""
    themes = selectors.top_themes(visit.municipality)
    form = QuietForm(
        visit.request.POST if visit.posted else None, themes=themes, initial={"theme": visit.writing.theme}
    )
    if form.is_valid():
        if visit.writing.sent:
            visit.begin_anew()
        theme = next((one for one in themes if one.code == form.cleaned_data["theme"]), None)
        visit.write(
            theme=theme.code if theme else "", level=Level.STAFF, quiet=True, lane="",
            form=visit.writing.form or str(uuid7()),
        )  # fmt: skip
        done = visit.on(form, lambda: visit.go_on("report_care" if theme and theme.level == Level.LANE else "report"))
        if done:
            return done
    return visit.show("listen/report/quiet.html", form=form, step=1, steps=3, back=visit.url("report"), may_leave=True)
