"""The policy paper at the desk: writing, consultation, proposal, decision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstdoor.core.acting import accepted, told
from firstdoor.decide.forms import paper as forms
from firstdoor.decide.models import Paper, Paragraph, Version
from firstdoor.decide.selectors import paper as questions
from firstdoor.decide.selectors.priorities import evidence_of
from firstdoor.decide.services import comments as comment_services
from firstdoor.decide.services import decisions
from firstdoor.decide.services import paper as services
from firstdoor.decide.views.common import TAKE_OUT, ask, asked_to_take_out, at_desk, may, page
from firstdoor.people import selectors as people
from firstdoor.places import selectors as places
from firstdoor.understand import selectors as understand

GET_AND_POST = require_http_methods(["GET", "POST"])


def _version(municipality: Any) -> Version:
    paper: Paper | None = questions.paper_of(municipality)
    if paper is None:
        raise Http404
    return questions.latest(paper)


def _only_read(request: HttpRequest, version: Version) -> bool:
    """Whether the page would ask for words that are refused: what was typed before the draft left the desk is kept."""
    return version.state != Version.State.DRAFT and request.method == "GET"


@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """The version being worked on, and the steps that lead to its adoption."""
    municipality = at_desk(request, slug)
    paper = questions.paper_of(municipality)
    context: dict[str, Any] = {
        "cycle": people.current_cycle(municipality),
        "may_write": may(request, services.WRITE, municipality),
        "may_open": may(request, services.OPEN, municipality),
        "may_propose": may(request, services.PROPOSE, municipality),
        "may_decide": may(request, decisions.ENTER, municipality),
    }
    if paper is not None:
        version = questions.latest(paper)
        today = places.local_date(municipality, timezone.now())
        context |= {
            "paper": paper,
            "version": version,
            "versions": questions.versions(paper),
            "sections": questions.sections(version),
            "measures": questions.measures(paper),
            "missing": [str(Paragraph.Section(one).label) for one in services.missing_for_consultation(version)],
            "consulted": questions.was_consulted(version),
            "is_open": questions.is_open(version, today=today),
            "longest": questions.longest_time(municipality, version),
            "over": version.state == Version.State.CONSULTATION and not questions.is_open(version, today=today),
            "waiting": questions.unanswered(version),
            "decision": questions.decision_of(version),
            "asked": questions.asked(paper),
            "adopted": questions.is_adopted(paper.pk, municipality),
            "counts": understand.public_counts(municipality),
        }
    return page(request, "desk/paper", municipality, "paper", **context)


@require_safe
def opening(request: HttpRequest, slug: str) -> HttpResponse:
    """Before the consultation opens: how long it will be open, and what can't be changed then"""
    municipality = at_desk(request, slug, services.OPEN)
    version = _version(municipality)
    if version.state != Version.State.DRAFT or questions.was_consulted(version):
        return redirect("desk_paper", slug)
    missing = [str(Paragraph.Section(one).label) for one in services.missing_for_consultation(version)]
    period = questions.period_for_comments(municipality, timezone.now())
    return page(request, "desk/opening", municipality, "paper", version=version, period=period, missing=missing)


@require_safe
def proposing(request: HttpRequest, slug: str) -> HttpResponse:
    """Before the mayor proposes the paper: what goes to the council, and that its text stays as it is from then on"""
    municipality = at_desk(request, slug, services.PROPOSE)
    version = _version(municipality)
    if version.state != Version.State.DRAFT or not questions.was_consulted(version):
        return redirect("desk_paper", slug)
    return page(
        request, "desk/proposing", municipality, "paper", version=version,
        missing=[str(Paragraph.Section(one).label) for one in services.missing_for_consultation(version)],
        measures=questions.measures(version.paper), paragraphs=questions.paragraphs(version),
        outcomes=questions.outcomes(version.paper),
    )  # fmt: skip


def _question(what: str, municipality: Any, version: Version) -> dict[str, str] | None:
    """What is asked before more time is given, or the consultation closed; None where nothing is."""
    if what == "extend" and (last := questions.longest_time(municipality, version)):
        words = _("People may then comment until {day}, the longest the law allows. It isn't made shorter again.")
        return {
            "title": _("Give more time?"), "label": _("Give more time now"), "words": words.format(day=date_format(last)),
        }  # fmt: skip
    if what == "close" and version.state == Version.State.CONSULTATION:
        words = _("Nobody comments any more then. The next version begins from this text and can be changed.")
        return {"title": _("Close the consultation?"), "label": _("Close it now"), "words": words}
    return None


@require_POST
def step(request: HttpRequest, slug: str) -> HttpResponse:
    """One step of the paper's way (`what`); what can't be taken back is done by who is `sure`."""
    municipality = at_desk(request, slug)
    by, what = request.actor, request.POST.get("what", "")  # type: ignore[attr-defined]
    if what == "begin":
        cycle = people.current_cycle(municipality)
        if cycle is None:
            raise Http404
        services.begin_paper(by=by, municipality=municipality, cycle=cycle)
        return redirect("desk_paper", slug)
    acts = {
        "open": (services.open_consultation, _("The consultation is open.")),
        "extend": (services.extend_consultation, _("People have more time now.")),
        "close": (services.close_consultation, _("The consultation is closed. The next version begins from its text.")),
        "propose": (services.propose, _("The paper is proposed to the council.")),
        "rewrite": (services.rewrite, _("The next version begins from its text.")),
    }
    if what not in acts:
        raise Http404
    asks = {"open": "desk_paper_opening", "propose": "desk_paper_proposing"}
    if what in asks and not request.POST.get("sure"):
        return redirect(asks[what], slug)
    act, done = acts[what]
    version = _version(municipality)
    question = _question(what, municipality, version)
    if question and not request.POST.get("sure"):
        return ask(
            request, municipality, "paper", back=reverse("desk_paper", args=[slug]), hidden=[("what", what)], **question
        )
    told(request, lambda: act(by=by, municipality=municipality, version=version), done)
    return redirect("desk_paper", slug)


@GET_AND_POST
def paragraph_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a new paragraph."""
    municipality = at_desk(request, slug, services.WRITE)
    version = _version(municipality)
    if _only_read(request, version):
        return redirect("desk_paper", slug)
    form = forms.ParagraphForm(
        request.POST or None,
        languages=municipality.languages,
        initial={"section": request.GET.get("section", ""), "edited": ""},
    )
    if form.is_valid() and accepted(
        form,
        lambda: services.write_paragraph(
            by=request.actor,
            municipality=municipality,
            version=version,
            section=form.cleaned_data["section"],  # type: ignore[attr-defined]
            text=form.words_of("text"),
            background=form.words_of("background"),
        ),
    ):
        return redirect("desk_paper", slug)
    return page(request, "desk/paragraph", municipality, "paper", form=form, version=version)


@GET_AND_POST
def paragraph(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Change a paragraph, or take it out (`remove`)."""
    municipality = at_desk(request, slug, services.WRITE)
    version = _version(municipality)
    found = next((row for row in questions.paragraphs(version) if row.key == key), None)
    if found is None:
        raise Http404
    if _only_read(request, version):
        return redirect("desk_paper", slug)
    if asked_to_take_out(request):
        return ask(
            request, municipality, "paper", title=_("Take this paragraph out?"), label=_("Take it out"), hidden=TAKE_OUT,
            words=_("Its words are gone then, in all languages."), shown=[found.text], back=request.path,
        )  # fmt: skip
    if request.POST.get("remove"):
        told(
            request,
            lambda: services.remove_paragraph(by=request.actor, municipality=municipality, version=version, key=key),  # type: ignore[attr-defined]
            _("The paragraph was taken out."),
        )
        return redirect("desk_paper", slug)
    form = forms.ParagraphForm(
        request.POST or None,
        languages=municipality.languages,
        fixed=True,
        initial={
            "text": found.text,
            "background": found.background,
            "section": found.section,
            "edited": services.mark_of_paragraph(found),
        },
    )
    if form.is_valid() and accepted(
        form,
        lambda: services.write_paragraph(
            by=request.actor,
            municipality=municipality,
            version=version,
            section=found.section,
            key=key,  # type: ignore[attr-defined]
            text=form.words_of("text"),
            background=form.words_of("background"),
            seen=form.cleaned_data["edited"] or None,
        ),
    ):
        return redirect("desk_paper", slug)
    there = found if form.non_field_errors() else None
    return page(
        request, "desk/paragraph", municipality, "paper", form=form, version=version, paragraph=found, there=there
    )


def _measure(request: HttpRequest, municipality: Any, version: Version, key: str, form: forms.MeasureForm) -> bool:
    data = form.cleaned_data
    return accepted(
        form,
        lambda: services.put_measure(
            by=request.actor,
            municipality=municipality,
            version=version,
            key=key,
            title=form.words_of("title"),  # type: ignore[attr-defined]
            owner=form.words_of("owner"),
            due=data["due"],
            budget=data["budget"],
            candidate=data["candidate"],
            indicator=form.words_of("indicator"),
            cases=form.chosen_cases(),
            seen=data["edited"] or None,
        ),
    )


@GET_AND_POST
def measure_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Promise something."""
    municipality = at_desk(request, slug, services.WRITE)
    version = _version(municipality)
    if _only_read(request, version):
        return redirect("desk_paper", slug)
    form = forms.MeasureForm(request.POST or None, municipality=municipality)
    if form.is_valid() and _measure(request, municipality, version, "", form):
        return redirect("desk_paper", slug)
    return page(request, "desk/measure", municipality, "paper", form=form, version=version)


@GET_AND_POST
def measure(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Change a measure, or take it out (`remove`)."""
    municipality = at_desk(request, slug, services.WRITE)
    version = _version(municipality)
    found = next((row for row in questions.measures(version.paper) if row.key == key), None)
    if found is None:
        raise Http404
    if _only_read(request, version):
        return redirect("desk_paper", slug)
    if asked_to_take_out(request):
        return ask(
            request, municipality, "paper", title=_("Take this measure out?"), label=_("Take it out"), hidden=TAKE_OUT,
            words=_("It does not stand in the paper then."), shown=[found.title], back=request.path,
        )  # fmt: skip
    if request.POST.get("remove"):
        told(
            request,
            lambda: services.drop_measure(by=request.actor, municipality=municipality, version=version, measure=found),  # type: ignore[attr-defined]
            _("The measure was taken out."),
        )
        return redirect("desk_paper", slug)
    present = evidence_of(municipality, "measure", [found.pk]).get(found.pk, [])
    form = forms.MeasureForm(request.POST or None, municipality=municipality, measure=found, present=present)
    if form.is_valid() and _measure(request, municipality, version, key, form):
        return redirect("desk_paper", slug)
    there = found if form.non_field_errors() else None
    return page(request, "desk/measure", municipality, "paper", form=form, version=version, measure=found, there=there)


@require_safe
def comments(request: HttpRequest, slug: str) -> HttpResponse:
    """Comments by paragraph: those that wait first."""
    municipality = at_desk(request, slug)
    paper = questions.paper_of(municipality)
    if paper is None:
        raise Http404
    rows = []
    for version in questions.versions(paper):
        numbers = {row.key: number for section in questions.sections(version) for number, row in section.paragraphs}
        for key, found in questions.comments(version, public=False).items():
            rows += [(version, numbers.get(key, "?"), row) for row in found]
    rows.sort(key=lambda row: (row[2].answered_at is not None, row[2].voice.heard_at))
    return page(
        request,
        "desk/comments",
        municipality,
        "paper",
        rows=rows,
        may_answer=may(request, comment_services.ANSWER, municipality),
    )


@GET_AND_POST
def comment(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Answer a comment: accepted or not, with the reason."""
    municipality = at_desk(request, slug, comment_services.ANSWER)
    found = questions.comment_of(municipality, pk)
    if found is None:
        raise Http404
    paragraph = next((row for row in questions.paragraphs(found.version) if row.key == found.paragraph_key), None)
    form = forms.AnswerForm(request.POST or None, languages=municipality.languages)
    if form.is_valid() and accepted(
        form,
        lambda: comment_services.answer_comment(
            by=request.actor,
            municipality=municipality,
            comment=found,
            outcome=form.cleaned_data["outcome"],  # type: ignore[attr-defined]
            reason=form.words_of("reason"),
            show=not form.cleaned_data["hide"],
        ),
    ):
        messages.success(request, _("The answer is on the receipt's page."))
        return redirect("desk_comments", slug)
    return page(request, "desk/comment", municipality, "paper", form=form, comment=found, paragraph=paragraph)
